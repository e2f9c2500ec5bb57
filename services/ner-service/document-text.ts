/** The frozen text of a document from its segments, and its chunks as rows: the same for every task of the stage. */
import type { ChunkRow, SegmentRow } from '../../shared/domain/rows.ts';
import { marksOf } from '../../shared/domain/structure.ts';
import { PipelineError } from '../../shared/errors.ts';
import { chunkText, type TextChunk } from '../../shared/text/chunk.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import { indexOfSpanAt } from '../../shared/text/spans.ts';
import { type Anchor, readAnchors } from '../../shared/text/testimony.ts';
import { tokenEncoding } from '../../shared/text/tokens.ts';
import { contextLine } from './context-line.ts';
import { type DocumentHead, readDocumentHead } from './document-head.ts';
import { readPrintedLines } from './printed-lines.ts';

export interface DocumentText {
  text: string;
  chunks: readonly TextChunk[];
  segments: readonly SegmentRow[];
  fileName: string;
  head: DocumentHead;
  /** Page and line of the lines of a transcript. */
  anchors: readonly Anchor[];
}

/** Joins the segments and chunks the text. Refuses segments whose recorded places are not those of the joined text. */
export function readDocumentText(segments: readonly SegmentRow[], maxTokens: number, fileName: string): DocumentText {
  const text = segments.map(segment => segment.text).join(segmentSeparator);
  const wrong = segments.find(
    ({ charStart, charEnd, text: own }) => charEnd - charStart !== own.length || !text.startsWith(own, charStart),
  );
  if (wrong) throw new PipelineError('X_UNCLASSIFIED', `segment ${wrong.ordinal} is not where its charStart says`);
  // Segments without a word: nothing to chunk, though blank lines join them.
  const chunks = text.trim() === '' ? [] : chunkText(text, { maxTokens, marks: marksOf(segments) });
  const printed = readPrintedLines(text, segments);
  const anchors = printed.length ? printed : readAnchors(text);
  return { text, chunks, segments, fileName, head: readDocumentHead(text, segments), anchors };
}

/** The row of a chunk, without its id. */
export function chunkRow(document: DocumentText, ordinal: number, language: string): Omit<ChunkRow, 'id'> {
  const { text, segments, chunks, fileName, head, anchors } = document;
  const { start, end, kind, tokens, headingPath, tableHead } = chunks[ordinal] as TextChunk;
  const pageFirst = pageAt(segments, start);
  const pageLast = pageAt(segments, Math.max(start, end - 1));
  return {
    ordinal,
    kind,
    text: text.slice(start, end),
    charStart: start,
    charEnd: end,
    headingPath: [...headingPath],
    tokenCount: tokens,
    tokenEncoding,
    contextLine: contextLine({
      fileName,
      head,
      headingPath,
      pages: [pageFirst, pageLast],
      anchors: anchorsIn(anchors, start, end),
      tableHead: tableHead && text.slice(tableHead.start, tableHead.end),
    }),
    language,
    pageFirst,
    pageLast,
  };
}

const pageAt = (segments: readonly SegmentRow[], offset: number): number | null =>
  segments[indexOfSpanAt(segments, offset)]?.pageNumber ?? null;

/** The lowest and highest of the numbered lines that start in the span: columns of a caption count the same lines twice. */
function anchorsIn(anchors: readonly Anchor[], start: number, end: number): [Anchor, Anchor] | undefined {
  const within = anchors.slice(indexOfSpanAt(anchors, start - 1) + 1, indexOfSpanAt(anchors, end - 1) + 1);
  const sorted = within.sort((a, b) => a.page - b.page || a.line - b.line);
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first && last && [first, last];
}
