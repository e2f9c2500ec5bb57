/**
 * Some files of the sample matter through the product as a profile sets it up, with stand-ins for the servers it names. A row is a
 * profile: what is set otherwise here, and which engine must have made what.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { sampleFile } from '../../samples/truth.ts';
import type { Result } from '../support/api-client.ts';
import { expectCitable } from '../support/offsets.ts';
import { type AskedChat, type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

const picture = '13-subpoena.png';
const recording = '30-voicemail-fontaine.wav';
const papers = ['06-rejection-letter.txt', '08-notice-of-deposition.txt', '25-panels-overdue.eml'];

interface Row {
  profile: string;
  /** In place of what the profile has; empty counts as absent. */
  settings(servers: { openai: OpenAiServer }): Record<string, string>;
  /** The engines that must have been at work; without one for recordings, the recording fails. */
  engines: { ocr: string; asr: string | undefined; ner: readonly string[]; llm: string };
}

const noEmbeddings = { EMBED_ENGINES: '', EMBED_BASE_URL: '', EMBED_MODEL: '' };
const noMistral = {
  OCR_ENGINES: 'tesseract.js',
  ...{ OCR_MISTRAL_BASE_URL: '', OCR_MISTRAL_MODEL: '', OCR_MISTRAL_INPUT: '' },
};

const rows: Row[] = [
  {
    profile: 'rules-only.env',
    settings: () => ({}),
    engines: { ocr: 'tesseract.js', asr: undefined, ner: ['rules'], llm: 'rules' },
  },
  {
    profile: 'stage-1-cloud.env',
    settings: ({ openai: { baseUrl } }) => ({
      ...noMistral,
      ...noEmbeddings,
      ...{ ASR_BASE_URL: baseUrl, LLM_BASE_URL: baseUrl },
    }),
    engines: { ocr: 'tesseract.js', asr: 'openai', ner: ['rules'], llm: 'openai' },
  },
];

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

for (const { profile, settings, engines } of rows) {
  describe(`profile ${profile}, end to end`, function () {
    this.timeout(300_000);
    let openai: OpenAiServer;
    let product: TestProduct;
    const results = new Map<string, Result>();
    const resultOf = (name: string): Result => results.get(name) ?? expect.fail(`no document ${name}`);

    before(async () => {
      openai = await startOpenAiServer();
      openai.onTranscription(() => ({ text: 'This is Ada Quill, call me back on March 3, 2024.' }));
      openai.onChat(answerOf);
      const path = join(import.meta.dirname, '..', '..', 'deploy', 'profiles', profile);
      const profiled = parseEnv(readFileSync(path, 'utf8')) as Record<string, string>;
      product = await startTestProduct({ ...profiled, ...settings({ openai }) });
      const projectId = await product.createProject('Profile');
      const files = [picture, recording, ...papers].map(name => fileURLToPath(sampleFile(name)));
      await product.uploadFiles(projectId, files);
      for (const document of await product.settled(projectId, 200_000)) {
        results.set(document.fileName, await product.result(document));
      }
    });
    after(async () => {
      await product?.stop();
      await openai?.close();
    });

    it('reads every file, and fails none but a recording that no engine hears', () => {
      const ends = [...results.values()].map(({ document: { fileName, state, error } }) => [
        fileName,
        state,
        error?.code ?? null,
      ]);
      const heard = engines.asr ? ['completed', null] : ['failed', 'I_ENGINE_MISSING'];
      expect(ends).to.have.deep.members([
        ...[picture, ...papers].map(name => [name, 'completed', null]),
        [recording, ...heard],
      ]);
      for (const result of results.values()) if (result.document.state === 'completed') expectCitable(result);
    });

    it('with the engines of the profile', () => {
      const madeBy = (name: string) => new Set(resultOf(name).segments.map(({ engine }) => engine));
      expect([...madeBy(picture)]).to.deep.equal([engines.ocr]);
      if (engines.asr) expect([...madeBy(recording)]).to.deep.equal([engines.asr]);
      const mentions = papers.flatMap(name => resultOf(name).mentions);
      const facts = papers.flatMap(name => resultOf(name).facts);
      expect([...new Set(mentions.map(({ engine }) => engine))]).to.have.members([...engines.ner]);
      expect([...new Set(facts.map(({ engine }) => engine))]).to.deep.equal([engines.llm]);
    });

    it('asks no server but those of engines it names', () => {
      const isAsked = { chats: openai.chats.length > 0, transcriptions: openai.transcriptions.length > 0 };
      expect(isAsked).to.deep.equal({ chats: engines.llm === 'openai', transcriptions: engines.asr === 'openai' });
    });
  });
}
