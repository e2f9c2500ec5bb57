/** Redis is gone, hung or wrong: files are accepted all the same, at the same speed, and delivered when it is back. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectRedis, openQueues, type Queues } from '../../queues/connection.ts';
import { jobId } from '../../queues/names.ts';
import { uploadSchema } from '../../services/ingest-service/schemas/documents.ts';
import { readySchema } from '../../services/ingest-service/schemas/projects.ts';
import { newId } from '../../shared/ids.ts';
import { createLog } from '../../shared/log.ts';
import { type Child, createChildren } from '../../stack/children.ts';
import { createPortPicker } from '../../stack/ports.ts';
import { redisUrl, startRedis } from '../../stack/redis.ts';
import { createTestIngest, formOf, type TestIngest } from '../support/ingest.ts';
import { eventually } from '../support/wait.ts';

/** An upload that waited for Redis would take at least the deadline of a publish, 2 s. */
const promptMs = 1_000;

describe('uploads while Redis fails', function () {
  this.timeout(60_000);
  let folder: string;
  let port: number;
  let server: Child;
  let ingest: TestIngest;
  let redis: ReturnType<typeof connectRedis>;
  let queues: Queues;
  const password = 'test';
  const log = createLog({ service: 'test', level: 'none', format: 'text' });

  const start = () =>
    startRedis({
      dataDir: folder,
      logDir: folder,
      port,
      password,
      searchPath: process.env.PATH ?? '',
      children: createChildren(join(folder, 'run')),
    });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ingest-redis-'));
    port = await createPortPicker().pick('redis');
    server = await start();
    ingest = await createTestIngest({ REDIS_URL: redisUrl({ port, password }) });
    await ingest.record.projects.create('Matter');
    const prefix = ingest.record.environment.environment.QUEUE_PREFIX;
    redis = connectRedis({ url: redisUrl({ port, password }), prefix }, log, 'publish');
    queues = openQueues(redis, prefix);
    await once(redis, 'ready');
  });
  after(async () => {
    redis.disconnect();
    await ingest.stop();
    await server.stop(5_000);
    rmSync(folder, { recursive: true });
  });

  const upload = async (): Promise<{ taskId: string; ms: number }> => {
    const startedAt = performance.now();
    const init = { method: 'POST', body: formOf({ project: 'Matter' }, ['a.txt', newId()]) };
    const { documents } = await ingest.json(202, uploadSchema, '/v1/documents', init);
    const ms = performance.now() - startedAt;
    const [task] = await ingest.record.query<{ id: string }>('select id from tasks where document_id = $1', [
      documents[0]?.documentId,
    ]);
    return { taskId: task?.id ?? '', ms };
  };
  /** What was published to nobody is looked for after 15 s; the test need not wait for them. */
  const lookAgainNow = () =>
    ingest.record.query('update tasks set deliver_at = now() where published and deliver_at is not null');
  const delivered = (taskId: string) =>
    eventually(`a job of task ${taskId}`, async () => {
      const [task] = await ingest.record.query<{ publishes: number }>('select publishes from tasks where id = $1', [
        taskId,
      ]);
      return queues.ocr.getJob(jobId(taskId, task?.publishes ?? 0)).catch(() => undefined);
    });

  it('publishes at once while all is well, with ids only', async () => {
    const { taskId } = await upload();
    const job = await delivered(taskId);
    expect(Object.keys(job.data).toSorted()).to.deep.equal([
      'documentId',
      'generation',
      'phase',
      'stage',
      'taskId',
      'v',
    ]);
    expect(job.id).to.equal(jobId(taskId, 1));
  });

  it('accepts while Redis hangs, says so, and delivers when it answers again', async () => {
    process.kill(server.pid, 'SIGSTOP');
    const uploads = [];
    try {
      for (let i = 0; i < 5; i++) uploads.push(await upload());
      expect(await ingest.json(200, readySchema, '/readyz')).to.deep.equal({ status: 'ready', redis: 'away' });
      uploads.push(await upload());
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    expect(Math.max(...uploads.map(({ ms }) => ms))).to.be.lessThan(promptMs);
    await lookAgainNow();
    for (const { taskId } of uploads) await delivered(taskId);
  });

  it('accepts while Redis is gone, and delivers to the one that comes back', async () => {
    await server.stop(5_000);
    const uploads = [await upload(), await upload()];
    expect(await ingest.json(200, readySchema, '/readyz')).to.deep.equal({ status: 'ready', redis: 'away' });
    server = await start();
    expect(Math.max(...uploads.map(({ ms }) => ms))).to.be.lessThan(promptMs);
    await lookAgainNow();
    for (const { taskId } of uploads) await delivered(taskId);
  });

  it('starts, accepts and stops without Redis', async () => {
    const nowhere = await createPortPicker().pick('nowhere');
    const alone = await createTestIngest({ REDIS_URL: `redis://127.0.0.1:${nowhere}` });
    await alone.record.projects.create('Matter');
    const init = { method: 'POST', body: formOf({ project: 'Matter' }, ['a.txt', 'alone']) };
    await alone.json(202, uploadSchema, '/v1/documents', init);
    await alone.stop();
  });

  it('refuses to start on a Redis that evicts', async () => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const refused = await createTestIngest({ REDIS_URL: redisUrl({ port, password }) }).then(
      () => undefined,
      error => error,
    );
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    expect(refused).to.deep.include({ code: 'X_CONFIG' });
  });
});
