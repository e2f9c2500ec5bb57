/** Resolves the mentions of a document against its project: writes its entities, then decides their blocks anew. */
import type { Outcome, TaskContext } from '../../../queues/stage.ts';
import type { BlockDecision, EntityReview } from '../../../shared/domain/resolution.ts';
import type { MentionRow } from '../../../shared/domain/rows.ts';
import { usageCounts } from '../../../shared/model-api/usage.ts';
import type { LlmEngine } from '../engines/engine.ts';
import { type Resolution, resolve } from './base-entities.ts';
import { decideBlocks } from './decide-blocks.ts';
import { judgeReviews } from './judge-reviews.ts';

/** Entities and links of one call: under the bounds of the record, and short under the lock of the project. */
const resolutionBatch = 500;

/** What was made, for the outcome of the task. */
type Made = Pick<Outcome, 'counts' | 'warnings'>;

/**
 * Entities and links first, so that whoever decides a block later sees them; then every block the document has an entity in
 * is decided. Pairs the rules are unsure of are put to the engine, if it judges, and their blocks decided once more.
 */
export async function putResolution(context: TaskContext, engine: LlmEngine, mentions: MentionRow[]): Promise<Made> {
  const resolution = resolve(context.document, mentions);
  await write(context, resolution);
  const { entities, links, unresolved } = resolution;
  const blocks = [...new Set(entities.flatMap(({ block }) => block ?? []))].sort();
  const decided = await decideBlocks(context.entities, blocks, context.signal);
  const own = new Set(entities.map(({ id }) => id));
  const isOwn = ({ a, b }: EntityReview) => own.has(a) || own.has(b);
  const judged = await judgeReviews(
    context,
    engine,
    decided.filter(({ reviews }) => reviews.some(isOwn)),
    isOwn,
  );
  const last = judged.blocks.length > 0 ? await decideBlocks(context.entities, judged.blocks, context.signal) : [];
  const final = new Map([...decided, ...last].map(decision => [decision.block, decision]));
  const count = (pick: (decision: BlockDecision) => unknown[]) =>
    [...final.values()].reduce((sum, decision) => sum + pick(decision).length, 0);
  const oversize = [...final.values()].filter(decision => decision.oversize).length;
  return {
    counts: {
      entities: entities.length,
      links: links.length,
      merged: count(({ merges }) => merges.filter(({ id, into }) => own.has(id) || own.has(into))),
      reviews: count(({ reviews }) => reviews.filter(isOwn)),
      ...(judged.asked > 0 && { judged: judged.asked }),
      ...(judged.usage.requests > 0 && usageCounts(judged.usage)),
    },
    warnings: [
      ...(unresolved > 0 ? [{ code: 'mentions.unresolved', count: unresolved }] : []),
      ...(judged.unjudged > 0 ? [{ code: 'entities.unjudged', count: judged.unjudged }] : []),
      ...(oversize > 0 ? [{ code: 'entities.oversize_block', count: oversize }] : []),
    ],
  };
}

async function write(context: TaskContext, { entities, links }: Resolution): Promise<void> {
  // All entities before any link, which may not point at what is not there yet; the last ones and the first links together.
  const [last = [], ...before] = batchesOf(entities).reverse();
  for (const batch of before.reverse()) await context.resolve(batch, []);
  const [first = [], ...after] = batchesOf(links);
  if (last.length + first.length > 0) await context.resolve(last, first);
  for (const batch of after) await context.resolve([], batch);
}

const batchesOf = <T>(rows: T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / resolutionBatch) }, (_, i) =>
    rows.slice(i * resolutionBatch, (i + 1) * resolutionBatch),
  );
