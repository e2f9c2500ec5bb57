/** The published OpenAPI document against the routes of the app, both ways. That answers fit it is checked where they are made. */
import { expect } from 'chai';
import type { Express } from 'express';
import { createApp } from '../../services/ingest-service/app.ts';
import { type HttpServer, listen } from '../../services/ingest-service/server.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { createLog } from '../../shared/log.ts';
import { createMetricsPage } from '../../shared/metrics/page.ts';
import { createRecordClient } from '../../shared/record/client.ts';
import { createDocuments } from '../../shared/record/documents.ts';
import { createLists } from '../../shared/record/lists.ts';
import { createProjects } from '../../shared/record/projects.ts';
import { createRows } from '../../shared/record/rows.ts';
import { createSearch } from '../../shared/record/search.ts';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; schema: { format?: string } }[];
  requestBody?: { content: Record<string, { schema: { properties: Record<string, object> } }> };
  security: object[];
  responses: Record<
    string,
    { headers?: Record<string, object>; content: Record<string, { schema?: { $ref: string } }> }
  >;
}
interface OpenApi {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

describe('the OpenAPI document', () => {
  // Connected to nothing: a client of the record makes no call until it is asked for one.
  const record = createRecordClient({ url: 'http://127.0.0.1:1', serviceKey: 'none' });
  const app: Express = createApp({
    calls: { localHosts: [], rates: {} },
    documents: createDocuments(record),
    projects: createProjects(record),
    lists: createLists(record),
    rows: createRows(record),
    search: createSearch(record),
    files: createFolderStore('file:///nowhere'),
    publisher: { publish: () => {}, settled: async () => {} },
    ready: async () => ({ redis: 'ok' }),
    metrics: createMetricsPage(undefined, []),
    draining: () => false,
    publicUrl: 'https://api.example.org',
    log: createLog({ service: 'test', level: 'none', format: 'text' }),
  });
  let server: HttpServer;
  let document: OpenApi;
  let operations: (Operation & { path: string; method: string })[];

  before(async () => {
    server = await listen(app, { host: '127.0.0.1', port: 0 });
    document = (await (await fetch(`http://127.0.0.1:${server.port}/openapi.json`)).json()) as OpenApi;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
  });
  after(() => server.stop(0));

  it('speaks of every route, and of no other', () => {
    const mounted = app.router.stack.flatMap(({ route }) => {
      const { path = '', methods = {} } = (route ?? {}) as { path?: string; methods?: Record<string, boolean> };
      // A route for all methods only says 405.
      return methods.delete ? [] : Object.keys(methods).map(method => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    });
    const documented = operations.map(({ method, path }) => `${method} ${path}`);
    expect(documented.toSorted()).to.deep.equal(mounted.toSorted());
    expect(documented).to.include.members(['post /v1/documents', 'get /v1/documents/{id}/text', 'get /readyz']);
  });

  it('refers only to schemas that it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const held = Object.keys(document.components.schemas).map(name => `#/components/schemas/${name}`);
    expect(references.length).to.be.greaterThan(50);
    expect(held).to.include.members([...new Set(references)]);
    expect(held).to.include.members(['#/components/schemas/Document', '#/components/schemas/Problem']);
  });

  it('gives every operation an id of its own, its parameters and its answers', () => {
    expect(new Set(operations.map(o => o.operationId)).size).to.equal(operations.length);
    for (const { method, path, parameters, responses, security } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(
        parameters.filter(p => p.in === 'path').map(p => p.name),
        `${method} ${path}`,
      ).to.deep.equal(named);
      expect(
        Object.keys(responses).some(status => status.startsWith('2')),
        `${method} ${path}`,
      ).to.equal(true);
      expect(security.length === 0, path).to.equal(!path.startsWith('/v1/'));
    }
  });

  it('names what is answered for what it is, and says no more of it than is needed', () => {
    const names = Object.keys(document.components.schemas);
    expect(names).to.include.members(['Chunk', 'ChunkPage', 'DocumentPage', 'Mention', 'Fact', 'Segment', 'Entity']);
    expect(names.filter(name => /\d|^get/.test(name))).to.deep.equal([]);
    expect(JSON.stringify(document))
      .to.not.include(String(Number.MAX_SAFE_INTEGER))
      .and.not.match(/"pattern":"[^"]{60}/);
  });

  it('tells of the headers that say where to look and how long to wait', () => {
    for (const { method, path, responses } of operations) {
      expect(responses[503]?.headers, `${method} ${path}`).to.have.property('Retry-After');
      expect(responses[405]?.headers, `${method} ${path}`).to.have.property('Allow');
    }
    expect(document.paths['/v1/documents']?.post?.responses[202]?.headers).to.have.property('Location');
  });

  it('gives documents by their id only', () => {
    const of = (path: string) => document.paths[path]?.get?.parameters.find(p => p.in === 'path')?.schema;
    expect(of('/v1/documents/{id}/chunks')).to.deep.equal({ type: 'string', format: 'uuid' });
    expect(of('/v1/projects/{id}')).to.deep.equal({ type: 'string' });
  });

  it('is pointed at from the addresses people try first', async () => {
    for (const path of ['/', '/v1']) {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
      expect(await answer.json()).to.include({ openApi: '/openapi.json', health: '/healthz' });
    }
  });

  it('describes input by the schemas that check it', () => {
    const of = (method: string, path: string) => document.paths[path]?.[method] as Operation;
    const list = of('get', '/v1/documents').parameters;
    expect(list.map(p => p.name)).to.have.members(['limit', 'cursor', 'project', 'state']);
    expect(list.find(p => p.name === 'limit')).to.deep.include({ in: 'query', required: false });
    const upload = of('post', '/v1/documents').requestBody?.content['multipart/form-data']?.schema.properties ?? {};
    expect(Object.keys(upload)).to.have.members(['project', 'metadata', 'sourcePath', 'files']);
    const body = of('post', '/v1/documents/{id}/reprocess').requestBody?.content['application/json']?.schema.properties;
    expect(body?.from).to.deep.include({ enum: ['ocr', 'asr', 'ner', 'llm', 'relationship'] });
  });
});
