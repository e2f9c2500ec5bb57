/** What llm-service does to a document: says what it is, states facts with quotes, resolves its entities, and embeds its chunks. */
import { chunkRangeOf, chunkRanges } from '../../queues/chunk-ranges.ts';
import { pipeline } from '../../queues/pipeline.ts';
import type { Outcome, Stage, TaskContext, TaskResult, Warning } from '../../queues/stage.ts';
import { categories } from '../../shared/domain/category.ts';
import type { ChunkRow } from '../../shared/domain/rows.ts';
import type { EmbeddingEngine } from '../../shared/embeddings/engine.ts';
import { type Usage, usageCounts } from '../../shared/model-api/usage.ts';
import { putEmbeddings } from './embed.ts';
import type { Categorisation, LlmEngine, Passage } from './engines/engine.ts';
import { decideByVotes, voteSchema } from './engines/votes.ts';
import { type CheckedFacts, chunkFacts, documentFacts } from './facts.ts';
import { passageOf } from './passage.ts';
import { putResolution } from './resolve/put-resolution.ts';

export interface LlmStageDependencies {
  engine: LlmEngine;
  /** Absent: no chunk gets a vector. */
  embeddings?: EmbeddingEngine | undefined;
  /** Documents of more chunks are done in parts of this many. */
  chunksPerPart?: number;
}

/** What one step made: for the outcome. */
interface Made {
  counts: Record<string, number>;
  warnings: Warning[];
}

/**
 * Small documents are done in `plan`; larger ones get there what holds for them as a whole, and the facts of their chunks in parts. Their
 * category is decided in `plan` by an engine that sees all of it at once, else in `finish` by what every part takes it for.
 */
export function createLlmStage({
  engine,
  embeddings,
  chunksPerPart = pipeline.llm.partSize,
}: LlmStageDependencies): Stage {
  const result = (...made: Made[]): TaskResult => ({ outcome: outcomeOf(engine, made) });
  // First: an embedding costs little, and what comes after it is not paid twice when it has to be tried again.
  const embed = async (context: TaskContext, chunks: ChunkRow[]): Promise<Made[]> =>
    embeddings ? [await putEmbeddings(context, embeddings, chunks)] : [];
  return {
    reads: ['chunks', 'entity_mentions'],
    async plan(context) {
      const chunks = await context.read.chunks();
      if (chunks.length === 0) return result({ counts: { facts: 0 }, warnings: [{ code: 'text.empty' }] });
      const mentions = await context.read.mentions();
      const isSmall = chunks.length <= chunksPerPart;
      const made = isSmall ? await embed(context, chunks) : [];
      const document = passageOf(context.document.mediaType, chunks, mentions);
      const ranges = isSmall ? [] : chunkRanges(chunks.length, chunksPerPart);
      if (!isSmall && engine.vote) {
        made.push(await putDescription(context, engine, document));
        return { ...result(...made), parts: ranges };
      }
      const found = await engine.categorise(document, context);
      const known = { ...document, category: found.category };
      made.push(await putCategory(context, engine, document, found), await putDescription(context, engine, known));
      if (isSmall) made.push(await putFacts(context, engine, known), await putResolution(context, engine, mentions));
      const parts = ranges.map(range => ({ ...range, category: found.category }));
      return { ...result(...made), document: { category: found.category }, parts };
    },

    async part(context) {
      const chunks = await context.read.chunks();
      const { from, to } = chunkRangeOf(context.task.input, chunks.length);
      const mentions = await context.read.mentions();
      const category = categories.find(name => name === context.task.input.category);
      const batch = passageOf(context.document.mediaType, chunks.slice(from, to), mentions, category);
      const made = await embed(context, batch.chunks);
      if (category === undefined) made.push(await putVotes(context, engine, batch));
      return result(...made, await putFacts(context, engine, batch));
    },

    async finish(context) {
      const mentions = await context.read.mentions();
      const made = [await putResolution(context, engine, mentions), { counts: {}, warnings: missingParts(context) }];
      const votes = (await context.read.drafts()).map(({ data }) => voteSchema.parse(data));
      if (votes.length === 0) return result(...made);
      const found = decideByVotes(votes);
      const document = passageOf(context.document.mediaType, await context.read.chunks(), mentions);
      made.push(await putCategory(context, engine, document, found));
      return { ...result(...made), document: { category: found.category } };
    },

    close: async () => embeddings?.close?.(),
  };
}

/** For `finish`, which decides by those of all parts. */
async function putVotes(context: TaskContext, engine: LlmEngine, batch: Passage): Promise<Made> {
  if (!engine.vote) return { counts: {}, warnings: [] };
  const { votes, warnings, usage } = await engine.vote(batch, context);
  const taskDrafts = votes.map((data, ordinal) => ({ id: context.rowId('taskDrafts', ordinal), ordinal, data }));
  await context.put({ taskDrafts });
  return { counts: usageCounts(usage), warnings };
}

async function putCategory(
  context: TaskContext,
  engine: LlmEngine,
  document: Passage,
  { claims, scores, warnings, usage }: Categorisation,
): Promise<Made> {
  const made = await store(context, documentFacts(claims, document, engine, 0), warnings, usage);
  const byCategory = Object.fromEntries(Object.entries(scores).map(([name, score]) => [`score.${name}`, score]));
  return { ...made, counts: { ...made.counts, ...byCategory } };
}

async function putDescription(context: TaskContext, engine: LlmEngine, document: Passage): Promise<Made> {
  const { claims, warnings, usage } = await engine.describe(document, context);
  return store(context, documentFacts(claims, document, engine, 1), warnings, usage);
}

async function putFacts(context: TaskContext, engine: LlmEngine, batch: Passage): Promise<Made> {
  const { claims, warnings, usage } = await engine.findFacts(batch, context);
  return store(context, chunkFacts(claims, batch, engine), warnings, usage);
}

/** Unverified facts are stored and counted; the graph and default reads leave them out. */
async function store(
  context: TaskContext,
  { facts, warnings }: CheckedFacts,
  said: Warning[],
  usage: Usage | undefined,
): Promise<Made> {
  await context.put({ facts: facts.map(fact => ({ ...fact, id: context.rowId('facts', fact.ordinal) })) });
  const unverified = facts.filter(({ verified }) => verified === 'unverified').length;
  const doubts = unverified > 0 ? [{ code: 'facts.unverified', count: unverified }] : [];
  const counts = { facts: facts.length, ...(usage && usageCounts(usage)) };
  return { counts, warnings: [...said, ...warnings, ...doubts] };
}

function missingParts(context: TaskContext): Warning[] {
  const at = context.parts.failed.map(({ ordinal }) => ordinal);
  return at.length > 0 ? [{ code: 'facts.missing', missing: true, count: at.length, at }] : [];
}

/** Sums the counts, joins the warnings. */
function outcomeOf(engine: LlmEngine, made: Made[]): Outcome {
  const counts: Record<string, number> = {};
  for (const [name, count] of made.flatMap(item => Object.entries(item.counts)))
    counts[name] = (counts[name] ?? 0) + count;
  const { name, model, version } = engine;
  const warnings = made.flatMap(item => item.warnings);
  return { counts, engine: name, ...(model === undefined ? {} : { model }), version, warnings };
}
