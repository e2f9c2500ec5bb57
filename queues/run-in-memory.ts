/** Takes one document through the stages in this process: no queue, no database, the rules of the real run. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Phase, StageName } from '../shared/domain/stage.ts';
import { type ErrorCode, isRetryable, PipelineError, toPipelineError } from '../shared/errors.ts';
import { derivedId } from '../shared/ids.ts';
import { defaultLimits, type Limits } from '../shared/limits.ts';
import type { Log } from '../shared/log.ts';
import { createMemoryRecord, type MemoryRecord, type MemoryRows } from './memory-record.ts';
import { pipeline } from './pipeline.ts';
import { rowId } from './row-id.ts';
import type {
  DocumentFindings,
  FailedPart,
  Outcome,
  PartInput,
  PlanResult,
  Stage,
  TaskContext,
  TaskDocument,
  TaskResult,
  Warning,
} from './stage.ts';

export interface MemoryRunOptions {
  document: TaskDocument;
  /** Path of the original. */
  original: string;
  /** Where the document starts. */
  first: StageName;
  stages: Record<StageName, Stage>;
  log: Log;
  /** Ends the run; `runInMemory` then rejects with its reason. */
  signal: AbortSignal;
  limits?: Limits;
  /** Parts that run side by side. */
  concurrency?: number;
}

/** How one stage went. A stage that was not reached is absent. */
export interface StageRun {
  stage: StageName;
  state: 'done' | 'failed';
  /** Something known is missing from what it made. */
  missing: boolean;
  ms: number;
  outcomes: { phase: Phase; ordinal: number; outcome: Outcome }[];
  warnings: Warning[];
  error?: { code: ErrorCode; message: string };
}

export interface MemoryRun {
  state: 'completed' | 'completed_partial' | 'failed';
  /** The document with what the stages found out about it. */
  document: TaskDocument & DocumentFindings;
  stages: StageRun[];
  rows: MemoryRows;
}

/** A task that ended: with its result, or for good without one. */
type TaskEnd = { result: PlanResult; error?: undefined } | { result?: undefined; error: PipelineError };

/**
 * Runs plan, parts and finish of each stage in turn. Retryable errors are tried again as often as the pipeline says; a
 * required stage that fails ends the run, an optional one leaves it partial.
 */
export async function runInMemory(options: MemoryRunOptions): Promise<MemoryRun> {
  const record = createMemoryRecord();
  let document: MemoryRun['document'] = options.document;
  const runs: StageRun[] = [];
  const end = (state: MemoryRun['state']): MemoryRun => ({ state, document, stages: runs, rows: record.rows() });
  for (let stage: StageName | null = options.first; stage !== null; stage = pipeline[stage].next) {
    const { run, findings } = await runStage(stage, { ...options, document }, record);
    runs.push(run);
    document = {
      ...document,
      ...findings,
      properties: { ...document.properties, ...findings.properties },
    };
    if (run.state === 'failed' && pipeline[stage].required) return end('failed');
  }
  return end(runs.some(run => run.missing || run.state === 'failed') ? 'completed_partial' : 'completed');
}

async function runStage(
  stage: StageName,
  options: MemoryRunOptions,
  record: MemoryRecord,
): Promise<{ run: StageRun; findings: DocumentFindings }> {
  const startedAt = performance.now();
  const outcomes: StageRun['outcomes'] = [];
  const task = async (phase: Phase, ordinal: number, input: PartInput, failed: FailedPart[] = [], total = 0) => {
    const end = await runTask({ stage, phase, ordinal, input }, { total, failed }, options, record);
    if (end.result) outcomes.push({ phase, ordinal, outcome: end.result.outcome });
    return end;
  };
  const answer = (last: TaskEnd, partsMissing = false) => {
    record.dropDrafts();
    const warnings = outcomes.flatMap(({ outcome }) => outcome.warnings);
    const run: StageRun = {
      stage,
      state: last.error ? 'failed' : 'done',
      missing: partsMissing || warnings.some(({ missing }) => missing),
      ms: Math.round(performance.now() - startedAt),
      outcomes,
      warnings,
      ...(last.error && { error: { code: last.error.code, message: last.error.message } }),
    };
    return { run, findings: last.result?.document ?? {} };
  };

  const plan = await task('plan', 0, {});
  const parts = plan.result?.parts ?? [];
  if (plan.error || parts.length === 0) return answer(plan);
  const ends = await sideBySide(parts, options.concurrency ?? 1, (input, ordinal) => task('part', ordinal, input));
  const failed = ends.flatMap(({ error }, ordinal) =>
    error ? [{ ordinal, input: parts[ordinal] as PartInput, code: error.code }] : [],
  );
  if (failed.length === parts.length) return answer(ends[0] as TaskEnd);
  return answer(await task('finish', 0, {}, failed, parts.length), failed.length > 0);
}

/** Runs one task until it succeeds, fails for good or is out of attempts. */
async function runTask(
  named: Pick<TaskContext['task'], 'stage' | 'phase' | 'ordinal' | 'input'>,
  parts: TaskContext['parts'],
  options: MemoryRunOptions,
  record: MemoryRecord,
): Promise<TaskEnd> {
  const { runMs, attempts } = pipeline[named.stage];
  const id = derivedId(options.document.id, 'task', 1, named.stage, named.phase, named.ordinal);
  for (let attempt = 1; ; attempt += 1) {
    const task = { ...named, id, generation: 1, attempt };
    const timeout = AbortSignal.timeout(runMs[named.phase]);
    const writes = record.begin(task);
    const context = contextOf(task, parts, options, writes, AbortSignal.any([options.signal, timeout]));
    try {
      const result = await runPhase(options.stages[named.stage], context);
      writes.commit();
      return { result };
    } catch (thrown) {
      options.signal.throwIfAborted();
      const error = timeout.aborted
        ? new PipelineError('X_TIMEOUT', 'the phase ran longer than it may')
        : toPipelineError(thrown);
      const isLast = !isRetryable(error.code) || attempt >= attempts;
      context.log[isLast ? 'error' : 'warn']('task.failed', { code: error.code, attempt, reason: error.message });
      if (isLast) return { error };
      await sleep(error.retryAfterMs ?? 250 * 2 ** attempt, undefined, { signal: options.signal });
    }
  }
}

const contextOf = (
  task: TaskContext['task'],
  parts: TaskContext['parts'],
  { document, original, limits = defaultLimits, log }: MemoryRunOptions,
  { put, resolve, read }: Pick<TaskContext, 'put' | 'resolve' | 'read'>,
  signal: AbortSignal,
): TaskContext => ({
  task,
  document,
  limits,
  parts,
  read,
  put,
  resolve,
  original: async () => original,
  rowId: (table, ordinal) => rowId(document.id, task, table, ordinal),
  signal,
  log: log.with({ stage: task.stage, phase: task.phase, ordinal: task.ordinal }),
});

async function runPhase(stage: Stage, context: TaskContext): Promise<PlanResult> {
  const { phase } = context.task;
  const run: ((context: TaskContext) => Promise<TaskResult>) | undefined = stage[phase]?.bind(stage);
  if (!run) throw new PipelineError('X_CONFIG', `the stage has no ${phase}`);
  return run(context);
}

/** Maps with at most `width` at work at a time; answers in the order of the items. */
async function sideBySide<I, O>(
  items: I[],
  width: number,
  work: (item: I, index: number) => Promise<O>,
): Promise<O[]> {
  const answers = new Array<O>(items.length);
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) answers[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return answers;
}
