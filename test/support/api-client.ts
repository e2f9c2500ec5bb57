/** The HTTP API as tests use it, over HTTP like anybody would, wherever it runs. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ChunkRow, FactRow, MentionRow, RelationshipRow, SegmentRow } from '../../shared/domain/rows.ts';
import type { DocumentState } from '../../shared/domain/stage.ts';
import type { ProjectReport } from '../../shared/record/documents.ts';
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

export type ApiClient = ReturnType<typeof createApiClient>;

/** Of the API at a base URL, with a key. Everything throws with status and answer when the API refuses. */
export function createApiClient(api: string, apiKey: string) {
  const call = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${apiKey}`);
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

  const report = (projectId: string) => json<ProjectReport>(`/v1/projects/${projectId}/report`);

  return {
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
    /** Waits until nothing of a project is in progress; answers all its documents. */
    settled: (projectId: string, deadlineMs: number): Promise<ApiDocument[]> =>
      eventually(
        'the project is settled',
        async () => ((await report(projectId)).states.processing === 0 ? documents(projectId) : undefined),
        deadlineMs,
        250,
      ),
    report,
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
  };
}
