/** What the sweeper takes from the file store, and what it never does. */
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { sweepOnce } from '../../services/ingest-service/sweep.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { type FileStore, storageKey } from '../../shared/files/store.ts';
import { newId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import { createTestRecord, only, type TestRecord } from '../support/record.ts';

describe('the sweeper', function () {
  this.timeout(60_000);
  let record: TestRecord;
  let files: FileStore;
  let projectId: string;
  let swept: unknown[];
  before(async () => {
    record = await createTestRecord();
    files = createFolderStore(record.environment.environment.FILES_URL);
    ({ id: projectId } = await record.projects.create('Swept'));
  });
  after(() => record.stop());
  beforeEach(() => {
    swept = [];
  });

  /** Stores three bytes under a key, two days ago or now. */
  const store = async (key: string, age: 'old' | 'young' = 'old') => {
    await files.put(key, [Buffer.from('abc')] as never);
    const path = join(fileURLToPath(record.environment.environment.FILES_URL), key);
    if (age === 'old') await utimes(path, new Date(), new Date(Date.now() - 2 * 86_400_000));
    return key;
  };
  const log: Log = {
    ...{ debug() {}, warn() {}, error() {}, with: () => log },
    info: (event, fields) => swept.push([event, fields]),
  };
  const sweep = (signal = new AbortController().signal) =>
    sweepOnce({ files, documents: record.documents, log, sweepAfterMs: 86_400_000 }, signal);
  const left = async () => {
    const keys: string[] = [];
    for await (const { key } of files.list()) keys.push(key);
    return keys.sort();
  };

  it('takes old bytes that no document names, those of dead claims included, and leaves all others', async () => {
    const known = [];
    for (const state of ['processing', 'cancelled', 'duplicate']) {
      const document = await record.accept({ projectId, ...(state === 'duplicate' && { sha256: 'a'.repeat(64) }) });
      if (state === 'cancelled') await record.documents.cancel(document.id);
      known.push(await store(storageKey(projectId, document.id)));
    }
    // A file found inside another is recorded under the key of the claim that committed.
    const child = newId();
    const claimed = `${storageKey(projectId, child)}-1.2`;
    await record.accept({ projectId, id: child, storageKey: claimed });
    known.push(await store(claimed), await store('notes/left-by-somebody.txt'));
    const young = await store(storageKey(projectId, newId()), 'young');
    await store(storageKey(projectId, newId()));
    await store(`${storageKey(projectId, newId())}-1.1`);
    await store(`${storageKey(projectId, child)}-1.1`);
    await store(storageKey(projectId, child));
    await sweep();
    expect(await left()).to.deep.equal([...known, young].sort());
    expect(swept).to.deep.equal([['file.swept', { count: 4 }]]);
    await sweep();
    expect(swept).to.have.length(1);
  });

  it('takes nothing while a claim whose lease ran out may still commit', async () => {
    const document = await record.accept({ projectId });
    const { taskId } = only(document.deliveries);
    await record.claim(taskId);
    await record.expireLease(taskId);
    const key = await store(`${storageKey(projectId, newId())}-1.1`);
    await sweep();
    expect(await left()).to.include(key);
    await record.tasks.reconcile();
    await sweep();
    expect(await left()).not.to.include(key);
  });

  it('asks in batches, and stops when told to', async () => {
    const keys = await Promise.all(Array.from({ length: 501 }, () => store(storageKey(projectId, newId()))));
    const stopped = AbortSignal.abort();
    await sweep(stopped);
    expect(await left()).to.include.members(keys);
    await sweep();
    expect(await left()).not.to.include.members(keys.slice(0, 1));
    expect(swept).to.deep.equal([['file.swept', { count: 501 }]]);
  });
});
