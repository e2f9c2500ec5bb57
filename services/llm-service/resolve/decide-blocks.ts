/** Reads blocks, decides them and writes the decisions, again where somebody else changed a block meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BlockDecision, EntityBlocks } from '../../../shared/domain/resolution.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { decideBlock } from './decide-block.ts';

/** Blocks read, decided and written at a time: few enough to hold, and to give the event loop back between. */
const blocksAtATime = 100;
const mostRounds = 8;

/**
 * The decisions as they were written, by block. Each change of a block by another worker is one more entity, so rounds are few;
 * after eight it rejects with `X_RECORD`, and the task is tried again.
 */
export async function decideBlocks(
  entities: EntityBlocks,
  blocks: readonly string[],
  signal: AbortSignal,
): Promise<BlockDecision[]> {
  const decided: BlockDecision[] = [];
  for (let at = 0; at < blocks.length; at += blocksAtATime) {
    decided.push(...(await decideBatch(entities, blocks.slice(at, at + blocksAtATime), signal)));
  }
  return decided;
}

async function decideBatch(
  entities: EntityBlocks,
  blocks: readonly string[],
  signal: AbortSignal,
): Promise<BlockDecision[]> {
  const decided: BlockDecision[] = [];
  let open = blocks;
  for (let round = 0; open.length > 0; round += 1) {
    signal.throwIfAborted();
    if (round === mostRounds) throw new PipelineError('X_RECORD', `${open.length} blocks of entities keep changing`);
    // Those who collided do not meet again at once.
    if (round > 0) await sleep(Math.random() * 20 * 2 ** round, undefined, { signal });
    const found = await entities.read(open);
    const decisions = found.map(decideBlock);
    // Whoever adds a second member decides the block himself: for the one there is no lock to wait for.
    const changed = new Set(await entities.decide(decisions.filter((_, at) => !found[at]?.idle)));
    decided.push(...decisions.filter(({ block }) => !changed.has(block)));
    open = [...changed];
  }
  return decided;
}
