/** Sends the sample matter through the HTTP API, as a user would, and holds what came of it against what is known about it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { matterFolder, readTruth, type TruthFile } from '../../samples/truth.ts';
import { PipelineError } from '../../shared/errors.ts';
import { sideBySide } from '../../shared/side-by-side.ts';
import type { Api } from '../api.ts';
import type { ApiDocument, Project, Report } from '../api-answers.ts';
import { collectFiles } from '../collect-files.ts';
import { startProgress } from '../progress.ts';
import { ensureProject } from '../projects.ts';
import { readReport } from '../report.ts';
import { type Sent, uploadAll } from '../upload.ts';
import { waitForEnd } from '../wait.ts';

/** What came of one file. */
export interface Result {
  file: string;
  /** Of the document, or `refused`. */
  state: string;
  code: string | null;
  /** Absent for a file refused at the door. */
  document: ApiDocument | undefined;
  counts: { chunks: number; mentions: number; facts: number } | undefined;
  /** From its arrival to its end, waiting for others included. */
  seconds: number | undefined;
  /** What should have come of it instead. */
  expected: string | undefined;
  /** True if an earlier run had sent it. */
  replayed: boolean;
}

export interface MatterResult {
  project: Project;
  report: Report;
  results: Result[];
}

/** Longer than the matter takes on a slow machine. */
const deadlineMs = 15 * 60_000;

/** Sends all files of the matter and waits for their end, or until the deadline. Throws when a file cannot be sent. */
export async function runMatter(api: Api): Promise<MatterResult> {
  const truth = await readTruth();
  const folder = fileURLToPath(matterFolder);
  const names = (await readdir(folder)).filter(name => name !== 'truth.json').sort();
  const { files } = await collectFiles(names.map(name => join(folder, name)));
  const project = await ensureProject(api, 'Sample matter');
  const progress = startProgress(files.length, 'documents', { lines: true });
  try {
    const sent = await uploadAll(api, files, { projectId: project.id });
    const ids = sent.map(documentIdOf).filter(id => id !== undefined);
    const refused = files.length - ids.length;
    const onLook = (ended: number) => progress.update(refused + ended, 'documents have ended');
    const documents = await waitForEnd(api, ids, { projectId: project.id, timeoutMs: deadlineMs, onLook });
    const byId = new Map(documents.map(document => [document.id, document]));
    const known = new Map(truth.files.map(file => [file.name, file]));
    const results = await sideBySide(sent, 4, one =>
      resultOf(api, one, byId.get(documentIdOf(one) ?? ''), known.get(one.file.sourcePath)),
    );
    return { project, results, report: await readReport(api, project.id) };
  } finally {
    progress.stop();
  }
}

function documentIdOf({ upload, error }: Sent): string | undefined {
  if (error)
    throw new PipelineError('X_API', `a file could not be sent: ${error.code} ${error.message}`, { cause: error });
  return upload.documentId ?? undefined;
}

async function resultOf(
  api: Api,
  { file, upload }: Sent,
  document: ApiDocument | undefined,
  truth: TruthFile | undefined,
): Promise<Result> {
  const state = document?.state ?? 'refused';
  const code = document ? (document.error?.code ?? null) : (upload?.code ?? null);
  const wanted = truth?.expected ?? { state: 'unknown to truth.json', code: null };
  const isAsExpected = wanted.state === state && wanted.code === code;
  return {
    file: file.sourcePath,
    state,
    code,
    document,
    counts: state.startsWith('completed') ? await countsOf(api, document) : undefined,
    seconds: state === 'duplicate' ? undefined : secondsOf(document),
    expected: isAsExpected ? undefined : [wanted.state, wanted.code].filter(Boolean).join(' '),
    replayed: upload?.status === 'replayed',
  };
}

const secondsOf = (document: ApiDocument | undefined): number | undefined =>
  document?.finishedAt ? (Date.parse(document.finishedAt) - Date.parse(document.createdAt)) / 1_000 : undefined;

async function countsOf(api: Api, document: ApiDocument | undefined): Promise<Result['counts']> {
  if (!document) return undefined;
  const count = async (list: string) => {
    let rows = 0;
    for await (const _ of api.list(`/v1/documents/${document.id}/${list}`, z.looseObject({}))) rows += 1;
    return rows;
  };
  return { chunks: await count('chunks'), mentions: await count('mentions'), facts: await count('facts') };
}
