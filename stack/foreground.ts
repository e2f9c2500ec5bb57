/** Runs something from a terminal: starts it, works with it, and stops it on Ctrl-C, on an error or when the work is done. */
import { type PipelineError, toPipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { onStopSignal } from './stop-signals.ts';

interface Stoppable {
  stop(): Promise<void>;
}

/**
 * `work` gets what `start` made. It answers `stop` to end now, `wait` to go on until somebody stops us. A first Ctrl-C
 * stops in order, a second one, or one during the start, ends all at once. Sets the exit code: 0 unless something failed.
 */
export async function runInForeground<T extends Stoppable>(
  start: () => Promise<T>,
  work: (started: T) => Promise<'stop' | 'wait'>,
  log: Log,
): Promise<void> {
  const stopAsked = Promise.withResolvers<'stop'>();
  let isStarting = true;
  onStopSignal(
    signal => {
      log.info('stop.asked', { signal });
      // Nothing has been accepted yet that could be lost, and our end takes the children with it.
      if (isStarting) process.exit(130);
      stopAsked.resolve('stop');
    },
    () => process.exit(130),
  );
  // A pending promise does not keep Node running.
  const alive = setInterval(() => {}, 60_000);
  try {
    const started = await start();
    isStarting = false;
    try {
      const next = await Promise.race([stopAsked.promise, work(started)]);
      if (next === 'wait') await stopAsked.promise;
    } finally {
      await started.stop();
      log.info('stopped');
    }
  } catch (error) {
    log.error('failed', describe(error));
    process.exitCode = 1;
  } finally {
    clearInterval(alive);
  }
}

/** Code and reasons, outermost first. What fails here is programs, ports and folders: no reason quotes a document. */
function describe(error: unknown): { code: PipelineError['code']; reason: string } {
  const reasons: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const parts = cause instanceof AggregateError ? cause.errors.map(String) : [];
    reasons.push([cause.message, ...parts].join(': '));
  }
  return { code: toPipelineError(error).code, reason: reasons.join('; because ') };
}
