/** Marker strings planted in text, name and metadata of documents are nowhere they must not be: Redis, logs, errors, the board. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTestRecord, type TestRecord } from '../support/record.ts';
import { createTestRunners, type TestRunners } from '../support/runners.ts';
import { createTestEnvironment, type TestEnvironment } from '../support/stack.ts';
import { eventually } from '../support/wait.ts';

const marker = 'Zanzibarium7731';
const services = ['ingest-service', 'ocr-service', 'asr-service', 'ner-service', 'llm-service', 'relationship-service'];

describe('privacy', function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  let record: TestRecord;
  let runners: TestRunners;
  let logs = '';
  const processes: ChildProcess[] = [];
  let key: string;
  let logFolder: string;

  before(async () => {
    environment = await createTestEnvironment();
    record = await createTestRecord(environment);
    runners = createTestRunners(record);
    logFolder = await mkdtemp(join(tmpdir(), 'privacy-'));
    ({ key } = await record.projects.createKey({ name: 'test', scopes: ['read', 'write', 'admin'] }));
    for (const service of services)
      start(`services/${service}/index.ts`, service === 'ingest-service' ? { INGEST_PORT: '18790' } : {});
    start('dashboard/index.ts', { DASHBOARD_PORT: '18791', DASHBOARD_PASSWORD: 'secret-of-the-board' });
    await eventually(
      'the API is ready',
      async () => ((await fetch('http://127.0.0.1:18790/readyz').catch(() => undefined))?.ok ? true : undefined),
      60_000,
    );
  });
  after(async () => {
    const ended = processes.map(p => new Promise(resolve => p.once('exit', resolve)));
    for (const p of processes) p.kill('SIGTERM');
    await Promise.all(ended);
    await runners.stop();
    await record.stop();
    await environment.stop();
    await rm(logFolder, { recursive: true });
  });

  const start = (entry: string, more: Record<string, string>) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../..', entry)], {
      env: {
        ...process.env,
        ...environment.environment,
        GRACE_MS: '2000',
        LOG_LEVEL: 'debug',
        LOG_FORMAT: 'json',
        TMPDIR: logFolder,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece: Buffer) => (logs += piece.toString()));
    processes.push(child);
  };

  it('keeps them out of Redis, logs, error strings, events and temporary files', async () => {
    const { id: projectId } = await record.projects.create('Privacy');
    const form = new FormData();
    form.append('project', projectId);
    form.append('metadata', JSON.stringify({ note: marker }));
    const good = `LETTER\n\nDear ${marker} Smith,\n\nOn March 3, 2024 ${marker} Holdings, Inc. paid USD 5.00, see ${marker} v. Roe, 564 F.3d 40 (1st Cir. 2009).\n`;
    form.append('files', new Blob([good]), `${marker}.txt`);
    form.append('files', new Blob([`%PDF-1.4\n${marker}\ntrailer`]), `${marker}.pdf`);
    form.append('files', new Blob([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), marker]), `${marker}.png`);
    form.append('files', new Blob(['RIFF\0\0\0\0WAVEfmt ', marker]), `${marker}.wav`);
    form.append('files', new Blob([Uint8Array.from([0, 1, 2, 3, 0xff, 0]), marker]), `${marker}.bin`);
    const answer = await fetch('http://127.0.0.1:18790/v1/documents', {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).to.equal(202);
    const documents = await eventually(
      'all documents end',
      async () => {
        const rows = await record.query<{ state: string }>('select * from documents where project_id = $1', [
          projectId,
        ]);
        return rows.every(row => row.state !== 'processing') ? rows : undefined;
      },
      90_000,
    );
    expect(documents.map(d => d.state).sort()).to.deep.equal(['completed', 'failed', 'failed', 'failed']);

    expect(await runners.everything(), 'Redis').not.to.contain(marker);
    expect(logs, 'logs were collected').to.contain('task.done').and.to.contain('task.failed');
    expect(logs, 'logs').not.to.contain(marker);
    for (const sql of [
      'select error_code, error_message from documents',
      'select outcome, error_message, input from tasks',
      'select error_message, warnings from document_stages',
      'select data from events',
      'select message from intake_refusals',
    ])
      expect(JSON.stringify(await record.query(sql)), sql).not.to.contain(marker);
    for (const file of await readdir(logFolder, { recursive: true, withFileTypes: true })) {
      if (file.isFile())
        expect(await readFile(join(file.parentPath, file.name), 'latin1'), `left in ${file.name}`).not.to.contain(
          marker,
        );
    }
  });
});
