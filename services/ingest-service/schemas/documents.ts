/** How documents, and what was done to them, are answered. */
import { z } from 'zod';
import { documentStates, phases, stageNames, taskStates } from '../../../shared/domain/stage.ts';
import { type ErrorCode, errorCodes } from '../../../shared/errors.ts';
import type { DocumentRecord, DocumentStage } from '../../../shared/record/documents.ts';

export const codes = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);
const json = z.record(z.string(), z.unknown());
const time = z.iso.datetime({ offset: true });
export const state = z.enum(documentStates);
export const stage = z.enum(stageNames);

export const errorSchema = z.object({
  code: codes,
  message: z.string().nullable(),
  stage: stage.nullable(),
  attempt: z.int().nullable(),
  whatToDo: z.string(),
});

export const documentSchema = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  parentId: z.uuid().nullable(),
  rootId: z.uuid(),
  depth: z.int(),
  partPath: z.string().nullable(),
  duplicateOf: z.uuid().nullable(),
  sha256: z.string(),
  bytes: z.int(),
  mediaType: z.string(),
  fileName: z.string(),
  sourcePath: z.string().nullable(),
  state,
  error: errorSchema.nullable(),
  language: z.string().nullable(),
  category: z.string().nullable(),
  pageCount: z.int().nullable(),
  durationMs: z.int().nullable(),
  textLength: z.int().nullable().describe('In UTF-16 units, as all offsets.'),
  textSha256: z.string().nullable(),
  warnings: z.array(json),
  properties: json,
  metadata: json,
  createdAt: time,
  updatedAt: time,
  finishedAt: time.nullable(),
});

export const stageSchema = z.object({
  stage,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  currentGeneration: z.int().nullable(),
  buildingGeneration: z.int().nullable(),
  missing: z.boolean(),
  warnings: z.array(json),
  error: errorSchema.nullable(),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});

export const documentWithStagesSchema = documentSchema.extend({ stages: z.array(stageSchema) });

/** What became of one file of an upload. */
export const fileAnswerSchema = z.object({
  fileName: z.string(),
  ordinal: z.int(),
  status: z.enum(['accepted', 'duplicate', 'replayed', 'refused']),
  documentId: z.uuid().nullable(),
  duplicateOf: z.uuid().nullable(),
  state: state.nullable(),
  code: codes.nullable(),
  detail: z.string().nullable(),
  whatToDo: z.string().nullable(),
  location: z.string().nullable(),
});
export type FileAnswer = z.output<typeof fileAnswerSchema>;

export const uploadSchema = z.object({ documents: z.array(fileAnswerSchema) });

/** The answer to an error (RFC 9457). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: codes,
  detail: z.string(),
  whatToDo: z.string(),
  documents: z.array(fileAnswerSchema).optional().describe('Uploads: what became of the files before the problem.'),
});

export const runSchema = z.object({ documentId: z.uuid(), generation: z.int() });
export const projectRunSchema = z.object({
  started: z.int().nonnegative().describe('Documents a run was started for.'),
  refused: z
    .array(z.object({ documentId: z.uuid(), state, detail: z.string() }))
    .describe('Documents whose state does not allow it, and what to do instead.'),
  nextCursor: z.string().nullable().describe('To go on with the next documents; null when these were the last.'),
});
export const cancelSchema = z.object({
  documentId: z.uuid(),
  cancelled: z.int().describe('Documents cancelled: this one and those found inside it.'),
});

export const taskSchema = z.object({
  id: z.uuid(),
  generation: z.int(),
  stage,
  phase: z.enum(phases),
  ordinal: z.int(),
  input: json,
  state: z.enum(taskStates),
  publishes: z.int(),
  claims: z.int(),
  failures: z.int(),
  expirations: z.int(),
  notBefore: time.nullable(),
  leaseUntil: time.nullable(),
  deadlineAt: time.nullable(),
  worker: z.string().nullable(),
  outcome: json.nullable(),
  errorCode: codes.nullable(),
  errorMessage: z.string().nullable(),
  errorEngine: z.string().nullable(),
  parkedFor: z.string().nullable().describe('The engine, `<stage>/<engine>`, that a parked task waits for.'),
  waitsFor: codes.nullable().describe('The outage it waits out; costs no attempt.'),
  waitsSince: time.nullable(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});

export const eventSchema = z.object({
  sequence: z.int(),
  kind: z.string(),
  data: json,
  previousHash: z.string(),
  hash: z.string(),
  createdAt: time,
});

/** A document as it is answered. Where its bytes lie is ours alone. */
export function toDocument(document: DocumentRecord): z.output<typeof documentSchema> {
  const { storageKey: _, errorCode, errorMessage, errorStage, errorAttempt, ...rest } = document;
  return { ...rest, error: toError(errorCode, errorMessage, errorStage, errorAttempt) };
}

/** The stages of a document, in the order of the pipeline. */
export function toStages(stages: DocumentStage[]): z.output<typeof stageSchema>[] {
  return stages
    .toSorted((a, b) => stageNames.indexOf(a.stage) - stageNames.indexOf(b.stage))
    .map(({ errorCode, errorMessage, errorAttempt, ...rest }) => ({
      ...rest,
      error: toError(errorCode, errorMessage, rest.stage, errorAttempt),
    }));
}

const toError = (
  code: ErrorCode | null,
  message: string | null,
  stage: DocumentStage['stage'] | null,
  attempt: number | null,
) => code && { code, message, stage, attempt, whatToDo: errorCodes[code] };
