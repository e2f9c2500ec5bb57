/** How a search is answered. Spans count UTF-16 units of the text of the document. */
import { z } from 'zod';
import { chunkKinds } from '../../../shared/domain/rows.ts';

export const searchHitSchema = z.object({
  chunkId: z.uuid(),
  documentId: z.uuid(),
  fileName: z.string(),
  ordinal: z.int().describe('Of the chunk in its document.'),
  kind: z.enum(chunkKinds),
  text: z.string().describe('What the document says: the text from `charStart` to `charEnd`.'),
  charStart: z.int(),
  charEnd: z.int(),
  headingPath: z.array(z.string()),
  contextLine: z.string().describe('What it is part of; not words of the document, and not to be cited.'),
  pageFirst: z.int().nullable(),
  pageLast: z.int().nullable(),
  pageLabelFirst: z.string().nullable(),
  pageLabelLast: z.string().nullable(),
  startMs: z.int().nullable(),
  endMs: z.int().nullable(),
  score: z.number().describe('Of both methods together; comparable within one answer only.'),
  byText: z.object({ rank: z.int(), score: z.number() }).nullable(),
  byVector: z.object({ rank: z.int(), similarity: z.number() }).nullable(),
});

export const searchSchema = z.object({
  projectId: z.uuid(),
  methods: z.array(z.enum(['text', 'vectors'])).describe('How it was searched.'),
  noVectors: z
    .string()
    .nullable()
    .describe(
      'Why not by meaning: `not_configured`, `none_stored`, `too_many` to look at without pgvector, or the error code of the engine.',
    ),
  withoutVector: z
    .int()
    .nullable()
    .describe('Chunks that only words can find, as they have no vector of the configured model.'),
  hits: z.array(searchHitSchema),
});
