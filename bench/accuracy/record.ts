/** The format of labelled files: what a person says is in a text, to measure against. Described in `docs/accuracy-format.md`. */
import { z } from 'zod';
import { categories } from '../../shared/domain/category.ts';
import { factKinds } from '../../shared/domain/facts.ts';
import { mentionTypes } from '../../shared/domain/rows.ts';

const offset = z.int().nonnegative();

/** A stretch of the text, by its offsets (UTF-16 units) or by its words; `occurrence` counts from 1. */
const stretch = z.union([
  z.strictObject({ start: offset, end: offset }).refine(({ start, end }) => start < end, 'start must be below end'),
  z.strictObject({ quote: z.string().min(1), occurrence: z.int().positive().optional() }),
]);

const labelled = z.union([
  z
    .strictObject({ start: offset, end: offset, label: z.string().min(1), value: z.string().optional() })
    .refine(({ start, end }) => start < end, 'start must be below end'),
  z.strictObject({
    quote: z.string().min(1),
    /** 1 is the first; `all`: every place at which the words stand. */
    occurrence: z.union([z.int().positive(), z.literal('all')]).optional(),
    label: z.string().min(1),
    value: z.string().optional(),
  }),
]);

const mentionType = z.enum(mentionTypes);

/** Two names of a type, and whether they are one entity. */
export const namePair = z.strictObject({
  type: mentionType,
  a: z.string().min(1),
  b: z.string().min(1),
  same: z.boolean(),
});

const fact = z.strictObject({
  kind: z.enum(factKinds),
  value: z.string().min(1),
  /** Of a party: its role. */
  role: z.string().optional(),
});

const mail = z.strictObject({
  from: z.string().optional(),
  to: z.array(z.string()).optional(),
  cc: z.array(z.string()).optional(),
  subject: z.string().optional(),
  date: z.string().optional(),
  messageId: z.string().optional(),
  inReplyTo: z.string().optional(),
  references: z.array(z.string()).optional(),
});

/** One labelled file or text. The field list with examples is in `docs/accuracy-format.md`. */
export const labelledRecord = z
  .strictObject({
    /** Shown in lists. Absent: the file, or where the record stands. */
    name: z.string().optional(),
    text: z.string().min(1).optional(),
    /** Relative to the file that holds the record. */
    file: z.string().min(1).optional(),
    mediaType: z.string().optional(),
    /** What of the text was labelled; absent: all of it. */
    range: z.strictObject({ from: stretch, to: stretch }).optional(),
    spans: z.array(labelled).default([]),
    /** Types of which every mention in the range is labelled: only they say what was found too much. */
    labelsAnnotated: z.array(z.string()).optional(),
    labelMap: z.record(z.string(), z.string().nullable()).optional(),
    clauses: z.array(stretch).default([]),
    headings: z.array(stretch).default([]),
    facts: z.array(fact).default([]),
    /** Kinds of which every fact is listed; absent: those that occur in `facts`. */
    factsAnnotated: z.array(z.enum(factKinds)).optional(),
    category: z.enum(categories).optional(),
    /** Words that must come out, in any order. */
    words: z.string().optional(),
    /** Labels of numbered paragraphs, and the first words after each. */
    labels: z.array(z.strictObject({ label: z.string(), cited: z.string().optional(), text: z.string() })).default([]),
    /** Where the reporter printed these words of a deposition. */
    anchors: z.array(z.strictObject({ page: z.int(), line: z.int(), text: z.string().min(1) })).default([]),
    mail: mail.optional(),
    pairs: z.array(namePair).default([]),
  })
  .refine(
    ({ text, file, pairs }) => (text === undefined) !== (file === undefined) || (!text && !file && pairs.length > 0),
    'needs either `text` or `file`',
  );

/** A file with nothing but pairs of names may be a list of them. */
export const pairList = z.array(namePair);

export type LabelledRecord = z.infer<typeof labelledRecord>;
export type LabelledSpan = LabelledRecord['spans'][number];
export type Stretch = LabelledRecord['clauses'][number];
export type NamePair = z.infer<typeof namePair>;
export type MailTruth = z.infer<typeof mail>;
/** A record, with `file` as an absolute path and a name. */
export type LoadedRecord = LabelledRecord & { name: string };
