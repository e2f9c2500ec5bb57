/** Metrics of all services as processes, after some work: what they hold, what they must not, and that alerts and board ask for what there is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sampleFile } from '../../samples/truth.ts';
import { errorCodes } from '../../shared/errors.ts';
import { services } from '../../stack/services.ts';
import { type Sample, samplesOf, sumOf } from '../support/exposition.ts';
import { queries } from '../support/monitoring-files.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';
import { readQuery } from '../support/promql.ts';
import { eventually } from '../support/wait.ts';

const token = 'token-of-the-metrics';
const privileged = { project: 'Quagmire v. Umbrage', file: 'zanzibar-letter.txt', word: 'Xylophonist' };

describe('metrics of the services', function () {
  this.timeout(300_000);
  let openai: OpenAiServer;
  let product: TestProduct;
  let pages: Map<string, string>;
  let samples: Sample[];
  /** Names of metrics as the pages declare them, with their types. */
  let types: Map<string, string>;

  const read = (service: string, authorization = `Bearer ${token}`) =>
    fetch(`${product.urls[service]}/metrics`, { headers: { authorization } });
  const readAll = async () =>
    new Map(await Promise.all(services.map(async ({ name }) => [name, await (await read(name)).text()] as const)));

  before(async () => {
    openai = await startOpenAiServer();
    openai.onChat(() => ({ status: 400 }));
    const model = { LLM_ENGINES: 'openai', LLM_BASE_URL: openai.baseUrl, LLM_MODEL: 'stand-in' };
    product = await startTestProduct({ ...model, METRICS_TOKEN: token });
    const project = await product.createProject(privileged.project);
    const from = async (name: string) => readFile(sampleFile(name));
    await product.upload(project, [
      { name: 'scan.png', content: await from('13-subpoena.png') },
      { name: 'locked.pdf', content: await from('19-settlement-memo-password.pdf') },
      { name: privileged.file, content: `Dear ${privileged.word}, Ada Quill writes to you on March 3, 2024.` },
      { name: 'empty.txt', content: '' },
    ]);
    const documents = await product.settled(project, 120_000);
    await awayEngines(project, documents[0]?.id ?? '');
    pages = await eventually(
      'all figures show it',
      async () => {
        const all = await readAll();
        return sumOf(all.get('ingest-service') ?? '', 'parked_tasks') === 1 ? all : undefined;
      },
      30_000,
      1_000,
    );
    samples = [...pages.values()].flatMap(samplesOf);
    const declared = [...pages.values()].flatMap(page => [...page.matchAll(/^# TYPE (\w+) (\w+)$/gm)]);
    types = new Map(declared.map(([, name = '', type = '']) => [name, type]));
  });
  after(async () => {
    await product?.stop();
    await openai?.close();
  });

  /** What takes an outage or a budget to come about: an engine that is down, a task parked for it, a project it is paused for. */
  async function awayEngines(project: string, document: string): Promise<void> {
    // A pause without a budget that is spent would be lifted.
    await product.query(
      `update projects set settings = settings || '{"budget": {"amount": 0, "currency": "USD"}}' where id = $1`,
      [project],
    );
    await product.query(
      `insert into engine_state (engine, project_id, state, reason)
      values ('asr/openai', null, 'down', 'failures'), ('llm/openai', $1, 'paused', 'budget')`,
      [project],
    );
    await product.query(
      `insert into tasks (id, project_id, document_id, generation, stage, phase, state, priority, parked_for)
      values (gen_random_uuid(), $1, $2, 1, 'asr', 'plan', 'parked', 1, 'asr/openai')`,
      [project, document],
    );
  }

  it('are for who has the token only, at every service', async () => {
    for (const { name } of services) {
      expect((await read(name, '')).status, name).to.equal(401);
      expect((await read(name, `Bearer ${product.apiKey}`)).status, name).to.equal(401);
      const page = await read(name);
      expect(page.status, name).to.equal(200);
      expect(page.headers.get('content-type'), name).to.equal('text/plain; version=0.0.4; charset=utf-8');
    }
  });

  it('say of every service what it is, what it reaches and how it feels', () => {
    for (const [service, page] of pages) {
      expect(sumOf(page, 'build_info', { service }), service).to.equal(1);
      expect(sumOf(page, 'record_up'), service).to.equal(1);
      expect(sumOf(page, 'redis_up'), service).to.equal(1);
      for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']) {
        expect(page, service).to.match(new RegExp(`^${name} [0-9.]+`, 'm'));
      }
    }
  });

  it('count what was done, each where it was done', () => {
    const of = (service: string, ...asked: [string, Record<string, string>?]) =>
      sumOf(pages.get(service) ?? '', ...asked);
    expect(of('ocr-service', 'tasks_total', { stage: 'ocr', outcome: 'done' })).to.be.at.least(2);
    expect(of('ocr-service', 'task_errors_total', { stage: 'ocr', code: 'I_PASSWORD' })).to.equal(1);
    expect(of('ocr-service', 'pages_read_total', { engine: 'tesseract.js' })).to.equal(1);
    expect(of('ner-service', 'tasks_total', { stage: 'ner', outcome: 'done' })).to.equal(2);
    expect(of('llm-service', 'engine_calls_total', { engine: 'openai' })).to.be.at.least(2);
    expect(of('ingest-service', 'uploads_total', { outcome: 'accepted' })).to.equal(3);
    expect(of('ingest-service', 'upload_refusals_total', { code: 'I_EMPTY_FILE' })).to.equal(1);
    expect(of('ingest-service', 'documents', { state: 'failed' })).to.equal(1);
    expect(of('ingest-service', 'backlog_tasks')).to.equal(0);
    for (const stage of ['ocr', 'asr', 'ner', 'llm', 'relationship']) {
      expect(of('ingest-service', 'queue_workers', { stage }), stage).to.equal(1);
    }
  });

  it('hold no id, no name and no text', async () => {
    const ids = await product.query<{ id: string }>('select id from projects union select id from documents');
    const page = [...pages.values()].join('\n');
    for (const secret of [...Object.values(privileged), ...ids.map(({ id }) => id), product.apiKey, token]) {
      expect(page).not.to.include(secret);
    }
    const ours = samples.filter(({ name }) => name.startsWith('legal_pipeline_'));
    expect(ours).to.have.length.of.at.least(100);
    for (const { name, labels } of ours) {
      for (const [label, text] of Object.entries(labels)) {
        expect(text, `${name} ${label}`)
          .to.match(/^[\w.+-]{1,30}$/)
          .and.not.match(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      }
    }
    const labelNames = new Set(ours.flatMap(({ labels }) => Object.keys(labels)));
    expect([...labelNames]).to.have.members([
      ...['service', 'version', 'schema_version', 'node_version', 'stage', 'phase', 'outcome', 'code'],
      ...['state', 'kind', 'reason', 'engine', 'direction', 'le'],
    ]);
  });

  it('are those that the operator’s page lists, by names that Prometheus expects', async () => {
    const text = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `(\w+?)(?:\{[\w, ]+\})?` \| (counter|gauge|histogram) \|/gm)];
    const ours = [...types].filter(([name]) => name.startsWith('legal_pipeline_'));
    expect(listed.map(([, name, type]) => [`legal_pipeline_${name}`, type])).to.have.deep.members(ours);
    for (const [name, type] of ours) {
      expect(name.endsWith('_total'), name).to.equal(type === 'counter');
      if (type === 'histogram') expect(name).to.match(/_seconds$/);
    }
  });

  it('are what alerts and board ask for, by metric, label and value', () => {
    const suffixes = ['', '_bucket', '_sum', '_count'];
    const known = new Set(
      [...types].flatMap(([name, type]) => (type === 'histogram' ? suffixes : ['']).map(s => name + s)),
    );
    const valuesOf = (label: string) => new Set(samples.flatMap(({ labels }) => labels[label] ?? []));
    const serviceNames = new Set(services.map(({ name }) => name));
    for (const { at, text } of queries) {
      const { selectors, groupings } = readQuery(text);
      const labels = new Set(['job', 'instance']);
      for (const { metric, matchers } of selectors) {
        // Of Prometheus itself.
        if (metric === 'ALERTS') continue;
        if (metric !== 'up') expect(known.has(metric), `${at}: ${metric}`).to.equal(true);
        const own = new Set(samples.filter(({ name }) => name === metric).flatMap(({ labels }) => Object.keys(labels)));
        for (const label of own) labels.add(label);
        for (const [label, values] of Object.entries(matchers)) {
          if (label !== 'job') expect(own.has(label), `${at}: ${metric} has no ${label}`).to.equal(true);
          const possible = label === 'job' ? serviceNames : valuesOf(label);
          for (const value of values) {
            expect(possible.has(value) || value in errorCodes, `${at}: ${label}="${value}"`).to.equal(true);
          }
        }
      }
      expect([...labels], at).to.include.members(groupings);
    }
  });
});
