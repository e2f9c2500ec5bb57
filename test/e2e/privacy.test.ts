/** Marker strings planted in text, names and metadata are nowhere they must not be: Redis, logs, errors, temporary files, the board. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stageNames } from '../../shared/domain/stage.ts';
import { createPortPicker } from '../../stack/ports.ts';
import { createTestRecord, type TestRecord } from '../support/record.ts';
import { createTestRunners, type TestRunners } from '../support/runners.ts';
import { createTestEnvironment, type TestEnvironment } from '../support/stack.ts';
import { eventually } from '../support/wait.ts';

const marker = 'Zanzibarium7731';
const password = 'secret-of-the-board';
const services = ['ocr-service', 'asr-service', 'ner-service', 'llm-service', 'relationship-service'];
const jobStates = ['latest', 'active', 'waiting', 'prioritized', 'delayed', 'completed', 'failed'];

/** One file of each kind: text that is read to the end, and broken ones that fail at different places. */
const files: [extension: string, content: (string | Uint8Array<ArrayBuffer>)[]][] = [
  [
    'txt',
    [
      `LETTER\n\nDear ${marker} Smith,\n\nOn March 3, 2024 ${marker} Holdings, Inc. paid USD 5.00, see ${marker} v. Roe, 564 F.3d 40 (1st Cir. 2009).\n`,
    ],
  ],
  ['pdf', [`%PDF-1.4\n${marker}\ntrailer`]],
  ['png', [Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), marker]],
  ['wav', ['RIFF\0\0\0\0WAVEfmt ', marker]],
  ['bin', [Uint8Array.from([0, 1, 2, 3, 0xff, 0]), marker]],
];

describe('privacy', function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  let record: TestRecord;
  let runners: TestRunners;
  let logs = '';
  const processes: ChildProcess[] = [];
  let api: string;
  let board: string;
  let temporary: string;
  let documents: { id: string; state: string }[];

  before(async () => {
    environment = await createTestEnvironment();
    record = await createTestRecord(environment);
    runners = createTestRunners(record);
    temporary = await mkdtemp(join(tmpdir(), 'privacy-'));
    const ports = createPortPicker();
    const [apiPort, boardPort] = [await ports.pick('ingest'), await ports.pick('dashboard')];
    api = `http://127.0.0.1:${apiPort}`;
    board = `http://127.0.0.1:${boardPort}`;
    start('services/ingest-service/index.ts', { INGEST_PORT: String(apiPort) });
    start('dashboard/index.ts', { DASHBOARD_PORT: String(boardPort), DASHBOARD_PASSWORD: password });
    for (const service of services) start(`services/${service}/index.ts`);
    for (const url of [api, board]) {
      const isReady = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok || undefined;
      await eventually(`${url} is ready`, isReady, 60_000);
    }
    documents = await plant();
  });
  after(async () => {
    const ended = processes.map(p => new Promise(resolve => p.once('exit', resolve)));
    for (const p of processes) p.kill('SIGTERM');
    await Promise.all(ended);
    await runners?.stop();
    await record?.stop();
    await environment?.stop();
    if (temporary) await rm(temporary, { recursive: true });
  });

  function start(entry: string, more: Record<string, string> = {}): void {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../..', entry)], {
      env: {
        ...process.env,
        ...environment.environment,
        GRACE_MS: '2000',
        LOG_LEVEL: 'debug',
        LOG_FORMAT: 'json',
        TMPDIR: temporary,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => {
        logs += piece.toString();
      });
    processes.push(child);
  }

  /** Plants the marker wherever a caller can, and waits until nothing is in progress. */
  async function plant(): Promise<typeof documents> {
    const { key } = await record.projects.createKey({ name: 'test', scopes: ['read', 'write', 'admin'] });
    const call = (path: string, init: RequestInit = {}) =>
      fetch(`${api}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
    const project = { name: `${marker} v. Roe`, settings: { note: marker } };
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(project) };
    // At once, so that one of them meets the other in the record.
    const [made] = await Promise.all([call('/v1/projects', json), call('/v1/projects', json)]);
    const { id: projectId } = (await made.json()) as { id: string };
    // Refused in the record and at the door: their answers may name the marker, the logs may not.
    await call(`/v1/documents?project=${marker}`);
    await call(`/v1/documents/${marker}/text`);
    await call(`/v1/documents?project=${projectId}&cursor=${marker}`);

    const form = new FormData();
    form.append('project', projectId);
    form.append('metadata', JSON.stringify({ note: marker }));
    for (const [extension, content] of files) {
      form.append('sourcePath', `${marker}/in/${marker}`);
      form.append('files', new Blob(content), `${marker}.${extension}`);
    }
    expect((await call('/v1/documents', { method: 'POST', body: form })).status).to.equal(202);
    const ended = async () => {
      const sql = 'select id, state from documents where project_id = $1';
      const rows = await record.query<{ id: string; state: string }>(sql, [projectId]);
      return rows.every(row => row.state !== 'processing') ? rows : undefined;
    };
    return eventually('all documents end', ended, 90_000);
  }

  it('meets documents that succeed and documents that fail', () => {
    expect(documents.map(d => d.state).sort()).to.deep.equal(['completed', 'failed', 'failed', 'failed']);
    expect(logs, 'logs were collected').to.contain('task.done').and.to.contain('task.failed');
  });

  it('keeps the words of documents out of Redis', async () => {
    expect(await runners.everything()).not.to.contain(marker);
  });

  it('keeps them out of the logs of the services', () => {
    expect(logs).not.to.contain(marker);
  });

  it('keeps them out of the logs of the servers', async () => {
    const read = await Promise.all(
      (await readdir(environment.logFolder))
        .filter(name => name.endsWith('.log'))
        .map(async name => ({ name, text: await readFile(join(environment.logFolder, name), 'latin1') })),
    );
    expect(read.map(({ name }) => name))
      .to.include('postgres.log')
      .and.to.satisfy((names: string[]) => names.some(name => name.startsWith('postgrest-')));
    expect(read.find(({ name }) => name === 'postgres.log')?.text).to.contain('ready to accept connections');
    for (const { name, text } of read) expect(text, name).not.to.contain(marker);
  });

  it('keeps them out of outcomes, errors and events of the record', async () => {
    for (const sql of [
      'select error_code, error_message from documents',
      'select outcome, error_message, input from tasks',
      'select error_message, warnings from document_stages',
      'select data from events',
      'select message from intake_refusals',
    ])
      expect(JSON.stringify(await record.query(sql)), sql).not.to.contain(marker);
  });

  it('leaves no temporary file that holds them', async () => {
    for (const file of await readdir(temporary, { recursive: true, withFileTypes: true })) {
      if (file.isFile())
        expect(await readFile(join(file.parentPath, file.name), 'latin1'), file.name).not.to.contain(marker);
    }
  });

  it('keeps them off the board: its queues, jobs and documents', async () => {
    const body = new URLSearchParams({ user: 'ops', password });
    const ownPage = { origin: board, 'sec-fetch-site': 'same-origin' };
    const login = await fetch(`${board}/login`, { method: 'POST', body, headers: ownPage, redirect: 'manual' });
    expect(login.status).to.equal(303);
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const look = async (path: string): Promise<string> => {
      const answer = await fetch(`${board}${path}`, { headers: { cookie } });
      expect(answer.status, path).to.equal(200);
      const text = await answer.text();
      expect(text, path).not.to.contain(marker);
      return text;
    };

    await look('/login');
    await look('/');
    for (const { id, state } of documents) expect(await look(`/documents/${id}`)).to.contain(state);
    const seen: string[] = [];
    for (const stage of stageNames) {
      for (const state of jobStates) {
        const list = await look(`/api/queues?activeQueue=${stage}&status=${state}&page=1&jobsPerPage=50`);
        const { queues } = JSON.parse(list) as { queues: { name: string; jobs: { id: string }[] }[] };
        for (const { id } of queues.find(({ name }) => name === stage)?.jobs ?? []) {
          await look(`/api/queues/${stage}/${id}`);
          await look(`/api/queues/${stage}/${id}/logs`);
          seen.push(`${stage} ${id}`);
        }
      }
    }
    expect(new Set(seen).size, 'jobs looked at').to.be.at.least(stageNames.length);
  });
});
