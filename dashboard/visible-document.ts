/** What of a document may be seen on the board: where it stands, never what it is called or says. */
import { type DocumentState, type StageName, stageNames } from '../shared/domain/stage.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { DocumentRecord, DocumentStage } from '../shared/record/documents.ts';

/** A failure by its code: messages are left to the log and the API. */
export interface VisibleError {
  code: ErrorCode;
  stage: StageName | null;
  attempt: number | null;
}

/** Warnings of one code in one stage. `isMissing`: they are why the document is not complete. */
export interface VisibleWarning {
  stage: StageName;
  code: string;
  count: number;
  isMissing: boolean;
}

export interface VisibleStage {
  stage: StageName;
  state: DocumentStage['state'];
  /** The generation readers see; null while there is none. */
  currentGeneration: number | null;
  /** The one that is being made. */
  buildingGeneration: number | null;
  error: VisibleError | null;
}

export interface VisibleDocument {
  id: string;
  parentId: string | null;
  duplicateOf: string | null;
  state: DocumentState;
  pageCount: number | null;
  createdAt: string;
  finishedAt: string | null;
  error: VisibleError | null;
  /** In the order of the flow. */
  stages: VisibleStage[];
  warnings: VisibleWarning[];
}

/** Picks field by field, so that what is added to the record stays off the board until somebody decides otherwise. */
export function toVisible(document: DocumentRecord, stages: DocumentStage[]): VisibleDocument {
  const { id, parentId, duplicateOf, state, pageCount, createdAt, finishedAt } = document;
  const inOrder = stages.toSorted((a, b) => stageNames.indexOf(a.stage) - stageNames.indexOf(b.stage));
  return {
    ...{ id, parentId, duplicateOf, state, pageCount, createdAt, finishedAt },
    error: errorOf(document.errorCode, document.errorStage, document.errorAttempt),
    stages: inOrder.map(({ stage, state, currentGeneration, buildingGeneration, errorCode, errorAttempt }) => ({
      ...{ stage, state, currentGeneration, buildingGeneration },
      error: errorOf(errorCode, stage, errorAttempt),
    })),
    warnings: inOrder.flatMap(warningsOf),
  };
}

const errorOf = (code: ErrorCode | null, stage: StageName | null, attempt: number | null): VisibleError | null =>
  code && { code, stage, attempt };

/** Added up by code; a warning without a count is one. */
function warningsOf({ stage, warnings }: DocumentStage): VisibleWarning[] {
  return [...Map.groupBy(warnings, ({ code }) => String(code))].map(([code, same]) => ({
    stage,
    code,
    count: same.reduce((sum, { count }) => sum + (typeof count === 'number' ? count : 1), 0),
    isMissing: same.some(({ missing }) => missing === true),
  }));
}
