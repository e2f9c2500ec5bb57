/** Sets the record and Redis straight every few seconds: expired leases, lost jobs, an emptied Redis, queues without a worker. */
import type { Redis } from 'ioredis';
import type { StageName } from '../shared/domain/stage.ts';
import { toPipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { isAway } from '../shared/record/client.ts';
import type { Delivery, Tasks } from '../shared/record/tasks.ts';
import { checkRedis, type Queues, withinDeadline } from './connection.ts';
import { every } from './every.ts';
import { queueFacts } from './inspect.ts';
import { beginRounds, countReconcileRound, countRepairs } from './metrics/rounds.ts';
import { epochKey, jobId } from './names.ts';
import { publishAll } from './publish.ts';

export interface ReconcilerOptions {
  tasks: Tasks;
  queues: Queues;
  redis: Redis;
  prefix: string;
  log: Log;
}

const redisDeadlineMs = 5_000;

/**
 * Starts the reconciler; any number may run, rounds of the record exclude each other. While the record was away nobody could renew
 * a lease: for the length of one after it is back none is taken back, so that no outage counts as the death of a worker.
 */
export function startReconciler(options: ReconcilerOptions & { leaseMs: number; intervalMs?: number }): {
  stop(): Promise<void>;
} {
  beginRounds();
  const { log, leaseMs } = options;
  let rounds = 0;
  let idleBefore: StageName[] = [];
  let awayAt = Number.NEGATIVE_INFINITY;
  const round = async () => {
    await reconcileOnce(options, { expire: performance.now() - awayAt > leaseMs });
    if (rounds++ % 6 !== 0) return;
    // Twice in a row: a worker that is just starting is no reason to call somebody.
    const idle = await idleQueues(options.queues);
    for (const stage of idle.filter(name => idleBefore.includes(name))) log.error('queue.no_worker', { stage });
    idleBefore = idle;
    await lookAtPolicy(options);
  };
  return every(options.intervalMs ?? 5_000, round, thrown => {
    countReconcileRound('failed');
    if (isAway(thrown)) awayAt = performance.now();
    log.warn('reconcile.round_failed', { code: toPipelineError(thrown).code, reason: toPipelineError(thrown).message });
  });
}

/** One round. The record is set straight even while Redis is away. Without `expire` no lease is taken back. */
export async function reconcileOnce(options: ReconcilerOptions, { expire = true } = {}): Promise<void> {
  const { tasks, queues, redis, prefix, log } = options;
  const answer = await tasks.reconcile({ expire });
  if (answer.busy) return countReconcileRound('busy');
  for (const taskId of answer.expired) log.warn('lease.expired', { taskId });
  for (const taskId of answer.poisoned) log.error('task.poisoned', { taskId });
  for (const documentId of answer.advanced) log.error('document.stuck', { documentId });
  countRepairs('lease_expired', answer.expired.length);
  countRepairs('poisoned', answer.poisoned.length);
  countRepairs('stuck', answer.advanced.length);

  const emptied = await withinDeadline(redis.set(epochKey(prefix), '1', 'NX'), redisDeadlineMs, 'set epoch');
  if (emptied === 'OK') {
    countRepairs('redis_emptied');
    const count = await tasks.redeliverAll();
    if (count > 0) log.warn('redis.emptied', { redelivered: count });
  }
  if (answer.deliveries.length > 0) await publishAll(queues, answer.deliveries);
  const gone = await withinDeadline(findGone(queues, answer.overdue), redisDeadlineMs, 'look for jobs');
  if (gone.length > 0) {
    countRepairs('job_gone', gone.length);
    log.warn('task.redelivered', { count: gone.length });
    await publishAll(queues, await tasks.takeUnpublished(gone.length, gone));
  }
  countReconcileRound('done');
}

/** Ids of the tasks whose job is missing or finished: nobody will claim them. A waiting or active job is left alone. */
export async function findGone(
  queues: Queues,
  overdue: Pick<Delivery, 'taskId' | 'stage' | 'publishes'>[],
): Promise<string[]> {
  const states = await Promise.all(
    overdue.map(task => queues[task.stage].getJobState(jobId(task.taskId, task.publishes))),
  );
  return overdue
    .filter((_, i) => ['unknown', 'completed', 'failed'].includes(states[i] ?? 'unknown'))
    .map(task => task.taskId);
}

/** Evicted jobs are delivered again and nothing is lost, but late: somebody set this while we run. */
async function lookAtPolicy({ redis, log }: ReconcilerOptions): Promise<void> {
  try {
    await checkRedis(redis);
  } catch (thrown) {
    const error = toPipelineError(thrown);
    if (error.code !== 'X_CONFIG') throw error;
    log.error('redis.evicts', { reason: error.message });
  }
}

/** The queues with waiting work and no worker. */
const idleQueues = async (queues: Queues): Promise<StageName[]> =>
  (await queueFacts(queues)).filter(({ waiting, workers }) => waiting > 0 && workers === 0).map(({ stage }) => stage);
