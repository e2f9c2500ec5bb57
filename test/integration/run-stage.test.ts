import { expect } from 'chai';
import { jobId } from '../../queues/names.ts';
import { publishAll } from '../../queues/publish.ts';
import { reconcileOnce, startReconciler } from '../../queues/reconcile.ts';
import { startRelay } from '../../queues/relay.ts';
import type { Stage, TaskContext } from '../../queues/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { createTestRecord, emptyOutcome, only, type TestRecord } from '../support/record.ts';
import { createRecordProxy } from '../support/record-proxy.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { eventually } from '../support/wait.ts';

const outcome = { ...emptyOutcome, warnings: [] };
const marker = 'PRIVILEGED-MARKER-7f3a';

describe('run-time', function () {
  this.timeout(60_000);
  let record: TestRecord;
  let runners: TestRunners;
  beforeEach(async () => {
    record = await createTestRecord();
    runners = createTestRunners(record);
  });
  afterEach(async () => {
    await runners.stop();
    await record.stop();
  });

  const restIdle = () => {
    for (const stage of ['ner', 'llm', 'relationship'] as const) runners.run(stage, idleStage);
  };
  const ended = (documentId: string) =>
    eventually(`document ${documentId} ends`, async () => {
      const row = await record.state(documentId);
      return row.state === 'processing' ? undefined : row;
    });
  const acceptAndPublish = async () => {
    const document = await record.accept();
    await publishAll(runners.queues, document.deliveries);
    return document;
  };
  /** A stage whose plan counts its runs and does what it is told. */
  const counting = (plan: (context: TaskContext, run: number) => Promise<void> = async () => undefined) => {
    const counted = { runs: 0, stage: {} as Stage };
    counted.stage = {
      async plan(context) {
        counted.runs += 1;
        await plan(context, counted.runs);
        return { outcome };
      },
    };
    return counted;
  };

  it('drives plan, 500 parts and finish, each once, and what comes after', async () => {
    const seen: number[] = [];
    let finishes = 0;
    runners.run(
      'ocr',
      {
        plan: async () => ({ outcome, parts: Array.from({ length: 500 }, (_, from) => ({ from })) }),
        part: async context => {
          seen.push(Number(context.task.input.from));
          await context.put({
            taskDrafts: [{ id: context.rowId('taskDrafts', 0), ordinal: 0, data: { page: context.task.ordinal } }],
          });
          return { outcome };
        },
        finish: async context => {
          finishes += 1;
          const drafts = await context.read.drafts();
          expect(drafts.map(d => d.data.page)).to.deep.equal(Array.from({ length: 500 }, (_, i) => i));
          return { outcome };
        },
      },
      { concurrency: 8 },
    );
    restIdle();
    const document = await acceptAndPublish();
    expect((await ended(document.id)).state).to.equal('completed');
    expect(seen.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 500 }, (_, i) => i));
    expect(finishes).to.equal(1);
    expect(await record.query('select 1 from task_drafts')).to.deep.equal([]);
  });

  it('works on a task once, however often it is delivered', async () => {
    const ocr = counting();
    runners.run('ocr', ocr.stage);
    restIdle();
    const document = await record.accept();
    const delivery = only(document.deliveries);
    await publishAll(
      runners.queues,
      [1, 2, 3].map(publishes => ({ ...delivery, publishes })),
    );
    await ended(document.id);
    await eventually('all three jobs end', async () =>
      (await runners.queues.ocr.getCompletedCount()) === 3 ? true : undefined,
    );
    expect(ocr.runs).to.equal(1);
  });

  it('ends a job whose payload breaks the contract, with paths and without values; the document goes on', async () => {
    runners.run('ocr', idleStage);
    restIdle();
    const bad = await runners.queues.ocr.add('plan', {
      v: 1,
      taskId: marker,
      documentId: newId(),
      stage: 'ocr',
      phase: 'plan',
    });
    const unknownVersion = await runners.queues.ocr.add('plan', {
      v: 99,
      taskId: newId(),
      documentId: newId(),
      generation: 1,
      stage: 'ocr',
      phase: 'plan',
    });
    const otherStage = await runners.queues.ocr.add('plan', {
      v: 1,
      taskId: newId(),
      documentId: newId(),
      generation: 1,
      stage: 'ner',
      phase: 'plan',
    });
    const document = await acceptAndPublish();
    expect((await ended(document.id)).state).to.equal('completed');
    const reasonOf = (id: string | undefined) =>
      eventually('job fails', async () => (await runners.queues.ocr.getJob(id ?? ''))?.failedReason);
    expect(await reasonOf(bad.id)).to.equal('I_PAYLOAD: taskId, generation');
    expect(await reasonOf(unknownVersion.id)).to.equal('I_PAYLOAD: v');
    expect(await reasonOf(otherStage.id)).to.equal('I_PAYLOAD: stage');
  });

  it('lets go of jobs whose task is unknown or of an older generation', async () => {
    const ocr = counting();
    const document = await record.accept();
    await record.documents.reprocess(document.id, 'ocr', 'test');
    const stale = only(document.deliveries);
    const unknown: Delivery = { ...stale, taskId: newId() };
    await publishAll(runners.queues, [stale, unknown]);
    runners.run('ocr', ocr.stage);
    await eventually('both jobs end', async () =>
      (await runners.queues.ocr.getCompletedCount()) === 2 ? true : undefined,
    );
    expect(ocr.runs).to.equal(0);
  });

  it('fails a document on a permanent error in one attempt, and shows the code on the board', async () => {
    const ocr = counting(async () => {
      throw new PipelineError('I_PASSWORD', 'the file needs a password');
    });
    runners.run('ocr', ocr.stage);
    const document = await acceptAndPublish();
    expect(await ended(document.id)).to.include({ state: 'failed', error_code: 'I_PASSWORD' });
    // The record knows first; the board hears of it from the job, which ends after.
    const reason = await eventually(
      'the job fails',
      async () => (await runners.queues.ocr.getJob(jobId(only(document.deliveries).taskId, 1)))?.failedReason,
    );
    expect(reason).to.equal('I_PASSWORD: the file needs a password (attempt 1)');
    expect(ocr.runs).to.equal(1);
  });

  it('keeps what an unclassified error says out of Redis and the record', async () => {
    runners.run('ocr', counting(async () => Promise.reject(new TypeError(`cannot read ${marker}`))).stage);
    const document = await acceptAndPublish();
    const task = await eventually(
      'the attempt fails',
      async () =>
        (
          await record.query<{ error_code: string }>(`select * from tasks where document_id = $1 and failures = 1`, [
            document.id,
          ])
        )[0],
    );
    expect(task.error_code).to.equal('X_UNCLASSIFIED');
    expect(JSON.stringify(await record.query('select * from tasks'))).not.to.contain(marker);
    await eventually('the job fails', async () =>
      (await runners.queues.ocr.getFailedCount()) === 1 ? true : undefined,
    );
    expect(await runners.everything()).not.to.contain(marker);
  });

  it('tries again after a system error, delivered by the relay', async () => {
    const ocr = counting(async (_, run) => {
      if (run === 1) throw new PipelineError('X_ENGINE_FAILED', 'test');
    });
    runners.run('ocr', ocr.stage);
    restIdle();
    const relay = startRelay(record.tasks, runners.queues, runners.log, 50);
    const document = await acceptAndPublish();
    expect((await ended(document.id)).state).to.equal('completed');
    await relay.stop();
    expect(ocr.runs).to.equal(2);
  });

  it('waits for an engine that asks to, however often, without using up attempts', async () => {
    const ocr = counting(async (context, run) => {
      expect(context.task.attempt).to.equal(1);
      if (run <= 6) throw new PipelineError('X_ENGINE_BUSY', 'test', { retryAfterMs: 50 });
    });
    runners.run('ocr', ocr.stage);
    restIdle();
    const relay = startRelay(record.tasks, runners.queues, runners.log);
    const document = await acceptAndPublish();
    expect(await ended(document.id)).to.include({ state: 'completed' });
    await relay.stop();
    expect(ocr.runs).to.equal(7);
  });

  it('aborts the work when its document is cancelled', async () => {
    let aborted = false;
    const ocr = counting(
      context =>
        new Promise((_, reject) => {
          context.signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        }),
    );
    runners.run('ocr', ocr.stage, { leaseMs: 1_000 });
    const document = await acceptAndPublish();
    await eventually('the work starts', () => (ocr.runs === 1 ? true : undefined));
    await record.documents.cancel(document.id);
    await eventually('the work is aborted', () => aborted || undefined, 5_000);
    expect((await record.state(document.id)).state).to.equal('cancelled');
  });

  it('fails work that runs past its phase as X_TIMEOUT', async () => {
    const ocr = counting(() => new Promise(() => undefined));
    runners.run('ocr', ocr.stage, { leaseMs: 1_000 });
    const document = await acceptAndPublish();
    await eventually('the work starts', () => (ocr.runs === 1 ? true : undefined));
    await record.query('update tasks set deadline_at = now()');
    const task = await eventually(
      'the attempt fails',
      async () =>
        (
          await record.query<{ error_code: string }>(`select * from tasks where document_id = $1 and failures = 1`, [
            document.id,
          ])
        )[0],
    );
    expect(task.error_code).to.equal('X_TIMEOUT');
  });

  it('refuses rows and the commit of a worker whose task somebody else holds by now', async () => {
    const zombie = counting(async context => {
      await record.expireLease(context.task.id);
      await record.tasks.reconcile();
      const heir = await record.claim(context.task.id);
      await record.tasks.commit({ taskId: heir.task.id, token: heir.token, outcome });
      const row = (ordinal: number) => ({
        ordinal,
        kind: 'section' as const,
        text: 'zombie',
        charStart: 0,
        charEnd: 6,
      });
      const many = Array.from({ length: 400 }, (_, i) => ({ ...row(i), id: newId(), engine: 'test' }));
      const put = await context.put({ segments: many }).catch((error: unknown) => error);
      expect(put).to.be.instanceOf(Error);
      await context.put({ segments: many.slice(0, 1) }).catch(() => 'refused at once, or with the commit');
    });
    runners.run('ocr', zombie.stage);
    const document = await acceptAndPublish();
    await eventually('the job of the zombie ends', async () =>
      (await runners.queues.ocr.getCompletedCount()) === 1 ? true : undefined,
    );
    expect(zombie.runs).to.equal(1);
    expect(await record.query('select 1 from segments where document_id = $1', [document.id])).to.deep.equal([]);
    const [task] = await record.query(`select state, failures from tasks where document_id = $1 and stage = 'ocr'`, [
      document.id,
    ]);
    expect(task).to.deep.equal({ state: 'done', failures: 0 });
  });

  it('keeps its jobs while the record does not answer, instead of burning them', async () => {
    let away = true;
    let refused = 0;
    const proxy = await createRecordProxy(record, () => {
      refused += Number(away);
      return away ? 'refuse' : 'pass';
    });
    runners.run('ocr', idleStage, { tasks: proxy.tasks });
    restIdle();
    const documents = await Promise.all(Array.from({ length: 5 }, acceptAndPublish));
    await eventually('jobs are held', async () =>
      (await runners.queues.ocr.getActiveCount()) === 2 ? true : undefined,
    );
    await eventually('the claims were tried again', () => refused >= 4 || undefined);
    away = false;
    for (const document of documents) expect((await ended(document.id)).state).to.equal('completed');
    expect(await runners.queues.ocr.getFailedCount()).to.equal(0);
    proxy.close();
  });

  it('calls for somebody when work waits and no worker is there, but not while one is starting', async () => {
    const alarms: { round: number; stage: unknown }[] = [];
    let round = 0;
    const log: Log = {
      ...runners.log,
      error: (event, fields) => void (event === 'queue.no_worker' && alarms.push({ round, stage: fields?.stage })),
    };
    const counting = { ...record.tasks, reconcile: () => record.tasks.reconcile().finally(() => (round += 1)) };
    await acceptAndPublish();
    const reconciler = startReconciler({ ...runners, tasks: counting, log, leaseMs: 30_000, intervalMs: 5 });
    await eventually('the alarm', () => alarms.length > 0 || undefined);
    await reconciler.stop();
    expect(alarms[0]?.stage).to.equal('ocr');
    expect(alarms[0]?.round, 'not at the first look').to.be.greaterThan(1);
  });

  it('says so when Redis is told to evict, and keeps setting the record straight', async () => {
    const alarms: unknown[] = [];
    const log: Log = { ...runners.log, error: event => alarms.push(event) };
    await eventually('Redis is connected', () => runners.redis.status === 'ready' || undefined);
    await runners.redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const reconciler = startReconciler({ ...runners, tasks: record.tasks, log, leaseMs: 30_000, intervalMs: 5 });
    try {
      await eventually('the alarm', () => alarms.includes('redis.evicts') || undefined);
    } finally {
      await runners.redis.config('SET', 'maxmemory-policy', 'noeviction');
      await reconciler.stop();
    }
  });

  it('gives its claim back when stopped in mid-work', async () => {
    const ocr = counting(() => new Promise(() => undefined));
    const runner = runners.run('ocr', ocr.stage, { graceMs: 200 });
    const document = await acceptAndPublish();
    await eventually('the work starts', () => (ocr.runs === 1 ? true : undefined));
    await runner.stop();
    const [task] = await record.query('select state, failures, expirations from tasks where document_id = $1', [
      document.id,
    ]);
    expect(task).to.deep.equal({ state: 'queued', failures: 0, expirations: 0 });
  });

  it('completes everything after Redis was emptied', async () => {
    await reconcileOnce({ ...runners, tasks: record.tasks });
    const documents = await Promise.all(Array.from({ length: 5 }, acceptAndPublish));
    await runners.redis.flushall();
    runners.run('ocr', idleStage);
    restIdle();
    const relay = startRelay(record.tasks, runners.queues, runners.log, 50);
    await reconcileOnce({ ...runners, tasks: record.tasks });
    for (const document of documents) expect((await ended(document.id)).state).to.equal('completed');
    await relay.stop();
    const rows = await record.query<{ n: number }>(
      `select count(*)::int as n from events where kind = 'stage.done' group by document_id`,
    );
    expect(rows.map(r => r.n)).to.deep.equal([4, 4, 4, 4, 4]);
  });

  it('publishes anew a task whose job is gone, and leaves one whose job still waits', async () => {
    const [gone, waiting] = [await acceptAndPublish(), await acceptAndPublish()];
    await reconcileOnce({ ...runners, tasks: record.tasks });
    const drop = only(gone.deliveries);
    await (await runners.queues.ocr.getJob(jobId(drop.taskId, 2)))?.remove();
    await (await runners.queues.ocr.getJob(jobId(drop.taskId, 1)))?.remove();
    await record.query(`update tasks set published = true, deliver_at = now() - interval '1 second'`);
    await reconcileOnce({ ...runners, tasks: record.tasks });
    const publishes = async (id: string) =>
      (await record.query<{ publishes: number }>('select publishes from tasks where document_id = $1', [id]))[0]
        ?.publishes;
    expect([await publishes(gone.id), await publishes(waiting.id)]).to.deep.equal([2, 1]);
    expect(await runners.queues.ocr.getJobState(jobId(drop.taskId, 2))).to.equal('prioritized');
  });
});
