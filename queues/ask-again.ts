/** Asks the record again while it is away: what was done must not be lost at the first broken connection. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PipelineError } from '../shared/errors.ts';
import { isAway, isTooSlow } from '../shared/record/client.ts';

export interface Patience {
  /** Once aborted, the next answer is the last. */
  signal: AbortSignal;
  /** Nothing is asked again after so long. */
  mostMs: number;
  /** The same for a statement that the record cancelled because it took too long: that may be the fault of this very call. */
  slowMs?: number;
  onWait?(error: PipelineError, pauseMs: number): void;
}

/** The answer, asked for with growing pauses of up to five seconds. Only for calls that are safe to repeat. Throws what was thrown last. */
export async function askAgain<T>(
  ask: () => Promise<T>,
  { signal, mostMs, slowMs = mostMs, onWait }: Patience,
): Promise<T> {
  const startedAt = performance.now();
  for (let pauseMs = 500; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      return await ask();
    } catch (thrown) {
      const giveUpMs = isTooSlow(thrown) ? slowMs : mostMs;
      if (!isAway(thrown) || signal.aborted || performance.now() - startedAt > giveUpMs) throw thrown;
      onWait?.(thrown, pauseMs);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined); // woken early: one last try
    }
  }
}
