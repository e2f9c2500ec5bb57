/** Process entry of the dashboard: the board over all queues, with the record for retries. */
import { once } from 'node:events';
import { checkRedis, connectRedis, openQueues } from '../queues/connection.ts';
import { lookAtRedis } from '../queues/metrics/redis.ts';
import { stageNames } from '../shared/domain/stage.ts';
import { PipelineError } from '../shared/errors.ts';
import { createMetricsPage } from '../shared/metrics/page.ts';
import { createRecordClient } from '../shared/record/client.ts';
import { createDocuments } from '../shared/record/documents.ts';
import { lookAtRecord } from '../shared/record/metrics.ts';
import { runService } from '../shared/service.ts';
import { createDashboardApp } from './app.ts';
import { createRetry } from './retry.ts';
import { toVisible } from './visible-document.ts';

await runService('dashboard', async (config, log) => {
  const { host, port, user, password } = config.dashboard;
  if (!password) throw new PipelineError('X_CONFIG', 'DASHBOARD_PASSWORD is missing: the board does not open without');
  const record = createRecordClient(config.supabase);
  const redis = connectRedis(config.redis, log, 'publish');
  const queues = openQueues(redis, config.redis.prefix);
  const documents = createDocuments(record);
  const app = createDashboardApp({
    queues: stageNames.map(stage => queues[stage]),
    auth: { user, password },
    findDocument: async id => {
      const document = await documents.get(id);
      return document && toVisible(document, await documents.stages(id));
    },
    retryDocument: createRetry(documents, queues, log),
    documentUrl: id => new URL(`/v1/documents/${id}`, config.ingest.publicUrl).href,
    ready: () => checkRedis(redis),
    metrics: createMetricsPage(config.metrics.token, [lookAtRecord(record), lookAtRedis(redis)]),
    log,
  });
  const server = app.listen(port, host);
  await once(server, 'listening');
  log.info('board.open', { host, port });
  const closeServer = () => new Promise(resolve => server.close(resolve).closeAllConnections());
  return {
    stopSteps: [
      { name: 'server', run: closeServer },
      { name: 'queues', run: () => Promise.all(Object.values(queues).map(queue => queue.close())) },
      { name: 'redis', run: async () => redis.disconnect() },
      { name: 'record', run: async () => record.close() },
    ],
  };
});
