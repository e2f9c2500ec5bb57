/** How the rows of the stages are answered. Spans count UTF-16 units of the text: `text.slice(charStart, charEnd)`. */
import { z } from 'zod';
import { chunkKinds, mentionTypes } from '../../../shared/domain/rows.ts';

const json = z.record(z.string(), z.unknown());
const span = { charStart: z.int(), charEnd: z.int() };
const optionalSpan = { charStart: z.int().nullable(), charEnd: z.int().nullable() };
const engine = { engine: z.string(), model: z.string().nullable() };
const nodeLabel = z.enum(['Project', 'Document', 'Chunk', 'EntityMention', 'CanonicalEntity']);

export const segmentSchema = z.object({
  id: z.uuid(),
  ordinal: z.int(),
  kind: z.enum(['page', 'section', 'utterance', 'missing']),
  text: z.string(),
  ...span,
  pageNumber: z.int().nullable(),
  pageLabel: z.string().nullable(),
  widthPt: z.number().nullable(),
  heightPt: z.number().nullable(),
  turn: z.int().nullable().describe('Extra clockwise turn, in degrees, that was needed to read the page.'),
  startMs: z.int().nullable(),
  endMs: z.int().nullable(),
  ...engine,
  confidence: z.number().nullable(),
  errorCode: z.string().nullable(),
  properties: json,
});

export const transcriptSchema = z.object({
  documentId: z.uuid(),
  durationMs: z.int().nullable(),
  utterances: z.array(
    z.object({
      ordinal: z.int().describe('Ordinal of the segment.'),
      text: z.string(),
      startMs: z.int(),
      endMs: z.int(),
      errorCode: z.string().nullable().describe('Why there is speech without words here.'),
      ...span,
      confidence: z.number().nullable(),
    }),
  ),
});

export const wordsSchema = z.object({
  id: z.uuid(),
  ordinal: z.int().describe('Ordinal of the segment.'),
  starts: z.array(z.int()).describe('Offsets relative to the text of the segment; one entry a word.'),
  ends: z.array(z.int()),
  boxes: z.array(z.number()).describe('x, y, width, height per word, as fractions of the page, origin top left.'),
  confidences: z.array(z.int()).describe('0 to 100 per word; empty for a text layer.'),
});

export const chunkSchema = z.object({
  id: z.uuid(),
  ordinal: z.int(),
  text: z.string(),
  ...span,
  headingPath: z.array(z.string()),
  tokenCount: z.int(),
  tokenEncoding: z.string(),
  contextLine: z.string(),
  language: z.string(),
  kind: z.enum(chunkKinds),
  pageFirst: z.int().nullable(),
  pageLast: z.int().nullable(),
});

export const mentionSchema = z.object({
  id: z.uuid(),
  ordinal: z.int(),
  chunkId: z.uuid(),
  type: z.enum(mentionTypes),
  text: z.string(),
  ...span,
  value: z.string(),
  properties: json,
  score: z.number(),
  ...engine,
  canonicalEntityId: z.uuid().nullable(),
  rootEntityId: z.uuid().nullable().describe('What that entity was merged into, or itself.'),
});

export const factSchema = z.object({
  id: z.uuid(),
  ordinal: z.int(),
  chunkId: z.uuid().nullable(),
  kind: z.string(),
  value: z.string(),
  properties: json,
  quote: z.string(),
  ...optionalSpan,
  verified: z.enum(['verified', 'repaired', 'unverified']),
  ...engine,
});

export const relationshipSchema = z.object({
  id: z.uuid(),
  ordinal: z.int(),
  fromLabel: nodeLabel,
  fromId: z.uuid(),
  type: z.string(),
  toLabel: nodeLabel,
  toId: z.uuid(),
  properties: json,
  ...optionalSpan,
});
