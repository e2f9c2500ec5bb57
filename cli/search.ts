/** `search`: the places of a project that say, or mean, what somebody looks for. */
import { z } from 'zod';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { findProject } from './projects.ts';
import { counted, printable } from './table.ts';

const hitSchema = z.looseObject({
  documentId: z.string(),
  fileName: z.string(),
  text: z.string(),
  charStart: z.number(),
  charEnd: z.number(),
  pageFirst: z.number().nullable(),
  pageLabelFirst: z.string().nullable(),
  startMs: z.number().nullable(),
});
type Hit = z.infer<typeof hitSchema>;

const answerSchema = z.looseObject({
  methods: z.array(z.string()),
  noVectors: z.string().nullable(),
  withoutVector: z.number().nullable(),
  hits: z.array(hitSchema),
});

/** Enough to know the place again; all of it is in the JSON. */
const shownCharacters = 300;

export async function search(api: Api, nameOrId: string, query: string, limit?: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const parameters = new URLSearchParams({ project: project.id, q: query, ...(limit !== undefined && { limit }) });
  const found = await api.get(`/v1/search?${parameters}`, answerSchema);
  return { json: found, text: [...found.hits.map(describe), summary(found)].join('\n\n') };
}

const describe = (hit: Hit, index: number): string =>
  `${index + 1}. ${printable(hit.fileName)}${placeOf(hit)}, ${hit.charStart}-${hit.charEnd} of ${hit.documentId}\n${indented(shortened(hit.text))}`;

function placeOf({ pageFirst, pageLabelFirst, startMs }: Hit): string {
  if (pageLabelFirst !== null || pageFirst !== null) return `, page ${printable(pageLabelFirst ?? String(pageFirst))}`;
  return startMs === null ? '' : `, at ${new Date(startMs).toISOString().slice(11, 19)}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return printable(line.length > shownCharacters ? `${line.slice(0, shownCharacters).toWellFormed()} ...` : line);
}

const indented = (text: string): string => text.replace(/^/gm, '   ');

function summary({ hits, methods, noVectors, withoutVector }: z.infer<typeof answerSchema>): string {
  const how = methods.includes('vectors') ? 'by words and meaning' : `by words alone (vectors: ${noVectors})`;
  const gap = withoutVector ? `; ${withoutVector} chunks have no vector and are found by words alone` : '';
  return `${counted(hits.length, 'hit')} ${how}${gap}`;
}
