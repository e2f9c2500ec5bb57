/** One fact of the matter with the place that proves it: what the whole pipeline is for. */
import { z } from 'zod';
import { type Api, collect } from '../api.ts';
import { pagesOf } from '../export/pages.ts';
import type { Result } from './run-matter.ts';

/** `text.slice(charStart, charEnd)` of the file's text is the quote. */
export interface CitedFact {
  file: string;
  documentId: string;
  kind: string;
  value: string;
  quote: string;
  charStart: number;
  charEnd: number;
  page: number | null;
}

const factSchema = z.object({
  kind: z.string(),
  value: z.string(),
  quote: z.string(),
  charStart: z.number().nullable(),
  charEnd: z.number().nullable(),
});
const segmentSchema = z.object({ charStart: z.number(), charEnd: z.number(), pageNumber: z.number().nullable() });

/** The longest quote that still fits a line or two, of the first document that has facts on pages; undefined if none has. */
export async function findCitedFact(api: Api, results: Result[]): Promise<CitedFact | undefined> {
  const paged = results.filter(({ document, counts }) => document?.pageCount && counts && counts.facts > 0);
  const [first] = paged;
  if (first?.document === undefined) return undefined;
  const documentId = first.document.id;
  const facts = await collect(api.list(`/v1/documents/${documentId}/facts`, factSchema));
  const segments = await collect(api.list(`/v1/documents/${documentId}/segments`, segmentSchema));
  const [best] = facts.filter(({ quote }) => quote.length <= 160).sort((a, b) => b.quote.length - a.quote.length);
  if (best === undefined || best.charStart === null || best.charEnd === null) return undefined;
  const { charStart, charEnd, kind, value, quote } = best;
  const page = pagesOf(segments, best).pageFirst;
  return { file: first.file, documentId, kind, value, quote, charStart, charEnd, page };
}
