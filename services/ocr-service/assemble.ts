/** Joins the pages of a document: furniture out, broken words joined, text cleaned, offsets counted, frozen. */
import type { DocumentFindings, Outcome, Warning } from '../../queues/stage.ts';
import type { SegmentRow, SegmentWordsRow } from '../../shared/domain/rows.ts';
import type { Mark } from '../../shared/domain/structure.ts';
import { PipelineError } from '../../shared/errors.ts';
import type { Limits } from '../../shared/limits.ts';
import { cleanText } from '../../shared/text/clean.ts';
import { type LooseSegment, placeSegments } from '../../shared/text/freeze.ts';
import { flow, type Vocabulary, vocabularyOf } from './dehyphenate.ts';
import { stripFurniture } from './furniture.ts';
import { createMarkBuilder } from './marks.ts';
import type { ReadPage } from './page.ts';

export type { LooseSegment };

/** Segments and words without the ids that the record gives them. */
export interface Frozen {
  segments: Omit<SegmentRow, 'id'>[];
  words: Omit<SegmentWordsRow, 'id'>[];
  warnings: Warning[];
  counts: Outcome['counts'];
  document: DocumentFindings;
}

/** Joins pages, which must be complete and in order. Throws the pages' own code if not one could be read. */
export function assemblePages(pages: ReadPage[], limits: Limits): Frozen {
  const firstMissing = pages.find(page => page.state === 'missing');
  if (firstMissing && pages.every(page => page.state !== 'text')) {
    throw new PipelineError(firstMissing.errorCode ?? 'I_NO_TEXT', `none of ${pages.length} pages could be read`);
  }
  const stripped = stripFurniture(pages);
  const vocabulary = vocabularyOf(stripped.map(page => page.lines));
  const parts = stripped.map(page => pageSegment(page, vocabulary));
  const frozen = freeze(
    parts.map(part => part.segment),
    limits,
  );
  const words = parts.flatMap((part, ordinal) => (part.words.starts.length ? { ordinal, ...part.words } : []));
  const count = (test: (page: ReadPage) => boolean) => pages.filter(test).length;
  return {
    ...frozen,
    words,
    warnings: [...pageWarnings(stripped, parts), ...frozen.warnings],
    counts: {
      ...frozen.counts,
      pages: pages.length,
      words: words.reduce((sum, row) => sum + row.starts.length, 0),
      ocrPages: count(page => page.confidence !== undefined || page.isUnplaced === true),
      missingPages: count(page => page.state === 'missing'),
    },
    document: { ...frozen.document, pageCount: pages.length },
  };
}

/** Places segments in the frozen text and says what the text is. Throws `L_TEXT_TOO_LARGE`. */
export function freeze(loose: LooseSegment[], limits: Limits): Omit<Frozen, 'words'> {
  const { isBlank, ...placed } = placeSegments(loose, limits);
  return { ...placed, warnings: [...placed.warnings, ...(isBlank ? [{ code: 'document.blank' }] : [])] };
}

interface PagePart {
  segment: LooseSegment;
  words: Omit<SegmentWordsRow, 'id' | 'ordinal'>;
}

/** Offset in the text of the segment, and the number that the margin prints beside the line that starts there. */
type LineNumber = [offset: number, number: number];

function pageSegment(page: ReadPage, vocabulary: Vocabulary): PagePart {
  const words: PagePart['words'] = { starts: [], ends: [], boxes: [], confidences: [] };
  const lineNumbers: LineNumber[] = [];
  const marks = createMarkBuilder();
  let text = '';
  for (const word of flow(page.lines, vocabulary)) {
    const start = text.length + word.before.length;
    // Word by word, so that an offset is what it says; the separators are clean already.
    text += word.before + word.text;
    if (word.lineNumber !== undefined) lineNumbers.push([start, word.lineNumber]);
    marks.add(word.line, start, text.length);
    // Boxes of nothing would point at the corner of the page.
    if (page.isUnplaced) continue;
    words.starts.push(start);
    words.ends.push(text.length);
    words.boxes.push(...word.box);
    // A word of a text layer beside OCR is as sure as can be; all arrays run in parallel.
    if (page.confidence !== undefined) words.confidences.push(word.confidence ?? 100);
  }
  return { segment: { ...segmentFields(page, lineNumbers, marks.marks()), text }, words };
}

function segmentFields(page: ReadPage, lineNumbers: LineNumber[], marks: Mark[]): Omit<LooseSegment, 'text'> {
  return {
    kind: page.state === 'missing' ? 'missing' : 'page',
    pageNumber: page.pageNumber,
    pageLabel: page.label ?? null,
    widthPt: page.widthPt || null,
    heightPt: page.heightPt || null,
    turn: page.turn,
    engine: page.engine,
    model: page.model ?? null,
    confidence: page.confidence ?? null,
    errorCode: page.errorCode ?? null,
    properties: {
      ...(page.furniture.length && { furniture: page.furniture }),
      ...(lineNumbers.length && { lineNumbers }),
      ...(marks.length && { marks }),
      ...(page.tried?.length && { fallback: page.tried }),
      ...(page.warnings.length && { warnings: page.warnings }),
    },
  };
}

/** The pages' warnings by code, with the pages they speak of. */
function pageWarnings(pages: ReadPage[], parts: PagePart[]): Warning[] {
  const byCode = new Map<string, Warning & { at: number[]; count: number }>();
  const add = (code: string, pageNumber: number, count: number, missing = false) => {
    const warning = byCode.get(code) ?? { code, count: 0, at: [], ...(missing && { missing }) };
    byCode.set(code, warning);
    if (!warning.at.includes(pageNumber)) warning.at.push(pageNumber);
    warning.count += count;
  };
  pages.forEach((page, index) => {
    for (const { code, count = 1 } of page.warnings) add(code, page.pageNumber, count);
    if (page.tried?.length && page.state !== 'missing') add('ocr.fallback', page.pageNumber, 1);
    if (page.state === 'missing') add('pages.missing', page.pageNumber, 1, true);
    else if (!parts[index]?.segment.text) add('page.blank', page.pageNumber, 1);
  });
  return [...byCode.values()];
}

/** Makes every word fit for the frozen text: cleaned, without white space, none of them empty. */
export function cleanPage(page: ReadPage): ReadPage {
  const lines = page.lines.flatMap(line => {
    const words = line.words.flatMap(word => {
      const text = cleanText(word.text).replace(/\s+/gu, '');
      return text ? { ...word, text } : [];
    });
    return words.length ? { ...line, words } : [];
  });
  const furniture = page.furniture.map(item => ({ ...item, text: cleanText(item.text) }));
  return { ...page, lines, furniture, ...(page.label && { label: cleanText(page.label) }) };
}
