/** Looks at Redis for the people who run it: how it is set up and feels, what is in its queues. Changes nothing. */
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { type StageName, stageNames } from '../shared/domain/stage.ts';
import type { Log } from '../shared/log.ts';
import { connectRedis, openQueues, type Queues, type RedisOptions, withinDeadline } from './connection.ts';

/** How a Redis is set up, and what it says of itself. */
export interface RedisFacts {
  version: string;
  maxmemoryPolicy: string;
  usedBytes: number;
  /** 0: no limit of its own. */
  maxBytes: number;
  appendOnly: boolean;
  /** False when the last write of the append-only file, or of a snapshot, failed. */
  lastWriteOk: boolean;
}

export interface QueueFacts {
  stage: StageName;
  waiting: number;
  active: number;
  workers: number;
  paused: boolean;
}

/** A job that waits or is worked on, by the name of its publish. */
export interface JobPlace {
  stage: StageName;
  taskId: string;
  publishes: number;
}

export interface Inspection {
  facts(): Promise<RedisFacts>;
  queueFacts(): Promise<QueueFacts[]>;
  /** All jobs that wait or are worked on, a thousand at a time. */
  jobs(): AsyncIterable<JobPlace[]>;
  queues: Queues;
  redis: Redis;
}

const deadlineMs = 5_000;
const jobsAtOnce = 1_000;

/** Connects, looks, hangs up. Throws `X_REDIS` when Redis is not there, hangs, or refuses us. */
export async function withRedis<T>(
  options: RedisOptions,
  log: Log,
  look: (inspection: Inspection) => Promise<T>,
): Promise<T> {
  const redis = connectRedis(options, log, 'publish');
  try {
    if (redis.status !== 'ready') await withinDeadline(once(redis, 'ready'), deadlineMs, 'connect');
    const queues = openQueues(redis, options.prefix);
    return await look({
      redis,
      queues,
      facts: () => factsOf(redis),
      queueFacts: () => queueFacts(queues),
      jobs: () => jobsOf(queues),
    });
  } finally {
    redis.disconnect();
  }
}

async function factsOf(redis: Redis): Promise<RedisFacts> {
  // Not `config get`, which hosted ones refuse.
  const info = await withinDeadline(redis.info(), deadlineMs, 'info');
  const said = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  return {
    // Valkey says which Redis it is compatible with here.
    version: said('redis_version'),
    maxmemoryPolicy: said('maxmemory_policy'),
    usedBytes: Number(said('used_memory')),
    maxBytes: Number(said('maxmemory')),
    appendOnly: said('aof_enabled') === '1',
    lastWriteOk: ['aof_last_write_status', 'aof_last_bgrewrite_status', 'rdb_last_bgsave_status'].every(
      name => said(name) !== 'err',
    ),
  };
}

/** How every queue is, in the order of the flow. Throws `X_REDIS` when Redis is not there or hangs. */
export const queueFacts = (queues: Queues, withinMs = deadlineMs): Promise<QueueFacts[]> =>
  withinDeadline(Promise.all(stageNames.map(stage => factsOfQueue(stage, queues))), withinMs, 'count');

async function factsOfQueue(stage: StageName, queues: Queues): Promise<QueueFacts> {
  const queue = queues[stage];
  const [waiting, active, workers, paused] = await Promise.all([
    queue.getJobCountByTypes('wait', 'prioritized'),
    queue.getJobCountByTypes('active'),
    queue.getWorkersCount(),
    queue.isPaused(),
  ]);
  return { stage, waiting, active, workers, paused };
}

async function* jobsOf(queues: Queues): AsyncGenerator<JobPlace[]> {
  for (const stage of stageNames) {
    for (const type of ['wait', 'prioritized', 'active'] as const) {
      for (let from = 0; ; from += jobsAtOnce) {
        const range = queues[stage].getRanges([type], from, from + jobsAtOnce - 1);
        const ids = await withinDeadline(range, deadlineMs, 'list jobs');
        const places = ids.map(id => placeOf(id, stage)).filter(place => place !== undefined);
        if (places.length > 0) yield places;
        if (ids.length < jobsAtOnce) break;
      }
    }
  }
}

/** What `jobId` wrote; a job of somebody else has another name. */
function placeOf(id: string, stage: StageName): JobPlace | undefined {
  const [, taskId, publishes] = /^(.{36})-(\d+)$/.exec(id) ?? [];
  return taskId && publishes ? { stage, taskId, publishes: Number(publishes) } : undefined;
}
