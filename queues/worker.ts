/** The process of a worker service: configuration, connections, checks, the runner of its one queue, health. */

import type { Config } from '../shared/config/load.ts';
import type { StageName } from '../shared/domain/stage.ts';
import { createFileCache } from '../shared/files/cache.ts';
import { openFileStore } from '../shared/files/open-store.ts';
import type { Log } from '../shared/log.ts';
import { createMetricsPage } from '../shared/metrics/page.ts';
import { createRecordClient } from '../shared/record/client.ts';
import { lookAtRecord } from '../shared/record/metrics.ts';
import { createRows } from '../shared/record/rows.ts';
import { checkSchema } from '../shared/record/schema-check.ts';
import { createTasks } from '../shared/record/tasks.ts';
import { runService, serveHealth } from '../shared/service.ts';
import { checkRedis, connectRedis, openQueues } from './connection.ts';
import { lookAtRedis } from './metrics/redis.ts';
import { pipelineRows } from './pipeline.ts';
import { runStage } from './run-stage.ts';
import type { Stage } from './stage.ts';

/** What a service says about itself: its stage, how many tasks at a time, and how to make what the stage means. */
export interface WorkerDefinition {
  stageName: StageName;
  concurrency(config: Config): number;
  createStage(config: Config, log: Log): Stage;
}

/** Runs a worker service until it is told to stop. Refuses to start on a wrong schema, Redis policy or configuration. */
export async function startWorker({ stageName, concurrency, createStage }: WorkerDefinition): Promise<void> {
  await runService(`${stageName}-service`, async (config, log, giveUp) => {
    const record = createRecordClient(config.supabase);
    const redis = connectRedis(config.redis, log, 'publish');
    const workerRedis = connectRedis(config.redis, log, 'work');
    const queues = openQueues(redis, config.redis.prefix);
    const check = async () => {
      await Promise.all([checkSchema(record, pipelineRows()), checkRedis(workerRedis)]);
    };
    await check();
    const stage = createStage(config, log);
    const store = openFileStore(config.files);
    const runner = runStage({
      stageName,
      stage,
      tasks: createTasks(record),
      rows: createRows(record),
      files: createFileCache(store, config.files.cacheDir, config.files.cacheMaxBytes),
      store,
      calls: config.calls,
      queues,
      redis: workerRedis,
      prefix: config.redis.prefix,
      concurrency: concurrency(config),
      leaseMs: config.worker.leaseMs,
      graceMs: config.worker.graceMs,
      log,
      onStalled: giveUp,
    });
    const { healthHost: host, healthPort: port } = config.worker;
    const metrics = createMetricsPage(config.metrics.token, [lookAtRecord(record), lookAtRedis(redis)]);
    const health = await serveHealth({ host, port, ready: check, metrics });
    log.info('health.listening', { port: health.port });
    return {
      stopSteps: [
        { name: 'stop taking jobs', run: () => runner.stop() },
        { name: 'close health', run: () => health.close() },
        { name: 'close queues', run: () => Promise.all(Object.values(queues).map(queue => queue.close())) },
        { name: 'close connections', run: async () => [redis.disconnect(), workerRedis.disconnect(), record.close()] },
      ],
    };
  });
}
