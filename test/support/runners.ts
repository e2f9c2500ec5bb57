/** The run-time in the test's own process: real queues, real record, stages the test writes itself. */
import { connectRedis, openQueues } from '../../queues/connection.ts';
import { type Runner, type RunnerOptions, runStage } from '../../queues/run-stage.ts';
import type { Stage } from '../../queues/stage.ts';
import type { StageName } from '../../shared/domain/stage.ts';
import { createFileCache } from '../../shared/files/cache.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { loopbackHosts } from '../../shared/local-hosts.ts';
import { createLog, type Log } from '../../shared/log.ts';
import { emptyOutcome, type TestRecord } from './record.ts';

/** A stage that does everything in its plan and writes nothing. */
export const idleStage: Stage = { plan: async () => ({ outcome: { ...emptyOutcome, warnings: [] } }) };

export type TestRunners = ReturnType<typeof createTestRunners>;

/** Queues of an environment, and runners on them. Logs nothing, unless a log is given. */
export function createTestRunners(
  record: TestRecord,
  log: Log = createLog({ service: 'test', level: process.env.TEST_LOG ?? 'none', format: 'text' }),
) {
  const { REDIS_URL, QUEUE_PREFIX, FILES_URL, CACHE_DIR } = record.environment.environment;
  const options = { url: REDIS_URL, prefix: QUEUE_PREFIX };
  const redis = connectRedis(options, log, 'publish');
  const queues = openQueues(redis, QUEUE_PREFIX);
  const store = createFolderStore(FILES_URL);
  const files = createFileCache(store, CACHE_DIR, 1e9);
  const running: { runner: Runner; redis: ReturnType<typeof connectRedis> }[] = [];

  return {
    log,
    redis,
    queues,
    prefix: QUEUE_PREFIX,
    run(
      stageName: StageName,
      stage: Stage,
      more: Partial<
        Pick<
          RunnerOptions,
          'calls' | 'leaseMs' | 'graceMs' | 'concurrency' | 'tasks' | 'onStalled' | 'watchEveryMs' | 'redis'
        >
      > = {},
    ): Runner {
      const own = connectRedis(options, log, 'work');
      const runner = runStage({
        stageName,
        stage,
        queues,
        files,
        store,
        log,
        tasks: record.tasks,
        rows: record.rows,
        calls: { localHosts: loopbackHosts, rates: {} },
        redis: own,
        prefix: QUEUE_PREFIX,
        concurrency: 2,
        leaseMs: 30_000,
        graceMs: 500,
        onStalled: () => undefined,
        ...more,
      });
      running.push({ runner, redis: own });
      return runner;
    },
    /** Everything Redis holds, as one string. */
    async everything(): Promise<string> {
      const found: string[] = [];
      for (const key of await redis.keys('*'))
        found.push(key, JSON.stringify(await redis.dump(key)), await readKey(redis, key));
      return found.join('\n');
    },
    async stop() {
      for (const { runner, redis: own } of running) {
        await runner.stop();
        own.disconnect();
      }
      for (const queue of Object.values(queues)) await queue.close();
      redis.disconnect();
    },
  };
}

async function readKey(redis: ReturnType<typeof connectRedis>, key: string): Promise<string> {
  const type = await redis.type(key);
  if (type === 'hash') return JSON.stringify(await redis.hgetall(key));
  if (type === 'stream') return JSON.stringify(await redis.xrange(key, '-', '+'));
  if (type === 'zset') return JSON.stringify(await redis.zrange(key, '0', '-1'));
  if (type === 'list') return JSON.stringify(await redis.lrange(key, 0, -1));
  if (type === 'set') return JSON.stringify(await redis.smembers(key));
  return String(await redis.get(key));
}
