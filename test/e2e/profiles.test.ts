/**
 * The sample matter through the product as a profile sets it up. Every server that it names has a stand-in of its own with a key of its
 * own; its engines and models are as it says. What must have made what is read from the profile, too.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import type { z } from 'zod';
import { readTruth, sampleFile, type Truth } from '../../samples/truth.ts';
import type { costsSchema } from '../../services/ingest-service/schemas/projects.ts';
import type { searchSchema } from '../../services/ingest-service/schemas/search.ts';
import type { Result, UploadLine } from '../support/api-client.ts';
import { startMistralServer } from '../support/mistral-server.ts';
import { expectCitable } from '../support/offsets.ts';
import { type AskedChat, startOpenAiServer } from '../support/openai-server.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';
import { writeTinyBert } from '../support/tiny-bert.ts';
import { writeTinyEmbedder } from '../support/tiny-embedder.ts';
import { writeTinyWhisper } from '../support/tiny-whisper.ts';
import { toyVector } from '../support/toy-embedding.ts';

type Settings = Record<string, string>;

interface Row {
  title: string;
  profile: string;
  /** In place of what the profile has; empty counts as absent. `folder`: where the toy models are. */
  but(folder: string): Settings;
  /** The files of the matter that run through it; all if absent. */
  files?: RegExp;
}

/** Stand-ins are on this machine, where calls would cost nothing. */
const priced = { LOCAL_HOSTS: 'none.example' };
const tinyBert = (folder: string) => ({ NER_BERT_MODEL: join(folder, 'bert') });

const rows: Row[] = [
  { title: 'nothing but rules', profile: 'rules-only.env', but: () => ({}) },
  { title: 'cloud services', profile: 'stage-1-cloud.env', but: () => priced },
  {
    title: 'cloud services, OpenAI alone',
    profile: 'stage-1-cloud.env',
    but: () => ({
      ...priced,
      ...{ OCR_ENGINES: 'vision,tesseract.js', OCR_MISTRAL_BASE_URL: '', OCR_MISTRAL_MODEL: '', OCR_MISTRAL_INPUT: '' },
    }),
  },
  {
    title: 'models of this machine, in our own processes where there is an engine for it',
    profile: 'stage-2-local.env',
    but: folder => ({
      ...tinyBert(folder),
      ...{ ASR_ENGINES: 'whisper-onnx', ASR_BASE_URL: '', ASR_MODEL: '' },
      ...{ ASR_WHISPER_MODEL: join(folder, 'whisper'), ASR_WHISPER_DEVICE: 'cpu', ASR_WHISPER_DTYPE: 'q8' },
      ...{ EMBED_ENGINES: 'onnx', EMBED_BASE_URL: '', EMBED_MODEL: '', EMBED_ONNX_MODEL: join(folder, 'embedder') },
    }),
  },
  {
    title: 'models of other machines',
    profile: 'stage-3-production.env',
    // A file of each kind: its engines are those of stage 2, elsewhere.
    files: /^(06|09|11|13|23|25|30)-/,
    but: folder => ({
      ...tinyBert(folder),
      // The hosts of the engines are all this one; record, queue and files are those of the test.
      ...{ LOCAL_HOSTS: '127.0.0.1', SUPABASE_URL: '', REDIS_URL: '', FILES_URL: '', CACHE_DIR: '', MODELS_DIR: '' },
      ...{ INGEST_HOST: '', PUBLIC_URL: '' },
    }),
  },
];

/** Pages that servers do not read, by the size of their pictures, and with what code they are left to the next engine. */
const unread: Record<string, { file: string; codes: Record<string, string> }> = {
  '1700x2200': { file: '13-subpoena.png', codes: { mistral: 'X_ENGINE_ANSWER' } },
  '2210x1735': { file: '11-invoice-photo.jpg', codes: { mistral: 'I_ENGINE_REQUEST', vision: 'I_ENGINE_REFUSED' } },
};

/** Of a PNG. */
const sizeOf = (picture: Buffer): string => `${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`;

/** A picture whose stamp is in a text layer, and so may be missing in no reading. All other pictures are read as if they said the same. */
const stamped = { file: '10-interrogatory-responses-mixed.pdf', page: 4 };
const circle = Array.from({ length: 80 }, () => 'the said goods').join(' ');
const said = 'This is Ada Quill, call me back on March 3, 2024.';

/** What a model could say of any document: that its first line is its title. */
function answerOf({ messages, response_format: { json_schema: asked } }: AskedChat): string {
  const [, quote = ''] = messages[1]?.content.split('\n').filter(line => line.trim() !== '') ?? [];
  const unsaid = { role: null, defined_as: null, title: null, stands_for: null, parties: null, owed_by: null };
  if (asked?.name === 'category') return JSON.stringify({ category: 'exhibit', confidence: 0.9, quote });
  if (asked?.name === 'facts') {
    return JSON.stringify({ facts: [{ kind: 'title', value: quote, quote, name: null, ...unsaid }] });
  }
  return JSON.stringify({ verdicts: [] });
}

/** A server for each that a profile may name, by the prefix of its settings. Each answers what it is there for, and fails all else. */
async function startStandIns(files: Truth['files']) {
  const { heads = [], text = '' } = files.find(({ name }) => name === stamped.file)?.pages[stamped.page - 1] ?? {};
  const reading = [...heads, text].join('\n\n');
  const mistral = await startMistralServer();
  const [vision, asr] = [await startOpenAiServer(), await startOpenAiServer()];
  const [llm, embed] = [await startOpenAiServer(), await startOpenAiServer()];
  mistral.onPage((_, index) => {
    const { bytes } = mistral.asked[index] ?? expect.fail('nothing was asked');
    const code = unread[sizeOf(bytes)]?.codes.mistral;
    if (code === 'I_ENGINE_REQUEST') return { status: 400 };
    return code === 'X_ENGINE_ANSWER' ? circle : reading;
  });
  vision.onChat(({ pictures: [picture] }) =>
    picture && unread[sizeOf(picture)]?.codes.vision ? { refusal: 'I cannot' } : reading,
  );
  asr.onTranscription(() => ({ text: said }));
  llm.onChat(answerOf);
  embed.onEmbedding(({ input }) => input.map(toyVector));
  return { OCR_MISTRAL: mistral, OCR_VISION: vision, ASR: asr, LLM: llm, EMBED: embed };
}
type StandIns = Awaited<ReturnType<typeof startStandIns>>;

const keyOf = (prefix: string): string => `key-of-${prefix.toLowerCase()}`;

/** The profile, with address and key of the stand-in for each server that it names. */
function settingsOf({ profile, but }: Row, folder: string, standIns: StandIns): Settings {
  const path = join(import.meta.dirname, '..', '..', 'deploy', 'profiles', profile);
  const settings = { ...(parseEnv(readFileSync(path, 'utf8')) as Settings), ...but(folder) };
  for (const [prefix, { baseUrl }] of Object.entries(standIns)) {
    if (!settings[`${prefix}_BASE_URL`]) continue;
    settings[`${prefix}_BASE_URL`] = baseUrl;
    settings[`${prefix}_API_KEY`] = keyOf(prefix);
  }
  return settings;
}

for (const row of rows) {
  describe(`profile ${row.profile}, end to end: ${row.title}`, function () {
    this.timeout(300_000);
    let folder: string;
    let standIns: StandIns;
    let settings: Settings;
    let product: TestProduct;
    let truth: Truth;
    let projectId: string;
    const lines: UploadLine[] = [];
    const results = new Map<string, Result>();
    const resultOf = (name: string): Result => results.get(name) ?? expect.fail(`no document ${name}`);
    const engines = (stage: string): string[] => settings[`${stage}_ENGINES`]?.split(',').filter(Boolean) ?? [];

    before(async () => {
      const { files, ...matter } = await readTruth();
      truth = { ...matter, files: files.filter(({ name }) => row.files?.test(name) ?? true) };
      folder = mkdtempSync(join(tmpdir(), 'profiles-'));
      writeTinyBert(join(folder, 'bert'), { labels: { panels: 'B-LOC' } });
      const says = [{ fromS: 1, toS: 3, words: [' Good', ' morning.'] }];
      writeTinyWhisper(join(folder, 'whisper'), { says, suffix: '_quantized' });
      writeTinyEmbedder(join(folder, 'embedder'), { words: { panels: [1, 0] }, pooling: 'mean' });
      standIns = await startStandIns(files);
      settings = settingsOf(row, folder, standIns);
      product = await startTestProduct(settings);
      projectId = await product.createProject(truth.matter);
      for (const { name } of truth.files) {
        lines.push(...(await product.uploadFiles(projectId, [fileURLToPath(sampleFile(name))])));
      }
      for (const document of await product.settled(projectId, 200_000)) {
        results.set(document.fileName, await product.result(document));
      }
    });
    after(async () => {
      await product?.stop();
      await Promise.all(Object.values(standIns ?? {}).map(server => server.close()));
      if (folder) rmSync(folder, { recursive: true });
    });

    it('ends every file as it must, recordings as there is an engine for them, and all can be cited', () => {
      const heard = engines('ASR').length > 0 ? { state: 'completed', code: null } : undefined;
      const expected = truth.files.map(({ name, expected: end, speech }) => [name, (speech && heard) || end]);
      const ended = truth.files.map(({ name }, at) => {
        const { document } = results.get(name) ?? {};
        const code = lines[at]?.code ?? document?.error?.code ?? null;
        return [name, { state: lines[at]?.status === 'refused' ? 'refused' : document?.state, code }];
      });
      expect(ended).to.deep.equal(expected);
      for (const result of results.values()) if (result.document.state === 'completed') expectCitable(result);
    });

    it('reads each page with the first engine that can, and records those before it', () => {
      for (const { name, pages, duplicateOf } of truth.files) {
        if (duplicateOf) continue;
        const codes = Object.values(unread).find(({ file }) => file === name)?.codes ?? {};
        for (const { number, source } of pages.filter(page => ['ocr', 'text-layer'].includes(page.source))) {
          const order = source === 'ocr' ? engines('OCR') : ['pdfium'];
          const first = order.findIndex(engine => !codes[engine]);
          const { engine, properties } = resultOf(name).segments.find(({ pageNumber }) => pageNumber === number) ?? {};
          expect([engine, properties?.fallback ?? []], `${name} ${number}`).to.deep.equal([
            order[first],
            order.slice(0, first).map(tried => ({ engine: tried, code: codes[tried] })),
          ]);
        }
      }
      for (const { file, codes } of Object.values(unread)) {
        const isLeft = codes[engines('OCR')[0] ?? ''] !== undefined;
        const fallbacks = resultOf(file).document.warnings.filter(({ code }) => code === 'ocr.fallback');
        expect(
          fallbacks.map(({ at }) => at),
          file,
        ).to.deep.equal(isLeft ? [[1]] : []);
      }
    });

    it('hears, names and states with the engines that are named, each of them', () => {
      const all = [...results.values()];
      const madeBy = (made: { engine: string | null }[]) => [...new Set(made.map(({ engine }) => engine))];
      const recordings = truth.files.flatMap(({ name, speech }) => (speech ? resultOf(name).segments : []));
      expect(madeBy(recordings)).to.deep.equal(engines('ASR').slice(0, 1));
      expect(madeBy(all.flatMap(({ mentions }) => mentions))).to.have.members(engines('NER'));
      expect(madeBy(all.flatMap(({ facts }) => facts))).to.deep.equal(engines('LLM'));
    });

    it('asks the servers that are named, with their keys, and no other', () => {
      for (const [prefix, { authorizations }] of Object.entries(standIns)) {
        const isNamed = settings[`${prefix}_BASE_URL`];
        expect([...new Set(authorizations)], prefix).to.deep.equal(isNamed ? [`Bearer ${keyOf(prefix)}`] : []);
      }
    });

    it('books every answer, at its price where there is one', async () => {
      const { cost, engines: booked } = await product.json<z.output<typeof costsSchema>>(
        `/v1/projects/${projectId}/costs`,
      );
      const { OCR_MISTRAL: mistral, OCR_VISION: vision, ASR: asr, LLM: llm, EMBED: embed } = standIns;
      const isLocal = settings.LOCAL_HOSTS !== priced.LOCAL_HOSTS;
      const failed = mistral.asked.filter(({ bytes }) => unread[sizeOf(bytes)]?.codes.mistral === 'I_ENGINE_REQUEST');
      const mistralPages = mistral.asked.length - failed.length;
      const expected = [
        { stage: 'ocr', engine: 'mistral', model: settings.OCR_MISTRAL_MODEL, requests: mistralPages, price: 0.004 },
        { stage: 'ocr', engine: 'vision', model: settings.OCR_VISION_MODEL, requests: vision.chats.length },
        { stage: 'asr', engine: 'openai', model: settings.ASR_MODEL, requests: asr.transcriptions.length },
        { stage: 'llm', engine: 'openai', model: settings.LLM_MODEL, requests: llm.chats.length },
        // The stand-in says that it read 50 tokens.
        {
          ...{ stage: 'llm', engine: 'openai-embeddings', model: settings.EMBED_MODEL },
          ...{ requests: embed.embeddings.length, price: 50 * 0.02e-6 },
        },
      ].filter(({ requests }) => requests > 0);
      const told = ({ stage, engine, model, requests }: (typeof booked)[number]) => ({
        stage,
        engine,
        model,
        requests,
      });
      expect(booked.map(told)).to.have.deep.members(expected.map(({ price: _, ...call }) => call));
      let sum = 0;
      let unpriced = 0;
      for (const { stage, engine, requests, price } of expected) {
        const line = booked.find(one => one.stage === stage && one.engine === engine);
        const perRequest = isLocal ? 0 : price;
        if (perRequest === undefined) {
          expect(line, `${stage} ${engine}`).to.include({ amount: null, unpriced: requests });
          unpriced += requests;
        } else {
          expect(line?.amount, `${stage} ${engine}`).to.be.closeTo(requests * perRequest, 1e-9);
          sum += requests * perRequest;
        }
      }
      expect(cost.unpriced).to.equal(unpriced);
      expect(cost.amounts.USD ?? 0).to.be.closeTo(sum, 1e-9);
    });

    it('finds by meaning where there is an engine for it', async () => {
      const query = new URLSearchParams({ project: projectId, q: 'panels' });
      const { methods, noVectors, withoutVector, hits } = await product.json<z.output<typeof searchSchema>>(
        `/v1/search?${query}`,
      );
      expect(hits).not.to.deep.equal([]);
      const hasVectors = engines('EMBED').length > 0;
      expect({ methods, noVectors, withoutVector }).to.deep.equal(
        hasVectors
          ? { methods: ['text', 'vectors'], noVectors: null, withoutVector: 0 }
          : { methods: ['text'], noVectors: 'not_configured', withoutVector: null },
      );
    });
  });
}
