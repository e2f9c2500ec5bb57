/** Keeps the leases of a process alive, and says when one ends. */
import { PipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { Tasks } from '../shared/record/tasks.ts';

/** Why the work on a task was aborted; the `reason` of its signal. */
export type AbortReason = { kind: 'lost' } | { kind: 'shutdown' } | { kind: 'timeout'; error: PipelineError };

/** One held lease. */
export interface Lease {
  signal: AbortSignal;
  /** The work ended, one way or another: stop renewing. */
  end(): void;
}

export interface Leases {
  hold(taskId: string, token: string): Lease;
  /** Aborts all work in progress, and what a late claim still brings, so that it can be given back. */
  abortAll(): void;
  /** Stops renewing. */
  stop(): void;
}

/** Renews every held lease at a third of its length. A lease that was lost or ran out of time aborts its work. */
export function createLeases(tasks: Tasks, leaseMs: number, log: Log): Leases {
  let stopped = false;
  const held = new Map<string, { taskId: string; abort: AbortController }>();

  const renew = async (token: string, { taskId, abort }: { taskId: string; abort: AbortController }) => {
    const answer = await tasks.renew({ taskId, token, leaseMs });
    if (answer === 'lost') abort.abort({ kind: 'lost' } satisfies AbortReason);
    if (answer === 'timeout') {
      const error = new PipelineError('X_TIMEOUT', 'the phase ran longer than it may');
      abort.abort({ kind: 'timeout', error } satisfies AbortReason);
    }
  };
  const timer = setInterval(() => {
    for (const [token, lease] of held) {
      renew(token, lease).catch((error: Error) =>
        log.warn('lease.not_renewed', { taskId: lease.taskId, reason: error.message }),
      );
    }
  }, leaseMs / 3);

  return {
    hold(taskId, token) {
      const abort = new AbortController();
      if (stopped) abort.abort({ kind: 'shutdown' } satisfies AbortReason);
      held.set(token, { taskId, abort });
      return { signal: abort.signal, end: () => held.delete(token) };
    },
    abortAll() {
      stopped = true;
      for (const { abort } of held.values()) abort.abort({ kind: 'shutdown' } satisfies AbortReason);
    },
    stop: () => clearInterval(timer),
  };
}
