/** Engines that are down, out of credit, busy or too dear: what waits for them loses nothing, and goes on by itself. */
import { expect } from 'chai';
import { publishAll } from '../../queues/publish.ts';
import { reconcileOnce } from '../../queues/reconcile.ts';
import { startRelay } from '../../queues/relay.ts';
import type { Stage } from '../../queues/stage.ts';
import type { StageName } from '../../shared/domain/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import { createOperations } from '../../shared/record/operations.ts';
import { callsOf, createPen } from '../support/engine-calls.ts';
import { createTestRecord, emptyOutcome, only, type TestRecord } from '../support/record.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { eventually } from '../support/wait.ts';

const outcome = { ...emptyOutcome, warnings: [] };
const down = () => {
  throw new PipelineError('X_ENGINE_FAILED', 'test', { engine: 'pen', retryAfterMs: 20 });
};

describe('engines that are away', function () {
  this.timeout(120_000);
  let record: TestRecord;
  let runners: TestRunners;
  let relay: ReturnType<typeof startRelay>;
  beforeEach(async () => {
    record = await createTestRecord();
    runners = createTestRunners(record);
    relay = startRelay(record.tasks, runners.queues, runners.log, 50);
  });
  afterEach(async () => {
    await relay.stop();
    await runners.stop();
    await record.stop();
  });

  /** An ocr stage whose plan asks the engine once; `needs` as a stage that is nothing without it. */
  const asking = (pen: ReturnType<typeof createPen>, needs = true): Stage => ({
    ...(needs && { needs: { plan: ['pen'] } }),
    async plan(context) {
      await context.ask(pen.request());
      return { outcome };
    },
  });
  const drive = (stage: Stage, more: Parameters<TestRunners['run']>[2] = {}) => {
    runners.run('ocr', stage, more);
    for (const name of ['ner', 'llm', 'relationship'] satisfies StageName[]) runners.run(name, idleStage);
  };
  const send = async (count: number, over: Parameters<TestRecord['accept']>[0] = {}) => {
    const documents = [];
    for (let i = 0; i < count; i++) documents.push(await record.accept(over));
    await publishAll(
      runners.queues,
      documents.flatMap(({ deliveries }) => deliveries),
    );
    return documents;
  };
  const counts = async (): Promise<Record<string, number>> => {
    const rows = await record.query<{ state: string; n: number }>(
      `select state, count(*)::int as n from tasks where stage = 'ocr' group by state`,
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };
  const allParked = (count: number) =>
    eventually('all are parked', async () => (await counts()).parked === count || undefined, 60_000);
  const lostAttempts = () =>
    record.query(`select 1 from tasks where failures > 0 or expirations > 0 or state = 'failed'`);
  const completed = (count: number) =>
    eventually(
      'all complete',
      async () =>
        (await record.query(`select 1 from documents where state = 'completed'`)).length === count || undefined,
      60_000,
    );
  const engines = async () =>
    (await createOperations(record.client).health()).engines.map(({ seconds: _, ...engine }) => engine);
  /** Moves the clock of the engine and of all that waits for it. */
  const later = (interval: string) =>
    record.query(`update engine_state set until = until - $1::interval, since = since - $1::interval`, [interval]);
  const reconcile = () => reconcileOnce({ ...runners, tasks: record.tasks });

  it('an outage of an hour costs no attempt, is tried by one task at a time, and all complete after it', async () => {
    let isDown = true;
    const pen = createPen(() => (isDown ? down() : 'answer'));
    drive(asking(pen));
    await send(12);
    await allParked(12);
    expect(pen.asked, 'no more than it takes to be sure').to.be.lessThan(12);
    expect(await engines()).to.deep.include({
      ...{ engine: 'ocr/pen', project: null, state: 'down', reason: 'failures', parked: 12 },
    });
    const before = pen.asked;
    await reconcile();
    expect(await counts(), 'not before it is time').to.deep.equal({ parked: 12 });
    const tried = new Set<unknown>();
    for (let hour = 1; hour <= 4; hour++) {
      await later('15 minutes');
      await Promise.all([reconcile(), reconcile(), reconcile()]);
      await eventually('it is tried', () => pen.asked === before + hour || undefined);
      await allParked(12);
      await reconcile();
      expect(pen.asked).to.equal(before + hour);
      tried.add((await record.query('select probe_task from engine_state'))[0]?.probe_task);
    }
    expect(tried.size, 'each time by another one').to.equal(4);
    const claims = await record.query(`select 1 from tasks where claims = 0`);
    expect(claims.length, 'the others were never begun').to.be.greaterThan(0);
    const { states, received } =
      (await record.documents.report((await record.projects.list({ limit: 1 }))[0]?.id ?? '')) ?? expect.fail();
    expect({ received, processing: states.processing }).to.deep.equal({ received: 12, processing: 12 });
    const stuck = await record.query(`select id from lp.stuck_documents('0 seconds')`);
    expect(stuck).to.deep.equal([]);
    isDown = false;
    await later('30 seconds');
    await reconcile();
    await completed(12);
    expect(await lostAttempts()).to.deep.equal([]);
    expect(await engines()).to.deep.equal([]);
  });

  it('parks for a stage that does not need it always only what asked for it', async () => {
    const pen = createPen(down);
    drive(asking(pen, false));
    await send(6);
    await allParked(6);
    const idle = runners.run('ner', idleStage);
    await idle.stop();
    expect(await lostAttempts()).to.deep.equal([]);
  });

  it('while one tries it, nothing else gets through, however long that takes', async () => {
    let isDown = true;
    const gate = Promise.withResolvers<void>();
    const pen = createPen(async () => {
      if (isDown) return down();
      await gate.promise;
      return 'answer';
    });
    drive(asking(pen), { concurrency: 8 });
    await send(6);
    await allParked(6);
    const before = pen.asked;
    isDown = false;
    await later('1 minute');
    await reconcile();
    await eventually('it is tried', () => pen.asked === before + 1 || undefined);
    await send(2);
    await allParked(7);
    for (let round = 0; round < 3; round++) {
      await later('5 minutes');
      await reconcile();
    }
    expect(await counts()).to.deep.equal({ parked: 7, running: 1 });
    gate.resolve();
    await completed(8);
    expect(pen.asked).to.equal(before + 8);
  });

  it('a document that alone has the engine fail loses its attempts, and nobody else does', async () => {
    const { projectId } = await record.accept();
    const bad = await record.accept({ projectId });
    const pen = createPen(() => 'answer');
    const stage: Stage = {
      needs: { plan: ['pen'] },
      async plan(context) {
        if (context.document.id === bad.id) await context.ask(createPen(down).request({ about: context.task.id }));
        else await context.ask(pen.request());
        return { outcome };
      },
    };
    drive(stage);
    await publishAll(runners.queues, bad.deliveries);
    const ended = async () => (await record.state(bad.id)).state === 'failed' || undefined;
    await eventually(
      'it fails',
      async () => {
        if (await ended()) return true;
        await send(1, { projectId });
        await record.query(
          `update tasks set not_before = null, deliver_at = now(), published = false where document_id = $1 and state = 'queued' and not published`,
          [bad.id],
        );
        return undefined;
      },
      60_000,
    );
    expect(await record.state(bad.id)).to.include({ error_code: 'X_ENGINE_FAILED' });
    expect(await engines()).to.deep.equal([]);
    expect(await record.query(`select 1 from tasks where failures > 0 and document_id <> $1`, [bad.id])).to.deep.equal(
      [],
    );
  });

  it('without credit it is paused at once, and goes on when somebody has paid', async () => {
    let isPaid = false;
    const pen = createPen(() => {
      if (isPaid) return 'answer';
      throw new PipelineError('X_ENGINE_CREDIT', 'test', { engine: 'pen' });
    });
    drive(asking(pen));
    await send(5);
    await allParked(5);
    expect(await engines()).to.deep.equal([
      { engine: 'ocr/pen', project: null, state: 'paused', reason: 'credit', parked: 5 },
    ]);
    isPaid = true;
    await later('30 seconds');
    await reconcile();
    await completed(5);
    expect(await lostAttempts()).to.deep.equal([]);
  });

  it('cancel, rerun and poison of what is parked, or tries it, leave nothing behind', async () => {
    let isDown = true;
    const pen = createPen(() => (isDown ? down() : 'answer'));
    drive(asking(pen));
    const [first, second] = await send(6);
    await allParked(6);
    await record.documents.cancel(first?.id ?? '');
    const rerun = await record.documents.reprocess(second?.id ?? '', 'ocr', 'test');
    if (rerun.error) throw new Error(rerun.error);
    await publishAll(runners.queues, rerun.deliveries);
    await allParked(5);
    await record.query(`update engine_state set until = now()`);
    await reconcile();
    const probe = await record.query<{ id: string }>('select probe_task as id from engine_state');
    await allParked(5);
    const [document] = await record.query<{ id: string }>(`select document_id as id from tasks where id = $1`, [
      probe[0]?.id,
    ]);
    await record.documents.cancel(document?.id ?? '');
    isDown = false;
    await later('30 seconds');
    await reconcile();
    await completed(4);
    expect(await counts()).to.deep.include({ done: 4 });
  });

  it('what was parked in the moment it came back is found by the reconciler', async () => {
    drive(idleStage);
    const [document] = await send(1);
    await completed(1);
    const late = await record.accept();
    await record.query(
      `update tasks set state = 'parked', parked_for = 'ocr/pen', deliver_at = null where document_id = $1`,
      [late.id],
    );
    await reconcile();
    await completed(2);
    expect(document).not.to.equal(undefined);
  });

  describe('a budget', () => {
    const budget = (amount: number) => ({ budget: { amount, currency: 'USD' } });

    it('that is spent parks what costs, of its project only, until it is raised', async () => {
      const tight = await record.projects.create('Tight', { settings: budget(5) });
      const other = await record.projects.create('Other');
      const pen = createPen(() => 'answer'); // 2.50 a call
      drive(asking(pen), { concurrency: 1 });
      await send(4, { projectId: tight.id });
      await eventually('two are done, two wait', async () => {
        const { done, parked } = await counts();
        return (done === 2 && parked === 2) || undefined;
      });
      await send(2, { projectId: other.id });
      await completed(4);
      expect(await engines()).to.deep.equal([
        { engine: 'ocr/pen', project: 'Tight', state: 'paused', reason: 'budget', parked: 2 },
      ]);
      await reconcile();
      expect((await counts()).parked).to.equal(2);
      await record.projects.setSettings(tight.id, budget(100));
      await reconcile();
      await completed(6);
      expect(await engines()).to.deep.equal([]);
      expect(await lostAttempts()).to.deep.equal([]);
    });

    it('does not keep from what costs nothing, nor from what is known already', async () => {
      const project = await record.projects.create('Tight', { settings: budget(2) });
      const { deliveries } = await record.accept({ projectId: project.id });
      const calls = callsOf(record, await record.claim(only(deliveries).taskId));
      const pen = createPen(() => 'answer');
      await calls.ask(pen.request());
      await calls.ask(pen.request());
      await calls.ask(pen.request({ about: 'near', host: 'localhost:8000' }));
      expect(pen.asked).to.equal(2);
      const refused = await calls.ask(pen.request({ about: 'far' })).catch((error: PipelineError) => error);
      expect(refused).to.include({ code: 'X_ENGINE_BUSY', engine: 'pen' });
    });
  });

  describe('a budget under way', () => {
    it('is spent by calls that are not over yet, also by those that begin at the same time', async () => {
      const project = await record.projects.create('Tight', { settings: { budget: { amount: 6, currency: 'USD' } } });
      const gate = Promise.withResolvers<string>();
      const pen = createPen(() => gate.promise); // 2.50 a call
      const asked = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const { deliveries } = await record.accept({ projectId: project.id });
          const calls = callsOf(record, await record.claim(only(deliveries).taskId));
          const answer = calls.ask(pen.request({ expected: { requests: 1, inputTokens: 1_000_000 } }));
          return answer.then(
            () => 'answered',
            (error: PipelineError) => {
              if (pen.asked === 3) gate.resolve('answer');
              return error.code;
            },
          );
        }),
      );
      expect(asked.filter(end => end === 'answered')).to.have.length(3);
      expect(asked.filter(end => end === 'X_ENGINE_BUSY')).to.have.length(3);
      expect(pen.asked).to.equal(3);
    });

    it('that is spent holds nothing up once the engine is one’s own', async () => {
      const project = await record.projects.create('Tight', { settings: { budget: { amount: 1, currency: 'USD' } } });
      const pen = createPen(() => 'answer');
      const far = runners.run('ocr', asking(pen), { concurrency: 1 });
      for (const name of ['ner', 'llm', 'relationship'] satisfies StageName[]) runners.run(name, idleStage);
      await send(5, { projectId: project.id });
      await eventually('four are parked', async () => (await counts()).parked === 4 || undefined);
      await far.stop();
      runners.run('ocr', asking(pen), { calls: { localHosts: ['far.example'], rates: {} } });
      await reconcile();
      expect(await counts(), 'not at once: most budgets are spent for good').to.include({ parked: 4 });
      await later('5 minutes');
      await reconcile();
      await eventually('the pause is lifted', async () => (await engines()).length === 0 || undefined);
      await reconcile();
      await completed(5);
      expect(await lostAttempts()).to.deep.equal([]);
    });
  });

  it('another engine in its place takes up all that waits, once one task got along with it', async () => {
    const pen = createPen(down);
    const first = runners.run('ocr', asking(pen));
    for (const name of ['ner', 'llm', 'relationship'] satisfies StageName[]) runners.run(name, idleStage);
    await send(8);
    await allParked(8);
    await first.stop();
    const nib = createPen(() => 'answer');
    runners.run('ocr', {
      async plan(context) {
        await context.ask(nib.request({ engine: 'nib' }));
        return { outcome };
      },
    });
    await later('30 seconds');
    await reconcile();
    await eventually('one is through', async () => (await counts()).done === 1 || undefined);
    await reconcile();
    await completed(8);
    expect(await engines()).to.deep.equal([]);
  });

  it('is away at once again when a task got along without it, and the next one does not', async () => {
    const pen = createPen(down);
    drive(asking(pen));
    await send(6);
    await allParked(6);
    const [probe] = await record.query<{ id: string }>(`select id from tasks where state = 'parked' limit 1`);
    await record.query(`update engine_state set probe_task = $1`, [probe?.id]);
    await record.query(`update tasks set state = 'done' where id = $1`, [probe?.id]);
    const before = pen.asked;
    await reconcile();
    await allParked(5);
    expect(pen.asked - before).to.be.within(1, 5);
    expect(await engines()).to.deep.equal([
      { engine: 'ocr/pen', project: null, state: 'down', reason: 'failures', parked: 5 },
    ]);
  });

  describe('a rate', () => {
    const claimOne = async () => record.claim(only((await record.accept()).deliveries).taskId);
    const opening = { engine: 'pen', fresh: true, isPaid: true, mostWaitMs: 5_000, key: '0'.repeat(64) };
    const open = async (more: {
      requests: number;
      tokens: number;
      requestsPerMinute?: number;
      tokensPerMinute?: number;
    }) => {
      const claim = await claimOne();
      const booking = { usageId: newId(), model: 'gpt-4o', amount: 0, currency: 'USD', pricesOf: '2026-01-01' };
      const answer = await record.tasks.openCall(claim.task.id, claim.token, { ...opening, ...booking, ...more });
      return answer.status === 'open' || answer.status === 'busy' ? answer : expect.fail(answer.status);
    };

    it('spreads requests of all evenly, lets a few wait for their turn and sends the rest away', async () => {
      const answers = [];
      for (let i = 0; i < 6; i++) answers.push(await open({ requests: 1, tokens: 0, requestsPerMinute: 20 }));
      expect(answers[0]).to.deep.equal({ status: 'open', waitMs: 0 });
      expect(answers[1]?.status).to.equal('open');
      expect(answers[1]?.waitMs).to.be.within(1, 3_000);
      expect(answers[5]?.status).to.equal('busy');
      expect(answers[5]?.waitMs).to.be.within(5_001, 6_000);
      const [{ ahead } = { ahead: 0 }] = await record.query<{ ahead: number }>(
        `select extract(epoch from requests_at - created_at)::float8 as ahead from engine_rates`,
      );
      const opened = answers.filter(({ status }) => status === 'open').length;
      expect(ahead, 'three seconds for each that was let through').to.be.at.least(3 * opened - 0.01);
    });

    it('counts tokens, also those that came beyond what was expected', async () => {
      const claim = await claimOne();
      const pen = createPen(() => 'answer', { requests: 1, inputTokens: 100, outputTokens: 900 });
      const rates = { 'ocr/pen': { tokensPerMinute: 6_000 } };
      await callsOf(record, claim, { rates }).ask(pen.request({ expected: { requests: 1, inputTokens: 100 } }));
      const next = await open({ requests: 1, tokens: 1, tokensPerMinute: 6_000 });
      expect(next).to.include({ status: 'busy' });
      expect(next.waitMs).to.be.within(5_001, 10_000);
    });

    it('that is used up costs no attempt', async () => {
      const pen = createPen(() => 'answer');
      drive(asking(pen), { calls: { localHosts: [], rates: { 'ocr/pen': { requestsPerMinute: 6 } } } });
      await send(2);
      await eventually(
        'one waits',
        async () =>
          (await record.query(`select 1 from tasks where waits_for = 'X_ENGINE_BUSY' and not_before > now()`))
            .length === 1 || undefined,
      );
      await record.query(
        `update engine_rates set requests_at = now(); update tasks set not_before = null, deliver_at = now() where state = 'queued' and not published`,
      );
      await completed(2);
      expect(await lostAttempts()).to.deep.equal([]);
    });
  });
});
