/** Puts the ingest service together: the API, the relay and the reconciler, and the order in which they stop. */
import { once } from 'node:events';
import { checkRedis, connectRedis, openQueues, withinDeadline } from '../../queues/connection.ts';
import { lookAtRedis } from '../../queues/metrics/redis.ts';
import { pipelineRows } from '../../queues/pipeline.ts';
import { startReconciler } from '../../queues/reconcile.ts';
import { startRelay } from '../../queues/relay.ts';
import type { Config } from '../../shared/config/load.ts';
import { configuredEmbeddings } from '../../shared/embeddings/configured.ts';
import { toPipelineError } from '../../shared/errors.ts';
import { openFileStore } from '../../shared/files/open-store.ts';
import type { Log } from '../../shared/log.ts';
import { createMetricsPage } from '../../shared/metrics/page.ts';
import { createRecordClient } from '../../shared/record/client.ts';
import { createDocuments } from '../../shared/record/documents.ts';
import { createLists } from '../../shared/record/lists.ts';
import { lookAtRecord } from '../../shared/record/metrics.ts';
import { createOperations } from '../../shared/record/operations.ts';
import { createProjects } from '../../shared/record/projects.ts';
import { createRows } from '../../shared/record/rows.ts';
import { checkSchema } from '../../shared/record/schema-check.ts';
import { createSearch } from '../../shared/record/search.ts';
import { createTasks } from '../../shared/record/tasks.ts';
import type { RunningService } from '../../shared/service.ts';
import { createApp } from './app.ts';
import { lookAtPipeline, lookAtStore } from './pipeline-metrics.ts';
import { createPublisher } from './publisher.ts';
import { listen } from './server.ts';
import { startSweeper } from './sweep.ts';

type Redis = ReturnType<typeof connectRedis>;

/** How long a look at Redis may take: it must not hold up the start, or a probe. */
const redisLookMs = 1_500;

/** Starts it; `port` is where it listens. Refuses a schema that does not fit, a store it cannot write or that is not the one it was, a Redis that evicts. */
export async function startIngest(config: Config, log: Log): Promise<RunningService & { port: number }> {
  const connections = connect(config, log);
  try {
    const { record, files } = connections;
    await checkSchema(record, pipelineRows());
    await files.prepare(async () => !(await createDocuments(record).anyStored()));
    await Promise.all([files.check(), refuseEviction(connections.redis, log)]);
    return await serve(config, connections, log);
  } catch (thrown) {
    await connections.close();
    throw thrown;
  }
}

type Connections = ReturnType<typeof connect>;

function connect(config: Config, log: Log) {
  const embeddings = configuredEmbeddings(config.engines.embed, config.embed);
  const record = createRecordClient(config.supabase);
  const redis = connectRedis(config.redis, log, 'publish');
  const files = openFileStore(config.files);
  return {
    record,
    redis,
    files,
    embeddings,
    queues: openQueues(redis, config.redis.prefix),
    /** Throws while the record or the store is not fit for a file. */
    check: () => Promise.all([checkSchema(record, pipelineRows()), files.check()]),
    /** Nothing of ours waits in Redis: closing only hangs up. */
    async close() {
      redis.disconnect();
      record.close();
      await embeddings?.close?.();
    },
  };
}

async function serve(config: Config, connections: Connections, log: Log): Promise<RunningService & { port: number }> {
  const { record, redis, queues, files, embeddings, check } = connections;
  const publisher = createPublisher(queues, log);
  const tasks = createTasks(record);
  let draining = false;
  const documents = createDocuments(record);
  const app = createApp({
    documents,
    projects: createProjects(record),
    lists: createLists(record),
    rows: createRows(record),
    search: createSearch(record),
    embeddings,
    calls: config.calls,
    files,
    publisher,
    ready: async () => ({ redis: (await Promise.all([redisAnswers(redis), check()]))[0] ? 'ok' : 'away' }),
    metrics: createMetricsPage(config.metrics.token, [
      ...[lookAtRecord(record), lookAtRedis(redis), lookAtStore(files)],
      lookAtPipeline(createOperations(record), queues),
    ]),
    draining: () => draining,
    publicUrl: config.ingest.publicUrl,
    log,
  });
  const server = await listen(app, config.ingest);
  const relay = startRelay(tasks, queues, log);
  const reconciler = startReconciler({
    ...{ tasks, queues, redis, log },
    prefix: config.redis.prefix,
    leaseMs: config.worker.leaseMs,
  });
  // Only if it was asked for: a record that was set back names less than the store rightly holds.
  const { sweepAfterMs } = config.files;
  const sweeper = sweepAfterMs === undefined ? undefined : startSweeper({ files, documents, log, sweepAfterMs });
  log.info('api.listening', { host: config.ingest.host, port: server.port });
  return {
    port: server.port,
    stopSteps: [
      { name: 'not ready', run: async () => (draining = true) },
      { name: 'finish requests', run: () => server.stop(config.worker.graceMs) },
      { name: 'finish publishing', run: publisher.settled },
      { name: 'stop relay', run: relay.stop },
      { name: 'stop reconciler', run: reconciler.stop },
      { name: 'stop sweeper', run: async () => sweeper?.stop() },
      { name: 'close connections', run: connections.close },
    ],
  };
}

/** Refuses a Redis that evicts keys; one that is away is no reason not to take files in. */
async function refuseEviction(redis: Redis, log: Log): Promise<void> {
  const look = async () => {
    if (redis.status !== 'ready') await once(redis, 'ready');
    await checkRedis(redis);
  };
  try {
    await withinDeadline(look(), redisLookMs, 'look at Redis');
  } catch (thrown) {
    const error = toPipelineError(thrown);
    if (error.code !== 'X_REDIS') throw error;
    log.warn('redis.away_at_start', { reason: error.message });
  }
}

/** False while Redis does not answer; asked with a deadline, since a hung one says nothing at all. */
const redisAnswers = (redis: Redis): Promise<boolean> =>
  withinDeadline(redis.ping(), redisLookMs, 'ping').then(
    () => true,
    () => false,
  );
