/** `export`: everything the record holds about a project, as JSON Lines, checked against the report. */
import { mkdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { DocumentState } from '../shared/domain/stage.ts';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { listedDocumentSchema, type Report } from './api-answers.ts';
import { type JsonLines, openJsonLines } from './json-lines.ts';
import { startProgress } from './progress.ts';
import { findProject } from './projects.ts';
import { readReport } from './report.ts';
import { table } from './table.ts';

/** The rows of a document: file name, and where the API lists them. */
const rowLists = {
  segments: 'segments',
  chunks: 'chunks',
  mentions: 'mentions',
  facts: 'facts?unverified=true',
  relationships: 'relationships',
} as const;
type RowFile = keyof typeof rowLists;

const files = ['documents', 'entities', ...(Object.keys(rowLists) as RowFile[])] as const;
type File = (typeof files)[number];

const exportedDocument = listedDocumentSchema.extend({ textLength: z.number().nullish() });
type ExportedDocument = z.infer<typeof exportedDocument>;
const row = z.looseObject({
  id: z.string(),
  ordinal: z.number(),
  kind: z.string().optional(),
  pageNumber: z.number().nullish(),
  charEnd: z.number().nullish(),
});

/** What is counted on the way, to be held against the report. */
interface Tally {
  states: Partial<Record<DocumentState, number>>;
  pagesRead: number;
  pagesMissing: number;
  problems: string[];
}

/**
 * Writes the files under temporary names and renames them once all are complete and agree with the report; otherwise
 * they keep their `.partial` names and the answer is `error`.
 */
export async function exportProject(api: Api, nameOrId: string, out: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const folder = resolve(out);
  await mkdir(folder, { recursive: true });
  const partial = (file: File) => join(folder, `${file}.jsonl.partial`);
  const writers = Object.fromEntries(files.map(file => [file, openJsonLines(partial(file))])) as Record<
    File,
    JsonLines
  >;

  const report = await readReport(api, project.id);
  const tally = await writeAll(api, project.id, report.received, writers);
  const counts: Partial<Record<File, number>> = {};
  for (const file of files) counts[file] = await writers[file].close();

  const problems = [...tally.problems, ...differences(report, tally)];
  if (problems.length === 0) for (const file of files) await rename(partial(file), join(folder, `${file}.jsonl`));
  const summary =
    problems.length === 0 ? folder : `Not complete; the files keep their .partial names:\n${problems.join('\n')}`;
  return {
    json: { project: { id: project.id, name: project.name }, folder, counts, problems },
    text: `${table(['file', 'lines'], Object.entries(counts))}\n\n${summary}`,
    exit: problems.length === 0 ? 'ok' : 'error',
  };
}

async function writeAll(
  api: Api,
  projectId: string,
  expected: number,
  writers: Record<File, JsonLines>,
): Promise<Tally> {
  const tally: Tally = { states: {}, pagesRead: 0, pagesMissing: 0, problems: [] };
  const progress = startProgress(expected, 'documents');
  let count = 0;
  try {
    for await (const document of api.list(`/v1/documents?project=${projectId}`, exportedDocument)) {
      await writers.documents.write(document);
      tally.states[document.state] = (tally.states[document.state] ?? 0) + 1;
      await writeRows(api, document, writers, tally);
      count += 1;
      progress.update(count, 'documents');
    }
    const entities = api.list(`/v1/projects/${projectId}/entities`, z.looseObject({}));
    for await (const entity of entities) await writers.entities.write(entity);
    return tally;
  } finally {
    progress.stop();
  }
}

async function writeRows(
  api: Api,
  document: ExportedDocument,
  writers: Record<File, JsonLines>,
  tally: Tally,
): Promise<void> {
  for (const [file, list] of Object.entries(rowLists) as [RowFile, string][]) {
    let end = 0;
    for await (const found of api.list(`/v1/documents/${document.id}/${list}`, row)) {
      await writers[file].write({ documentId: document.id, ...found });
      end = found.charEnd ?? end;
      if (file !== 'segments') continue;
      if (found.kind === 'missing') tally.pagesMissing += 1;
      else if (found.pageNumber) tally.pagesRead += 1;
    }
    const mustCover = (file === 'segments' || file === 'chunks') && document.state.startsWith('completed');
    if (mustCover && end !== (document.textLength ?? 0)) {
      tally.problems.push(`document ${document.id}: ${file} end at ${end} of ${document.textLength} characters`);
    }
  }
}

/** Empty if what was written is what the report counts. */
function differences({ received, states, pages }: Report, tally: Tally): string[] {
  const written = Object.values(tally.states).reduce((sum, count) => sum + count, 0);
  const checks: [string, number, number][] = [
    ['documents', written, received],
    ...Object.entries(states).map(([state, count]): [string, number, number] => [
      `documents ${state}`,
      tally.states[state as DocumentState] ?? 0,
      count,
    ]),
    ['pages read', tally.pagesRead, pages.read],
    ['pages missing', tally.pagesMissing, pages.missing],
  ];
  return checks
    .filter(([, got, reported]) => got !== reported)
    .map(([what, got, reported]) => `${what}: ${got} written, the report says ${reported}`);
}
