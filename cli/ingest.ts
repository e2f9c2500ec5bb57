/** `ingest`: sends files and folders to a project, and waits for their end if asked to. */
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import type { ApiDocument } from './api-answers.ts';
import { collectFiles, type Found } from './collect-files.ts';
import { isFine, type Line, lineOf, lineOfChild, shownState } from './ingest-line.ts';
import { documentsOf } from './list.ts';
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

/**
 * `incomplete` if a file was refused or, with `wait`, a document failed, misses something or did not end in time - or is a
 * copy of one that failed, was cancelled or did not end; `error` if a file was not sent.
 */
export async function ingest(api: Api, paths: string[], options: IngestOptions): Promise<Answer> {
  const { files, skipped } = await collectFiles(paths);
  const project = await ensureProject(api, options.project);
  const sent = await sendAll(api, files, project.id, options.metadata);
  const ended = options.wait ? await waitAll(api, sent, project.id, options.timeoutMs) : new Map<string, ApiDocument>();
  const waited = options.wait === true;
  const inside = waited ? await linesInside(api, project.id, new Set(ended.keys())) : [];
  const lines = [...sent.map(one => lineOf(one, ended)), ...inside];
  const isIncomplete = !lines.every(line => isFine(line, waited));
  const open = waited ? lines.filter(({ state, firstState }) => [state, firstState].includes('processing')) : [];
  const gaveUp = open.length === 0 ? [] : [describeGivingUp(open.length, project.name, options.timeoutMs)];
  return {
    json: { project: { id: project.id, name: project.name }, files: lines, skipped, gaveUp: open.length > 0 },
    text: [describe(lines, skipped), ...gaveUp].join('\n'),
    exit: sent.some(({ error }) => error) ? 'error' : isIncomplete ? 'incomplete' : 'ok',
  };
}

const describeGivingUp = (open: number, project: string, timeoutMs = 0): string =>
  `Gave up waiting after ${timeoutMs / 1_000} s: ${open} not ended. They go on; see npm run cli -- report "${project}"`;

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
  const ids = [...new Set(sent.flatMap(({ upload }) => [upload?.documentId ?? [], upload?.duplicateOf ?? []].flat()))];
  const progress = startProgress(ids.length, 'ended');
  try {
    const onLook = (count: number) => progress.update(count, 'ended');
    const documents = await waitForEnd(api, ids, { projectId, timeoutMs, onLook });
    return new Map(documents.map(document => [document.id, document]));
  } finally {
    progress.stop();
  }
}

/** The files found inside those that were sent. */
async function linesInside(api: Api, projectId: string, sent: ReadonlySet<string>): Promise<Line[]> {
  const documents = await documentsOf(api, projectId);
  const states = new Map(documents.map(({ id, state }) => [id, state]));
  return documents
    .filter(({ id, rootId }) => id !== rootId && sent.has(rootId))
    .map(child => lineOfChild(child, states));
}

function describe(lines: Line[], skipped: Found['skipped']): string {
  const states = Object.entries(Object.groupBy(lines, ({ state }) => state));
  return [
    table(
      ['file', 'state', 'code', 'document'],
      lines.map(line => [line.file, shownState(line), line.code, line.documentId]),
    ),
    ...skipped.map(({ path, why }) => `skipped, ${why}: ${printable(path)}`),
    `${counted(lines.length, 'file')}: ${states.map(([state, of]) => `${of?.length} ${state}`).join(', ')}`,
  ].join('\n');
}
