/** Calls of engines for a search: of a project and no task, booked and limited as those of tasks are (0020). Answers are not kept. */
import type { EngineCalls } from '../shared/engine-calls.ts';
import { PipelineError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { Search } from '../shared/record/search.ts';
import type { ProjectSettings } from '../shared/settings.ts';
import { type CallBook, createBookedCalls, type EngineCallOptions } from './engine-calls.ts';

/** Somebody waits for the answer. */
const mostWaitMs = 1_000;

export function createSearchCalls(
  projectId: string,
  settings: Pick<ProjectSettings, 'localOnly'>,
  search: Pick<Search, 'openCall' | 'closeCall'>,
  options: EngineCallOptions,
  signal: AbortSignal,
): EngineCalls {
  const book: CallBook = {
    // The engine is that of llm-service, which embeds the chunks: they share what it may be sent.
    ...{ stage: 'llm', mostWaitMs },
    usageId: newId,
    open: call => search.openCall(projectId, call),
    close: ({ answer: _, ...call }) => search.closeCall(projectId, call),
    lost: () => new PipelineError('X_RECORD', 'a search has no lease that could be lost'),
  };
  return createBookedCalls(book, settings, options, signal);
}
