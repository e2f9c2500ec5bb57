/** Measures what is kept of the build of a document: chunk rules, words and labels, the head of a mail. Pure. */
import { placeOf, type Slip } from './entities.ts';
import { createLocator, type Span } from './locate.ts';
import type { LoadedRecord, MailTruth } from './record.ts';
import type { Produced } from './run-record.ts';
import { addShare, type Share } from './score.ts';

/** What is measured of the build of a document, in the order it is shown. */
export const buildRules = [
  'clauses whole in a chunk',
  'headings at the start of a chunk',
  'page and line of testimony with its chunk',
  'words kept',
  'paragraph labels kept',
  'mail fields right',
] as const;
export type BuildRule = (typeof buildRules)[number];

/** How often each rule held, and where it did not. */
export interface BuildScores {
  byRule: Map<BuildRule, Share>;
  slips: Slip[];
}

/** Nothing measured yet. */
export const noBuildScores = (): BuildScores => ({ byRule: new Map(), slips: [] });

/** Adds what one record says. What is not in the text at all counts against the rule. */
export function scoreBuild(scores: BuildScores, record: LoadedRecord, produced: Produced): void {
  const put = (rule: BuildRule, of: number, wrong: string[]) => {
    if (of === 0) return;
    const share = { right: of - wrong.length, of };
    scores.byRule.set(rule, addShare(scores.byRule.get(rule) ?? { right: 0, of: 0 }, share));
    scores.slips.push(...wrong.map((text): Slip => ({ record: record.name, kind: 'missed', type: rule, text })));
  };
  put('clauses whole in a chunk', record.clauses.length, cutClauses(record, produced));
  put('headings at the start of a chunk', record.headings.length, buriedHeadings(record, produced));
  const rule = 'page and line of testimony with its chunk';
  put(rule, record.anchors.length, lostAnchors(record, produced));
  const words = flatWords(record.words ?? '');
  put('words kept', words.length, lostWords(words, flatWords(produced.text)));
  put('paragraph labels kept', record.labels.length, lostLabels(record, produced));
  const fields = fieldsOf(record.mail ?? {});
  put(
    'mail fields right',
    fields.length,
    wrongFields(fields, (produced.properties.mail ?? {}) as Record<string, unknown>),
  );
}

const shown = (stretch: LoadedRecord['clauses'][number]): string =>
  'quote' in stretch ? stretch.quote.slice(0, 60) : `${stretch.start}-${stretch.end}`;

function cutClauses(record: LoadedRecord, { text, chunks }: Produced): string[] {
  const locator = createLocator(text);
  return record.clauses
    .filter(clause => {
      const place = placeOf(clause, record, locator);
      return !place || !chunks.some(({ charStart, charEnd }) => charStart <= place.start && place.end <= charEnd);
    })
    .map(shown);
}

/** A heading may follow other headings: between the start of the chunk and it nothing else stands. */
function buriedHeadings(record: LoadedRecord, { text, chunks }: Produced): string[] {
  const locator = createLocator(text);
  const placed = record.headings.map(heading => ({ heading, place: placeOf(heading, record, locator) }));
  const places = placed.flatMap(({ place }) => place ?? []);
  return placed
    .filter(({ place }) => {
      const chunk = place && chunks.find(({ charStart, charEnd }) => charStart <= place.start && place.start < charEnd);
      return !chunk || !isBlankBut(places, text, { start: chunk.charStart, end: place.start });
    })
    .map(({ heading }) => shown(heading));
}

/** Whether a stretch of the text holds nothing but these places and what is no letter or digit. */
function isBlankBut(places: Span[], text: string, { start, end }: Span): boolean {
  let rest = text.slice(start, end);
  for (const place of places) {
    if (place.start >= start && place.end <= end) rest = rest.replace(text.slice(place.start, place.end), '');
  }
  return !/[\p{L}\p{N}]/u.test(rest);
}

/** `41:5-42:3` or `41:5-9`, as lawyers cite testimony. */
const pageAndLine = /(\d+):(\d+)-(?:(\d+):)?(\d+)/;

/** The context line of the chunk that holds the words names pages and lines among which theirs is. */
function lostAnchors(record: LoadedRecord, { text, chunks }: Produced): string[] {
  const locator = createLocator(text);
  return record.anchors
    .filter(({ page, line, text: words }) => {
      const place = locator.all(words)[0];
      const chunk = place && chunks.find(({ charStart, charEnd }) => charStart <= place.start && place.start < charEnd);
      const cited = pageAndLine.exec(chunk?.contextLine ?? '');
      if (!cited) return true;
      const [, firstPage, firstLine, lastPage = firstPage, lastLine] = cited;
      const at = (onPage: unknown, onLine: unknown): number => Number(onPage) * 1_000 + Number(onLine);
      return at(page, line) < at(firstPage, firstLine) || at(page, line) > at(lastPage, lastLine);
    })
    .map(({ page, line }) => `${page}:${line}`);
}

/** Words without the punctuation around them. */
const flatWords = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words that are there fewer times than they should be. */
function lostWords(wanted: string[], found: string[]): string[] {
  const left = new Map<string, number>();
  for (const word of found) left.set(word, (left.get(word) ?? 0) + 1);
  return wanted.filter(word => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

const flat = (text: string): string => text.replace(/\s+/g, ' ');

/** A label stands right before the first words of its paragraph, as printed or as cited. */
function lostLabels(record: LoadedRecord, { text }: Produced): string[] {
  const content = flat(text);
  return record.labels
    .filter(
      ({ label, cited, text: words }) =>
        ![label, cited ?? label].some(one => content.includes(`${one} ${flat(words)}`)),
    )
    .map(({ label, text: words }) => `${label} ${words}`);
}

type Field = [name: keyof MailTruth, value: string];

/** Each address and reference is a field of its own. */
const fieldsOf = (mail: MailTruth): Field[] =>
  (Object.entries(mail) as [keyof MailTruth, string | string[]][]).flatMap(([name, value]) =>
    [value].flat().map((one): Field => [name, one]),
  );

/** The head of a mail as the reader stores it in `properties.mail` of the document: addresses as `{ name, address }`. */
function wrongFields(fields: Field[], properties: Record<string, unknown>): string[] {
  return fields
    .filter(([name, value]) => !storedValues(properties[name]).includes(plainField(value)))
    .map(([name, value]) => `${name}: ${value}`);
}

const storedValues = (stored: unknown): string[] =>
  [stored].flat().map(one => {
    if (typeof one !== 'object' || one === null) return plainField(String(one));
    const { name, address } = one as { name?: string; address?: string };
    return plainField(name ? `${name} <${address}>` : `${address}`);
  });

/** Dates are compared with their offset; brackets around ids and quotation marks around names are none of the value. */
const plainField = (value: string): string => flat(value).replace(/Z$/, '+00:00').replace(/["<>]/g, '').trim();
