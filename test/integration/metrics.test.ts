/** What metrics say of real work, and while the record or Redis is away. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { publishAll } from '../../queues/publish.ts';
import { startReconciler } from '../../queues/reconcile.ts';
import type { Stage } from '../../queues/stage.ts';
import { lookAtPipeline, lookAtStore } from '../../services/ingest-service/pipeline-metrics.ts';
import { stageNames } from '../../shared/domain/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { storeMarker } from '../../shared/files/store.ts';
import { createMetricsPage } from '../../shared/metrics/page.ts';
import { createOperations } from '../../shared/record/operations.ts';
import { callsOf, createPen } from '../support/engine-calls.ts';
import { sumOf } from '../support/exposition.ts';
import { createTestIngest, formOf, type TestIngest } from '../support/ingest.ts';
import { emptyOutcome, only } from '../support/record.ts';
import { createRecordProxy, type Fate } from '../support/record-proxy.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { eventually } from '../support/wait.ts';

const outcome = { ...emptyOutcome, warnings: [] };

describe('metrics', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  let runners: TestRunners;
  /** The page with a fresh look at each call. */
  let pipelinePage: () => Promise<string>;
  beforeEach(async () => {
    ingest = await createTestIngest();
    runners = createTestRunners(ingest.record);
    const look = lookAtPipeline(createOperations(ingest.record.client), runners.queues);
    const page = createMetricsPage(undefined, [look], { rememberMs: -1 });
    pipelinePage = async () => (await page(undefined)).text;
  });
  afterEach(async () => {
    await runners.stop();
    await ingest.stop();
  });
  const pageOf = async (service: TestIngest) => (await fetch(`${service.url}/metrics`)).text();
  /** How much a counter grows: all in this process count in one place. */
  const growth = async (name: string, labels: Record<string, string>, act: () => Promise<unknown>) => {
    const before = sumOf(await pipelinePage(), name, labels) ?? 0;
    await act();
    return async () => (sumOf(await pipelinePage(), name, labels) ?? 0) - before;
  };
  const grows = async (by: number, name: string, labels: Record<string, string>, act: () => Promise<unknown>) => {
    const grown = await growth(name, labels, act);
    await eventually(`${name} grows by ${by}`, async () => ((await grown()) === by ? true : undefined));
  };

  it('count backlog and its age by the clock of the database, what is put off, in progress and parked apart', async () => {
    const { record } = ingest;
    expect(sumOf(await pipelinePage(), 'backlog_tasks', { stage: 'ocr' })).to.equal(0);
    const documents = [await record.accept(), await record.accept(), await record.accept(), await record.accept()];
    const taskOf = (n: number) => only(documents[n]?.deliveries ?? []).taskId;
    await record.query(`update tasks set created_at = now() - interval '1 hour' where id = $1`, [taskOf(0)]);
    await record.query(`update tasks set not_before = now() + interval '1 hour' where id = $1`, [taskOf(1)]);
    await record.claim(taskOf(2));
    await record.query(
      `update tasks set state = 'parked', parked_for = 'ocr/mistral', deliver_at = null where id = $1`,
      [taskOf(3)],
    );
    await record.query(
      `insert into engine_state (engine, project_id, state, reason)
      values ('ocr/mistral', null, 'down', 'failures'), ('llm/openai', $1, 'paused', 'budget')`,
      [documents[0]?.projectId],
    );
    const page = await pipelinePage();
    const ocr = { stage: 'ocr' };
    expect(sumOf(page, 'backlog_tasks', ocr)).to.equal(1);
    expect(sumOf(page, 'backlog_oldest_age_seconds', ocr)).to.be.within(3_600, 3_660);
    expect(sumOf(page, 'delayed_tasks', ocr)).to.equal(1);
    expect(sumOf(page, 'running_tasks', ocr)).to.equal(1);
    expect(sumOf(page, 'parked_tasks', { ...ocr, engine: 'mistral' })).to.equal(1);
    expect(sumOf(page, 'engine_away', { ...ocr, engine: 'mistral', reason: 'failures' })).to.equal(1);
    expect(sumOf(page, 'engine_paused_projects', { stage: 'llm', engine: 'openai', reason: 'budget' })).to.equal(1);
    expect(sumOf(page, 'documents', { state: 'processing' })).to.equal(4);
    expect(sumOf(page, 'backlog_tasks', { stage: 'ner' })).to.equal(0);
  });

  it('take what is late for late: leases, claims, publishes', async () => {
    const { record } = ingest;
    const documents = [await record.accept(), await record.accept(), await record.accept()];
    const [lease, claim, publish] = documents.map(document => only(document.deliveries).taskId);
    await record.claim(lease ?? '');
    const ago = `now() - interval '2 minutes'`;
    const lateFor = async (ms: number) =>
      (await record.query<{ late: object }>(`select queue_figures($1) -> 'late' as late`, [ms]))[0]?.late;
    // In a transaction, which the relay and the reconciler of the service do not see into.
    await record.query('begin');
    await record.query(`update tasks set lease_until = ${ago} where id = $1`, [lease]);
    await record.query(`update tasks set deliver_at = ${ago}, published = true where id = $1`, [claim]);
    await record.query(`update tasks set deliver_at = ${ago}, published = false where id = $1`, [publish]);
    expect(await lateFor(60_000)).to.deep.equal({ lease: 1, claim: 1, publish: 1 });
    expect(await lateFor(600_000)).to.deep.equal({ lease: 0, claim: 0, publish: 0 });
    await record.query('rollback');
  });

  it('show no backlog for a queue that is paused in Redis, and say that it is', async () => {
    await publishAll(runners.queues, (await ingest.record.accept()).deliveries);
    const ocr = { stage: 'ocr' };
    const before = await pipelinePage();
    expect(sumOf(before, 'backlog_tasks', ocr)).to.equal(1);
    expect(sumOf(before, 'queue_jobs', { ...ocr, state: 'waiting' })).to.equal(1);
    expect(sumOf(before, 'queue_workers', ocr)).to.equal(0);
    expect(sumOf(before, 'queue_paused', ocr)).to.equal(0);
    await runners.queues.ocr.pause();
    const after = await pipelinePage();
    expect(sumOf(after, 'backlog_tasks', ocr)).to.equal(0);
    expect(sumOf(after, 'backlog_oldest_age_seconds', ocr)).to.equal(0);
    expect(sumOf(after, 'queue_paused', ocr)).to.equal(1);
  });

  it('count claims, attempts by their end, errors by their code, and pages', async () => {
    const ends: Record<string, () => Promise<void>> = {
      done: async () => undefined,
      retried: () => Promise.reject(new PipelineError('X_CHILD_DIED', 'test')),
      failed: () => Promise.reject(new PipelineError('I_DAMAGED', 'test')),
      waits: () => Promise.reject(new PipelineError('X_ENGINE_BUSY', 'test', { retryAfterMs: 60_000 })),
    };
    let end = 'done';
    const stage: Stage = {
      plan: async () => {
        await ends[end]?.();
        return { outcome: { ...outcome, pagesBy: { 'tesseract.js': 3 } } };
      },
    };
    runners.run('ocr', stage);
    for (const other of ['ner', 'llm', 'relationship'] as const) runners.run(other, idleStage);
    const send = async () => publishAll(runners.queues, (await ingest.record.accept()).deliveries);
    await grows(3, 'pages_read_total', { engine: 'tesseract.js' }, send);
    for (end of ['done', 'retried', 'failed', 'waits']) {
      await grows(1, 'tasks_total', { stage: 'ocr', phase: 'plan', outcome: end }, send);
    }
    const page = await pipelinePage();
    for (const code of ['X_CHILD_DIED', 'I_DAMAGED', 'X_ENGINE_BUSY']) {
      expect(sumOf(page, 'task_errors_total', { stage: 'ocr', code }), code).to.be.at.least(1);
    }
    expect(sumOf(page, 'claims_total', { stage: 'ocr', outcome: 'claimed' })).to.be.at.least(5);
    expect(sumOf(page, 'task_duration_seconds_count', { stage: 'ocr', phase: 'plan' })).to.be.at.least(5);
    expect(sumOf(page, 'publishes_total', { stage: 'ocr', outcome: 'done' })).to.be.at.least(5);
    await eventually('nothing is in progress', async () =>
      sumOf(await pipelinePage(), 'tasks_in_progress') === 0 ? true : undefined,
    );
  });

  it('count calls of engines by their end, what they use up and what that costs', async () => {
    const { record } = ingest;
    const { deliveries } = await record.accept();
    const calls = callsOf(record, await record.claim(only(deliveries).taskId));
    const labels = { stage: 'ocr', engine: 'pen' };
    const pen = createPen(n => `answer ${n}`);
    await grows(1, 'engine_calls_total', { ...labels, outcome: 'answered' }, () => calls.ask(pen.request()));
    await grows(1, 'engine_calls_total', { ...labels, outcome: 'kept' }, () => calls.ask(pen.request()));
    await grows(1_000_000, 'engine_tokens_total', { ...labels, direction: 'input' }, () =>
      calls.ask(pen.request({ about: 'tokens' })),
    );
    const dollars = await growth('engine_cost_usd_total', labels, () => calls.ask(pen.request({ about: 'cost' })));
    expect(await dollars()).to.be.greaterThan(0);
    await grows(1, 'engine_unpriced_calls_total', labels, () => calls.ask(pen.request({ model: 'of no list' })));
    const failing = createPen(() => {
      throw new PipelineError('X_ENGINE_FAILED', 'test');
    });
    await grows(1, 'engine_calls_total', { ...labels, outcome: 'failed' }, () =>
      calls.ask(failing.request({ about: 'fails' })).catch(() => undefined),
    );
    await record.query(`insert into engine_state (engine, project_id, state, reason) values ('ocr/pen', null, 'down', 'failures')
      on conflict (engine, project_id) do update set state = 'down'`);
    await grows(1, 'engine_calls_total', { ...labels, outcome: 'away' }, () =>
      calls.ask(pen.request({ about: 'away' })).catch(() => undefined),
    );
    expect(sumOf(await pipelinePage(), 'engine_call_duration_seconds_count', labels)).to.be.at.least(5);
  });

  it('count commits that were refused because somebody else holds the task', async () => {
    const stage: Stage = {
      async plan({ task }) {
        await ingest.record.query('update tasks set lease_token = gen_random_uuid() where id = $1', [task.id]);
        return { outcome };
      },
    };
    runners.run('ocr', stage);
    await grows(1, 'tasks_total', { stage: 'ocr', outcome: 'fenced' }, async () =>
      publishAll(runners.queues, (await ingest.record.accept()).deliveries),
    );
  });

  it('count rounds of the reconciler and what it sets right', async () => {
    const { taskId } = only((await ingest.record.accept()).deliveries);
    await ingest.record.claim(taskId);
    const { redis, queues, prefix, log } = runners;
    const { tasks } = ingest.record;
    const grown = await growth('repairs_total', { kind: 'lease_expired' }, () => ingest.record.expireLease(taskId));
    const reconciler = startReconciler({ tasks, queues, redis, prefix, log, leaseMs: 1, intervalMs: 20 });
    await eventually('the lease was taken back', async () => ((await grown()) === 1 ? true : undefined));
    await reconciler.stop();
    const page = await pipelinePage();
    expect(sumOf(page, 'reconcile_rounds_total', { outcome: 'done' })).to.be.at.least(1);
    expect(sumOf(page, 'reconcile_last_success_timestamp_seconds')).to.be.closeTo(Date.now() / 1_000, 30);
    expect(sumOf(page, 'relay_rounds_total', { outcome: 'done' })).to.be.at.least(1);
  });

  it('count files that were sent, taken and refused', async () => {
    await ingest.record.projects.create('Uploads');
    const send = (name: string, bytes: string | Uint8Array<ArrayBuffer>) =>
      ingest.call('/v1/documents', { method: 'POST', body: formOf({ project: 'Uploads' }, [name, bytes]) });
    const text = 'a text that nobody sent before';
    await grows(1, 'uploads_total', { outcome: 'accepted' }, () => send('a.txt', text));
    await grows(1, 'uploads_total', { outcome: 'duplicate' }, () => send('b.txt', text));
    await grows(text.length, 'upload_bytes_total', {}, () => send('c.txt', text));
    await grows(1, 'upload_refusals_total', { code: 'I_EMPTY_FILE' }, () => send('empty.txt', ''));
    const page = await pageOf(ingest);
    expect(sumOf(page, 'upload_duration_seconds_count')).to.be.at.least(4);
    expect(sumOf(page, 'uploads_in_progress')).to.equal(0);
  });

  it('say that all is there while it is', async () => {
    const page = await pageOf(ingest);
    for (const name of ['record_up', 'redis_up', 'file_store_up']) expect(sumOf(page, name), name).to.equal(1);
    expect(sumOf(page, 'record_schema_version')).to.be.at.least(11);
    for (const stage of stageNames) expect(sumOf(page, 'queue_workers', { stage }), stage).to.equal(0);
  });

  for (const fate of ['refuse', 'hang'] as const) {
    it(`answer while the record would ${fate}: without its figures, and saying so`, async () => {
      let now: Fate = 'pass';
      const proxy = await createRecordProxy(ingest.record, () => now);
      const service = await createTestIngest({ SUPABASE_URL: proxy.url });
      try {
        now = fate;
        const since = performance.now();
        const page = await pageOf(service);
        expect(performance.now() - since).to.be.below(5_000);
        expect(sumOf(page, 'record_up')).to.equal(0);
        expect(sumOf(page, 'backlog_tasks')).to.equal(undefined);
        for (const name of ['documents', 'stuck_documents']) expect(sumOf(page, name), name).to.equal(undefined);
        expect(sumOf(page, 'redis_up')).to.equal(1);
        expect(sumOf(page, 'queue_workers', { stage: 'ocr' })).to.equal(0);
        expect(sumOf(page, 'uploads_total', { outcome: 'accepted' })).to.be.a('number');
      } finally {
        now = 'refuse';
        proxy.close();
        await service.stop();
      }
    });
  }

  it('say that the file store is away, and that it is back', async () => {
    const { FILES_URL } = ingest.record.environment.environment;
    const page = createMetricsPage(undefined, [lookAtStore(createFolderStore(FILES_URL))], { rememberMs: -1 });
    const up = async () => sumOf((await page(undefined)).text, 'file_store_up');
    const [marker, away] = ['', '.away'].map(end => join(fileURLToPath(FILES_URL), `${storeMarker}${end}`));
    await rename(marker ?? '', away ?? '');
    expect(await up()).to.equal(0);
    await rename(away ?? '', marker ?? '');
    expect(await up()).to.equal(1);
    // Believed for a while: a bucket would be written to at every look.
    await rename(marker ?? '', away ?? '');
    expect(await up()).to.equal(1);
  });

  it('answer while Redis is away: without its figures, and saying so', async () => {
    const service = await createTestIngest({ REDIS_URL: 'redis://127.0.0.1:1' });
    try {
      const page = await pageOf(service);
      expect(sumOf(page, 'redis_up')).to.equal(0);
      expect(sumOf(page, 'queue_workers')).to.equal(undefined);
      expect(sumOf(page, 'record_up')).to.equal(1);
      expect(sumOf(page, 'backlog_tasks', { stage: 'ocr' })).to.equal(0);
    } finally {
      await service.stop();
    }
  });
});
