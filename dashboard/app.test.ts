import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { documentStates } from '../shared/domain/stage.ts';
import { errorCodes } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { createMetricsPage } from '../shared/metrics/page.ts';
import { createDashboardApp, type RetryAnswer } from './app.ts';
import type { VisibleDocument } from './visible-document.ts';

const silent: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => silent };
const documentId = '0190a0a0-0000-7000-8000-00000000000a';

const failed: VisibleDocument = {
  id: documentId,
  parentId: null,
  duplicateOf: null,
  state: 'failed',
  pageCount: 3,
  createdAt: '2026-03-04T05:06:07.000+00:00',
  finishedAt: null,
  error: { code: 'I_PASSWORD', stage: 'ocr', attempt: 1 },
  stages: [
    {
      stage: 'ocr',
      state: 'failed',
      currentGeneration: 1,
      buildingGeneration: 2,
      error: { code: 'I_PASSWORD', stage: 'ocr', attempt: 1 },
    },
  ],
  warnings: [{ stage: 'ocr', code: 'page.unread', count: 2, isMissing: true }],
};

describe('dashboard', () => {
  let server: Server;
  let base: string;
  let retried: string[];
  let answer: () => Promise<RetryAnswer>;
  let document: VisibleDocument | null;

  beforeEach(async () => {
    retried = [];
    answer = async () => ({});
    document = failed;
    const app = createDashboardApp({
      queues: [],
      auth: { user: 'ops', password: 'right horse' },
      ready: async () => {},
      metrics: createMetricsPage('metrics token', []),
      findDocument: async () => document,
      retryDocument: id => {
        retried.push(id);
        return answer();
      },
      documentUrl: id => `http://api.example.org/v1/documents/${id}`,
      log: silent,
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(base + path, { headers, redirect: 'manual' });
  const post = (path: string, headers: Record<string, string> = {}, body = '') =>
    fetch(base + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: base, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    });
  const login = (password: string, headers: Record<string, string> = {}) =>
    post('/login', headers, new URLSearchParams({ user: 'ops', password }).toString());
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const session = async () => ({ cookie: cookieOf(await login('right horse')) });

  it('shows nothing without a login: pages go to the form, the API says 401', async () => {
    const html = { accept: 'text/html' };
    expect((await get('/', html)).headers.get('location')).to.equal('/login');
    expect((await get(`/documents/${documentId}`, html)).status).to.equal(303);
    expect((await get('/api/queues', { accept: 'application/json' })).status).to.equal(401);
    expect(await (await get('/')).text()).to.include('/login');
    expect((await get('/static/favicon-32x32.png', { accept: 'image/*' })).status).to.equal(401);
    expect((await get('/', { cookie: 'lp_board=b3Bz.9999999999999.x', ...html })).status).to.equal(303);
  });

  it('shows metrics to who has their token, login or not', async () => {
    expect((await get('/metrics')).status).to.equal(401);
    expect((await get('/metrics', await session())).status).to.equal(401);
    const page = await get('/metrics', { authorization: 'Bearer metrics token' });
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-type')).to.equal('text/plain; version=0.0.4; charset=utf-8');
  });

  it('lets in with the right password and a cookie scripts and other sites cannot use', async () => {
    const response = await login('right horse');
    expect(response.status).to.equal(303);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).to.include('HttpOnly').and.include('SameSite=Strict').and.not.include('Secure');
    expect((await login('right horse', { 'x-forwarded-proto': 'https' })).headers.get('set-cookie')).to.include(
      'Secure',
    );
    const board = await get('/', { cookie: cookieOf(response) });
    expect(board.status).to.equal(200);
    expect(await board.text())
      .to.include('Document queues')
      .and.not.match(/<(link|script)[^>]*"https?:/);
    expect((await get('/api/queues?page=1&jobsPerPage=10', { cookie: cookieOf(response) })).status).to.equal(200);
  });

  it('refuses wrong logins, and after five of them even the right one, with the time to wait', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const response = await login('wrong');
      expect(response.status).to.equal(401);
      expect(response.headers.get('set-cookie')).to.equal(null);
    }
    const response = await login('right horse');
    expect(response.status).to.equal(429);
    expect(Number(response.headers.get('retry-after'))).to.be.within(1, 900);
  });

  it('takes a login without a form for a wrong one', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const request = { method: 'POST', headers: { origin: base } };
      expect((await fetch(`${base}/login`, request)).status).to.equal(401);
    }
    expect((await login('right horse')).status).to.equal(429);
  });

  it('keeps the user name after a wrong login, as text', async () => {
    const body = new URLSearchParams({ user: '"><b>ops', password: 'wrong' }).toString();
    expect(await (await post('/login', {}, body)).text())
      .to.include('value="&quot;&gt;&lt;b&gt;ops"')
      .and.not.include('<b>');
  });

  it('refuses a form that is not one of its own with a status of the caller’s', async () => {
    expect((await post('/login', {}, `user=${'x'.repeat(5_000)}`)).status).to.equal(413);
  });

  it('forgets the cookie on logout', async () => {
    const response = await post('/logout', await session());
    expect(response.headers.get('set-cookie')).to.match(/^lp_board=;/);
  });

  it('passes a retry to the record and says how it went', async () => {
    const cookie = await session();
    const accepted = await post(`/retry/${documentId}`, cookie);
    expect(accepted.status).to.equal(200);
    expect(await accepted.text()).to.include('class="said good"');
    expect(retried).to.deep.equal([documentId]);
    answer = async () => ({ error: 'state', state: 'completed' });
    const refused = await post(`/retry/${documentId}`, cookie);
    expect(refused.status).to.equal(409);
    expect(await refused.text())
      .to.include('the document is completed')
      .and.not.include('class="said good"');
    answer = async () => ({ error: 'not_found' });
    document = null;
    expect((await post(`/retry/${documentId}`, cookie)).status).to.equal(404);
    expect((await post('/retry/1%27--', cookie)).status).to.equal(404);
    expect(retried).to.have.length(3);
  });

  it('lets no other site ask for a change', async () => {
    const cookie = await session();
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      expect((await post(`/retry/${documentId}`, { ...cookie, ...headers })).status).to.equal(403);
    }
    expect((await post('/login', { origin: 'https://evil.example' })).status).to.equal(403);
    expect(retried).to.deep.equal([]);
  });

  it('answers a failure with its code, and nothing else', async () => {
    answer = async () => {
      throw new Error('words of a document');
    };
    const response = await post(`/retry/${documentId}`, await session());
    expect(response.status).to.equal(500);
    expect(await response.text())
      .to.match(/^X_UNCLASSIFIED: /)
      .and.not.include('words of a document');
  });

  it('changes nothing through the API of the board', async () => {
    const cookie = await session();
    for (const path of [
      '/api/queues/pause',
      '/api/queues/resume',
      '/api/queues/ocr/empty',
      '/api/queues/ocr/1/retry',
    ]) {
      const response = await fetch(base + path, { method: 'PUT', headers: { origin: base, ...cookie } });
      expect(response.status, path).to.equal(405);
    }
  });

  it('loads nothing from elsewhere and stays out of frames', async () => {
    const { headers } = await get('/login');
    expect(headers.get('content-security-policy'))
      .to.include("default-src 'self'")
      .and.include("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('shows where a document stands, what went wrong and what to do', async () => {
    const html = await (await get(`/documents/${documentId}`, await session())).text();
    expect(html).to.include(`GET http://api.example.org/v1/documents/${documentId}`);
    expect(html).to.include('I_PASSWORD').and.include(errorCodes.I_PASSWORD);
    expect(html).to.include('<td>1&nbsp;→&nbsp;2</td>');
    expect(html).to.include('<code>page.unread</code></td><td>2</td>');
  });

  it('offers a retry only when there is something to retry', async () => {
    const cookie = await session();
    const offers: string[] = [];
    for (const state of documentStates) {
      document = { ...failed, state };
      const html = await (await get(`/documents/${documentId}`, cookie)).text();
      if (html.includes(`action="/retry/${documentId}"`)) offers.push(state);
    }
    expect(offers).to.have.members(['failed', 'completed_partial', 'cancelled']);
  });

  it('has a page for documents that are not there', async () => {
    const cookie = await session();
    document = null;
    for (const id of [documentId, 'x']) {
      const response = await get(`/documents/${id}`, cookie);
      expect(response.status).to.equal(404);
      expect(await response.text()).to.include('No such document');
    }
  });
});
