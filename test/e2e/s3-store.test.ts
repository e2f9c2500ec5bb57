/** The product on a bucket: originals go there and come back, a mail's attachments among them, and nothing of it is anywhere else. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { storeFindings } from '../../cli/doctor/files.ts';
import { explain } from '../../cli/reconcile/explain.ts';
import { verify } from '../../cli/verify.ts';
import { sweepOnce } from '../../services/ingest-service/sweep.ts';
import { loadFileStore } from '../../shared/config/load.ts';
import { openFileStore } from '../../shared/files/open-store.ts';
import { storageKey } from '../../shared/files/store.ts';
import { newId } from '../../shared/ids.ts';
import { createLog } from '../../shared/log.ts';
import { createRecordClient } from '../../shared/record/client.ts';
import { createDocuments } from '../../shared/record/documents.ts';
import type { ApiDocument } from '../support/api-client.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';
import { type S3Server, startS3Server } from '../support/s3-server.ts';

const samples = [
  '06-rejection-letter.txt',
  '13-subpoena.png',
  '24-response-to-rejection.docx',
  '26-re-panels-overdue.eml',
];
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const prefix = 'originals/';

describe('the product on a bucket', function () {
  this.timeout(240_000);
  let server: S3Server;
  let product: TestProduct;
  let documents: ApiDocument[];

  before(async () => {
    server = await startS3Server();
    product = await startTestProduct({ ...server.environment, FILES_URL: `${server.environment.FILES_URL}/originals` });
    const project = await product.createProject('Bucket');
    const lines = await product.uploadFiles(
      project,
      samples.map(name => join('samples/matter', name)),
    );
    expect(lines.map(({ status }) => status)).to.deep.equal(samples.map(() => 'accepted'));
    documents = await product.settled(project, 180_000);
  });
  after(async () => {
    await product?.stop();
    await server?.close();
  });

  it('brings every file to its end, attachments included', () => {
    expect(documents.filter(({ partPath }) => partPath !== null)).to.have.length.above(0);
    expect(documents.map(({ state, fileName }) => [state, fileName])).to.deep.equal(
      documents.map(({ fileName }) => ['completed', fileName]),
    );
  });

  it('gives every original back as it was', async () => {
    for (const { id, fileName, partPath } of documents) {
      const answer = await product.call(`/v1/documents/${id}/original`);
      expect(answer.status).to.equal(200);
      const bytes = Buffer.from(await answer.arrayBuffer());
      const [row] = await product.query<{ sha256: string; storage_key: string }>(
        'select sha256, storage_key from documents where id = $1',
        [id],
      );
      expect(sha256(bytes)).to.equal(row?.sha256);
      expect(server.objects.get(prefix + row?.storage_key)?.body.equals(bytes)).to.equal(true);
      if (partPath === null) expect(bytes.equals(await readFile(join('samples/matter', fileName)))).to.equal(true);
    }
  });

  it('keeps nothing in the folder of the embedded stack', async () => {
    expect(await readdir(join(product.dataDir, 'files'))).to.deep.equal([]);
  });

  it('is sound for verify, reconcile and doctor', async () => {
    expect(await verify(undefined, product.environment)).to.deep.include({ exit: 'ok' });
    expect((await explain(undefined, product.environment)).json).to.deep.include({
      store: { orphans: [], missing: [] },
    });
    const findings = await storeFindings(product.environment);
    expect(findings).to.deep.equal([
      { check: 'file store', status: 'ok', what: 's3://matters/originals can be written to and listed' },
    ]);
  });

  it('has what is missing, changed or of no document found, and the last swept', async () => {
    const [missing = '', changed = ''] = [...server.objects.keys()].filter(key => key.includes('/', prefix.length));
    const kept = new Map([missing, changed].map(key => [key, server.objects.get(key)]));
    const orphan = storageKey(newId(), newId());
    server.objects.delete(missing);
    server.objects.set(changed, { body: Buffer.from('other'), modifiedAt: new Date(), metadata: {} });
    server.objects.set(prefix + orphan, { body: Buffer.from('x'), modifiedAt: new Date(0), metadata: {} });
    const { exit, json } = await verify(undefined, product.environment);
    expect(exit).to.equal('error');
    const { originals } = json as { originals: { broken: { code: string }[] } };
    expect(originals.broken.map(({ code }) => code)).to.have.members(['X_FILE_MISSING', 'X_FILE_CHANGED']);
    const { store } = (await explain(undefined, product.environment)).json as {
      store: { orphans: { key: string }[]; missing: string[] };
    };
    expect([store.orphans.map(({ key }) => key), store.missing.length]).to.deep.equal([[orphan], 1]);
    for (const [key, object] of kept) if (object) server.objects.set(key, object);
    await sweep();
    expect(server.objects.has(prefix + orphan)).to.equal(false);
    expect(await verify(undefined, product.environment)).to.deep.include({ exit: 'ok' });
  });

  async function sweep(): Promise<void> {
    const { SUPABASE_URL: url = '', SUPABASE_SERVICE_ROLE_KEY: serviceKey = '' } = product.environment;
    const record = createRecordClient({ url, serviceKey });
    try {
      const files = openFileStore(loadFileStore(product.environment));
      const log = createLog({ service: 'test', level: 'none', format: 'text' });
      const options = { files, documents: createDocuments(record), log, sweepAfterMs: 0 };
      await sweepOnce(options, new AbortController().signal);
    } finally {
      record.close();
    }
  }
});
