/** Connections to Redis, and what we ask of it. */
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type StageName, stageNames } from '../shared/domain/stage.ts';
import { PipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { queueName } from './names.ts';

export interface RedisOptions {
  url: string;
  prefix: string;
}

/**
 * A connection for publishing and looking: fails at once while Redis is away instead of queueing commands, since the record
 * delivers again. Errors are counted in the log once per outage, not once per attempt.
 */
export function connectRedis(options: RedisOptions, log: Log, purpose: 'publish' | 'work'): Redis {
  const redis = new Redis(options.url, {
    maxRetriesPerRequest: purpose === 'work' ? null : 1,
    enableOfflineQueue: purpose === 'work',
    connectTimeout: 3_000,
    retryStrategy: attempt => Math.min(50 * 2 ** attempt, 2_000),
    lazyConnect: false,
  });
  let away = false;
  redis.on('error', (error: NodeJS.ErrnoException) => {
    if (!away) log.warn('redis.away', { purpose, reason: error.code ?? error.name });
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info('redis.back', { purpose });
    away = false;
  });
  return redis;
}

/** What is kept of finished jobs, for the board. */
export const keepJobs = {
  attempts: 1,
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 7 * 86_400, count: 5_000 },
} as const;

/** One queue per stage, on one connection. */
export type Queues = Record<StageName, Queue>;

/** Opens all queues of the pipeline. */
export function openQueues(redis: Redis, prefix: string): Queues {
  const open = (stage: StageName) => {
    const queue = new Queue(queueName(stage), {
      connection: redis,
      prefix,
      skipVersionCheck: true,
      streams: { events: { maxLen: 1_000 } },
      defaultJobOptions: keepJobs,
    });
    queue.on('error', () => undefined); // the connection reports its own outages
    return queue;
  };
  return Object.fromEntries(stageNames.map(stage => [stage, open(stage)])) as Queues;
}

/** Throws `X_REDIS` or `X_CONFIG` unless Redis answers and never evicts. */
export async function checkRedis(redis: Redis): Promise<void> {
  const [, policy] = await withinDeadline(
    redis.config('GET', 'maxmemory-policy') as Promise<string[]>,
    5_000,
    'config get',
  );
  if (policy !== 'noeviction') {
    throw new PipelineError(
      'X_CONFIG',
      `Redis has maxmemory-policy ${policy}; set it to noeviction, or jobs vanish when memory is short`,
    );
  }
}

/** A promise with a deadline of its own: a hung Redis makes client settings useless. Throws `X_REDIS`. */
export async function withinDeadline<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PipelineError('X_REDIS', `${what}: no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    throw new PipelineError('X_REDIS', `${what}: ${(error as Error).name}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
