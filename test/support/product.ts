/** The whole product for end-to-end tests: stack and services as processes, used over HTTP like anybody would. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type pg from 'pg';
import type { ChunkRow, FactRow, MentionRow, RelationshipRow, SegmentRow } from '../../shared/domain/rows.ts';
import type { DocumentState } from '../../shared/domain/stage.ts';
import { createLog } from '../../shared/log.ts';
import type { ProjectReport } from '../../shared/record/documents.ts';
import { connect } from '../../stack/postgres.ts';
import { type Product, startProduct } from '../../stack/product.ts';
import { eventually } from './wait.ts';

/** A document as the API answers it, as far as tests look at it. */
export interface ApiDocument {
  id: string;
  state: DocumentState;
  fileName: string;
  partPath: string | null;
  mediaType: string;
  pageCount: number | null;
  durationMs: number | null;
  properties: Record<string, unknown>;
  textLength: number | null;
  category: string | null;
  duplicateOf: string | null;
  error: { code: string; stage: string | null; attempt: number | null } | null;
  warnings: { code: string; stage: string; at?: number[] }[];
}

/** One file's line in the answer to an upload. */
export interface UploadLine {
  fileName: string;
  status: 'accepted' | 'duplicate' | 'replayed' | 'refused';
  documentId?: string;
  duplicateOf?: string | null;
  code?: string;
}

/** Everything the API says about one document. */
export interface Result {
  document: ApiDocument;
  text: string;
  segments: SegmentRow[];
  chunks: ChunkRow[];
  mentions: MentionRow[];
  facts: FactRow[];
  relationships: RelationshipRow[];
}

export type TestProduct = Awaited<ReturnType<typeof startTestProduct>>;

/** Starts the product in a folder of its own. Takes some seconds: call it in a `before` with a timeout of 120 s. */
export async function startTestProduct(settings: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'product-test-'));
  const environment = { ...process.env, LOG_LEVEL: 'error', GRACE_MS: '2000', ...settings };
  const product: Product = await startProduct({
    dataDir,
    environment,
    log: createLog({ service: 'test', level: 'error', format: 'text' }),
  });
  const owner: pg.Client = await connect(product.environment.DATABASE_URL ?? '');
  const api = product.urls['ingest-service'] ?? '';

  const call = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${product.apiKey}`);
    return fetch(`${api}${path}`, { ...init, headers });
  };
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const answer = await call(path, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const post = <T>(path: string, body: object): Promise<T> =>
    json<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  /** All items of a list, page by page. */
  const list = async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const joint = path.includes('?') ? '&' : '?';
      const page: { items: T[]; nextCursor: string | null } = await json(
        `${path}${joint}limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  };

  /** Uploads contents under names, in one request. */
  const upload = async (
    projectId: string,
    files: { name: string; content: Uint8Array | string }[],
    headers: Record<string, string> = {},
  ): Promise<UploadLine[]> => {
    const form = new FormData();
    for (const { name, content } of files)
      form.append('files', new Blob([content as Uint8Array<ArrayBuffer> | string]), name);
    const answer = await call(`/v1/documents?project=${projectId}`, { method: 'POST', body: form, headers });
    const body = (await answer.json()) as { documents: UploadLine[] };
    if (!body.documents) throw new Error(`upload: ${answer.status} ${JSON.stringify(body)}`);
    return body.documents;
  };

  const documents = (projectId: string): Promise<ApiDocument[]> => list(`/v1/documents?project=${projectId}`);

  return {
    ...product,
    dataDir,
    call,
    json,
    post,
    list,
    upload,
    documents,
    createProject: async (name: string): Promise<string> => (await post<{ id: string }>('/v1/projects', { name })).id,
    uploadFiles: async (projectId: string, paths: string[]): Promise<UploadLine[]> =>
      upload(
        projectId,
        await Promise.all(paths.map(async path => ({ name: basename(path), content: await readFile(path) }))),
      ),
    report: (projectId: string) => json<ProjectReport>(`/v1/projects/${projectId}/report`),
    /** Waits until nothing of a project is in progress. */
    settled: (projectId: string, deadlineMs: number): Promise<ApiDocument[]> =>
      eventually(
        'the project is settled',
        async () => {
          const [row] = (
            await owner.query(
              `select count(*)::int as open from documents where project_id = $1 and state = 'processing'`,
              [projectId],
            )
          ).rows;
          return row.open === 0 ? documents(projectId) : undefined;
        },
        deadlineMs,
      ),
    query: async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> =>
      (await owner.query<T>(sql, values)).rows,
    async result(document: ApiDocument): Promise<Result> {
      const base = `/v1/documents/${document.id}`;
      const text = await call(`${base}/text`);
      return {
        document,
        text: text.ok ? await text.text() : '',
        segments: await list(`${base}/segments`),
        chunks: await list(`${base}/chunks`),
        mentions: await list(`${base}/mentions`),
        facts: await list(`${base}/facts`),
        relationships: await list(`${base}/relationships`),
      };
    },
    async stop() {
      await owner.end();
      await product.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
