/** The frozen text of a document from its segments, and its chunks as rows: the same for every task of the stage. */
import type { ChunkRow, SegmentRow } from '../../shared/domain/rows.ts';
import { PipelineError } from '../../shared/errors.ts';
import { chunkText, type TextChunk } from '../../shared/text/chunk.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import { indexOfSpanAt } from '../../shared/text/spans.ts';
import { tokenEncoding } from '../../shared/text/tokens.ts';

export interface DocumentText {
  text: string;
  chunks: readonly TextChunk[];
  segments: readonly SegmentRow[];
}

/** Joins the segments and chunks the text. Refuses segments whose recorded places are not those of the joined text. */
export function readDocumentText(segments: readonly SegmentRow[], maxTokens: number): DocumentText {
  const text = segments.map(segment => segment.text).join(segmentSeparator);
  const wrong = segments.find(
    ({ charStart, charEnd, text: own }) => charEnd - charStart !== own.length || !text.startsWith(own, charStart),
  );
  if (wrong) throw new PipelineError('X_UNCLASSIFIED', `segment ${wrong.ordinal} is not where its charStart says`);
  // Segments without a word: nothing to chunk, though blank lines join them.
  const chunks = text.trim() === '' ? [] : chunkText(text, { maxTokens });
  return { text, chunks, segments };
}

/** The row of a chunk, without its id. */
export function chunkRow(document: DocumentText, ordinal: number, language: string): Omit<ChunkRow, 'id'> {
  const { text, segments, chunks } = document;
  const { start, end, tokens, headingPath } = chunks[ordinal] as TextChunk;
  const pageFirst = pageAt(segments, start);
  const pageLast = pageAt(segments, Math.max(start, end - 1));
  return {
    ordinal,
    kind: 'text',
    text: text.slice(start, end),
    charStart: start,
    charEnd: end,
    headingPath: [...headingPath],
    tokenCount: tokens,
    tokenEncoding,
    contextLine: contextLine(headingPath, pageFirst, pageLast),
    language,
    pageFirst,
    pageLast,
  };
}

const pageAt = (segments: readonly SegmentRow[], offset: number): number | null =>
  segments[indexOfSpanAt(segments, offset)]?.pageNumber ?? null;

/** Where the chunk stands, for retrieval: "p. 3-4 | ARTICLE V > 5.2 Payment". What the document is, nobody knows yet. */
function contextLine(headingPath: readonly string[], first: number | null, last: number | null): string {
  const pages = first === null ? '' : first === last ? `p. ${first}` : `pp. ${first}-${last}`;
  return [pages, headingPath.join(' > ')].filter(Boolean).join(' | ');
}
