/** `ingest`: sends files and folders to a project, and waits for their end if asked to. */
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import type { ApiDocument } from './api-answers.ts';
import { collectFiles, type Found } from './collect-files.ts';
import { startProgress } from './progress.ts';
import { ensureProject } from './projects.ts';
import { counted, printable, table } from './table.ts';
import { type Sent, uploadAll } from './upload.ts';
import { waitForEnd } from './wait.ts';

export interface IngestOptions {
  project: string;
  metadata?: string | undefined;
  wait?: boolean | undefined;
  timeoutMs?: number | undefined;
}

/** States that ask for nobody's attention. */
const fine = ['completed', 'duplicate'];

/**
 * `incomplete` if a file was refused or, with `wait`, a document failed, misses something or did not end in time; `error` if
 * a file was not sent.
 */
export async function ingest(api: Api, paths: string[], options: IngestOptions): Promise<Answer> {
  const { files, skipped } = await collectFiles(paths);
  const project = await ensureProject(api, options.project);
  const sent = await sendAll(api, files, project.id, options.metadata);
  const ended = options.wait ? await waitAll(api, sent, project.id, options.timeoutMs) : new Map<string, ApiDocument>();
  const lines = sent.map(one => lineOf(one, ended));
  const isFine = (state: string) => fine.includes(state) || (state === 'processing' && !options.wait);
  const isIncomplete = lines.some(({ state }) => !isFine(state));
  return {
    json: { project: { id: project.id, name: project.name }, files: lines, skipped },
    text: describe(lines, skipped),
    exit: sent.some(({ error }) => error) ? 'error' : isIncomplete ? 'incomplete' : 'ok',
  };
}

async function sendAll(api: Api, files: Found['files'], projectId: string, metadata?: string): Promise<Sent[]> {
  const progress = startProgress(files.length, 'sent');
  let count = 0;
  const onSent = () => {
    count += 1;
    progress.update(count, 'sent');
  };
  try {
    return await uploadAll(api, files, { projectId, metadata, onSent });
  } finally {
    progress.stop();
  }
}

async function waitAll(
  api: Api,
  sent: Sent[],
  projectId: string,
  timeoutMs?: number,
): Promise<Map<string, ApiDocument>> {
  const ids = [...new Set(sent.flatMap(({ upload }) => upload?.documentId ?? []))];
  const progress = startProgress(ids.length, 'ended');
  try {
    const onLook = (count: number) => progress.update(count, 'ended');
    const documents = await waitForEnd(api, ids, { projectId, timeoutMs, onLook });
    return new Map(documents.map(document => [document.id, document]));
  } finally {
    progress.stop();
  }
}

interface Line {
  file: string;
  status: string;
  /** State of the document; `refused` and `unsent` where there is none. */
  state: string;
  documentId: string | null;
  code: string | null;
  detail: string | null;
}

function lineOf({ file, upload, error }: Sent, ended: Map<string, ApiDocument>): Line {
  if (error) {
    const { code, message } = error;
    return { file: file.sourcePath, status: 'unsent', state: 'unsent', documentId: null, code, detail: message };
  }
  const document = ended.get(upload.documentId ?? '');
  return {
    file: file.sourcePath,
    status: upload.status,
    state: document?.state ?? upload.state ?? upload.status,
    documentId: upload.documentId ?? null,
    code: document?.error?.code ?? upload.code ?? null,
    detail: document?.error?.whatToDo ?? upload.detail ?? null,
  };
}

function describe(lines: Line[], skipped: Found['skipped']): string {
  const states = Object.entries(Object.groupBy(lines, ({ state }) => state));
  return [
    table(
      ['file', 'state', 'code', 'document'],
      lines.map(line => [line.file, line.state, line.code, line.documentId]),
    ),
    ...skipped.map(({ path, why }) => `skipped, ${why}: ${printable(path)}`),
    `${counted(lines.length, 'file')}: ${states.map(([state, of]) => `${of?.length} ${state}`).join(', ')}`,
  ].join('\n');
}
