/** Why the state of a document does not allow what was asked, and what to do instead. */
import type { DocumentState } from '../../shared/domain/stage.ts';

export type Action = 'retry' | 'reprocess' | 'cancel';

/** The same for every action. */
const always: Partial<Record<DocumentState, string>> = {
  duplicate: 'it is a copy: act on the document it is a duplicate of',
  excluded: 'this kind of file is not read: convert it and send it again',
  deleted: 'it is gone: send it again',
};

const instead: Record<Action, Partial<Record<DocumentState, string>>> = {
  retry: {
    processing: 'wait for its end, or cancel it',
    completed: 'nothing of it failed; to make its results anew, reprocess it from a stage',
    completed_partial:
      'what it misses does not come from a failure; to make its results anew, reprocess it from a stage',
    failed: 'no stage of it ever began, so there is nothing to try again: send another file in its place',
  },
  reprocess: {
    processing: 'it has not got what this stage reads yet: reprocess it from an earlier stage',
    failed:
      'it has not got what this stage reads: reprocess it from an earlier stage; if it has none, send another file',
  },
  cancel: {},
};

/** In words: the state, and what to do. */
export function refusalOf(action: Action, state: DocumentState | undefined): string {
  const known = state && (instead[action][state] ?? (action === 'cancel' ? undefined : always[state]));
  const fallback = {
    retry: 'reprocess it from a stage',
    reprocess: 'it does not have this stage, or not what the stage reads: reprocess it from an earlier one',
    cancel: 'only what is in progress can be cancelled',
  }[action];
  return `the document is ${state ?? 'in another state'}: ${known ?? fallback}`;
}
