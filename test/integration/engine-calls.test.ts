/** What stands behind `calls.ask`: answers kept by content, the ledger, rates, and what a project says. */
import { expect } from 'chai';
import { z } from 'zod';
import { PipelineError } from '../../shared/errors.ts';
import { callsOf, createPen } from '../support/engine-calls.ts';
import { createTestRecord, only, type TestRecord } from '../support/record.ts';

describe('calls of engines', function () {
  this.timeout(60_000);
  let record: TestRecord;
  beforeEach(async () => {
    record = await createTestRecord();
  });
  afterEach(() => record.stop());

  const accepted = async (over: Parameters<TestRecord['accept']>[0] = {}) => {
    const document = await record.accept(over);
    return { ...document, claim: await record.claim(only(document.deliveries).taskId) };
  };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => expect.fail('did not fail'),
      error => error.code ?? error.message,
    );
  const ledger = () =>
    record.query(
      `select engine, model, requests, cached, input_tokens::int as tokens, amount::float8 as amount, currency from engine_usage order by created_at, id`,
    );
  const answers = () => record.query<{ answer: unknown }>('select answer from engine_answers');

  describe('are kept by content', () => {
    it('and answered again without a call, in the same task and in a later one', async () => {
      const { id, claim } = await accepted();
      const pen = createPen(n => `answer ${n}`);
      const calls = callsOf(record, claim);
      const about = { b: 1, a: [{ d: 2, c: 3 }] };
      expect(await calls.ask(pen.request({ about }))).to.deep.equal({
        answer: 'answer 1',
        usage: { requests: 1, inputTokens: 1_000_000 },
      });
      const kept = { answer: 'answer 1', usage: { requests: 0, cached: 1 } };
      expect(await calls.ask(pen.request({ about: { a: [{ c: 3, d: 2 }], b: 1 } }))).to.deep.equal(kept);
      await record.tasks.release(claim.task.id, claim.token);
      const again = await record.claim(claim.task.id);
      expect(again.document.id).to.equal(id);
      expect(await callsOf(record, again).ask(pen.request({ about }))).to.deep.equal(kept);
      expect(pen.asked).to.equal(1);
    });

    it('not for another engine, model, question or document', async () => {
      const [{ claim }, other] = [await accepted(), await accepted()];
      const pen = createPen(n => `answer ${n}`);
      const calls = callsOf(record, claim);
      for (const over of [{}, { engine: 'nib' }, { model: 'gpt-4.1' }, { about: 'another' }])
        await calls.ask(pen.request(over));
      await callsOf(record, other.claim).ask(pen.request());
      expect(pen.asked).to.equal(5);
      expect(await answers()).to.have.length(5);
    });

    it('not when the call failed, though what it used up is booked', async () => {
      const { claim } = await accepted();
      const calls = callsOf(record, claim);
      const failing = createPen(() => '');
      const request = failing.request();
      const send: typeof request.send = async (_, spend) => {
        spend({ requests: 2, inputTokens: 500_000 });
        throw new PipelineError('X_ENGINE_ANSWER', 'test', { engine: 'pen' });
      };
      expect(await codeOf(calls.ask({ ...request, send }))).to.equal('X_ENGINE_ANSWER');
      expect(await answers()).to.deep.equal([]);
      expect(await ledger()).to.deep.equal([
        { engine: 'pen', model: 'gpt-4o', requests: 2, cached: 0, tokens: 500_000, amount: 1.25, currency: 'USD' },
      ]);
    });

    it('not when the answer had no sense, though what was expected of the call is booked', async () => {
      const { claim } = await accepted();
      const request = createPen(() => '').request({ expected: { requests: 1, inputTokens: 400_000 } });
      const send = async () => {
        throw new PipelineError('X_ENGINE_ANSWER', 'test', { engine: 'pen' });
      };
      expect(await codeOf(callsOf(record, claim).ask({ ...request, send }))).to.equal('X_ENGINE_ANSWER');
      expect(await answers()).to.deep.equal([]);
      expect(await ledger()).to.deep.equal([
        { engine: 'pen', model: 'gpt-4o', requests: 1, cached: 0, tokens: 400_000, amount: 1, currency: 'USD' },
      ]);
    });

    it('and asked for anew when they do not fit any more', async () => {
      const { claim } = await accepted();
      const calls = callsOf(record, claim);
      const pen = createPen(n => `answer ${n}`);
      await calls.ask(pen.request());
      const strict = pen.request({ answer: z.literal('answer 2') as z.ZodType<string> });
      expect((await calls.ask(strict)).answer).to.equal('answer 2');
      expect((await calls.ask(strict)).usage).to.deep.equal({ requests: 0, cached: 1 });
      expect(await answers()).to.deep.equal([{ answer: 'answer 2' }]);
    });

    it('however large they are, and whatever they hold', async () => {
      const { claim } = await accepted();
      const calls = callsOf(record, claim);
      const large = createPen(() => 'ä'.repeat(2 * 1024 ** 2));
      await calls.ask(large.request());
      expect((await calls.ask(large.request())).answer).to.have.length(2 * 1024 ** 2);
      expect(large.asked).to.equal(1);
      for (const odd of ['nul \0', 'half \ud800', 'slash \\u0000']) {
        const pen = createPen(() => odd);
        expect((await calls.ask(pen.request({ about: odd }))).answer).to.equal(odd);
        expect((await calls.ask(pen.request({ about: odd }))).answer).to.equal(odd);
      }
    });

    it('until the document is deleted, while the ledger stays', async () => {
      const { id, claim } = await accepted();
      await callsOf(record, claim).ask(createPen(() => 'answer').request());
      await record.query(`select lp.end_document($1, 'deleted', p_run_state => 'cancelled')`, [id]);
      expect(await answers()).to.deep.equal([]);
      expect(await ledger()).to.have.length(1);
    });

    it('under the token only; what was spent is booked all the same', async () => {
      const { claim } = await accepted();
      const pen = createPen(async () => {
        await record.expireLease(claim.task.id);
        await record.tasks.reconcile();
        return 'late';
      });
      expect(await codeOf(callsOf(record, claim).ask(pen.request()))).to.equal('lost');
      expect(await answers()).to.deep.equal([]);
      expect(await ledger()).to.have.length(1);
      expect(await codeOf(callsOf(record, claim).ask(pen.request()))).to.equal('lost');
      expect(pen.asked).to.equal(1);
    });
  });

  describe('are booked', () => {
    it('once, however often the booking is repeated', async () => {
      const { claim } = await accepted();
      const { tasks } = record;
      const repeating = {
        ...record,
        tasks: {
          ...tasks,
          async closeCall(...call: Parameters<typeof tasks.closeCall>) {
            await tasks.closeCall(...call);
            return tasks.closeCall(...call);
          },
        },
      };
      const calls = callsOf(repeating, claim);
      for (const about of [1, 2]) await calls.ask(createPen(() => 'answer').request({ about }));
      expect(await ledger()).to.have.length(2);
    });

    it('with their price, kept ones with none, and into the outcome of the task', async () => {
      const { claim } = await accepted();
      const calls = callsOf(record, claim);
      const pen = createPen(() => 'answer');
      await calls.ask(pen.request());
      await calls.ask(pen.request());
      await calls.ask(pen.request({ about: 'near', host: '127.0.0.1:8000' }));
      await calls.ask(pen.request({ about: 'here', host: null, model: 'unheard-of' }));
      expect((await ledger()).map(({ requests, cached, amount }) => [requests, cached, amount])).to.deep.equal([
        [1, 0, 2.5],
        [0, 1, 0],
        [1, 0, 0],
        [1, 0, 0],
      ]);
      expect(calls.made()).to.deep.equal({ cost: { amount: 2.5, currency: 'USD' }, warnings: [] });
    });

    it('without an amount where no price is known, which is named once', async () => {
      const { claim } = await accepted();
      const calls = callsOf(record, claim);
      const pen = createPen(() => 'answer');
      for (const about of [1, 2]) await calls.ask(pen.request({ about, model: 'unheard-of' }));
      expect((await ledger()).map(({ amount }) => amount)).to.deep.equal([null, null]);
      expect(calls.made()).to.deep.equal({ cost: undefined, warnings: [{ code: 'cost.unknown', count: 2 }] });
    });

    it('while under way, with what they use up at least, so that a death takes nothing out of the ledger', async () => {
      const { claim } = await accepted();
      const isOpen = async () => (await record.query('select is_open from engine_usage')).map(row => row.is_open);
      const pen = createPen(
        async () => {
          expect(await ledger()).to.deep.equal([
            { engine: 'pen', model: 'gpt-4o', requests: 1, cached: 0, tokens: 400_000, amount: 1, currency: 'USD' },
          ]);
          expect(await isOpen()).to.deep.equal([true]);
          return 'answer';
        },
        { requests: 1, inputTokens: 600_000 },
      );
      await callsOf(record, claim).ask(pen.request({ expected: { requests: 1, inputTokens: 400_000 } }));
      expect((await ledger()).map(({ tokens, amount }) => [tokens, amount])).to.deep.equal([[600_000, 1.5]]);
      expect(await isOpen()).to.deep.equal([false]);
    });

    it('not when nothing was used up: of a call that failed, or never had its turn', async () => {
      const { claim } = await accepted();
      const failing = createPen(() => {
        throw new PipelineError('X_ENGINE_FAILED', 'test', { engine: 'pen' });
      });
      await codeOf(callsOf(record, claim).ask(failing.request()));
      const rates = { 'ocr/pen': { requestsPerMinute: 20 } };
      const stop = new AbortController();
      const tasks: typeof record.tasks = {
        ...record.tasks,
        async openCall(...call) {
          const opened = await record.tasks.openCall(...call);
          if (opened.status === 'open' && opened.waitMs > 0) stop.abort();
          return opened;
        },
      };
      const calls = callsOf({ ...record, tasks }, claim, { rates }, stop.signal);
      const pen = createPen(() => 'answer');
      await calls.ask(pen.request());
      await calls.ask(pen.request({ about: 'another' })).then(
        () => expect.fail('was sent'),
        () => undefined,
      );
      expect(pen.asked).to.equal(1);
      expect((await ledger()).map(({ amount }) => amount)).to.deep.equal([2.5]);
    });

    it('with what was sent where the server does not say what it read', async () => {
      const { claim } = await accepted();
      const pen = createPen(() => 'answer', { requests: 1, inputTokens: 0, outputTokens: 0 });
      await callsOf(record, claim).ask(pen.request({ expected: { requests: 1, inputTokens: 70 } }));
      expect((await ledger())[0]).to.include({ tokens: 70 });
    });
  });

  describe('of a project that is `localOnly`', () => {
    it('go to hosts on the list, and are refused for all others before anything is sent', async () => {
      const project = await record.projects.create('Local', { settings: { localOnly: true } });
      const { claim } = await accepted({ projectId: project.id });
      const pen = createPen(() => 'answer');
      const calls = callsOf(record, claim, { localHosts: ['gpu.lan'] });
      for (const host of ['far.example', 'gpu.lan.far.example', '127.0.0.1'])
        expect(await codeOf(calls.ask(pen.request({ host }))), host).to.equal('S_LOCAL_ONLY');
      expect(pen.asked).to.equal(0);
      await calls.ask(pen.request({ host: 'gpu.lan:8000' }));
      await calls.ask(pen.request({ host: null, about: 'here' }));
      expect(pen.asked).to.equal(2);
    });
  });
});
