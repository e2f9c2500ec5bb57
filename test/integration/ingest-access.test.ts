/** Who may do what, what a stranger learns, and how errors are answered. */
import { request } from 'node:http';
import { expect } from 'chai';
import { z } from 'zod';
import { problemSchema } from '../../services/ingest-service/schemas/documents.ts';
import { healthSchema, projectSchema, readySchema } from '../../services/ingest-service/schemas/projects.ts';
import { newId } from '../../shared/ids.ts';
import { createTestIngest, formOf, type TestIngest } from '../support/ingest.ts';
import { eventually } from '../support/wait.ts';

describe('access to the API', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  let mine: string;
  let theirs: { project: string; document: string };
  let boundKey: string;

  before(async () => {
    ingest = await createTestIngest();
    mine = (await ingest.record.projects.create('Mine')).id;
    const document = await ingest.record.accept({ projectId: (await ingest.record.projects.create('Theirs')).id });
    theirs = { project: document.projectId, document: document.id };
    boundKey = await ingest.makeKey(['read', 'write', 'admin'], mine);
  });
  after(() => ingest.stop());

  const problem = async (status: number, path: string, init: RequestInit & { key?: string } = {}) => {
    const response = await ingest.call(path, init);
    const body = await response.json();
    expect(response.status, `${path} ${JSON.stringify(body)}`).to.equal(status);
    expect(response.headers.get('content-type')).to.equal('application/problem+json; charset=utf-8');
    const problem = problemSchema.parse(body);
    expect(problem, 'undocumented fields').to.deep.equal(body);
    expect(problem.status).to.equal(status);
    return { ...problem, headers: response.headers };
  };

  it('refuses a call without a key, with a wrong one or a revoked one', async () => {
    for (const authorization of [
      '',
      'Bearer',
      'Bearer lp_unknownunknownunknown',
      `Basic ${ingest.key}`,
      'Bearer x y',
    ]) {
      const answer = await problem(401, '/v1/projects', { headers: { authorization } });
      expect(answer.code).to.equal('I_UNAUTHORIZED');
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
    }
    const { id, key } = await ingest.record.projects.createKey({ name: 'gone', scopes: ['read'] });
    await ingest.record.projects.revokeKey(id);
    await problem(401, '/v1/projects', { key });
  });

  it('asks for the scope of each call', async () => {
    const [read, write, admin] = await Promise.all([
      ingest.makeKey(['read']),
      ingest.makeKey(['write']),
      ingest.makeKey(['admin']),
    ]);
    const upload = () => ({ method: 'POST', body: formOf({ project: 'Mine' }, ['a.txt', newId()]) });
    expect((await problem(403, '/v1/documents', { ...upload(), key: read })).code).to.equal('I_FORBIDDEN');
    await problem(403, '/v1/projects', { ...ingest.post({ name: 'x' }), key: write });
    await problem(403, `/v1/documents/${theirs.document}`, { key: write });
    await problem(403, `/v1/documents/${theirs.document}/cancel`, { ...ingest.post({}), key: read });
    expect((await ingest.call('/v1/documents', { ...upload(), key: write })).status).to.equal(202);
    expect(
      (await ingest.call('/v1/projects', { ...ingest.post({ name: 'made by admin' }), key: admin })).status,
    ).to.equal(201);
  });

  it('answers 404 in the same words for what is not there and what is not the caller’s', async () => {
    const documents = [
      '',
      '/text',
      '/original',
      '/segments',
      '/words',
      '/chunks',
      '/mentions',
      '/facts',
      '/relationships',
      '/tasks',
      '/events',
      '/children',
    ];
    const texts = new Set<string>();
    const record = async (path: string, init: RequestInit = {}) => {
      const { headers: _, ...body } = await problem(404, path, { ...init, key: boundKey });
      texts.add(JSON.stringify(body));
    };
    for (const id of [theirs.document, newId(), 'not-an-id', '%00', "'; drop table documents; --"]) {
      for (const rest of documents) await record(`/v1/documents/${encodeURIComponent(id)}${rest}`);
      for (const [action, body] of [
        ['retry', {}],
        ['cancel', {}],
        ['reprocess', { from: 'ocr' }],
      ] as const)
        await record(`/v1/documents/${encodeURIComponent(id)}/${action}`, ingest.post(body));
    }
    expect(texts.size).to.equal(1);
    texts.clear();
    for (const id of [theirs.project, 'Theirs', newId()]) {
      for (const rest of ['', '/report', '/entities']) await record(`/v1/projects/${id}${rest}`);
      await record(`/v1/documents?project=${id}`);
      await record(`/v1/documents?project=${id}`, { method: 'POST', body: formOf({}, ['a.txt', 'x']) });
    }
    expect(new Set([...texts].map(text => JSON.parse(text).detail))).to.deep.equal(new Set(['no such project']));
    expect((await ingest.record.state(theirs.document)).state).to.equal('processing');
  });

  it('shows a key that is bound to a project that project only', async () => {
    const list = z.object({ items: z.array(projectSchema), nextCursor: z.null() });
    const { items } = await ingest.json(200, list, '/v1/projects', { key: boundKey });
    expect(items.map(project => project.id)).to.deep.equal([mine]);
    expect((await ingest.json(200, list, '/v1/projects?name=Theirs', { key: boundKey })).items).to.deep.equal([]);
    expect((await problem(403, '/v1/projects', { ...ingest.post({ name: 'More' }), key: boundKey })).code).to.equal(
      'I_FORBIDDEN',
    );
    expect((await ingest.call('/v1/documents', { key: boundKey })).status).to.equal(200);
  });

  it('refuses input that does not fit, naming the fields', async () => {
    const bad = [
      '?limit=0',
      '?limit=1001',
      '?limit=x',
      '?state=done',
      '?stat=failed',
      '?cursor=abc',
      '?project=Mine&project=Theirs',
      '?project=a%00b',
      '',
    ];
    for (const query of bad) expect((await problem(400, `/v1/documents${query}`)).code, query).to.equal('I_REQUEST');
    const path = `/v1/documents/${theirs.document}/reprocess`;
    expect((await problem(400, path, ingest.post({ from: 'nerr' }))).detail).to.match(/body\.from/);
    await problem(400, path, ingest.post({ from: 'ner', more: 1 }));
    await problem(400, path, { method: 'POST' });
    const secret = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"from": privileged' };
    expect(JSON.stringify(await problem(400, path, secret))).not.to.match(/privileged/);
    await problem(413, path, ingest.post({ from: 'x'.repeat(100_000) }));
  });

  it('takes cursors of the list they belong to only', async () => {
    const cursor = Buffer.from('["2026-01-01T00:00:00Z\\",id.gt.0","0"]').toString('base64url');
    await problem(400, `/v1/documents?project=Mine&cursor=${cursor}`);
    await problem(400, `/v1/documents/${theirs.document}/events?cursor=${Buffer.from('[-1]').toString('base64url')}`);
    await problem(400, `/v1/documents/${theirs.document}/chunks?cursor=${Buffer.from('[1]').toString('base64url')}`);
  });

  it('knows its paths and their methods', async () => {
    expect((await problem(404, '/v1/nothing')).code).to.equal('I_NOT_FOUND');
    expect((await problem(405, '/v1/documents', { method: 'DELETE' })).headers.get('allow')).to.equal('POST, GET');
    expect((await problem(405, '/healthz', { method: 'POST' })).headers.get('allow')).to.equal('GET');
    await problem(400, '/v1/documents/%E0%A4%A');
  });

  it('answers health and readiness to everybody', async () => {
    expect(await ingest.json(200, healthSchema, '/healthz', { key: 'none' })).to.deep.equal({ status: 'ok' });
    expect(await ingest.json(200, readySchema, '/readyz', { key: 'none' })).to.deep.equal({
      status: 'ready',
      redis: 'ok',
    });
  });

  it('lets no page of another origin read it, and gives every answer an id', async () => {
    const response = await ingest.call('/v1/projects', {
      headers: { origin: 'https://evil.example', 'x-request-id': 'abc-1' },
    });
    expect(response.headers.get('access-control-allow-origin')).to.equal(null);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(response.headers.get('x-request-id')).to.equal('abc-1');
    expect((await ingest.call('/healthz')).headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
  });

  it('drains: lets a running upload finish and sends what comes later elsewhere', async () => {
    const draining = await createTestIngest({ GRACE_MS: '5000' });
    await draining.record.projects.create('Drain');
    const outgoing = request(`${draining.url}/v1/documents?project=Drain`, {
      method: 'POST',
      headers: { authorization: `Bearer ${draining.key}`, 'content-type': 'multipart/form-data; boundary=b' },
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      outgoing.on('response', response => resolve(response.resume().statusCode));
      outgoing.on('error', reject);
    });
    outgoing.write('--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n');
    outgoing.write('first half'.repeat(10_000));
    await eventually('the first half in the store', async () => (await draining.stored())[0]);
    const stopped = draining.stop();
    outgoing.end(', second half\r\n--b--\r\n');
    expect(await answered).to.equal(202);
    await stopped;
  });
});
