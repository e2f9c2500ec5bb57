/** Runs one stage over one file in this process, by the phases and with the refusals of the real run. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createMemoryRecord, type MemoryRows } from '../../queues/memory-record.ts';
import { rowId } from '../../queues/row-id.ts';
import type {
  DocumentFindings,
  FailedPart,
  PartInput,
  PlanResult,
  Stage,
  TaskContext,
  Warning,
} from '../../queues/stage.ts';
import type { Phase, StageName } from '../../shared/domain/stage.ts';
import { type ErrorCode, PipelineError } from '../../shared/errors.ts';
import { derivedId } from '../../shared/ids.ts';
import { defaultLimits, type Limits } from '../../shared/limits.ts';
import type { Log } from '../../shared/log.ts';
import { defaultSettings } from '../../shared/settings.ts';

export interface StageFile {
  path: string;
  mediaType: string;
  limits?: Partial<Limits>;
  /** Parts, by ordinal, that are taken as failed with this code instead of being run. */
  failParts?: Map<number, ErrorCode>;
  signal?: AbortSignal;
}

export interface StageResult {
  rows: MemoryRows;
  plan: PlanResult;
  document: DocumentFindings;
  warnings: Warning[];
  counts: Record<string, number>;
}

const silent: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => silent };

/** Plan, parts and finish of `stage` over a file; every phase gets one attempt. Rejects with what the phase threw. */
export async function runStageOnFile(stage: Stage, name: StageName, file: StageFile): Promise<StageResult> {
  const record = createMemoryRecord();
  const run = async (phase: Phase, ordinal: number, input: PartInput, failed: FailedPart[] = [], total = 0) => {
    const task = {
      id: derivedId(documentId, phase, ordinal),
      stage: name,
      phase,
      ordinal,
      generation: 1,
      attempt: 1,
      input,
    };
    const attempt = record.begin(task);
    const work = stage[phase]?.bind(stage);
    if (!work) throw new PipelineError('X_CONFIG', `the stage has no ${phase}`);
    const result = await work(contextOf(file, task, { total, failed }, attempt));
    attempt.commit();
    return result;
  };
  const plan: PlanResult = await run('plan', 0, {});
  const parts = plan.parts ?? [];
  const { warnings } = plan.outcome;
  if (!parts.length) {
    record.seal();
    return { rows: record.rows(), plan, document: plan.document ?? {}, warnings, counts: plan.outcome.counts };
  }
  const failed: FailedPart[] = [];
  for (const [ordinal, input] of parts.entries()) {
    const code = file.failParts?.get(ordinal);
    if (code) failed.push({ ordinal, input, code });
    else await run('part', ordinal, input);
  }
  const { outcome, document } = await run('finish', 0, {}, failed, parts.length);
  record.seal();
  return {
    rows: record.rows(),
    plan,
    document: { ...plan.document, ...document },
    warnings: [...warnings, ...outcome.warnings],
    counts: outcome.counts,
  };
}

const documentId = '0190a0a0-0000-7000-8000-00000000000a';

function contextOf(
  { path, mediaType, limits, signal }: StageFile,
  task: TaskContext['task'],
  parts: TaskContext['parts'],
  { put, resolve, read }: Pick<TaskContext, 'put' | 'resolve' | 'read'>,
): TaskContext {
  const bytes = readFileSync(path);
  return {
    task,
    document: {
      id: documentId,
      projectId: '0190a0a0-0000-7000-8000-000000000001',
      projectName: 'Test',
      parentId: null,
      fileName: basename(path),
      mediaType,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      storageKey: 'test',
      category: null,
      language: null,
      textLength: null,
    },
    limits: { ...defaultLimits, ...limits },
    settings: defaultSettings,
    parts,
    read,
    put,
    resolve,
    original: async () => path,
    rowId: (table, ordinal) => rowId(documentId, task, table, ordinal),
    signal: signal ?? new AbortController().signal,
    log: silent,
  };
}
