/** The engine onnx for embeddings: the real runtime in processes of its own, on models whose vectors can be told by hand. */
import { mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { searchSchema } from '../../services/ingest-service/schemas/search.ts';
import { configuredLlmStage } from '../../services/llm-service/configured.ts';
import { configuredEmbeddingModel } from '../../shared/config/embedding-model.ts';
import { loadModelServers } from '../../shared/config/load.ts';
import { configuredEmbeddings } from '../../shared/embeddings/configured.ts';
import type { EmbeddingEngine, EmbeddingInput } from '../../shared/embeddings/engine.ts';
import { createOnnxEmbeddings } from '../../shared/embeddings/onnx.ts';
import { unitVector } from '../../shared/embeddings/vectors.ts';
import { directCalls } from '../../shared/engine-calls.ts';
import { PipelineError } from '../../shared/errors.ts';
import { codeOf } from '../support/code-of.ts';
import { createTestIngest } from '../support/ingest.ts';
import { createPlanter } from '../support/plant-chunks.ts';
import { chunksOf } from '../support/rows.ts';
import { runStage } from '../support/run-stage.ts';
import { type TinyEmbedder, writeTinyEmbedder } from '../support/tiny-embedder.ts';
import { toyVector } from '../support/toy-embedding.ts';

const words: TinyEmbedder['words'] = {
  ...{ rent: [1, 0, 0, 0], lease: [1, 0, 0, 0], honey: [0, 1, 0, 0], passage: [0, 0, 2, 0], query: [0, 0, 4, 0] },
  ...{ ':': [0, 0, 0, 0] },
};
const never = new AbortController().signal;

describe('embeddings by a model beside us', function () {
  this.timeout(60_000);
  let root: string;
  let made = 0;
  const open: EmbeddingEngine[] = [];
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'tiny-embedder-'));
  });
  after(() => rmSync(root, { recursive: true }));
  afterEach(async () => {
    for (const engine of open.splice(0)) await engine.close?.();
  });

  const folderOf = (tiny: Partial<TinyEmbedder> = {}): string => {
    const folder = join(root, `model-${made++}`);
    writeTinyEmbedder(folder, { words, pooling: 'mean', ...tiny });
    return folder;
  };
  const settingsOf = (tiny: Partial<TinyEmbedder>, more: Record<string, string> = {}) =>
    loadModelServers({ EMBED_ONNX_MODEL: folderOf(tiny), ...more }).embed.onnx;
  const engineOf = (tiny: Partial<TinyEmbedder> = {}, more?: Record<string, string>): EmbeddingEngine => {
    const model = configuredEmbeddingModel(settingsOf(tiny, more));
    const engine = createOnnxEmbeddings(model, { tempFolder: join(root, 'temp') });
    open.push(engine);
    return engine;
  };
  const embed = async (engine: EmbeddingEngine, ...inputs: (string | EmbeddingInput)[]) => {
    const asked = inputs.map(input => (typeof input === 'string' ? { context: '', text: input } : input));
    return (await engine.embed(asked, directCalls(never))).vectors;
  };
  /** Of a window of `tokens` with these sums over its words: what stands before it adds 1 to the last. */
  const mean = (sums: number[]) => unitVector([...sums, 1]);
  const cls = (sums: number[]) => unitVector([...sums, 2]);

  it('are the mean of the tokens, or what stands before them, at unit length', async () => {
    expect(await embed(engineOf(), 'Rent, rent; HONEY')).to.deep.equal([mean([2, 1, 0])]);
    expect(await embed(engineOf({ pooling: 'cls' }), 'rent rent honey')).to.deep.equal([cls([2, 1, 0])]);
    expect(await embed(engineOf({ hasTypes: false }), 'honey', 'rent')).to.deep.equal([
      mean([0, 1, 0]),
      mean([1, 0, 0]),
    ]);
  });

  it('pool as the setting says, before what the folder says', async () => {
    const engine = engineOf({ pooling: 'mean' }, { EMBED_ONNX_POOLING: 'cls' });
    expect(await embed(engine, 'honey')).to.deep.equal([cls([0, 1, 0])]);
    expect(engine.model).to.match(/^model-\d+\/fp32\/cls$/);
  });

  it('have other words before what is searched for than before what is found', async () => {
    const prefixes = { EMBED_ONNX_QUERY_PREFIX: 'query:', EMBED_ONNX_PASSAGE_PREFIX: 'passage:' };
    const engine = engineOf({}, prefixes);
    const [passage, query] = await embed(engine, 'rent', { context: '', text: 'rent', isQuery: true });
    expect(passage).to.deep.equal(mean([1, 0, 2]));
    expect(query).to.deep.equal(mean([1, 0, 4]));
    expect(engine.model).to.match(/\/fp32\/mean\/passage:$/);
  });

  it('of what is too long are the mean of windows, each under the same context, and nothing is left out', async () => {
    // Ten tokens, two of them special and one of the context: seven of the text.
    const long = `${'rent '.repeat(7)}${'honey '.repeat(7)}`;
    const [vector] = await embed(engineOf({ longest: 10 }), { context: 'lease', text: long });
    const [first = [], second = []] = [mean([8, 0, 0]), mean([1, 7, 0])];
    const expected = unitVector(first.map((x, at) => x + (second[at] ?? 0))) ?? [];
    expect(vector).to.have.length(4);
    for (const [at, x] of (vector ?? []).entries()) expect(x).to.be.closeTo(expected[at] ?? 0, 1e-6);
  });

  it('see a context that takes more than half a window as text', async () => {
    const [vector] = await embed(engineOf({ longest: 6 }), { context: 'lease lease lease', text: 'honey' });
    expect(vector).to.deep.equal(mean([3, 1, 0]));
  });

  it('of what no word is in are those of what stands around it', async () => {
    expect(await embed(engineOf(), '\u200b')).to.deep.equal([mean([0, 0, 0])]);
  });

  it('are stored with the name of the model by the stage, in parts that end in time', async () => {
    const engine = engineOf();
    const stage = configuredLlmStage(['rules'], loadModelServers({}).llm, engine);
    const text = 'rent '.repeat(40);
    const { rows, plan } = await runStage(stage, 'llm', { sealed: { chunks: chunksOf(text, ...Array(39).fill(5)) } });
    expect(plan.parts).to.have.length(2);
    expect(rows.chunkEmbeddings).to.have.length(40);
    for (const { model, dimensions, embedding } of rows.chunkEmbeddings) {
      expect({ model, dimensions, embedding }).to.deep.equal({
        ...{ model: engine.model, dimensions: 4 },
        embedding: mean([1, 0, 0]),
      });
    }
    await stage.close?.();
    expect(readdirSync(join(root, 'temp'))).to.deep.equal([]);
  });

  it('are searched by in ingest-service, with a model of its own', async () => {
    // The planted vectors have five dimensions, of which the first is that of both words.
    const folder = folderOf({ words: { rent: [1, 0, 0, 0, 0] } });
    const ingest = await createTestIngest({ EMBED_ENGINES: 'onnx', EMBED_ONNX_MODEL: folder });
    try {
      const { id } = await ingest.record.projects.create('Meaning');
      const { name } = configuredEmbeddingModel(loadModelServers({ EMBED_ONNX_MODEL: folder }).embed.onnx);
      await createPlanter(ingest.record).plant(id, { texts: ['Honey.', 'The lease.'], model: name });
      const path = `/v1/search?${new URLSearchParams({ project: id, q: 'rent' })}`;
      const { methods, hits } = await ingest.json(200, searchSchema, path);
      expect(methods).to.deep.equal(['text', 'vectors']);
      expect(hits[0]).to.include({ text: 'The lease.', byText: null });
      const [asked, stored] = [unitVector([1, 0, 0, 0, 1]) ?? [], unitVector(toyVector('lease')) ?? []];
      const cosine = asked.reduce((sum, x, at) => sum + x * (stored[at] ?? 0), 0);
      expect(hits[0]?.byVector?.similarity).to.be.closeTo(cosine, 1e-5);
    } finally {
      await ingest.stop();
    }
  });

  it('end when nobody waits any more, and go on with the same process', async () => {
    const engine = engineOf();
    const ask = (signal: AbortSignal) => engine.embed([{ context: '', text: 'rent' }], directCalls(signal));
    expect(await codeOf(ask(AbortSignal.abort()))).to.equal('X_TIMEOUT');
    const controller = new AbortController();
    const asked = ask(controller.signal);
    controller.abort();
    expect(await codeOf(asked)).to.equal('X_TIMEOUT');
    expect(await embed(engine, 'rent')).to.deep.equal([mean([1, 0, 0])]);
  });

  it('of a model that is none of these are refused', async () => {
    expect(await codeOf(embed(engineOf({ output: 'logits' }), 'rent'))).to.equal('X_CONFIG');
    expect(await codeOf(embed(engineOf({ words: { rent: [Number.NaN, 1] } }), 'rent'))).to.equal('X_ENGINE_ANSWER');
    const broken = settingsOf({});
    writeFileSync(join(broken.folder ?? '', 'model.onnx'), 'no model');
    const engine = createOnnxEmbeddings(configuredEmbeddingModel(broken), { tempFolder: join(root, 'temp') });
    open.push(engine);
    expect(await codeOf(embed(engine, 'rent'))).to.equal('X_CONFIG');
  });

  describe('need', () => {
    const configure =
      (environment: Record<string, string>, engines = ['onnx']) =>
      () =>
        configuredEmbeddings(engines, loadModelServers(environment).embed);

    it('a folder with all it takes', () => {
      expect(configure({})).to.throw(PipelineError, 'set EMBED_ONNX_MODEL to the folder');
      const folder = folderOf();
      unlinkSync(join(folder, 'vocab.txt'));
      expect(configure({ EMBED_ONNX_MODEL: folder })).to.throw(PipelineError, 'lacks vocab.txt');
      expect(configure({ EMBED_ONNX_MODEL: folderOf(), EMBED_ONNX_PRECISION: 'int8' })).to.throw(
        'EMBED_ONNX_PRECISION',
      );
    });

    it('to be told how to pool, by the folder or by the setting', () => {
      const folder = folderOf();
      unlinkSync(join(folder, '1_Pooling', 'config.json'));
      expect(configure({ EMBED_ONNX_MODEL: folder })).to.throw(PipelineError, 'set EMBED_ONNX_POOLING');
    });

    it('a model that some engine uses, and words before a text that leave room for it', () => {
      expect(configure({ EMBED_ONNX_MODEL: folderOf() }, [])).to.throw(PipelineError, 'add onnx to EMBED_ENGINES');
      const long = { EMBED_ONNX_QUERY_PREFIX: 'query query query query' };
      expect(() => engineOf({ longest: 8 }, long)).to.throw(PipelineError, 'EMBED_ONNX_QUERY_PREFIX');
    });

    it('no more than the longest text the model was trained on', () => {
      const folder = folderOf();
      writeFileSync(join(folder, 'sentence_bert_config.json'), JSON.stringify({ max_seq_length: 256 }));
      const { onnx } = loadModelServers({ EMBED_ONNX_MODEL: folder }).embed;
      expect(configuredEmbeddingModel(onnx).longest).to.equal(256);
    });
  });
});
