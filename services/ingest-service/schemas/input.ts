/** What callers send: the schemas that check it are also the ones that are published. */
import { z } from 'zod';
import { categories } from '../../../shared/domain/category.ts';
import { chunkKinds, mentionTypes } from '../../../shared/domain/rows.ts';
import { documentStates, stageNames } from '../../../shared/domain/stage.ts';
import { limitsSchema } from '../../../shared/limits.ts';
import { settingsSchema } from '../../../shared/settings.ts';
import { transcriptFormats } from '../../../shared/text/transcript.ts';
import { codes } from './documents.ts';

/** True for text the record takes: Postgres refuses NUL, JSON cannot carry half a surrogate pair. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** Deeper than anybody means, and shallow enough for everything that walks it. */
const mostNested = 50;

/** True if every string in a JSON value is storable, and it is not nested deeper than that. */
const isStorableJson = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth < mostNested && Object.entries(value).every(([k, v]) => isStorable(k) && isStorableJson(v, depth + 1));
};

const storable = { error: 'holds NUL or half a surrogate pair' };
const storableJson = { error: `holds NUL or half a surrogate pair, or is nested deeper than ${mostNested}` };
const jsonObject = z.record(z.string(), z.unknown()).refine(value => isStorableJson(value), storableJson);
const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);

/** The id or the name of a project. */
export const projectReference = text(200).describe(
  'Id or name of a project. May be left out only with an API key that is bound to a project.',
);

/** What the caller wants kept with a document. */
export const metadataSchema = jsonObject.describe('Kept with the documents as it is.');

const page = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('Most items in the answer.'),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before.'),
};

export const pageQuery = z.strictObject(page);
export const documentsQuery = z.strictObject({
  ...page,
  project: projectReference.optional(),
  state: z.enum(documentStates).optional(),
});
export const uploadQuery = z.strictObject({ project: projectReference.optional() });
export const wordsQuery = z.strictObject({
  ...page,
  segment: z.coerce.number().pipe(z.int32().nonnegative()).optional().describe('Ordinal of a segment: its words only.'),
});
export const transcriptQuery = z.strictObject({ format: z.enum(transcriptFormats).optional() });
export const factsQuery = z.strictObject({
  ...page,
  unverified: z.enum(['true', 'false']).default('false').describe('Also facts whose quote was not found in the text.'),
});
export const entitiesQuery = z.strictObject({
  ...page,
  type: z.enum(mentionTypes).optional(),
  merged: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Every entity by itself, also those merged into another; else roots, with all aliases of their members.'),
});
export const reviewsQuery = z.strictObject({
  ...page,
  closed: z.enum(['true', 'false']).default('false').describe('Also pairs that have been decided by an engine.'),
});
/** A filter that may be given once or several times. */
const oneOrMore = <T extends z.ZodType>(item: T) =>
  z
    .union([item, z.array(item)])
    .transform(value => (Array.isArray(value) ? value : [value]))
    .optional();

export const searchQuery = z.strictObject({
  project: projectReference.optional(),
  q: text(1_000).describe('What to find: all words, `"a phrase"`, `or`, `-not`.'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Most hits in the answer.'),
  document: oneOrMore(z.uuid()).describe('In these documents only.'),
  category: oneOrMore(z.enum(categories)).describe('In documents of these categories only.'),
  kind: oneOrMore(z.enum(chunkKinds)).describe('Chunks of these kinds only.'),
});
export const projectsQuery = z.strictObject({
  ...page,
  name: text(200).optional().describe('The project of this name only.'),
});

export const reprocessBody = z.strictObject({
  from: z.enum(stageNames).describe('The first stage to run again; all after it follow.'),
  reason: text(200).optional().describe('Kept in the history.'),
});

/** How many documents of a project one call acts on: an answer is due before its caller gives up. */
const pageOfDocuments = {
  limit: z.int().min(1).max(500).default(100).describe('Most documents to act on in this call.'),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the call before.'),
};

export const retryProjectBody = z.strictObject({
  ...pageOfDocuments,
  code: codes.describe('The error code: documents that failed, or miss something, because of it.'),
});
export const reprocessProjectBody = reprocessBody.extend({
  ...pageOfDocuments,
  request: z
    .uuid()
    .optional()
    .describe('A new id for each wish: with it, no document is started twice however often you call.'),
});

const limits = Object.entries(limitsSchema.shape).map(([name, schema]) => [name, schema.unwrap().optional()] as const);

/** What is known among settings must be as it is read; all else is the caller's own. */
const settings = jsonObject.refine(value => settingsSchema.safeParse(value).success, {
  error: 'holds a setting that is not as it should be',
});

const known = settingsSchema.shape;
export const settingsBody = z
  .looseObject({
    dateOrder: known.dateOrder.unwrap().nullish(),
    localOnly: known.localOnly
      .unwrap()
      .nullish()
      .describe('No call of an engine leaves for a host that is not in LOCAL_HOSTS.'),
    budget: known.budget.unwrap().nullish().describe('Once it is spent, calls that cost wait until it is raised.'),
  })
  .refine(value => isStorableJson(value), storableJson)
  .describe('Merged into the settings; null takes one out.');

export const projectBody = z.strictObject({
  name: text(200),
  settings: settings.optional(),
  limits: z.strictObject(Object.fromEntries(limits)).optional().describe('What differs from the default limits.'),
});

/** The multipart form of an upload, for the published document; the form is read as a stream. */
export const uploadForm = z.object({
  project: projectReference.optional(),
  metadata: z.string().optional().describe('A JSON object, for all files that follow.'),
  sourcePath: z.string().optional().describe('Where the next file came from.'),
  files: z
    .array(z.string().meta({ format: 'binary' }))
    .describe('Any number of files, under any field name, after the fields that speak of them.'),
});
