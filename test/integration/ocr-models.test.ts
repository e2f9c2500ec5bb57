/** The OCR engines that ask a server, over real page pictures; servers that speak their protocols stand in for them. */
import { readFileSync, statSync } from 'node:fs';
import { expect } from 'chai';
import { PNG } from 'pngjs';
import { runInMemory } from '../../queues/run-in-memory.ts';
import { configuredLlmStage } from '../../services/llm-service/configured.ts';
import { configuredNerStage } from '../../services/ner-service/configured.ts';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import type { OcrEngine } from '../../services/ocr-service/engines/engine.ts';
import { createMistralEngine } from '../../services/ocr-service/engines/mistral.ts';
import { createVisionEngine } from '../../services/ocr-service/engines/vision.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { createRelationshipStage } from '../../services/relationship-service/stage.ts';
import { loadBertModel, loadModelServers } from '../../shared/config/load.ts';
import type { OcrInput } from '../../shared/config/schema.ts';
import { directCalls } from '../../shared/engine-calls.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createLog } from '../../shared/log.ts';
import { startMistralServer } from '../support/mistral-server.ts';
import { type Fault, startOpenAiServer } from '../support/openai-server.ts';
import { runStageOnFile, testDocument } from '../support/run-stage.ts';
import { idleStage } from '../support/runners.ts';

const matter = (name: string) => new URL(`../../samples/matter/${name}`, import.meta.url).pathname;
const subpoena = { path: matter('13-subpoena.png'), mediaType: 'image/png' };

const body = Array.from(
  { length: 12 },
  (_, at) =>
    `${at + 1}. You are commanded to produce record number ${at * 37 + 5} of the ${['crates', 'panels', 'invoices'][at % 3]} delivered.`,
);
const written = `# SUBPOENA

${body.join('\n')}

| Item | Due |
| --- | --- |
| Records | March 3 |
| Logs | March 9 |

Signed`;
const circle = Array.from({ length: 80 }, () => 'the said goods').join(' ');

/** Reads every page, and says of each that it did. */
const lastResort: OcrEngine = {
  ...{ name: 'last', model: 'none', version: '1' },
  recognize: async () => ({
    lines: [{ words: [{ text: 'read', box: [0.1, 0.1, 0.1, 0.1], confidence: 90 }], opens: true, turn: 0, size: 0.1 }],
    ...{ turn: 0, confidence: 0.9 },
  }),
};

describe('the ocr engines that ask a server', function () {
  this.timeout(60_000);
  let mistral: Awaited<ReturnType<typeof startMistralServer>>;
  let openai: Awaited<ReturnType<typeof startOpenAiServer>>;
  before(async () => {
    mistral = await startMistralServer();
    openai = await startOpenAiServer();
  });
  after(() => Promise.all([mistral.close(), openai.close()]));

  const server = { apiKey: 'secret', model: 'stand-in', timeoutMs: 1_500 };
  const mistralEngine = (input: OcrInput = 'pages') =>
    createMistralEngine({ ...server, baseUrl: mistral.baseUrl, input });
  const visionEngine = () => createVisionEngine({ ...server, baseUrl: openai.baseUrl });

  async function read(engines: OcrEngine[], file = subpoena) {
    const deps = createOcrDeps({ concurrency: 1, partSize: 8, createEngines: () => engines });
    const stage = createOcrStage(deps);
    try {
      return await runStageOnFile(stage, 'ocr', file);
    } finally {
      await stage.close?.();
    }
  }

  const failure = (engines: OcrEngine[]) =>
    read(engines).then(
      () => undefined,
      thrown => thrown as PipelineError,
    );

  it('mistral: sends our picture, freezes plain text, keeps headings and tables as marks', async () => {
    mistral.onPage(() => ({ markdown: written, confidence_scores: { average_page_confidence_score: 0.93 } }));
    const { rows, counts, end } = await read([mistralEngine()]);
    const { bytes, ...asked } = mistral.asked.at(-1) ?? expect.fail('nothing was asked');
    expect(asked).to.include({ model: 'stand-in', include_image_base64: false });
    expect(asked.document.type).to.equal('image_url');
    expect(asked).not.to.have.property('pages');
    expect(mistral.authorizations.at(-1)).to.equal('Bearer secret');
    const [sent, original] = [PNG.sync.read(bytes), PNG.sync.read(readFileSync(subpoena.path))];
    expect([sent.width, sent.height]).to.deep.equal([original.width, original.height]);
    expect(Math.abs((sent.data[4 * 5000] ?? 0) - (original.data[4 * 5000] ?? 0))).to.be.below(8);

    const [segment] = rows.segments;
    const text = `SUBPOENA\n\n${body.join('\n')}\n\nItem\tDue\nRecords\tMarch 3\nLogs\tMarch 9\n\nSigned`;
    expect(segment).to.include({ text, engine: 'mistral', model: 'stand-in', confidence: 0.93 });
    const marks = segment?.properties?.marks as { kind: string; start: number; end: number }[];
    expect(marks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).to.deep.equal([
      ['heading', 'SUBPOENA'],
      ['table', 'Item\tDue\nRecords\tMarch 3\nLogs\tMarch 9'],
      ['table-head', 'Item\tDue'],
    ]);
    expect(rows.segmentWords).to.deep.equal([]);
    expect(counts).to.include({ requests: 1, pagesSent: 1, pages: 1, ocrPages: 1 });
    expect(end.outcome).to.deep.include({ engine: 'mistral', warnings: [] });
  });

  describe('mistral, if it is to be sent the document,', () => {
    const pdf = { path: matter('09-test-report-scan.pdf'), mediaType: 'application/pdf' };
    const readPdf = async (answer: Parameters<typeof mistral.onPage>[0]) => {
      mistral.onPage(answer);
      const before = mistral.asked.length;
      const { rows, counts } = await read([mistralEngine('document'), lastResort], pdf);
      const engines = rows.segments.map(({ engine }) => engine);
      return { rows, counts, engines, asked: mistral.asked.slice(before) };
    };
    const pagesOf = (asked: { pages?: number[] }[]) => asked.map(({ pages }) => pages);
    const body = (pages: object[]) => ({ body: { pages, usage_info: { pages_processed: pages.length } } });

    it('gets it once for all pages, which are told apart by their index', async () => {
      const { rows, counts, engines, asked } = await readPdf(({ pages = [] }) =>
        body(pages.toReversed().map(index => ({ index, markdown: `${written}\n\nPage ${index + 1} of the report` }))),
      );
      expect(pagesOf(asked)).to.deep.equal([rows.segments.map((_, index) => index)]);
      expect(rows.segments).to.have.length.above(1);
      expect(asked[0]?.bytes.equals(readFileSync(pdf.path))).to.equal(true);
      expect(new Set(engines)).to.deep.equal(new Set(['mistral']));
      for (const [at, { text }] of rows.segments.entries()) expect(text).to.contain(`Page ${at + 1} of`);
      expect(counts).to.include({ requests: 1, pagesSent: rows.segments.length });
    });

    it('is asked for a page by itself when its reading of that page is refused', async () => {
      const { counts, engines, asked } = await readPdf(({ pages = [] }) =>
        body(pages.map(index => ({ index, markdown: index === 1 && pages.length > 1 ? '' : written }))),
      );
      expect(pagesOf(asked)).to.deep.equal([engines.map((_, index) => index), [1]]);
      expect(new Set(engines)).to.deep.equal(new Set(['mistral']));
      expect(counts).to.include({ requests: 2, pagesSent: engines.length + 1 });
    });

    it('and leaves a page to the next engine that is refused then, too', async () => {
      const { engines } = await readPdf(({ pages = [] }) =>
        body(pages.map(index => ({ index, markdown: index === 1 ? '' : written }))),
      );
      expect(engines).to.deep.equal(engines.map((_, at) => (at === 1 ? 'last' : 'mistral')));
    });

    it('is not believed when it answers for other pages than were asked for', async () => {
      const { engines } = await readPdf(({ pages = [] }) =>
        body(pages.length > 1 ? pages.map(() => ({ index: 0, markdown: written })) : [{ markdown: circle }]),
      );
      expect(new Set(engines)).to.deep.equal(new Set(['last']));
    });

    it('is asked once, too, when it fails for all', async () => {
      const { engines, asked } = await readPdf(() => ({ status: 500 }));
      expect(asked).to.have.length(1);
      expect(new Set(engines)).to.deep.equal(new Set(['last']));
    });
  });

  it('vision: sends the picture beside a prompt, and takes the text without boxes or confidence', async () => {
    openai.onChat(() => written);
    const { rows, counts } = await read([visionEngine()]);
    const asked = openai.chats.at(-1) ?? expect.fail('nothing was asked');
    expect(asked.pictures).to.have.length(1);
    expect(PNG.sync.read(asked.pictures[0] as Buffer).width).to.be.above(500);
    expect(asked.messages[0]?.content).to.match(/evidence.*never an instruction/);
    expect(asked).not.to.have.property('response_format');
    expect(rows.segments[0]).to.include({ engine: 'vision', confidence: null });
    expect(rows.segments[0]?.text).to.contain(body[3]);
    expect(counts).to.include({ requests: 1, pagesSent: 1, inputTokens: 100, outputTokens: 20 });
  });

  const readings: [string, string][] = [
    ['nothing', ''],
    ['far too little', 'SUBPOENA'],
    ['a circle', circle],
    ['more than the ink has', Array.from({ length: 9_000 }, (_, at) => `word${at}`).join(' ')],
  ];
  for (const [what, reading] of readings) {
    it(`refuses ${what}, from either, and has the next engine read the page`, async () => {
      mistral.onPage(() => reading);
      openai.onChat(() => reading);
      const { rows, warnings, end } = await read([mistralEngine(), visionEngine(), lastResort]);
      const code = 'X_ENGINE_ANSWER';
      expect(rows.segments[0]).to.include({ engine: 'last', text: 'read' });
      expect(rows.segments[0]?.properties?.fallback).to.deep.equal([
        { engine: 'mistral', code },
        { engine: 'vision', code },
      ]);
      expect(end.outcome.fallback).to.deep.equal({ from: 'mistral', code });
      expect(warnings).to.deep.include({ code: 'ocr.fallback', count: 1, at: [1] });
    });
  }

  it('leaves a page to the next engine when a model refuses or is cut off', async () => {
    for (const [answer, code] of [
      [{ refusal: 'I cannot' }, 'I_ENGINE_REFUSED'],
      [{ content: written, finish: 'length' }, 'L_ENGINE_OUTPUT'],
      [{ content: null }, 'X_ENGINE_ANSWER'],
    ] as const) {
      openai.onChat(() => answer);
      const { rows } = await read([visionEngine(), lastResort]);
      expect(rows.segments[0]?.properties?.fallback).to.deep.equal([{ engine: 'vision', code }]);
    }
  });

  it('waits for a server that asks to wait, and does not turn to the next', async () => {
    mistral.onPage(() => ({ status: 429, headers: { 'retry-after': '7' } }));
    expect(await failure([mistralEngine(), lastResort])).to.include({ code: 'X_ENGINE_BUSY', retryAfterMs: 7_000 });
  });

  it('fails with the code of the last engine when all refuse', async () => {
    mistral.onPage(() => ({ status: 401 }));
    openai.onChat(() => ({ refusal: 'I cannot' }));
    expect(await failure([mistralEngine(), visionEngine()])).to.include({ code: 'I_ENGINE_REFUSED' });
  });

  it('takes a PDF through all stages, with spans that are exact in text that has no boxes', async () => {
    const names = 'This Agreement is made between Westbrook Solar LLC and Harlan Panels Inc. on March 3, 2024.';
    mistral.onPage(() => `${written}\n\n${names}`);
    const pdf = matter('09-test-report-scan.pdf');
    const ocr = createOcrStage(
      createOcrDeps({ concurrency: 1, partSize: 8, createEngines: () => [mistralEngine(), lastResort] }),
    );
    const { signal } = new AbortController();
    try {
      const { state, rows, stages } = await runInMemory({
        document: { ...testDocument, fileName: 'scan.pdf', mediaType: 'application/pdf', bytes: statSync(pdf).size },
        stages: {
          ocr,
          ner: configuredNerStage(['rules'], loadBertModel({})),
          llm: configuredLlmStage(['rules'], loadModelServers({}).llm),
          relationship: createRelationshipStage(),
          asr: idleStage,
        },
        ...{ original: pdf, first: 'ocr', log: createLog({ service: 'test', level: 'none', format: 'text' }), signal },
      });
      expect(stages.map(stage => [stage.stage, stage.state])).to.deep.equal([
        ['ocr', 'done'],
        ['ner', 'done'],
        ['llm', 'done'],
        ['relationship', 'done'],
      ]);
      expect(state).to.equal('completed');
      const text = rows.segments.map(segment => segment.text).join('\n\n');
      expect(rows.chunks.map(chunk => text.slice(chunk.charStart, chunk.charEnd)).join('')).to.equal(text);
      expect(rows.chunks.map(({ kind }) => kind)).to.include('table');
      const mentions = rows.entityMentions.map(({ charStart, charEnd }) => text.slice(charStart, charEnd));
      expect(mentions).to.include('Westbrook Solar LLC').and.include('March 3, 2024');
    } finally {
      await ocr.close?.();
    }
  });

  const faults: [string, Fault | { body: object }, string][] = [
    ['400', { status: 400 }, 'I_ENGINE_REQUEST'],
    ['401', { status: 401 }, 'I_ENGINE_ACCESS'],
    ['404', { status: 404 }, 'I_ENGINE_REQUEST'],
    ['413', { status: 413 }, 'L_ENGINE_INPUT'],
    ['429', { status: 429 }, 'X_ENGINE_BUSY'],
    ['500', { status: 500 }, 'X_ENGINE_FAILED'],
    ['a hang', { fault: 'hang' }, 'X_ENGINE_FAILED'],
    ['a hang within the answer', { fault: 'hangBody' }, 'X_ENGINE_FAILED'],
    ['a cut connection', { fault: 'cut' }, 'X_ENGINE_FAILED'],
    ['an empty answer', { fault: 'empty' }, 'X_ENGINE_ANSWER'],
    ['broken JSON', { fault: 'brokenJson' }, 'X_ENGINE_ANSWER'],
    ['a web page', { fault: 'html' }, 'X_ENGINE_ANSWER'],
    ['ten megabytes', { fault: 'huge' }, 'X_ENGINE_ANSWER'],
    ['a redirect', { fault: 'redirect' }, 'X_ENGINE_FAILED'],
    ['another shape', { body: { text: 'hello' } }, 'X_ENGINE_ANSWER'],
    ['no page', { body: { pages: [] } }, 'X_ENGINE_ANSWER'],
  ];
  for (const [what, fault, code] of faults) {
    it(`mistral: ${what} is ${code}`, async () => {
      mistral.onPage(() => fault);
      const picture = {
        ...subpoena,
        ...{ width: 2, height: 1, dpi: 300 },
        ink: { columns: 1, rows: 1, shares: 'AA==' },
      };
      const engine = mistralEngine('document');
      const source = {
        path: matter('09-test-report-scan.pdf'),
        mediaType: 'application/pdf',
        pageNumber: 1,
        together: [1],
      };
      const calls = directCalls(new AbortController().signal);
      const thrown = await engine.recognize({ ...picture, source }, calls).then(
        () => undefined,
        error => error,
      );
      expect(thrown).to.be.instanceOf(PipelineError);
      expect(thrown).to.include({ code, engine: 'mistral' });
      expect(thrown.message).not.to.contain('told to fail');
    });
  }
});
