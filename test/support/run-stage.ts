/** Runs one stage over one document in this process, by the phases and with the refusals of the real run. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Inspected } from '../../queues/children.ts';
import { createMemoryRecord, type MemoryRows } from '../../queues/memory-record.ts';
import { type MemoryInput, memoryContext, runPhase } from '../../queues/memory-task.ts';
import type {
  DocumentFindings,
  FailedPart,
  PartInput,
  PlanResult,
  Stage,
  TaskDocument,
  TaskResult,
  Warning,
} from '../../queues/stage.ts';
import type { MentionLink, RowBatch } from '../../shared/domain/rows.ts';
import type { Phase, StageName } from '../../shared/domain/stage.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { derivedId } from '../../shared/ids.ts';
import { defaultLimits, type Limits } from '../../shared/limits.ts';
import type { Log } from '../../shared/log.ts';
import type { ProjectSettings } from '../../shared/settings.ts';

export interface StageInput {
  document?: Partial<TaskDocument>;
  /** Path of the original. */
  original?: string;
  /** What the stages before have sealed. */
  sealed?: RowBatch & { links?: MentionLink[] };
  limits?: Partial<Limits>;
  settings?: ProjectSettings;
  /** Parts, by ordinal, that are taken as failed with this code instead of being run. */
  failParts?: Map<number, ErrorCode>;
  signal?: AbortSignal;
  /** Which attempt every phase is; the first by default. */
  attempt?: number;
  /** Where files found inside the document are kept; without it only their names are. */
  childFolder?: string;
}

export type StageFile = StageInput & { path: string; mediaType: string };

export interface StageResult {
  rows: MemoryRows;
  /** Files found inside the document. */
  children: Inspected[];
  plan: PlanResult;
  /** The phase that ended the stage: `plan` or `finish`. */
  end: TaskResult;
  /** The findings of plan and finish. */
  document: DocumentFindings;
  /** Counts of the phase that ended the stage. */
  counts: Record<string, number>;
  /** The warnings of plan and finish. */
  warnings: Warning[];
  /** Rows of each `put`. */
  putSizes: number[];
}

const silent: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => silent };

/** A document of this project that the tests share; its ids are the same every time. */
export const testDocument: TaskDocument = {
  id: '0190a0a0-0000-7000-8000-00000000000a',
  projectId: '0190a0a0-0000-7000-8000-000000000001',
  projectName: 'Test',
  parentId: null,
  depth: 0,
  fileName: 'test.txt',
  mediaType: 'text/plain',
  bytes: 1,
  sha256: '',
  storageKey: 'test',
  category: null,
  language: null,
  textLength: null,
};

/** Plan, parts and finish of a stage; every phase gets one attempt. Rejects with what the phase threw. */
export async function runStage(stage: Stage, name: StageName, input: StageInput): Promise<StageResult> {
  const { record, run, putSizes } = await begin(stage, name, input);
  const plan: PlanResult = await run('plan', 0, {});
  const parts = plan.parts ?? [];
  const failed: FailedPart[] = [];
  for (const [ordinal, part] of parts.entries()) {
    const code = input.failParts?.get(ordinal);
    if (code) failed.push({ ordinal, input: part, code });
    else await run('part', ordinal, part);
  }
  const finish = parts.length > 0 ? await run('finish', 0, {}, { total: parts.length, failed }) : undefined;
  record.seal();
  const end = finish ?? plan;
  return {
    rows: record.rows(),
    children: record.children(),
    plan,
    end,
    counts: end.outcome.counts,
    document: { ...plan.document, ...finish?.document },
    warnings: [...plan.outcome.warnings, ...(finish?.outcome.warnings ?? [])],
    putSizes,
  };
}

/** `runStage` over a file, whose name, size and hash are the document's. */
export function runStageOnFile(
  stage: Stage,
  name: StageName,
  { path, mediaType, ...input }: StageFile,
): Promise<StageResult> {
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const document = { fileName: basename(path), mediaType, bytes: bytes.length, sha256 };
  return runStage(stage, name, { ...input, original: path, document });
}

/** A record with what is sealed already, and how to run one phase on it. */
async function begin(stage: Stage, name: StageName, { sealed: { links, ...rows } = {}, ...input }: StageInput) {
  const record = createMemoryRecord();
  const document = { ...testDocument, ...input.document };
  const { original = '', settings, childFolder } = input;
  const options: MemoryInput = {
    ...{ document, original, log: silent, limits: { ...defaultLimits, ...input.limits } },
    ...(settings && { settings }),
    ...(childFolder && { childFolder }),
  };
  const putSizes: number[] = [];
  const signal = input.signal ?? new AbortController().signal;
  const attempt = (phase: Phase, ordinal: number, part: PartInput) => {
    const id = derivedId(document.id, name, phase, ordinal);
    const task = { id, stage: name, phase, ordinal, generation: 1, attempt: input.attempt ?? 1, input: part };
    return { task, ...record.begin(task) };
  };
  const before = attempt('plan', 0, {});
  await before.put(rows);
  await before.resolve([], links ?? []);
  before.commit();
  record.seal();
  const run = async (
    phase: Phase,
    ordinal: number,
    part: PartInput,
    parts = { total: 0, failed: [] as FailedPart[] },
  ) => {
    const { task, put, commit, ...writes } = attempt(phase, ordinal, part);
    const counted = async (batch: RowBatch) => {
      putSizes.push(Object.values(batch).flat().length);
      await put(batch);
    };
    const result = await runPhase(stage, memoryContext(task, parts, options, { ...writes, put: counted }, signal));
    commit();
    return result;
  };
  return { record, run, putSizes };
}
