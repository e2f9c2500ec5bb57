/** Vectors of chunks from a server that speaks the protocol: what is sent, what is stored, and what becomes of failures. */
import { expect } from 'chai';
import { pipeline } from '../../queues/pipeline.ts';
import type { Stage } from '../../queues/stage.ts';
import { configuredLlmStage } from '../../services/llm-service/configured.ts';
import { loadModelServers } from '../../shared/config/load.ts';
import type { ChunkRow } from '../../shared/domain/rows.ts';
import { configuredEmbeddings } from '../../shared/embeddings/configured.ts';
import type { EmbeddingInput } from '../../shared/embeddings/engine.ts';
import { directCalls } from '../../shared/engine-calls.ts';
import { type ErrorCode, PipelineError } from '../../shared/errors.ts';
import { codeOf } from '../support/code-of.ts';
import { type EmbeddingAnswer, type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { chunksOf, mentionsOf } from '../support/rows.ts';
import { runStage } from '../support/run-stage.ts';
import { toyVector } from '../support/toy-embedding.ts';

const text = 'The tenant pays rent to the landlord.\n\nA barrel of honey costs $12.00.';
const contextLine = 'Supply Agreement, 2020, Acme';
const chunks: ChunkRow[] = chunksOf(text, 39).map(chunk => ({ ...chunk, contextLine }));
const entityMentions = mentionsOf(text, chunks, ['MONEY', '$12.00', 'USD 12.00']);

describe('embeddings with an OpenAI-compatible server', () => {
  let server: OpenAiServer;

  const engineWith = (more: Record<string, string> = {}) => {
    const environment = { EMBED_BASE_URL: server.baseUrl, EMBED_MODEL: 'toy', ...more };
    const engine = configuredEmbeddings(['openai'], loadModelServers(environment).embed);
    return engine ?? expect.fail('no engine');
  };
  const embed = (inputs: EmbeddingInput[], more?: Record<string, string>) =>
    engineWith(more).embed(inputs, directCalls(new AbortController().signal));
  const stage = (): Stage => configuredLlmStage(['rules'], loadModelServers({}).llm, engineWith());
  const run = (attempt?: number) =>
    runStage(stage(), 'llm', { sealed: { chunks, entityMentions }, ...(attempt && { attempt }) });
  const inputsOf = (...texts: string[]) => texts.map(said => ({ context: '', text: said }));

  beforeEach(async () => {
    server = await startOpenAiServer();
    server.onEmbedding(({ input }) => input.map(toyVector));
  });
  afterEach(() => server.close());

  it('are made of the context line and the text, and stored beside the chunk with model and dimensions', async () => {
    const { rows, plan } = await run();
    expect(server.embeddings).to.deep.equal([
      { model: 'toy', input: chunks.map(chunk => `${contextLine}\n\n${chunk.text}`), encoding_format: 'float' },
    ]);
    expect(rows.chunkEmbeddings.map(({ embedding: _, id: __, ...row }) => row)).to.deep.equal(
      chunks.map(({ id, ordinal }) => ({ ordinal, chunkId: id, model: 'toy', dimensions: 5 })),
    );
    for (const { embedding } of rows.chunkEmbeddings) expect(Math.hypot(...embedding)).to.be.closeTo(1, 1e-5);
    expect(rows.chunkEmbeddings[0]?.embedding[0]).to.be.greaterThan(0.9);
    expect(plan.outcome.counts).to.include({ embeddings: 2, requests: 1, inputTokens: 50 });
    expect(plan.outcome.warnings.filter(({ missing }) => missing)).to.deep.equal([]);
  });

  it('are the same in parts as in one go', async () => {
    const parts = configuredLlmStage(['rules'], loadModelServers({}).llm, engineWith());
    const whole = await run();
    const many = Array.from({ length: pipeline.llm.partSize }, () => 1);
    const long = await runStage(parts, 'llm', {
      sealed: { chunks: chunksOf(`${'a'.repeat(many.length)}honey`, ...many) },
    });
    expect(whole.rows.chunkEmbeddings).to.have.length(2);
    expect(long.plan.parts).to.have.length(2);
    expect(long.rows.chunkEmbeddings.map(({ ordinal }) => ordinal)).to.deep.equal([...Array(many.length + 1).keys()]);
  });

  it('are asked for in batches by number and by tokens', async () => {
    await embed(inputsOf(...Array.from({ length: 130 }, () => 'honey')));
    expect(server.embeddings.map(({ input }) => input.length)).to.deep.equal([64, 64, 2]);
    await embed(inputsOf(...Array.from({ length: 3 }, () => 'honey '.repeat(3_000))));
    expect(server.embeddings.slice(3).map(({ input }) => input.length)).to.deep.equal([2, 1]);
  });

  it('keep their order whatever the order of the answer', async () => {
    server.onEmbedding(({ input }) => ({
      data: input.map((said, index) => ({ index, embedding: toyVector(said) })).toReversed(),
    }));
    const { vectors } = await embed(inputsOf('rent', 'honey', 'court'));
    expect(vectors.map(vector => vector.indexOf(Math.max(...vector)))).to.deep.equal([0, 1, 2]);
  });

  it('of what is too long for the server are made of all of it, in pieces under the same context', async () => {
    server.onEmbedding(({ input }) =>
      input.join('').length > 400 ? { status: 400, code: 'context_length_exceeded' } : input.map(toyVector),
    );
    const long = `${'rent '.repeat(100)}${'honey '.repeat(100)}`;
    const { vectors, usage } = await embed([
      { context: 'Head', text: long },
      { context: '', text: 'court' },
    ]);
    const answered = server.embeddings.map(({ input }) => input).filter(input => input.join('').length <= 400);
    const pieces = answered.flat().filter(said => said.startsWith('Head\n\n'));
    expect(pieces.map(said => said.slice(6)).join('')).to.equal(long);
    expect(usage.requests).to.equal(answered.length);
    expect(vectors).to.have.length(2);
    const [rent = 0, honey = 0] = vectors[0] ?? [];
    expect(rent).to.be.greaterThan(0.5);
    expect(honey).to.be.greaterThan(0.5);
  });

  it('are asked for in the dimensions that are configured, and no others are taken', async () => {
    const { vectors } = await embed(inputsOf('honey'), { EMBED_DIMENSIONS: '5' });
    expect(vectors[0]).to.have.length(5);
    expect(server.embeddings[0]).to.include({ dimensions: 5 });
    expect(await codeOf(embed(inputsOf('honey'), { EMBED_DIMENSIONS: '6' }))).to.equal('X_ENGINE_ANSWER');
  });

  const failures: [EmbeddingAnswer, ErrorCode][] = [
    [{ status: 401 }, 'I_ENGINE_ACCESS'],
    [{ status: 404 }, 'I_ENGINE_REQUEST'],
    [{ status: 413 }, 'L_ENGINE_INPUT'],
    [{ status: 429, headers: { 'retry-after': '5' } }, 'X_ENGINE_BUSY'],
    [{ status: 503 }, 'X_ENGINE_FAILED'],
    [{ fault: 'cut' }, 'X_ENGINE_FAILED'],
    [{ fault: 'empty' }, 'X_ENGINE_ANSWER'],
    [{ fault: 'brokenJson' }, 'X_ENGINE_ANSWER'],
    [{ fault: 'huge' }, 'X_ENGINE_ANSWER'],
    [[], 'X_ENGINE_ANSWER'],
    [[[1, 2], [1]], 'X_ENGINE_ANSWER'],
    [
      [
        [0, 0],
        [1, 2],
      ],
      'X_ENGINE_ANSWER',
    ],
    [{ data: [0, 0].map(index => ({ index, embedding: [1] })) }, 'X_ENGINE_ANSWER'],
    [{ data: [0, 2].map(index => ({ index, embedding: [1] })) }, 'X_ENGINE_ANSWER'],
    [{ data: [0, 1].map(index => ({ index, embedding: ['1'] })) }, 'X_ENGINE_ANSWER'],
  ];
  for (const [answer, code] of failures) {
    it(`fail as ${code} on ${JSON.stringify(answer)}`, async () => {
      server.onEmbedding(() => answer);
      expect(await codeOf(embed(inputsOf('a', 'b')))).to.equal(code);
    });
  }

  it('that are refused for good are missing by name, and the facts are there', async () => {
    server.onEmbedding(() => ({ status: 401 }));
    const { rows, warnings } = await run();
    expect(rows.chunkEmbeddings).to.deep.equal([]);
    expect(rows.facts.map(({ kind }) => kind)).to.include('amount');
    expect(warnings).to.deep.include.members([
      { code: 'embeddings.missing', missing: true, count: 2, at: [0, 1] },
      { code: 'I_ENGINE_ACCESS' },
    ]);
  });

  it('that fail for a moment are tried again with the task, but do not cost it its last attempt', async () => {
    server.onEmbedding(() => ({ status: 503 }));
    expect(await codeOf(run())).to.equal('X_ENGINE_FAILED');
    const { rows, warnings } = await run(pipeline.llm.attempts);
    expect(rows.facts.map(({ kind }) => kind)).to.include('amount');
    expect(warnings).to.deep.include({ code: 'X_ENGINE_FAILED' });
    server.onEmbedding(() => ({ status: 429 }));
    expect(await codeOf(run(pipeline.llm.attempts))).to.equal('X_ENGINE_BUSY');
  });

  it('need a server that is set as a whole', () => {
    const configure = (engines: string[], environment: Record<string, string>) => () =>
      configuredEmbeddings(engines, loadModelServers(environment).embed);
    expect(configure([], {})()).to.equal(undefined);
    expect(configure(['openai'], { EMBED_MODEL: 'm' })).to.throw(PipelineError, 'set EMBED_BASE_URL');
    expect(configure([], { EMBED_MODEL: 'm' })).to.throw(PipelineError, 'EMBED_ENGINES=openai');
    expect(configure(['word2vec'], {})).to.throw(PipelineError, 'no such engine');
  });
});
