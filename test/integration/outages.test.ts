/** What an outage of the platform costs a document: nothing. */
import { expect } from 'chai';
import { publishAll } from '../../queues/publish.ts';
import { startReconciler } from '../../queues/reconcile.ts';
import { startRelay } from '../../queues/relay.ts';
import type { RunnerOptions } from '../../queues/run-stage.ts';
import type { Stage } from '../../queues/stage.ts';
import type { StageName } from '../../shared/domain/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createTestRecord, emptyOutcome, only, type TestRecord } from '../support/record.ts';
import { createRecordProxy, type Fate } from '../support/record-proxy.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { eventually } from '../support/wait.ts';

const outcome = { ...emptyOutcome, warnings: [] };

describe('outages', function () {
  this.timeout(60_000);
  let record: TestRecord;
  let runners: TestRunners;
  let closing: (() => Promise<void> | void)[];
  beforeEach(async () => {
    record = await createTestRecord();
    runners = createTestRunners(record);
    const relay = startRelay(record.tasks, runners.queues, runners.log, 50);
    closing = [relay.stop];
  });
  afterEach(async () => {
    await runners.stop();
    for (const close of closing) await close();
    await record.stop();
  });

  const throughProxy = async (decide: (name: string) => Fate) => {
    const proxy = await createRecordProxy(record, decide);
    closing.push(proxy.close);
    return proxy.tasks;
  };
  const drive = async (stage: Stage, more: Parameters<TestRunners['run']>[2] = {}) => {
    runners.run('ocr', stage, more);
    for (const name of ['ner', 'llm', 'relationship'] satisfies StageName[]) runners.run(name, idleStage);
    const document = await record.accept();
    await publishAll(runners.queues, document.deliveries);
    return { ...document, taskId: only(document.deliveries).taskId };
  };
  const completes = (documentId: string) =>
    eventually('the document completes', async () =>
      (await record.state(documentId)).state === 'completed' ? true : undefined,
    );
  const task = async (taskId: string) =>
    (await record.query('select state, failures, expirations, claims from tasks where id = $1', [taskId]))[0];
  /** The reasons of failed jobs, as the board shows them. */
  const reasons = async () => (await runners.queues.ocr.getFailed()).map(job => job.failedReason);
  /** A stage that throws this in its first run. */
  const throwsOnce = (thrown: unknown): Stage => {
    let runs = 0;
    return {
      async plan() {
        runs += 1;
        if (runs === 1) throw thrown;
        return { outcome };
      },
    };
  };

  const noSpace = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
  for (const [what, thrown, code] of [
    ['the disk of a worker is full', noSpace, 'X_DISK: local disk: ENOSPC'],
    ['the file store is away', new PipelineError('X_STORE', 'test', { cause: noSpace }), 'X_STORE: test'],
    ['the record is away', new PipelineError('X_RECORD', 'test', { cause: { code: '' } }), 'X_RECORD: test'],
  ] as const) {
    it(`spends no attempt while ${what}, and shows it on the board`, async () => {
      const { id, taskId } = await drive(throwsOnce(thrown));
      const waits = () =>
        record.query('select waits_for, waits_since is not null as since from tasks where id = $1', [taskId]);
      await eventually(
        'it is shown',
        async () => (await waits())[0]?.waits_for === code.slice(0, code.indexOf(':')) || undefined,
      );
      await completes(id);
      expect(await task(taskId)).to.deep.equal({ state: 'done', failures: 0, expirations: 0, claims: 2 });
      expect(await waits()).to.deep.equal([{ waits_for: null, since: false }]);
      expect((await reasons())[0]).to.match(new RegExp(`^${code} \\(goes on in \\d+ ms\\)$`));
    });
  }

  it('spends attempts on an original that is not in the store, and on what it finds wrong itself', async () => {
    for (const [thrown, code] of [
      [undefined, 'X_FILE_MISSING'],
      [new PipelineError('X_STORE', 'too short'), 'X_STORE'],
      [new PipelineError('X_RECORD', 'does not add up'), 'X_RECORD'],
      [new PipelineError('X_RECORD', 'test', { cause: { code: '57014' } }), 'X_RECORD'],
    ] as const) {
      const stage: Stage = {
        async plan(context) {
          if (thrown) throw thrown;
          await context.original();
          return { outcome };
        },
      };
      const runner = runners.run('ocr', stage);
      const document = await record.accept();
      await publishAll(runners.queues, document.deliveries);
      const failed = await eventually(
        'the attempt fails',
        async () =>
          (
            await record.query('select error_code from tasks where id = $1 and failures = 1', [
              only(document.deliveries).taskId,
            ])
          )[0],
      );
      expect(failed).to.deep.equal({ error_code: code });
      await runner.stop();
    }
  });

  it('does not lose finished work, or do it twice, when the answer of the commit is lost', async () => {
    let commits = 0;
    const tasks = await throughProxy(name => (name === 'commit_tasks' && commits++ === 0 ? 'lose' : 'pass'));
    let runs = 0;
    const plan: Stage['plan'] = async () => {
      runs += 1;
      return { outcome };
    };
    const { taskId } = await drive({ plan }, { tasks });
    await eventually('the commit is repeated', () => commits === 2 || undefined);
    await eventually('the job ends', async () => (await runners.queues.ocr.getCompletedCount()) === 1 || undefined);
    expect(runs).to.equal(1);
    expect(await task(taskId)).to.include({ state: 'done', failures: 0, claims: 1 });
  });

  it('commits and fails once the record is back', async () => {
    const refusals = { commit_tasks: 2, fail_task: 2 };
    const tasks = await throughProxy(name =>
      name in refusals && refusals[name as keyof typeof refusals]-- > 0 ? 'refuse' : 'pass',
    );
    const { id, taskId } = await drive(throwsOnce(new PipelineError('X_ENGINE_FAILED', 'test')), { tasks });
    await completes(id);
    expect(await task(taskId)).to.deep.equal({ state: 'done', failures: 1, expirations: 0, claims: 2 });
  });

  it('gives a claim back once the record is back', async () => {
    let refusals = 2;
    const tasks = await throughProxy(name => (name === 'release_task' && refusals-- > 0 ? 'refuse' : 'pass'));
    const { id, taskId } = await drive(throwsOnce(noSpace), { tasks });
    await completes(id);
    expect(await task(taskId)).to.deep.equal({ state: 'done', failures: 0, expirations: 0, claims: 2 });
  });

  it('runs tasks alone that workers died on, and those beside them as ever', async () => {
    let inside = 0;
    const company = new Map<string, number>();
    let suspects: string[] = [];
    const gate = Promise.withResolvers<void>();
    const stage: Stage = {
      async plan({ document }) {
        inside += 1;
        if (!suspects.includes(document.id)) await gate.promise;
        company.set(document.id, inside);
        await new Promise(resolve => setImmediate(resolve));
        inside -= 1;
        return { outcome };
      },
    };
    const documents = await Promise.all(Array.from({ length: 4 }, () => record.accept()));
    const [first, second, ...suspected] = documents;
    suspects = suspected.map(({ id }) => id);
    await record.query('update tasks set expirations = 2 where document_id = any ($1)', [suspects]);
    runners.run('ocr', stage, { concurrency: 4 });
    await publishAll(
      runners.queues,
      [first, second].flatMap(document => document?.deliveries ?? []),
    );
    await eventually('the others are at work', () => inside === 2 || undefined);
    await publishAll(
      runners.queues,
      suspected.flatMap(document => document.deliveries),
    );
    await eventually('one suspect is given back', async () => {
      const rows = await record.query(
        `select 1 from tasks where document_id = any ($1) and state = 'queued' and claims = 1 and not_before > now()`,
        [suspects],
      );
      return rows.length === 1 || undefined;
    });
    expect([...company.keys()]).to.deep.equal([]);
    gate.resolve();
    await eventually('all are done', () => company.size === 4 || undefined, 20_000);
    expect(suspects.map(id => company.get(id))).to.deep.equal([1, 1]);
  });

  it('lets go of a claim that the record cancels each time, and the record delivers again', async () => {
    let tooSlow = true;
    const tasks: RunnerOptions['tasks'] = {
      ...record.tasks,
      async claim(asked) {
        if (tooSlow) throw new PipelineError('X_RECORD', 'claim_tasks: 57014', { cause: { code: '57014' } });
        return record.tasks.claim(asked);
      },
    };
    const { id, taskId } = await drive({ plan: async () => ({ outcome }) }, { tasks, leaseMs: 300 });
    await eventually('the job is given up', async () => (await reasons()).length === 1 || undefined);
    tooSlow = false;
    await record.query('update tasks set published = false, deliver_at = now() where id = $1', [taskId]);
    await completes(id);
  });

  it('takes no lease back before those who hold it had time to renew it after an outage', async () => {
    let away = true;
    let rounds = 0;
    const { tasks } = record;
    const flaky = {
      ...tasks,
      async reconcile(how?: { expire?: boolean }) {
        rounds += 1;
        if (away) throw new PipelineError('X_RECORD', 'reconcile: no answer', { cause: { code: '' } });
        return tasks.reconcile(how);
      },
    };
    const { taskId } = only((await record.accept()).deliveries);
    await record.claim(taskId);
    const reconciler = startReconciler({ ...runners, tasks: flaky, leaseMs: 1_000, intervalMs: 5 });
    closing.push(reconciler.stop);
    await eventually('a round fails', () => rounds > 1 || undefined);
    await record.expireLease(taskId);
    away = false;
    const before = rounds;
    await eventually('rounds go on', () => rounds > before + 10 || undefined);
    expect(await task(taskId)).to.include({ state: 'running', expirations: 0 });
    await eventually('it is taken back in the end', async () => (await task(taskId))?.expirations === 1 || undefined);
  });

  it('keeps its leases when a renewal gets no answer', async () => {
    let renewals = 0;
    const tasks = await throughProxy(name => (name === 'renew_leases' && renewals++ === 0 ? 'hang' : 'pass'));
    const aborted: unknown[] = [];
    const stage: Stage = {
      async plan({ signal }) {
        signal.addEventListener('abort', () => aborted.push(signal.reason));
        await eventually('later renewals', () => renewals >= 4 || undefined);
        return { outcome };
      },
    };
    const { id, taskId } = await drive(stage, { tasks, leaseMs: 3_000 } satisfies Partial<RunnerOptions>);
    await completes(id);
    expect(aborted).to.deep.equal([]);
    expect(await task(taskId)).to.include({ claims: 1, expirations: 0 });
  });
});
