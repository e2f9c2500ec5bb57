/** The board over real queues: behind its login, failures with their codes, a retry that goes to the record, nothing else to change. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { sampleFile } from '../../samples/truth.ts';
import { errorCodes } from '../../shared/errors.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

interface BoardAnswer {
  queues: {
    name: string;
    readOnlyMode: boolean;
    jobs: { failedReason?: string; externalUrl?: { href: string }; data: Record<string, unknown> }[];
  }[];
}

describe('board', function () {
  this.timeout(120_000);
  let product: TestProduct;
  let board: string;
  let cookie: string;
  let documentId: string;

  before(async () => {
    product = await startTestProduct();
    board = product.urls.dashboard ?? '';
    const project = await product.createProject('Board');
    const content = await readFile(sampleFile('19-settlement-memo-password.pdf'));
    await product.upload(project, [{ name: 'secret-name.pdf', content }]);
    const [document] = await product.settled(project, 60_000);
    documentId = document?.id ?? '';
  });
  after(() => product?.stop());

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${board}${path}`, { redirect: 'manual', ...init, headers: { cookie: cookie ?? '', ...init.headers } });
  const ownPage = () => ({ origin: board, 'sec-fetch-site': 'same-origin' });

  it('shows nothing without a login', async () => {
    expect((await ask('/', { headers: { accept: 'text/html' } })).headers.get('location')).to.equal('/login');
    expect((await ask('/api/queues')).status).to.equal(401);
    const body = new URLSearchParams({ user: 'ops', password: 'wrong' });
    expect((await ask('/login', { method: 'POST', body, headers: ownPage() })).status).to.equal(401);
  });

  it('opens with the password of the configuration', async () => {
    const body = new URLSearchParams({ user: 'ops', password: product.environment.DASHBOARD_PASSWORD ?? '' });
    const answer = await ask('/login', { method: 'POST', body, headers: ownPage() });
    expect(answer.status).to.equal(303);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  });

  it('lists the queues in the order of the flow, read-only, and a failed attempt with its code and its document', async () => {
    const answer = await ask('/api/queues?activeQueue=ocr&status=failed&page=1');
    const text = await answer.text();
    const { queues } = JSON.parse(text) as BoardAnswer;
    expect(queues.map(q => q.name)).to.deep.equal(['ocr', 'asr', 'ner', 'llm', 'relationship']);
    expect(queues.every(q => q.readOnlyMode)).to.equal(true);
    const [job] = queues[0]?.jobs ?? [];
    expect(job?.failedReason).to.match(/^I_PASSWORD: .* \(attempt 1\)$/);
    expect(job?.externalUrl?.href).to.equal(`/documents/${documentId}`);
    expect(Object.keys(job?.data ?? {}).sort()).to.deep.equal([
      'documentId',
      'generation',
      'phase',
      'stage',
      'taskId',
      'v',
    ]);
    expect(text).not.to.contain('secret-name');
  });

  it('shows where the document stands and what to do, and never its name', async () => {
    const answer = await ask(`/documents/${documentId}`);
    expect(answer.status).to.equal(200);
    const html = await answer.text();
    expect(html)
      .to.contain('I_PASSWORD')
      .and.contain(errorCodes.I_PASSWORD)
      .and.contain(`action="/retry/${documentId}"`);
    expect(html).not.to.contain('secret-name');
    expect((await ask('/documents/0190a0a0-0000-7000-8000-00000000000a')).status).to.equal(404);
  });

  it('lets nobody change a queue', async () => {
    for (const path of [
      '/api/queues/ocr/clean/failed',
      '/api/queues/ocr/pause',
      '/api/queues/ocr/retry/failed',
      '/api/queues/pause',
    ]) {
      expect((await ask(path, { method: 'PUT', headers: ownPage() })).status, path).to.be.oneOf([404, 405]);
    }
  });

  it('retries a document through the record, when one of its own pages asks', async () => {
    expect(
      (await ask(`/retry/${documentId}`, { method: 'POST', headers: { origin: 'http://evil.example' } })).status,
    ).to.equal(403);
    const answer = await ask(`/retry/${documentId}`, { method: 'POST', headers: ownPage() });
    expect(answer.status).to.equal(200);
    const events = await product.query(`select kind from events where document_id = $1 and kind = 'document.retry'`, [
      documentId,
    ]);
    expect(events).to.have.length(1);
  });
});
