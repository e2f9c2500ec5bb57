/** One file of an `ingest` and what became of it. */
import type { ApiDocument, ListedDocument } from './api-answers.ts';
import type { Sent } from './upload.ts';

/** States that ask for nobody's attention; and those of a first whose copies are therefore not read either. */
const fine = ['completed', 'duplicate'];
const unread = ['failed', 'cancelled', 'processing'];

export interface Line {
  file: string;
  status: string;
  /** State of the document; `refused` and `unsent` where there is none. */
  state: string;
  documentId: string | null;
  /** For a copy, with `wait`: the document it is a copy of, and how that ended. */
  duplicateOf: string | null;
  firstState: string | null;
  code: string | null;
  detail: string | null;
}

/** `ended`: the documents as they stood when the wait was over; empty without one. */
export function lineOf({ file, upload, error }: Sent, ended: Map<string, ApiDocument>): Line {
  if (error) {
    const { code, message } = error;
    const none = { documentId: null, duplicateOf: null, firstState: null };
    return { file: file.sourcePath, status: 'unsent', state: 'unsent', ...none, code, detail: message };
  }
  const document = ended.get(upload.documentId ?? '');
  const duplicateOf = (document ? document.duplicateOf : upload.duplicateOf) ?? null;
  const first = ended.get(duplicateOf ?? '');
  return {
    file: file.sourcePath,
    status: upload.status,
    state: document?.state ?? upload.state ?? upload.status,
    documentId: upload.documentId ?? null,
    duplicateOf,
    firstState: first?.state ?? null,
    code: document?.error?.code ?? first?.error?.code ?? upload.code ?? null,
    detail: document?.error?.whatToDo ?? first?.error?.whatToDo ?? upload.detail ?? null,
  };
}

/** A file found inside one that was sent. `states` are those of the project, by document. */
export function lineOfChild(child: ListedDocument, states: ReadonlyMap<string, string>): Line {
  const { id, fileName, sourcePath, state, error, duplicateOf = null } = child;
  return {
    file: sourcePath ?? fileName,
    status: 'found inside',
    state,
    documentId: id,
    duplicateOf,
    firstState: states.get(duplicateOf ?? '') ?? null,
    code: error?.code ?? null,
    detail: error?.whatToDo ?? null,
  };
}

/** True if nobody has to look at it. A copy is as good as its first; what is in progress is fine until it was waited for. */
export function isFine({ state, firstState }: Line, waited: boolean): boolean {
  const isOpen = state === 'processing' && !waited;
  return (isOpen || fine.includes(state)) && !unread.includes(firstState ?? '');
}

/** The state as a person reads it. */
export const shownState = ({ state, firstState }: Line): string =>
  firstState === null || firstState === 'completed' ? state : `${state} of one that is ${firstState}`;
