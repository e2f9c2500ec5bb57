/** Runs one task in this process, with attempts, time limits and rows as in the real run. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Phase } from '../shared/domain/stage.ts';
import { directCalls } from '../shared/engine-calls.ts';
import { isRetryable, PipelineError, toPipelineError } from '../shared/errors.ts';
import { derivedId } from '../shared/ids.ts';
import { defaultLimits, type Limits } from '../shared/limits.ts';
import type { Log } from '../shared/log.ts';
import { defaultSettings, type ProjectSettings } from '../shared/settings.ts';
import { type Inspected, inspectChild } from './children.ts';
import type { Attempt, MemoryRecord } from './memory-record.ts';
import { pipeline } from './pipeline.ts';
import { rowId } from './row-id.ts';
import type { MemoryRunOptions } from './run-in-memory.ts';
import type { PlanResult, Stage, TaskContext, TaskDocument, TaskResult } from './stage.ts';

/** The document of a run in memory, and what the real run takes from configuration and project. */
export interface MemoryInput {
  document: TaskDocument;
  /** Path of the original. */
  original: string;
  limits?: Limits;
  settings?: ProjectSettings;
  /** Folder in which files found inside the document are kept; without one only their names are. */
  childFolder?: string;
  log: Log;
}

/** A task that ended: with its result, or for good without one. */
export type TaskEnd = { phase: Phase; ordinal: number } & (
  | { result: PlanResult; error?: undefined }
  | { result?: undefined; error: PipelineError }
);

/** Runs one task until it succeeds, fails for good or is out of attempts; what a failed attempt wrote is dropped. */
export async function runTask(
  named: Pick<TaskContext['task'], 'stage' | 'phase' | 'ordinal' | 'input'>,
  parts: TaskContext['parts'],
  options: MemoryRunOptions,
  record: MemoryRecord,
): Promise<TaskEnd> {
  const { phase, ordinal } = named;
  const { runMs, attempts } = pipeline[named.stage];
  const id = derivedId(options.document.id, 'task', 1, named.stage, phase, ordinal);
  for (let attempt = 1; ; attempt += 1) {
    const task = { ...named, id, generation: 1, attempt };
    const timeout = AbortSignal.timeout(runMs[phase]);
    const writes = record.begin(task);
    const context = memoryContext(task, parts, options, writes, AbortSignal.any([options.signal, timeout]));
    try {
      const result = await runPhase(options.stages[named.stage], context);
      writes.commit();
      return { phase, ordinal, result };
    } catch (thrown) {
      options.signal.throwIfAborted();
      const error = timeout.aborted
        ? new PipelineError('X_TIMEOUT', 'the phase ran longer than it may')
        : toPipelineError(thrown);
      const isLast = !isRetryable(error.code) || attempt >= attempts;
      context.log[isLast ? 'error' : 'warn']('task.failed', { code: error.code, attempt, reason: error.message });
      if (isLast) return { phase, ordinal, error };
      await sleep(error.retryAfterMs ?? 250 * 2 ** attempt, undefined, { signal: options.signal });
    }
  }
}

/** What a phase sees when its record is in memory. */
export const memoryContext = (
  task: TaskContext['task'],
  parts: TaskContext['parts'],
  { document, original, limits = defaultLimits, settings = defaultSettings, childFolder, log }: MemoryInput,
  { put, resolve, entities, read, addChild, childCount }: Omit<Attempt, 'commit'>,
  signal: AbortSignal,
): TaskContext => ({
  task,
  document,
  limits,
  settings,
  parts,
  read,
  put,
  resolve,
  entities,
  async addChild(found) {
    const child = await inspectChild(found, { document, limits, stage: task.stage }, childCount());
    addChild(await keep(child, childFolder));
  },
  original: async () => original,
  rowId: (table, ordinal) => rowId(document.id, task, table, ordinal),
  ...directCalls(signal),
  log: log.with({ stage: task.stage, phase: task.phase, ordinal: task.ordinal }),
});

/** A copy of its own, since the stage removes what it found. */
async function keep({ path, ...child }: Inspected, folder: string | undefined): Promise<Inspected> {
  if (path === undefined || folder === undefined) return child;
  const kept = join(folder, child.id);
  await copyFile(path, kept);
  return { ...child, path: kept };
}

/** The phase as the stage means it; `X_CONFIG` if the stage has no such phase. */
export async function runPhase(stage: Stage, context: TaskContext): Promise<PlanResult> {
  const { phase } = context.task;
  const run: ((context: TaskContext) => Promise<TaskResult>) | undefined = stage[phase]?.bind(stage);
  if (!run) throw new PipelineError('X_CONFIG', `the stage has no ${phase}`);
  return run(context);
}
