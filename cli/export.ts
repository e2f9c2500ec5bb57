/** `export`: everything the record holds about a project, as JSON Lines, texts and a graph, checked against the report. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { DocumentState } from '../shared/domain/stage.ts';
import { segmentSeparator } from '../shared/text/clean.ts';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { listedDocumentSchema, type Project, type Report } from './api-answers.ts';
import { csvFiles } from './export/graph/csv.ts';
import { type Graph, openGraph } from './export/graph/graph.ts';
import { graphMlFile } from './export/graph/graph-ml.ts';
import { orderKeys } from './export/order-keys.ts';
import { pagesOf } from './export/pages.ts';
import { readMe } from './export/read-me.ts';
import { type JsonLines, openJsonLines } from './json-lines.ts';
import { startProgress } from './progress.ts';
import { findProject } from './projects.ts';
import { readReport } from './report.ts';
import { table } from './table.ts';

/** The rows of a document beside its segments: file name, and where the API lists them. */
const rowLists = {
  words: 'words',
  chunks: 'chunks',
  mentions: 'mentions',
  facts: 'facts?unverified=true',
  relationships: 'relationships',
} as const;
type RowFile = keyof typeof rowLists;

const files = ['documents', 'entities', 'segments', ...(Object.keys(rowLists) as RowFile[])] as const;
type File = (typeof files)[number];

const exportedDocument = listedDocumentSchema.extend({
  textLength: z.number().nullish(),
  textSha256: z.string().nullish(),
});
type ExportedDocument = z.infer<typeof exportedDocument>;
const segmentSchema = z.looseObject({
  kind: z.string(),
  text: z.string(),
  charStart: z.number(),
  charEnd: z.number(),
  pageNumber: z.number().nullable(),
});
type Segment = z.infer<typeof segmentSchema>;
const span = { charStart: z.number().nullish(), charEnd: z.number().nullish() };
const relationshipSchema = z.looseObject({
  ...span,
  fromLabel: z.string(),
  fromId: z.string(),
  type: z.string(),
  toLabel: z.string(),
  toId: z.string(),
  properties: z.record(z.string(), z.unknown()),
});
const row = z.looseObject({ ...span, id: z.string() });
const entitySchema = z.looseObject({ id: z.string(), mergedInto: z.string().nullish() });

/** Where everything goes: under temporary names, which are renamed together when all is complete. */
interface Folder {
  path: string;
  writers: Record<File, JsonLines>;
  graph: Graph;
  /** Final names of all that was written. */
  names: string[];
}

/** What is counted on the way, to be held against the report. */
interface Tally {
  states: Partial<Record<DocumentState, number>>;
  pagesRead: number;
  pagesMissing: number;
  texts: number;
  problems: string[];
}

const partialName = (name: string): string => `${name}.partial`;

/**
 * Writes the files under temporary names and renames them once all are complete and agree with the report; otherwise
 * they keep their `.partial` names and the answer is `error`.
 */
export async function exportProject(api: Api, nameOrId: string, out: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const folder = await openFolder(resolve(out));
  const report = await readReport(api, project.id);
  const { refusals, ...counted } = report;
  await writeFileOf(folder, 'project.json', `${JSON.stringify({ project, report: counted, refusals }, null, 2)}\n`);
  await writeFileOf(folder, 'README.txt', readMe);
  const tally = await writeAll(api, project, report.received, folder);
  const counts: Partial<Record<File | 'texts' | 'nodes' | 'edges', number>> = {};
  for (const file of files) counts[file] = await folder.writers[file].close();
  counts.texts = tally.texts;
  const { dangling, ...graph } = await folder.graph.close();
  Object.assign(counts, graph);
  if (dangling > 0) tally.problems.push(`graph: ${dangling} edges name what is not exported; export again`);

  const problems = [...tally.problems, ...differences(report, tally)];
  if (problems.length === 0) {
    for (const name of folder.names) await rename(join(folder.path, partialName(name)), join(folder.path, name));
  }
  const summary =
    problems.length === 0 ? folder.path : `Not complete; the files keep their .partial names:\n${problems.join('\n')}`;
  return {
    json: { project: { id: project.id, name: project.name }, folder: folder.path, counts, problems },
    text: `${table(['what', 'count'], Object.entries(counts))}\n\n${summary}`,
    exit: problems.length === 0 ? 'ok' : 'error',
  };
}

async function openFolder(path: string): Promise<Folder> {
  await mkdir(join(path, 'texts'), { recursive: true, mode: 0o700 });
  const names = [...files.map(file => `${file}.jsonl`), ...csvFiles, graphMlFile];
  const open = (file: File) => [file, openJsonLines(join(path, partialName(`${file}.jsonl`)))];
  const graph = await openGraph(name => join(path, partialName(name)));
  return { path, names, graph, writers: Object.fromEntries(files.map(open)) as Record<File, JsonLines> };
}

/** As privileged as the originals: for the owner only. */
async function writeFileOf({ path, names }: Folder, name: string, text: string): Promise<void> {
  await writeFile(join(path, partialName(name)), text, { mode: 0o600 });
  names.push(name);
}

async function writeAll(api: Api, project: Project, expected: number, folder: Folder): Promise<Tally> {
  const { id: projectId } = project;
  const tally: Tally = { states: {}, pagesRead: 0, pagesMissing: 0, texts: 0, problems: [] };
  const progress = startProgress(expected, 'documents');
  let count = 0;
  try {
    await folder.graph.shared('Project', projectId, project);
    await writeEntities(api, projectId, folder);
    // Any document may be a reply to any other: all are nodes before there is an edge.
    for await (const document of api.list(`/v1/documents?project=${projectId}`, exportedDocument)) {
      await folder.graph.shared('Document', document.id, document);
    }
    for await (const document of api.list(`/v1/documents?project=${projectId}`, exportedDocument)) {
      await folder.graph.shared('Document', document.id, document);
      await folder.writers.documents.write(orderKeys(document));
      tally.states[document.state] = (tally.states[document.state] ?? 0) + 1;
      const segments = await writeSegments(api, document, folder, tally);
      await writeRows(api, document, segments, folder, tally);
      folder.graph.endDocument();
      count += 1;
      progress.update(count, 'documents');
    }
    return tally;
  } finally {
    progress.stop();
  }
}

/** Every entity as a row; the roots as nodes, with the aliases of all that were merged into them. */
async function writeEntities(api: Api, projectId: string, { writers, graph }: Folder): Promise<void> {
  for await (const entity of api.list(`/v1/projects/${projectId}/entities?merged=true`, entitySchema)) {
    await writers.entities.write(orderKeys(entity));
    if (entity.mergedInto) graph.merge(entity.id, entity.mergedInto);
  }
  for await (const root of api.list(`/v1/projects/${projectId}/entities`, entitySchema)) {
    await graph.shared('CanonicalEntity', root.id, root);
  }
}

/** The segments, and the text they make, which must be the one that was frozen. */
async function writeSegments(api: Api, document: ExportedDocument, folder: Folder, tally: Tally): Promise<Segment[]> {
  const segments: Segment[] = [];
  for await (const segment of api.list(`/v1/documents/${document.id}/segments`, segmentSchema)) {
    await folder.writers.segments.write(orderKeys({ ...segment, documentId: document.id }));
    segments.push(segment);
    if (segment.kind === 'missing') tally.pagesMissing += 1;
    else if (segment.pageNumber) tally.pagesRead += 1;
  }
  if (!document.textSha256) return segments;
  const text = segments.map(segment => segment.text).join(segmentSeparator);
  if (createHash('sha256').update(text).digest('hex') !== document.textSha256) {
    tally.problems.push(`document ${document.id}: its segments are not the text that was frozen`);
  }
  await writeFileOf(folder, join('texts', `${document.id}.txt`), text);
  tally.texts += 1;
  return segments;
}

async function writeRows(
  api: Api,
  document: ExportedDocument,
  segments: Segment[],
  folder: Folder,
  tally: Tally,
): Promise<void> {
  const { id: documentId, fileName } = document;
  for (const [file, list] of Object.entries(rowLists) as [RowFile, string][]) {
    let end = 0;
    for await (const found of api.list(`/v1/documents/${documentId}/${list}`, row)) {
      const more =
        file === 'chunks' ? { fileName } : file === 'mentions' || file === 'facts' ? pagesOf(segments, found) : {};
      await folder.writers[file].write(orderKeys({ ...found, documentId, ...more }));
      await drawRow(folder.graph, file, documentId, found);
      end = found.charEnd ?? end;
    }
    const mustCover = file === 'chunks' && document.state.startsWith('completed');
    if (mustCover && end !== (document.textLength ?? 0)) {
      tally.problems.push(`document ${documentId}: ${file} end at ${end} of ${document.textLength} characters`);
    }
  }
}

/** What a row is in the graph: chunks and mentions come before the edges that join them. */
async function drawRow(graph: Graph, file: RowFile, documentId: string, found: z.infer<typeof row>): Promise<void> {
  if (file === 'chunks') await graph.own('Chunk', found.id, { ...found, documentId });
  if (file === 'mentions') await graph.own('EntityMention', found.id, { ...found, documentId });
  if (file === 'relationships') await graph.edge(documentId, relationshipSchema.parse(found));
}

/** Empty if what was written is what the report counts. */
function differences(
  { received, states, pages }: Pick<Report, 'received' | 'states' | 'pages'>,
  tally: Tally,
): string[] {
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
