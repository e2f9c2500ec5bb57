/** Keeps one process running: starts it again, with back-off, whenever it ends without having been asked to. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../shared/log.ts';
import type { Child } from './children.ts';

export interface KeptProcess {
  readonly name: string;
  /** The process that runs now, or ran last. */
  current(): Child;
  /** Asks it to end and does not start it again. */
  stop(graceMs: number): Promise<void>;
}

/** The first pause doubles with every further failure, up to the last; a process that ran for a while starts over. */
const firstPauseMs = 250;
const lastPauseMs = 10_000;
const steadyMs = 30_000;

/** `start` resolves when the process is ready for work; when the very first start fails, so does this call. */
export async function keepRunning(name: string, start: () => Promise<Child>, log: Log): Promise<KeptProcess> {
  const stopping = new AbortController();
  let child = await start();
  const watching = watch();

  async function watch(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const since = Date.now();
      const how = await child.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > steadyMs) failures = 0;
      const pauseMs = Math.min(firstPauseMs * 2 ** failures, lastPauseMs);
      failures += 1;
      log.error('process.ended', { process: name, how, startAgainInMs: pauseMs });
      await pause(pauseMs);
      if (!stopping.signal.aborted) await startAgain();
    }
  }

  /** A failed start leaves the ended child in place: the next round logs it and waits longer. */
  async function startAgain(): Promise<void> {
    try {
      child = await start();
      log.info('process.started', { process: name, pid: child.pid });
    } catch (error) {
      log.error('process.start_failed', {
        process: name,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }

  /** Cut short by stop. */
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  return {
    name,
    current: () => child,
    async stop(graceMs) {
      stopping.abort();
      await child.stop(graceMs);
      await watching;
      // One that was being started again in the meantime.
      await child.stop(graceMs);
    },
  };
}
