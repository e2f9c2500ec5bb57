/** Notices a worker that can no longer fetch although its queue has work, so that its process can be started anew. */
import type { Queue } from 'bullmq';
import type { Log } from '../shared/log.ts';
import { withinDeadline } from './connection.ts';
import { every } from './every.ts';

/** A job that is being worked on, and the lease of its task once it has one. */
export interface Slot {
  lease?: AbortSignal;
  /** The job ended. */
  free(): void;
}

export type Slots = ReturnType<typeof createSlots>;

/** Counts the jobs a worker has taken, and those it still holds. */
export function createSlots() {
  const held = new Set<Slot>();
  let taken = 0;
  return {
    take(): Slot {
      const slot: Slot = { free: () => held.delete(slot) };
      held.add(slot);
      taken += 1;
      return slot;
    },
    taken: () => taken,
    held: () => held.size,
    /** Jobs that go on although their lease has ended: something in them hangs. */
    hung: () => [...held].filter(slot => slot.lease?.aborted).length,
  };
}

export interface WatchOptions {
  queue: Queue;
  slots: Slots;
  concurrency: number;
  log: Log;
  /** Called once, when it is certain. */
  onStalled(): void;
  everyMs?: number;
  /** So many looks in a row find it stalled: looks and not time, which also passes while the process is frozen. */
  looks?: number;
}

const redisDeadlineMs = 5_000;

/**
 * Looks every ten seconds. Stalled is a worker that for a minute, while jobs wait, has room and takes none, or holds a job that
 * hangs. Redis being away or its queue paused is not its fault; one that waits for the record is at work.
 */
export function watchWorker(options: WatchOptions): { stop(): Promise<void> } {
  const { queue, slots, concurrency, log, onStalled, everyMs = 10_000, looks = 7 } = options;
  let takenBefore = slots.taken();
  let inVain = 0;
  const look = async () => {
    const waiting = await waitingJobs(queue);
    const isFetching = slots.taken() !== takenBefore;
    takenBefore = slots.taken();
    const isIdle = slots.held() < concurrency && !isFetching;
    inVain = waiting > 0 && (isIdle || slots.hung() > 0) ? inVain + 1 : 0;
    if (inVain !== looks) return;
    log.error('worker.stalled', { queue: queue.name, waiting, held: slots.held(), hung: slots.hung() });
    onStalled();
  };
  return every(everyMs, look, () => {
    inVain = 0; // Redis is away, which its connection reports
  });
}

/** How many jobs wait for a worker; none while the queue is paused. */
async function waitingJobs(queue: Queue): Promise<number> {
  const look = Promise.all([queue.getJobCountByTypes('wait', 'prioritized'), queue.isPaused()]);
  const [count, isPaused] = await withinDeadline(look, redisDeadlineMs, 'count jobs');
  return isPaused ? 0 : count;
}
