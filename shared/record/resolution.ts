/** Blocks of canonical entities: read, decided, judged. What each function promises is said in `supabase/migrations`. */
import type { BlockDecision, EngineOpinion, EntityBlock, EntityBlocks, EntityContext } from '../domain/resolution.ts';
import type { RecordClient } from './client.ts';

/** A running task and its token; none in the final pass over a project. */
export interface Writer {
  taskId: string;
  token: string;
}

/** Blocks, decisions or opinions of one call: short under the lock of the project. */
const mostAtATime = 200;

/** How far the words around a mention reach, on either side, in UTF-16 units. */
const contextReach = 240;

const inBatches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / mostAtATime) }, (_, at) =>
    items.slice(at * mostAtATime, (at + 1) * mostAtATime),
  );

export type Resolution = ReturnType<typeof createResolution>;

export function createResolution(record: RecordClient) {
  return {
    /**
     * The blocks of a project for one writer. `lost` is called when the record has refused the task, and throws. Without a
     * task nothing can be judged.
     */
    blocksOf: (projectId: string, writer: Writer | null, lost: () => never): EntityBlocks => ({
      async read(blocks) {
        const found: EntityBlock[] = [];
        for (const p_blocks of inBatches(blocks)) {
          found.push(...(await record.rpc<EntityBlock[]>('entity_blocks', { p_project: projectId, p_blocks })));
        }
        return found;
      },
      async decide(decisions) {
        const changed: string[] = [];
        for (const batch of inBatches<BlockDecision>(decisions)) {
          const answer = await record.rpc<{ status: 'ok'; changed: string[] } | { status: 'fenced' }>('decide_blocks', {
            p_project: projectId,
            p_task: writer?.taskId ?? null,
            p_token: writer?.token ?? null,
            p_decisions: batch,
          });
          if (answer.status === 'fenced') return lost();
          changed.push(...answer.changed);
        }
        return changed;
      },
      async contexts(entityIds) {
        const found: EntityContext[] = [];
        for (const p_entities of inBatches(entityIds)) {
          const rows = await record.rpc<(Omit<EntityContext, 'context'> & { mention: string; text: string })[]>(
            'entity_contexts',
            { p_project: projectId, p_entities },
          );
          found.push(...rows.map(({ mention, text, ...entity }) => ({ ...entity, context: around(text, mention) })));
        }
        return found;
      },
      async judge(opinions) {
        for (const batch of inBatches<EngineOpinion>(opinions)) {
          const answer = await record.rpc<'ok' | 'fenced'>('judge_pairs', {
            p_task: writer?.taskId ?? null,
            p_token: writer?.token ?? null,
            p_opinions: batch,
          });
          if (answer === 'fenced') lost();
        }
      },
    }),

    /** Names of at most `limit` blocks of a project after one ('': from the first), in order. */
    blockNames: (projectId: string, after: string, limit: number) =>
      record.rpc<string[]>('entity_block_names', { p_project: projectId, p_after: after, p_limit: limit }),
  };
}

function around(text: string, mention: string): string {
  const at = Math.max(0, text.indexOf(mention));
  return text.slice(Math.max(0, at - contextReach), at + mention.length + contextReach).toWellFormed();
}
