/** The schema of `matter/truth.json`: what is known about every file of the sample matter, and what must come out of it. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { categories } from '../shared/domain/category.ts';
import { documentStates } from '../shared/domain/stage.ts';
import { type ErrorCode, errorCodes } from '../shared/errors.ts';

const errorCode = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

const isoDate = z.iso.date();

/** One page, or for plain text the whole file. */
const page = z.strictObject({
  number: z.int().positive(),
  /**
   * Where the text is: `plain` text must come out exactly, line ends normalised to LF; a `text-layer`, a picture (`ocr`) and
   * the parts of a `word` file or `mail`, whose order a reader chooses, are compared by `characterErrorRate` of `compare.ts`.
   */
  source: z.enum(['plain', 'text-layer', 'ocr', 'word', 'mail']),
  /** The body in reading order, soft hyphens at line ends removed, columns of a caption one after the other. */
  text: z.string(),
  /**
   * What is printed on the page and must not be in the text flow: running heads and feet, stamps. The numbers in the margin
   * of pleading paper are not listed, but the error rate leaves no room for them.
   */
  heads: z.array(z.string()),
  /** The page number where it stands by itself at the foot; must not be a line of the text. */
  printedNumber: z.string().nullable(),
  /** Edit distance over the length of `text`; 0 for plain text. */
  maxCharacterErrorRate: z.number().min(0).max(1),
});

const party = z.strictObject({ name: z.string(), role: z.string() });

/** `for`: the role of those represented. */
const counsel = z.strictObject({ name: z.string(), for: z.string() });

/** A place in the text, as printed there (white space as one space), and what it stands for. */
const found = z.strictObject({ text: z.string(), value: z.string() });

/**
 * What the file says about itself and what it names; absent for files without readable text. Only whole spellings that
 * stand on one page are listed, each once: good for measuring what was missed, not what was found too much (short forms
 * of names, parties of cited cases and the like are not listed). Of a picture it is what a person reads on it: an engine
 * that misreads a letter within its error rate may miss a name.
 */
const content = z.strictObject({
  category: z.enum(categories),
  title: z.string(),
  /** Docket number as printed. */
  docket: z.string().nullable(),
  court: z.string().nullable(),
  /** Date of the paper. */
  date: isoDate.nullable(),
  parties: z.array(party),
  judge: z.string().nullable(),
  counsel: z.array(counsel),
  /** The law a contract chooses. */
  governingLaw: z.string().nullable(),
  effectiveDate: isoDate.nullable(),
  /** Where its text says so. */
  filingDate: isoDate.nullable(),
  /** The sentence that says how long a contract runs. */
  term: z.string().nullable(),
  /** Headings that a chunk must begin with, alone or after other headings; white space as one space. */
  headings: z.array(z.string()),
  /** Numbered paragraphs that no chunk may cut, label included; white space as one space. `label`: as printed. */
  clauses: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  /** `value`: the name in full. */
  persons: z.array(found),
  organizations: z.array(found),
  /** `value`: ISO date. */
  dates: z.array(found),
  /** `value`: currency and decimal number, `USD 4812600.00`. */
  amounts: z.array(found),
  /** `value`: volume, reporter and page, `556 U.S. 662`. */
  citations: z.array(found),
  /** `value`: the statute or rule without blanks that vary, `28 U.S.C. § 1332(a)`. */
  statutes: z.array(found),
  emails: z.array(found),
  /** `value`: ten digits. */
  phones: z.array(found),
  /** `value`: ISO 8601, `P30D`, `PT8H`. */
  durations: z.array(found),
  /** `value`: `4.5` for 4.5%. */
  percents: z.array(found),
  /** `value`: `49 C.F.R. § 173.120(a)`. */
  regulations: z.array(found),
  /** `value`: in one line, parts parted by commas. */
  addresses: z.array(found),
  /** `value`: the number that stamps a page of a production. */
  bates: z.array(found),
});

/** A document inside the file. `holds`: words that its text must hold. */
const child = z.strictObject({
  /** Members of an archive: the path inside it. Parts of a mail: their part number (RFC 3501). Attachments of Outlook: from 1. */
  partPath: z.string(),
  name: z.string(),
  state: z.enum(documentStates),
  code: errorCode.nullable(),
  holds: z.string().nullable(),
});

/** The head of a mail and what its body is made of. Addresses as printed; ids without angle brackets. */
const mail = z.strictObject({
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  /** With the offset of the sender. */
  date: z.iso.datetime({ offset: true }),
  messageId: z.string(),
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()),
  /** What its writer wrote, without signature and words of an earlier mail. */
  body: z.string(),
  signature: z.string().nullable(),
  quoted: z.string().nullable(),
});

const reviewed = { author: z.string(), date: z.iso.datetime() };

/** What a word-processor file holds beside its running text. */
const word = z.strictObject({
  /** Number of words of the current text, as white space parts them; labels, notes, boxes and header left out. */
  words: z.int().positive(),
  /** Numbered paragraphs: `label` as printed, `cited` as a lawyer cites it (`2.1(c)`), the first words that follow. */
  paragraphs: z.array(z.strictObject({ label: z.string(), cited: z.string(), text: z.string() })),
  tables: z.array(z.array(z.array(z.string()))),
  notes: z.array(z.string()),
  boxes: z.array(z.string()),
  header: z.string(),
  changes: z.array(z.strictObject({ ...reviewed, kind: z.enum(['insertion', 'deletion']), text: z.string() })),
  comments: z.array(z.strictObject({ ...reviewed, on: z.string(), text: z.string() })),
});

/** What is said in a recording. */
const speech = z.strictObject({ transcript: z.string(), durationMs: z.int().positive() });

/** Where a question of a deposition begins: its page and line as printed, and its first words. */
const anchor = z.strictObject({ page: z.int().positive(), line: z.int().positive(), text: z.string() });

const file = z.strictObject({
  name: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** From the bytes; null where there are none. */
  mediaType: z.string().nullable(),
  /** Why it is in the matter. */
  why: z.string(),
  /** `refused`: turned away at the door, so that there is no document. */
  expected: z.strictObject({ state: z.enum([...documentStates, 'refused']), code: errorCode.nullable() }),
  /** For a duplicate: the name of the file it is a copy of. */
  duplicateOf: z.string().nullable(),
  /** Null for what has no pages, or none that can be read. */
  pageCount: z.int().positive().nullable(),
  /** Pages of a picture or PDF; the whole text of a text file as page 1. Empty where no text may come out. */
  pages: z.array(page),
  content: content.nullable(),
  children: z.array(child),
  mail: mail.nullable(),
  word: word.nullable(),
  /** Null for a recording in which nobody speaks. */
  speech: speech.nullable(),
  anchors: z.array(anchor),
});

const place = z.strictObject({ file: z.string(), text: z.string() });
const pair = z.strictObject({ why: z.string(), a: place, b: place });

export const truthSchema = z.strictObject({
  matter: z.string(),
  files: z.array(file),
  /** Names that must end in one canonical entity. */
  sameEntity: z.array(pair),
  /** Names that must never be merged. */
  differentEntity: z.array(pair),
});

export type Party = z.infer<typeof party>;
export type Counsel = z.infer<typeof counsel>;
export type TruthChild = z.infer<typeof child>;
export type TruthMail = z.infer<typeof mail>;
export type TruthWord = z.infer<typeof word>;
export type Found = z.infer<typeof found>;
export type TruthPage = z.infer<typeof page>;
export type TruthContent = z.infer<typeof content>;
export type TruthFile = z.infer<typeof file>;
export type EntityPair = z.infer<typeof pair>;
export type Truth = z.infer<typeof truthSchema>;

/** The folder the sample files and `truth.json` are in. */
export const matterFolder = new URL('matter/', import.meta.url);

/** Where a sample file is. */
export const sampleFile = (name: string): URL => new URL(encodeURIComponent(name), matterFolder);

/** Reads and checks `truth.json`. */
export const readTruth = async (): Promise<Truth> =>
  truthSchema.parse(JSON.parse(await readFile(sampleFile('truth.json'), 'utf8')));
