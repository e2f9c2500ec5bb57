/** The client of the HTTP API against a server that has bad moments. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { z } from 'zod';
import { type Api, createApi } from '../../cli/api.ts';
import { uploadAll } from '../../cli/upload.ts';
import type { PipelineError } from '../../shared/errors.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));

const failure = (promise: Promise<unknown>): Promise<PipelineError> =>
  promise.then(
    () => expect.fail('it should have been refused'),
    (error: PipelineError) => error,
  );

describe('client of the HTTP API', () => {
  let server: Server;
  let api: Api;
  let handle: Handler;
  let calls: { path: string; key: string | undefined }[];

  before(async () => {
    server = createServer(async (request, response) => {
      calls.push({ path: request.url ?? '', key: request.headers['idempotency-key'] as string | undefined });
      handle(request, response, await text(request));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    api = createApi({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'lp_test' });
  });
  beforeEach(() => {
    calls = [];
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('asks again while the server is busy or drops the connection', async () => {
    handle = (request, response) => {
      if (calls.length === 1) response.writeHead(503, { 'retry-after': '0' }).end();
      else if (calls.length === 2) request.socket.destroy();
      else json(response, { name: 'x' });
    };
    expect(await api.get('/thing', z.object({ name: z.string() }))).to.deep.equal({ name: 'x' });
    expect(calls).to.have.length(3);
  });

  it('throws the code of a problem at once', async () => {
    handle = (_, response) =>
      response
        .writeHead(404, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ code: 'I_NOT_FOUND', detail: 'no such document' }));
    const error = await failure(api.get('/thing', z.object({})));
    expect(error).to.include({ code: 'I_NOT_FOUND', message: 'no such document' });
    expect(calls).to.have.length(1);
  });

  it('takes nothing for an answer that is not one', async () => {
    handle = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    expect((await failure(api.get('/thing', z.object({})))).code).to.equal('X_API');
    handle = (_, response) => json(response, { items: 'none' });
    expect((await failure(api.list('/things', z.object({})).next())).message).to.contain('items');
  });

  it('reads lists to their end', async () => {
    handle = ({ url }, response) =>
      url?.includes('cursor=a%2F1')
        ? json(response, { items: [3], nextCursor: null })
        : json(response, { items: [1, 2], nextCursor: 'a/1' });
    const items: number[] = [];
    for await (const item of api.list('/things?state=x', z.number())) items.push(item);
    expect(items).to.deep.equal([1, 2, 3]);
    expect(calls.map(({ path }) => path)).to.deep.equal([
      '/things?state=x&limit=1000',
      '/things?state=x&limit=1000&cursor=a%2F1',
    ]);
  });

  describe('uploads', () => {
    let folder: string;
    const file = (name: string, content: string) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return { path, sourcePath: name, bytes: content.length };
    };
    const accepted = { documents: [{ status: 'accepted', documentId: 'd' }] };

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'cli-upload-'));
    });
    after(() => rmSync(folder, { recursive: true }));

    it('repeat under the same key, the whole body again', async () => {
      const bodies: string[] = [];
      handle = (request, response, body) => {
        bodies.push(body);
        if (calls.length === 1) request.socket.destroy();
        else json(response, accepted, 202);
      };
      const [sent] = await uploadAll(api, [file('a.txt', 'the text')], { projectId: 'p' });
      expect(sent?.upload?.status).to.equal('accepted');
      expect(calls[0]?.key)
        .to.match(/^cli-[0-9a-f]{64}$/)
        .and.equal(calls[1]?.key);
      for (const body of bodies) expect(body).to.contain('the text');
    });

    it('have a key of their own for other bytes, another place and other metadata, and only then', async () => {
      handle = (_, response) => json(response, accepted, 202);
      const keyOf = async (name: string, content: string, metadata?: string) => {
        await uploadAll(api, [file(name, content)], { projectId: 'p', metadata });
        return calls.at(-1)?.key;
      };
      const keys = [
        await keyOf('a.txt', 'one'),
        await keyOf('a.txt', 'two'),
        await keyOf('b.txt', 'one'),
        await keyOf('a.txt', 'one', '{}'),
      ];
      expect(new Set(keys).size).to.equal(4);
      expect(await keyOf('a.txt', 'one')).to.equal(keys[0]);
    });

    it('are answers when refused, and do not stop the others', async () => {
      handle = (_, response, body) =>
        body.includes('not this')
          ? json(response, { documents: [{ status: 'refused', code: 'I_UNSUPPORTED_TYPE' }] }, 415)
          : json(response, accepted, 202);
      const sent = await uploadAll(api, [file('1', 'not this'), file('2', 'good')], { projectId: 'p' });
      expect(sent.map(({ upload }) => upload?.status)).to.deep.equal(['refused', 'accepted']);
    });

    it('end with one file that cannot be read, each for itself', async () => {
      handle = (_, response) => json(response, accepted, 202);
      const gone = { path: join(folder, 'gone'), sourcePath: 'gone', bytes: 1 };
      const sent = await uploadAll(api, [gone, file('2', 'good')], { projectId: 'p' });
      expect(sent[0]?.error?.cause).to.have.property('code', 'ENOENT');
      expect(sent[1]?.upload?.status).to.equal('accepted');
    });

    it('are not tried any more once the server is out of reach', async function () {
      this.timeout(60_000);
      const nowhere = createApi({ url: 'http://127.0.0.1:1', key: 'lp_test' });
      const files = Array.from({ length: 40 }, (_, n) => file(`${n}`, `${n}`));
      const startedAt = Date.now();
      const sent = await uploadAll(nowhere, files, { projectId: 'p' });
      expect(sent.every(({ error }) => error?.code === 'X_API')).to.equal(true);
      // One round of attempts, not ten.
      expect(Date.now() - startedAt).to.be.lessThan(25_000);
    });
  });
});
