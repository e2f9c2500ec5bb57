/** What a stage is given to work with: the claim, the rows of earlier stages, and `put` under the lease. */

import type { RowBatch } from '../shared/domain/rows.ts';
import { faultPoint } from '../shared/fault-points.ts';
import type { FileCache } from '../shared/files/cache.ts';
import type { FileStore } from '../shared/files/store.ts';
import { limitsSchema } from '../shared/limits.ts';
import type { Log } from '../shared/log.ts';
import { fromColumns } from '../shared/record/case.ts';
import { type RowOf, type Rows, type RowTable, stagesOf } from '../shared/record/rows.ts';
import type { Claimed, InputTable, NewChild, Tasks } from '../shared/record/tasks.ts';
import { settingsSchema } from '../shared/settings.ts';
import { createChildren } from './children.ts';
import { createTaskCalls, type EngineCallOptions } from './engine-calls.ts';
import type { AbortReason } from './leases.ts';
import { createRowBuffer } from './row-buffer.ts';
import { rowId } from './row-id.ts';
import type { DocumentReader, Outcome, TaskContext, TaskResult } from './stage.ts';

/** Thrown by `put` when the lease is no longer ours: the work is to be dropped without a word to the record. */
export class LeaseLost extends Error {}

interface Sources {
  store: FileStore;
  tasks: Tasks;
  rows: Rows;
  files: FileCache;
  calls: EngineCallOptions;
}

/** The context of one claimed task, and what is still to be written with its commit: the last of its rows, its children, what its calls cost. */
export function createTaskContext(
  claim: Claimed,
  sources: Sources,
  signal: AbortSignal,
  log: Log,
): {
  context: TaskContext;
  unwritten(): { rows: RowBatch; children: NewChild[] };
  outcomeOf(result: TaskResult): Outcome;
} {
  const { task, document, token } = claim;
  const whileHeld = async (write: () => Promise<'ok' | 'fenced'>) => {
    if (signal.aborted) throw new LeaseLost((signal.reason as AbortReason).kind);
    if ((await write()) === 'fenced') throw new LeaseLost('fenced');
  };
  const buffer = createRowBuffer(rows => whileHeld(() => sources.tasks.putRows(task.id, token, rows)));
  const limits = limitsSchema.parse(claim.limits);
  const settings = settingsSchema.parse(claim.settings);
  const { stage, generation } = task;
  const children = createChildren({ document, limits, stage, generation, claim: claim.claim }, sources.store);
  const calls = createTaskCalls(claim, settings, sources.tasks, sources.calls, signal, () => new LeaseLost('fenced'));
  const context: TaskContext = {
    task,
    document,
    limits,
    settings,
    parts: claim.parts,
    read: createReader(claim, sources.rows),
    async put(rows) {
      await buffer.put(rows);
      await faultPoint('mid-put-rows', document.id);
    },
    resolve: (entities, links) => whileHeld(() => sources.tasks.putResolution(task.id, token, entities, links)),
    entities: sources.tasks.entityBlocks(document.projectId, { taskId: task.id, token }, () => {
      throw new LeaseLost('fenced');
    }),
    addChild: children.add,
    original: () => sources.files.path(document),
    rowId: (table, ordinal) => rowId(document.id, task, table, ordinal),
    signal,
    ask: calls.ask,
    log,
  };
  const outcomeOf = ({ outcome }: TaskResult): Outcome => {
    const { cost, warnings } = calls.made();
    return { ...outcome, ...(cost && { cost }), warnings: [...outcome.warnings, ...warnings] };
  };
  return { context, unwritten: () => ({ rows: buffer.rest(), children: children.found() }), outcomeOf };
}

function createReader({ document, task, generations, inputs }: Claimed, rows: Rows): DocumentReader {
  const read = async <T extends RowTable>(table: T): Promise<RowOf[T][]> => {
    const came = inputs?.[table as InputTable];
    if (came) return came.map(row => fromColumns<RowOf[T]>(row));
    // What the stage itself is writing is read in the generation that is being built, all else in the current one.
    const own = stagesOf[table].includes(task.stage) ? task.generation : undefined;
    const generation = own ?? stagesOf[table].map(stage => generations[stage] ?? 0).find(g => g > 0);
    return generation === undefined ? [] : rows.all(table, document.id, generation);
  };
  const once = <T>(get: () => Promise<T>) => {
    let answer: Promise<T> | undefined;
    return () => {
      answer ??= get();
      return answer;
    };
  };
  const mentions = once(() => read('entity_mentions'));
  return {
    segments: once(() => read('segments')),
    chunks: once(() => read('chunks')),
    mentions,
    facts: once(() => read('facts')),
    thread: once(() => rows.thread(document.id)),
    drafts: () => rows.drafts(document.id, task.generation, task.stage),
    links: async () =>
      (await mentions()).flatMap(m =>
        m.canonicalEntityId ? [{ mentionId: m.id, canonicalEntityId: m.canonicalEntityId }] : [],
      ),
  };
}
