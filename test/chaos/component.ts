/** One server of the stack that is started again when it ends, can be kept away for a while, and can be hung. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../shared/log.ts';
import type { Child } from '../../stack/children.ts';
import { type KeptProcess, keepRunning } from '../../stack/keep-running.ts';

export interface Component {
  pid(): number;
  /** Sends a signal and leaves the rest to whoever watches over it. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once by this signal, keeps it away, does what is to be done meanwhile, and starts it again. */
  away(signal: NodeJS.Signals, ms: number, meanwhile?: () => Promise<void>): Promise<void>;
  /** Stops it in its tracks: it neither answers nor closes a connection. */
  hang(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export async function createComponent(name: string, start: () => Promise<Child>, log: Log): Promise<Component> {
  let kept: KeptProcess = await keepRunning(name, start, log);
  const pid = () => kept.current().pid;
  return {
    pid,
    signal: signal => process.kill(pid(), signal),
    async away(signal, ms, meanwhile) {
      const victim = pid();
      const ended = kept.stop(10_000);
      process.kill(victim, signal);
      await ended;
      await Promise.all([sleep(ms), meanwhile?.()]);
      kept = await keepRunning(name, start, log);
    },
    async hang(ms) {
      const victim = pid();
      process.kill(victim, 'SIGSTOP');
      await sleep(ms);
      process.kill(victim, 'SIGCONT');
    },
    stop: () => kept.stop(15_000),
  };
}
