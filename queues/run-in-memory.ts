/** Takes one document through the stages in this process: no queue, no database, the rules of the real run. */
import type { Phase, StageName } from '../shared/domain/stage.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { sideBySide } from '../shared/side-by-side.ts';
import type { Inspected } from './children.ts';
import { createMemoryRecord, type MemoryRecord, type MemoryRows } from './memory-record.ts';
import { type MemoryInput, runTask, type TaskEnd } from './memory-task.ts';
import { pipeline } from './pipeline.ts';
import type {
  DocumentFindings,
  FailedPart,
  Outcome,
  PartInput,
  Stage,
  TaskContext,
  TaskDocument,
  Warning,
} from './stage.ts';

export interface MemoryRunOptions extends MemoryInput {
  /** Where the document starts. */
  first: StageName;
  stages: Record<StageName, Stage>;
  /** Ends the run: `runInMemory` then rejects with its reason. */
  signal: AbortSignal;
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

/** A document with what the stages found out about it. */
export type FoundDocument = TaskDocument & Omit<DocumentFindings, keyof TaskDocument>;

export interface MemoryRun {
  state: 'completed' | 'completed_partial' | 'failed';
  document: FoundDocument;
  stages: StageRun[];
  rows: MemoryRows;
  /** Files found inside the document. */
  children: Inspected[];
}

/**
 * Runs plan, parts and finish of each stage in turn. Retryable errors are tried again as often as the pipeline says; a
 * required stage that fails ends the run, an optional one leaves it partial.
 */
export async function runInMemory(options: MemoryRunOptions): Promise<MemoryRun> {
  const record = createMemoryRecord();
  const stages: StageRun[] = [];
  const document: FoundDocument = { ...options.document };
  const end = (state: MemoryRun['state']): MemoryRun => ({
    state,
    document,
    stages,
    rows: record.rows(),
    children: record.children(),
  });
  for (let stage: StageName | null = options.first; stage !== null; stage = pipeline[stage].next) {
    const { run, findings } = await runStage(stage, { ...options, document }, record);
    stages.push(run);
    for (const found of findings) {
      Object.assign(document, found, { properties: { ...document.properties, ...found.properties } });
    }
    if (run.state === 'failed' && pipeline[stage].required) return end('failed');
  }
  return end(stages.some(run => run.missing || run.state === 'failed') ? 'completed_partial' : 'completed');
}

async function runStage(
  stage: StageName,
  options: MemoryRunOptions,
  record: MemoryRecord,
): Promise<{ run: StageRun; findings: DocumentFindings[] }> {
  const startedAt = performance.now();
  const { last, ends } = await runTasks(stage, options, record);
  if (last.error) record.discard();
  else record.seal();
  const outcomes = ends.flatMap(({ phase, ordinal, result }) =>
    result ? [{ phase, ordinal, outcome: result.outcome }] : [],
  );
  const warnings = outcomes.flatMap(({ outcome }) => outcome.warnings);
  const run: StageRun = {
    stage,
    state: last.error ? 'failed' : 'done',
    missing: ends.some(({ error }) => error) || warnings.some(({ missing }) => missing),
    ms: Math.round(performance.now() - startedAt),
    outcomes,
    warnings,
    ...(last.error && { error: { code: last.error.code, message: last.error.message } }),
  };
  const findings = last.error ? [] : ends.flatMap(({ result }) => result?.document ?? []);
  return { run, findings };
}

/** All tasks of a stage, in order; `last` is the one that decides how the stage went. */
async function runTasks(
  stage: StageName,
  options: MemoryRunOptions,
  record: MemoryRecord,
): Promise<{ last: TaskEnd; ends: TaskEnd[] }> {
  const run = (phase: Phase, ordinal: number, input: PartInput, parts: TaskContext['parts']) =>
    runTask({ stage, phase, ordinal, input }, parts, options, record);
  const plan = await run('plan', 0, {}, { total: 0, failed: [] });
  const inputs = plan.result?.parts ?? [];
  if (inputs.length === 0) return { last: plan, ends: [plan] };
  const parts = await sideBySide(inputs, options.concurrency ?? 1, (input, ordinal) =>
    run('part', ordinal, input, { total: 0, failed: [] }),
  );
  const failed = parts.flatMap(({ ordinal, error }): FailedPart[] =>
    error ? [{ ordinal, input: inputs[ordinal] as PartInput, code: error.code }] : [],
  );
  if (failed.length === parts.length) return { last: parts[0] as TaskEnd, ends: [plan, ...parts] };
  const finish = await run('finish', 0, {}, { total: parts.length, failed });
  return { last: finish, ends: [plan, ...parts, finish] };
}
