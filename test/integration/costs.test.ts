/** What calls of engines cost, as the API and the command line tell it; the settings that limit it; and the estimate before. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createApi } from '../../cli/api.ts';
import { costs } from '../../cli/costs.ts';
import { amountsOfFile, estimateFiles, estimateProject } from '../../cli/estimate.ts';
import { projectSettings } from '../../cli/projects.ts';
import { report } from '../../cli/report.ts';
import { problemSchema } from '../../services/ingest-service/schemas/documents.ts';
import { costsSchema, projectSchema, reportSchema } from '../../services/ingest-service/schemas/projects.ts';
import { newId } from '../../shared/ids.ts';
import { callsOf, createPen } from '../support/engine-calls.ts';
import { createTestIngest, type TestIngest } from '../support/ingest.ts';
import { only } from '../support/record.ts';
import { silence, wavFile } from '../support/wav.ts';

describe('costs', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  let projectId: string;
  const documents: string[] = [];
  before(async () => {
    ingest = await createTestIngest();
    ({ id: projectId } = await ingest.record.projects.create('Dear'));
    const pen = createPen(() => 'answer'); // 2.50 a call
    for (let i = 0; i < 3; i++) {
      const { id, deliveries } = await ingest.record.accept({ projectId });
      documents.push(id);
      const calls = callsOf(ingest.record, await ingest.record.claim(only(deliveries).taskId));
      await calls.ask(pen.request());
      if (i === 0) await calls.ask(pen.request());
      if (i === 1) await calls.ask(pen.request({ model: 'unheard-of' }));
    }
    await ingest.record.query('delete from documents where id = $1', [documents[2]]);
  });
  after(() => ingest.stop());

  const sum = { amounts: { USD: 7.5 }, requests: 4, cached: 1, unpriced: 1 };

  it('add up by engine and model and by document, page by page, also of a document that is gone', async () => {
    const path = `/v1/projects/${projectId}/costs`;
    const first = await ingest.json(200, costsSchema, `${path}?limit=2`);
    expect(first.cost).to.deep.equal(sum);
    expect(
      first.engines.map(({ stage, engine, model, requests, cached, amount, unpriced }) => ({
        stage,
        engine,
        model,
        requests,
        cached,
        amount,
        unpriced,
      })),
    ).to.have.deep.members([
      { stage: 'ocr', engine: 'pen', model: 'gpt-4o', requests: 3, cached: 1, amount: 7.5, unpriced: 0 },
      { stage: 'ocr', engine: 'pen', model: 'unheard-of', requests: 1, cached: 0, amount: null, unpriced: 1 },
    ]);
    const rest = await ingest.json(200, costsSchema, `${path}?limit=2&cursor=${first.nextCursor}`);
    expect(rest.nextCursor).to.equal(null);
    expect([...first.items, ...rest.items]).to.deep.equal([
      { documentId: documents[0], amounts: { USD: 2.5 }, requests: 1, cached: 1, unpriced: 0 },
      { documentId: documents[1], amounts: { USD: 2.5 }, requests: 2, cached: 0, unpriced: 1 },
      { documentId: documents[2], amounts: { USD: 2.5 }, requests: 1, cached: 0, unpriced: 0 },
    ]);
  });

  it('stand in the report, and are nothing where nothing was called', async () => {
    expect((await ingest.json(200, reportSchema, `/v1/projects/${projectId}/report`)).cost).to.deep.equal(sum);
    const { id } = await ingest.record.projects.create('Free');
    const none = { amounts: {}, requests: 0, cached: 0, unpriced: 0 };
    expect((await ingest.json(200, reportSchema, `/v1/projects/${id}/report`)).cost).to.deep.equal(none);
    expect(await ingest.json(200, costsSchema, `/v1/projects/${id}/costs`)).to.deep.equal({
      ...{ cost: none, engines: [], items: [], nextCursor: null },
    });
  });

  it('are shown on the command line', async () => {
    const api = createApi(ingest);
    const { text, json } = await costs(api, 'Dear');
    expect(text)
      .to.contain('7.50 USD; 4 requests, 1 kept answer, 1 request without a known price')
      .and.contain('not known');
    expect(json).to.have.property('documents').with.length(3);
    expect((await report(api, 'Dear')).text).to.contain('7.50 USD');
  });

  it('are of other projects nobody’s', async () => {
    const other = await ingest.record.projects.create('Other');
    const key = await ingest.makeKey(['read'], other.id);
    await ingest.json(404, problemSchema, `/v1/projects/${projectId}/costs`, { key });
  });

  describe('settings', () => {
    it('are merged, and taken out by null', async () => {
      const api = createApi(ingest);
      const { id } = await ingest.record.projects.create('Settings', { settings: { dateOrder: 'dmy', own: 1 } });
      expect((await projectSettings(api, 'Settings', { budget: 5, localOnly: true })).json).to.have.deep.property(
        'settings',
        {
          ...{ dateOrder: 'dmy', own: 1, localOnly: true },
          budget: { amount: 5, currency: 'USD' },
        },
      );
      await projectSettings(api, 'Settings', { budget: null });
      const path = `/v1/projects/${id}/settings`;
      const { settings } = await ingest.json(200, projectSchema, path, ingest.post({ localOnly: false }));
      expect(settings).to.deep.equal({ dateOrder: 'dmy', own: 1, localOnly: false });
      expect((await projectSettings(api, 'Settings', {})).text).to.contain('localOnly');
    });

    it('that are not as they should be are refused, when they change and when a project is made', async () => {
      for (const settings of [
        { budget: { amount: 5, currency: 'EUR' } },
        { budget: 5 },
        { localOnly: 'yes' },
        { dateOrder: 'ymd' },
      ]) {
        const of = JSON.stringify(settings);
        expect(
          (await ingest.json(400, problemSchema, `/v1/projects/${projectId}/settings`, ingest.post(settings))).code,
          of,
        ).to.equal('I_REQUEST');
        expect(
          (await ingest.json(400, problemSchema, '/v1/projects', ingest.post({ name: 'Bad', settings }))).code,
          of,
        ).to.equal('I_REQUEST');
      }
    });

    it('take a key with scope `admin`', async () => {
      const key = await ingest.makeKey(['read', 'write']);
      await ingest.json(403, problemSchema, `/v1/projects/${projectId}/settings`, {
        ...ingest.post({ localOnly: true }),
        key,
      });
    });
  });

  describe('an estimate', () => {
    const engines = {
      ...{ ASR_ENGINES: 'openai', ASR_BASE_URL: 'https://far.example/v1', ASR_MODEL: 'whisper-1' },
      ...{ LLM_ENGINES: 'openai', LLM_BASE_URL: 'https://far.example/v1', LLM_MODEL: 'gpt-4o' },
    };
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'estimate-'));
      await writeFile(join(folder, 'a.txt'), 'word '.repeat(8_000));
      await writeFile(join(folder, 'b.wav'), wavFile(silence(60)));
    });
    after(() => rm(folder, { recursive: true }));

    it('goes by the text and the minutes, and says that it is one', async () => {
      expect(await amountsOfFile(join(folder, 'b.wav'), 60 * 32_000)).to.deep.equal({
        ...{ ocrPages: 0, audioMs: 60_000, tokens: 200 },
      });
      const embed = {
        EMBED_ENGINES: 'openai',
        EMBED_BASE_URL: 'https://far.example/v1',
        EMBED_MODEL: 'text-embedding-3-small',
      };
      const vectors = (await estimateFiles([folder], embed)).json as { calls: { engine: string; amount: number }[] };
      expect(vectors.calls.map(({ engine }) => engine)).to.deep.equal(['openai-embeddings']);
      expect(vectors.calls[0]?.amount).to.be.within(0.0001, 0.001);
      const { json, text } = await estimateFiles([folder], engines);
      const { amount, calls } = json as { amount: number; calls: { stage: string; amount: number }[] };
      expect(calls.map(({ stage }) => stage)).to.deep.equal(['asr', 'llm']);
      expect(calls[0]?.amount).to.be.closeTo(0.006, 0.0005);
      expect(calls[1]?.amount).to.be.within(0.05, 0.2);
      expect(amount).to.be.closeTo((calls[0]?.amount ?? 0) + (calls[1]?.amount ?? 0), 1e-6);
      expect(text).to.contain('about').and.contain('2 files, judged by size and kind alone');
    });

    it('goes by the pages without a text layer for OCR, by the first engine that costs, and says what is meant', async () => {
      const scans = await mkdtemp(join(tmpdir(), 'estimate-'));
      const page = '<< /Type /Page /Resources << /XObject << /Im0 4 0 R >> >> >>\n';
      await writeFile(join(scans, 'scan.pdf'), `%PDF-1.4\n${page.repeat(500)}`);
      await writeFile(join(scans, 'born-digital.pdf'), `%PDF-1.4\n${page}<< /Type /Font >>\n`);
      const ocr = {
        ...{ OCR_ENGINES: 'tesseract.js,vision,mistral', OCR_VISION_BASE_URL: 'http://127.0.0.1:1/v1' },
        ...{ OCR_VISION_MODEL: 'own', OCR_MISTRAL_MODEL: 'mistral-ocr-2512' },
      };
      try {
        const { json, text } = await estimateFiles([scans], ocr);
        const { calls } = json as { calls: object[] };
        expect(calls).to.have.length(1);
        expect(calls[0]).to.deep.include({
          stage: 'ocr',
          engine: 'mistral',
          amount: 1,
          usage: { requests: 500, pages: 500 },
        });
        expect(text).to.contain('all pages without a text layer');
        const seen = await estimateFiles([scans], {
          ...ocr,
          OCR_ENGINES: 'vision',
          OCR_VISION_BASE_URL: 'https://far.example/v1',
          OCR_VISION_MODEL: 'gpt-4o',
        });
        expect((seen.json as { amount: number }).amount).to.be.within(2, 10);
        expect((await estimateFiles([scans], { ...ocr, OCR_ENGINES: 'tesseract.js' })).text).not.to.contain('ocr');
      } finally {
        await rm(scans, { recursive: true });
      }
    });

    it('is nothing without engines that are called, and on one’s own hosts', async () => {
      expect((await estimateFiles([folder], {})).text).to.contain('no engine that is called is configured');
      const local = { ...engines, LOCAL_HOSTS: 'far.example' };
      expect((await estimateFiles([folder], local)).json).to.include({ amount: 0, unknown: 0 });
    });

    it('names models without a price', async () => {
      expect((await estimateFiles([folder], { ...engines, LLM_MODEL: 'unheard-of' })).json).to.include({ unknown: 1 });
    });

    it('of a project goes by what was read of it', async () => {
      await ingest.record.query('update documents set text_length = 400000 where id = $1', [documents[0]]);
      const { json } = await estimateProject(createApi(ingest), 'Dear', engines);
      const { calls } = json as { calls: { stage: string; usage: { inputTokens: number } }[] };
      expect(calls.find(({ stage }) => stage === 'llm')?.usage.inputTokens).to.equal(2 * 100_000 + 26 * 1_500);
    });

    it('of a project counts the pages that were read by OCR', async () => {
      const { record } = ingest;
      const { id: scanned } = await record.projects.create('Scanned');
      const { deliveries } = await record.accept({ projectId: scanned });
      const { task, token, document } = await record.claim(only(deliveries).taskId);
      const segments = ['pdfium', 'tesseract.js', 'none', 'image'].map((engine, ordinal) => ({
        ...{
          id: newId(),
          ordinal,
          kind: 'page' as const,
          text: 'x',
          charStart: ordinal * 3,
          charEnd: ordinal * 3 + 1,
          engine,
          model: null,
        },
        ...{ pageNumber: ordinal + 1, properties: {} },
      }));
      await record.tasks.putRows(task.id, token, { segments });
      await record.tasks.commit({
        ...{ taskId: task.id, token, outcome: { counts: {}, engine: 'test', version: '1', warnings: [] } },
        document: { pageCount: 4, textLength: 10 },
      });
      expect(document.projectId).to.equal(scanned);
      const { json } = await estimateProject(createApi(ingest), 'Scanned', {
        ...{ OCR_ENGINES: 'mistral', OCR_MISTRAL_MODEL: 'mistral-ocr-2512' },
      });
      expect((json as { calls: { usage: object }[] }).calls[0]?.usage).to.deep.equal({ requests: 2, pages: 2 });
    });
  });
});
