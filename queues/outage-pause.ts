/** How long a task waits that met an outage. */
import type { PipelineError } from '../shared/errors.ts';

/** An engine that asks to wait and does not say how long. */
const busyMs = 15_000;

const longestMs = 20_000;

/** As long as the other side asked for, else the longer the more often the task was claimed. Milliseconds. */
export function outagePauseMs({ code, retryAfterMs }: PipelineError, claim: number): number {
  const ms = code === 'X_ENGINE_BUSY' ? busyMs : Math.min(1_000 * 2 ** claim, longestMs);
  // Times 0.5 to 1.5 so that a crowd does not come back at once.
  return Math.round(retryAfterMs ?? ms * (0.5 + Math.random()));
}
