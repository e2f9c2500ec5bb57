/** What ner-service does to a document: cuts its text into chunks and finds the mentions of entities in them. */
import { type ChunkRange, chunkRangeOf, chunkRanges } from '../../queues/chunk-ranges.ts';
import { pipeline } from '../../queues/pipeline.ts';
import type { Outcome, Stage, TaskContext, TaskResult, Warning } from '../../queues/stage.ts';
import type { DraftRow, MentionRow } from '../../shared/domain/rows.ts';
import { detectLanguage } from '../../shared/text/language.ts';
import { consolidate, type DocumentMention } from './consolidate.ts';
import { chunkRow, type DocumentText, readDocumentText } from './document-text.ts';
import type { FoundMention, NerEngine } from './engines/engine.ts';

export interface NerStageDependencies {
  engine: NerEngine;
  /** Documents of more chunks are done in parts of this many. */
  chunksPerPart?: number;
}

/** Rows of one `put`: small enough to give the event loop back between two, for the lease to be renewed. */
const rowsPerPut = 500;

/**
 * Small documents are done in `plan`. In larger ones each part leaves the mentions of its chunks as drafts, and `finish`,
 * which alone sees the whole document, writes chunks and mentions. All tasks chunk the text anew: it costs less than
 * reading chunks back, and chunks of the same text are the same.
 */
export function createNerStage({ engine, chunksPerPart = pipeline.ner.partSize }: NerStageDependencies): Stage {
  return {
    reads: ['segments'],
    async plan(context) {
      const document = await readDocument(context);
      const { length } = document.chunks;
      if (length > chunksPerPart) {
        return { parts: chunkRanges(length, chunksPerPart), outcome: outcomeOf(engine, { chunks: length }) };
      }
      const found = await findIn(context, document, engine, { from: 0, to: length });
      return write(context, document, engine, found.flat());
    },

    async part(context) {
      const document = await readDocument(context);
      const range = chunkRangeOf(context.task.input, document.chunks.length);
      const found = await findIn(context, document, engine, range);
      const drafts = found.map((mentions, i) => draftRow(context, range.from + i, mentions));
      await putAll(context, drafts, taskDrafts => ({ taskDrafts }));
      return { outcome: outcomeOf(engine, { chunks: found.length, mentions: found.flat().length }) };
    },

    async finish(context) {
      const document = await readDocument(context);
      const drafts = await context.read.drafts();
      const found = drafts.flatMap(({ data }) => data.mentions as DocumentMention[]);
      return write(context, document, engine, found, missingParts(context));
    },

    close: async () => engine.close?.(),
  };
}

const readDocument = async (context: TaskContext): Promise<DocumentText> =>
  readDocumentText(await context.read.segments(), context.limits.maxChunkTokens, context.document.fileName);

/** Mentions by chunk, with offsets in the document. */
async function findIn(
  { signal, settings }: TaskContext,
  { text, chunks }: DocumentText,
  engine: NerEngine,
  { from, to }: ChunkRange,
): Promise<DocumentMention[][]> {
  const options = { dayFirst: settings.dateOrder === 'dmy', signal };
  const found: DocumentMention[][] = [];
  for (const [i, { start, end }] of chunks.slice(from, to).entries()) {
    signal.throwIfAborted();
    const mentions = await engine.find(text.slice(start, end), options);
    found.push(mentions.map(mention => inDocument(mention, start, from + i)));
  }
  return found;
}

const inDocument = (mention: FoundMention, offset: number, chunk: number): DocumentMention => ({
  ...mention,
  chunk,
  start: mention.start + offset,
  end: mention.end + offset,
});

const draftRow = (context: TaskContext, chunk: number, mentions: DocumentMention[]): DraftRow => ({
  id: context.rowId('taskDrafts', chunk),
  ordinal: chunk,
  data: { mentions },
});

/** Writes all chunks and mentions of the document and says what was made. */
async function write(
  context: TaskContext,
  document: DocumentText,
  engine: NerEngine,
  found: readonly DocumentMention[],
  warnings: Warning[] = [],
): Promise<TaskResult> {
  const { text, chunks } = document;
  if (chunks.length === 0)
    return { outcome: outcomeOf(engine, { chunks: 0, mentions: 0 }, [...warnings, { code: 'text.empty' }]) };
  // Not the document's: in a rerun that is still the one of the text before.
  const { language } = detectLanguage(text);
  const rows = chunks.map((_, ordinal) => ({
    id: context.rowId('chunks', ordinal),
    ...chunkRow(document, ordinal, language),
  }));
  await putAll(context, rows, batch => ({ chunks: batch }));
  const mentions = consolidate(text, chunks, found, engine).map(mention => mentionRow(context, text, mention, engine));
  await putAll(context, mentions, entityMentions => ({ entityMentions }));
  const tokens = chunks.reduce((total, chunk) => total + chunk.tokens, 0);
  return { outcome: outcomeOf(engine, { chunks: chunks.length, tokens, mentions: mentions.length }, warnings) };
}

/** The ordinal of a mention is its place in the text: no two start at the same character. */
const mentionRow = (context: TaskContext, text: string, mention: DocumentMention, engine: NerEngine): MentionRow => ({
  id: context.rowId('entityMentions', mention.start),
  chunkId: context.rowId('chunks', mention.chunk),
  ordinal: mention.start,
  type: mention.type,
  text: text.slice(mention.start, mention.end),
  charStart: mention.start,
  charEnd: mention.end,
  value: mention.value,
  properties: mention.properties,
  score: mention.score,
  engine: mention.by ? mention.by.engine : engine.name,
  model: (mention.by ? mention.by.model : engine.model) ?? null,
});

async function putAll<Row>(
  context: TaskContext,
  rows: readonly Row[],
  batchOf: (rows: Row[]) => Parameters<TaskContext['put']>[0],
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsPerPut) {
    context.signal.throwIfAborted();
    await context.put(batchOf(rows.slice(at, at + rowsPerPut)));
  }
}

/** One warning for all chunks whose mentions nobody could find, by the code of the parts that failed. */
const missingParts = ({ parts }: TaskContext): Warning[] =>
  [...Map.groupBy(parts.failed, ({ code }) => code)].map(([code, failed]) => {
    const at = failed.flatMap(({ input }) => ordinals(Number(input.from), Number(input.to)));
    return { code, missing: true, count: at.length, at };
  });

const ordinals = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const outcomeOf = (engine: NerEngine, counts: Record<string, number>, warnings: Warning[] = []): Outcome => ({
  counts,
  engine: engine.name,
  ...(engine.model && { model: engine.model }),
  version: engine.version,
  warnings,
});
