/** What the client of model servers makes of a server that fails in every way a server can. */
import { expect } from 'chai';
import { z } from 'zod';
import { directCalls } from '../../shared/engine-calls.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createModelApi, type ModelApi } from '../../shared/model-api/client.ts';
import { askStructured, type StructuredOutput } from '../../shared/model-api/structured.ts';
import { type ChatAnswer, type Fault, type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';

const secret = 'the privileged words of the document';
const never = new AbortController().signal;

describe('the client of OpenAI-compatible servers', () => {
  let server: OpenAiServer;
  let api: ModelApi;

  const connect = (given: { apiKey?: string; timeoutMs?: number } = {}) =>
    createModelApi({ baseUrl: server.baseUrl, timeoutMs: 5_000, ...given }, 'openai');
  const chat = (signal = never) =>
    api.chat({ model: 'm', messages: [{ role: 'user', content: secret }], format: 'json_object' }, signal);
  const schema = z.object({ answer: z.string(), page: z.number().nullable() });
  const ask = async (output: StructuredOutput = 'json_schema') => {
    const question = {
      ...{ model: 'm', output, name: 'answer', schema },
      ...{ instructions: 'Answer.', input: secret },
    };
    const { answer, usage } = await directCalls(never).ask({
      ...{ engine: 'openai', model: 'm', host: null, about: question.input, expected: { requests: 1 } },
      answer: z.object({ value: schema, repaired: z.boolean() }),
      send: (signal, spend) => askStructured(api, 'openai', question, signal, spend),
    });
    return { ...answer, usage };
  };
  const errorOf = async (work: Promise<unknown>): Promise<PipelineError> => {
    const thrown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).to.be.instanceOf(PipelineError);
    return thrown as PipelineError;
  };
  /** Answers in turn; the last one stays. */
  const answers = (...list: ChatAnswer[]) => server.onChat((_, index) => list[Math.min(index, list.length - 1)] ?? '');

  beforeEach(async () => {
    server = await startOpenAiServer();
    api = connect();
  });
  afterEach(() => server.close());

  const faults: [string, Fault, string, number?][] = [
    ['a request it does not take', { status: 400 }, 'I_ENGINE_REQUEST'],
    ['a text too long for it', { status: 400, code: 'context_length_exceeded' }, 'L_ENGINE_INPUT'],
    ['the same in the words of vLLM', { status: 400, message: 'maximum context length is 4096' }, 'L_ENGINE_INPUT'],
    ['a wrong key', { status: 401, message: secret }, 'I_ENGINE_ACCESS'],
    ['a key without rights', { status: 403 }, 'I_ENGINE_ACCESS'],
    ['an unknown model', { status: 404 }, 'I_ENGINE_REQUEST'],
    ['a body too large for it', { status: 413 }, 'L_ENGINE_INPUT'],
    ['too many requests', { status: 429 }, 'X_ENGINE_BUSY'],
    ['seconds to wait', { status: 429, headers: { 'retry-after': '7' } }, 'X_ENGINE_BUSY', 7_000],
    ['milliseconds to wait', { status: 429, headers: { 'retry-after-ms': '70' } }, 'X_ENGINE_BUSY', 70],
    ['no end of waiting', { status: 429, headers: { 'retry-after': '999999999' } }, 'X_ENGINE_BUSY', 3_600_000],
    ['a bill that is not paid', { status: 402 }, 'X_ENGINE_CREDIT'],
    ['no credit', { status: 429, code: 'insufficient_quota' }, 'X_ENGINE_CREDIT'],
    ['an error of its own', { status: 500 }, 'X_ENGINE_FAILED'],
    ['a pause', { status: 503, headers: { 'retry-after': '2' } }, 'X_ENGINE_FAILED', 2_000],
    ['a broken connection', { fault: 'cut' }, 'X_ENGINE_FAILED'],
    ['a redirect', { fault: 'redirect' }, 'X_ENGINE_FAILED'],
    ['an empty body', { fault: 'empty' }, 'X_ENGINE_ANSWER'],
    ['half of a JSON value', { fault: 'brokenJson' }, 'X_ENGINE_ANSWER'],
    ['a web page', { fault: 'html' }, 'X_ENGINE_ANSWER'],
    ['ten megabytes', { fault: 'huge' }, 'X_ENGINE_ANSWER'],
  ];
  for (const [what, fault, code, retryAfterMs] of faults) {
    it(`names ${what}: ${code}`, async () => {
      answers(fault);
      const error = await errorOf(chat());
      expect(error).to.include({ code, engine: 'openai', retryAfterMs });
      expect(error.message).not.to.contain(secret);
      expect(server.chats).to.have.length(1);
    });
  }

  it('reads a date to wait for', async () => {
    answers({ status: 429, headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() } });
    expect((await errorOf(chat())).retryAfterMs).to.be.within(50_000, 61_000);
  });

  for (const fault of ['hang', 'hangBody'] as const) {
    it(`gives up on a server that hangs (${fault}), and at once when the task is aborted`, async () => {
      answers({ fault });
      api = connect({ timeoutMs: 300 });
      expect(await errorOf(chat())).to.include({ code: 'X_ENGINE_FAILED' });
      api = connect();
      const aborted = AbortSignal.timeout(100);
      const startedAt = performance.now();
      expect(await errorOf(chat(aborted))).to.include({ code: 'X_TIMEOUT' });
      expect(performance.now() - startedAt).to.be.below(2_000);
    });
  }

  it('sends a key only if there is one, and names a server that is not there', async () => {
    answers('{}');
    await chat();
    api = connect({ apiKey: 'k' });
    await chat();
    expect(server.authorizations).to.deep.equal([undefined, 'Bearer k']);
    await server.close();
    expect(await errorOf(chat())).to.include({ code: 'X_ENGINE_FAILED' });
  });

  it('knows which models the server has', async () => {
    expect(await api.models(never)).to.deep.equal(['stand-in']);
    const elsewhere = createModelApi({ baseUrl: server.baseUrl.replace('/v1', ''), timeoutMs: 5_000 }, 'openai');
    expect(await errorOf(elsewhere.models(never))).to.include({ code: 'I_ENGINE_REQUEST', engine: 'openai' });
  });

  it('gets a value of the shape that was asked for', async () => {
    answers('{"answer": "yes", "page": null}');
    expect(await ask()).to.deep.equal({
      value: { answer: 'yes', page: null },
      usage: { requests: 1, inputTokens: 100, outputTokens: 20 },
      repaired: false,
    });
    const { response_format: format } = server.chats[0] ?? expect.fail('nothing was asked');
    expect(format.json_schema).to.deep.include({ name: 'answer', strict: true });
    expect(format.json_schema?.schema).to.deep.include({ required: ['answer', 'page'], additionalProperties: false });
  });

  it('tells a server without schemas the shape in words, and takes a fence and thoughts for what they are', async () => {
    answers('<think>{hm}</think>\n```json\n{"answer": "yes", "page": 2}\n```');
    expect((await ask('json_object')).value).to.deep.equal({ answer: 'yes', page: 2 });
    expect(server.chats[0]?.response_format).to.deep.equal({ type: 'json_object' });
    expect(server.chats[0]?.messages[0]?.content).to.contain('additionalProperties');
  });

  it('passes on nothing that the record cannot hold', async () => {
    answers(String.raw`{"answer": "y\u0000es \ud83d", "page": null}`);
    expect((await ask()).value).to.deep.equal({ answer: 'yes \ufffd', page: null });
  });

  const mended: [string, ChatAnswer][] = [
    ['an empty answer', { content: null }],
    ['broken JSON', '{"answer": "ye'],
    ['another shape', '{"answer": 5}'],
  ];
  for (const [what, first] of mended) {
    it(`lets the model mend ${what} once`, async () => {
      answers(first, '{"answer": "yes", "page": 1}');
      expect(await ask()).to.deep.include({
        repaired: true,
        usage: { requests: 2, inputTokens: 200, outputTokens: 40 },
      });
      answers(first);
      expect(await errorOf(ask())).to.include({ code: 'X_ENGINE_ANSWER' });
      expect(server.chats).to.have.length(4);
    });
  }

  it('does not ask again after a refusal, a filter or an answer that was cut off', async () => {
    answers({ refusal: 'I cannot' });
    expect(await errorOf(ask())).to.include({ code: 'I_ENGINE_REFUSED' });
    server.onChat(() => ({ content: '', finish: 'content_filter' }));
    expect(await errorOf(ask())).to.include({ code: 'I_ENGINE_REFUSED' });
    server.onChat(() => ({ content: '{"answer": "y', finish: 'length' }));
    expect(await errorOf(ask())).to.include({ code: 'L_ENGINE_OUTPUT' });
    expect(server.chats).to.have.length(3);
  });
});
