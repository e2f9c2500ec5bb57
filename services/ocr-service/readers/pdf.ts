/** Reads a range of PDF pages: the text layer where it is good, a request for OCR where it is not. */
import { PipelineError } from '../../../shared/errors.ts';
import { type LayerFault, layerFault } from '../judge.ts';
import { type LayoutWord, layout } from '../layout/layout.ts';
import { type Furniture, lineText, type PageWarning, type ReadPage } from '../page.ts';
import { isStamp } from '../stamps.ts';
import { type PdfFile, pageLabel } from './pdf-file.ts';
import { type PdfPage, pictureBoxes, withPdfPage, withPicture } from './pdf-page.ts';
import { readTextLayer, type TextLayer } from './pdf-words.ts';
import { inkShares, isBlank } from './raster.ts';

/** The resolution at which the ink is looked at: enough for ten-point print, little enough to be quick. */
const inkDpi = 100;
const largestInkPicture = 4_000_000;

/** A page whose text layer does not do. What stands in `words` is good and stays; OCR adds the rest. */
export interface OcrRequest {
  pageNumber: number;
  label?: string;
  widthPt: number;
  heightPt: number;
  fault: LayerFault;
  words: LayoutWord[];
  furniture: Furniture[];
  warnings: PageWarning[];
}

export type PageResult = { page: ReadPage } | { ocr: OcrRequest };

/** Reads pages `from` to `to` (1-based, both included). A page that cannot be opened comes back as missing. */
export function readPdfPages(file: PdfFile, from: number, to: number): PageResult[] {
  const results: PageResult[] = [];
  for (let pageNumber = from; pageNumber <= to; pageNumber++) {
    const label = pageLabel(file, pageNumber);
    try {
      results.push(withPdfPage(file, pageNumber, page => readPage(page, label)));
    } catch (thrown) {
      // One damaged page does not cost the others; the record names it. Anything else is not this page's fault.
      if (!(thrown instanceof PipelineError && thrown.code === 'I_DAMAGED')) throw thrown;
      results.push({ page: missingPage(pageNumber, 'I_DAMAGED', 'pdfium') });
    }
  }
  return results;
}

/** The placeholder for a page that could not be read. */
export function missingPage(
  pageNumber: number,
  errorCode: NonNullable<ReadPage['errorCode']>,
  engine: string,
): ReadPage {
  const nothing = { widthPt: 0, heightPt: 0, turn: 0 as const, lines: [], furniture: [], warnings: [] };
  return { pageNumber, state: 'missing', errorCode, engine, ...nothing };
}

function readPage(page: PdfPage, label: string | undefined): PageResult {
  const area = (page.widthPt / 72) * (page.heightPt / 72);
  const dpi = Math.min(inkDpi, Math.sqrt(largestInkPicture / area));
  const { layer, ink } = withPicture(page, dpi, raster => {
    const layer = readTextLayer(page, raster);
    const boxes = layer.words.map(word => word.box);
    return { layer, ink: inkShares(raster, boxes, pictureBoxes(page)) };
  });
  const { pageNumber, widthPt, heightPt } = page;
  const base = { pageNumber, ...(label && { label }), widthPt, heightPt, furniture: slantedFurniture(layer) };
  const warnings: PageWarning[] = layer.covered ? [{ code: 'text.covered', count: layer.covered }] : [];
  const nothingToSee = isBlank(ink) && layer.words.length + layer.undrawn.length === 0;
  if (nothingToSee) {
    return { page: { ...base, turn: 0, state: 'blank', engine: 'pdfium', lines: [], warnings } };
  }
  const { words, warnings: undrawnWarnings } = settleUndrawn(layer);
  warnings.push(...undrawnWarnings);
  const laid = layout(words, page);
  const text = laid.lines.map(lineText).join('\n');
  const onlyStamps = laid.lines.every(line => isStamp(lineText(line)));
  const fault = layerFault({ text, onlyStamps, words: layer.words.length, undrawn: layer.undrawn.length, ink });
  if (fault) {
    const kept = fault === 'stamp' || fault === 'picture' ? words : [];
    return { ocr: { ...base, fault, words: kept, warnings } };
  }
  const furniture = [...base.furniture, ...laid.furniture];
  return {
    page: { ...base, turn: laid.turn, state: 'text', engine: 'pdfium', lines: laid.lines, furniture, warnings },
  };
}

const slantedFurniture = ({ slanted }: TextLayer): Furniture[] =>
  slanted.length ? [{ text: slanted.join(' '), where: 'stamp' }] : [];

/** Many times more words without ink than with: it is the renderer that lacks the font, not the writer who hides. */
const lacksFont = 5;

/**
 * Words under which nothing is drawn. Among words that are drawn they are white or invisible print, which a reader
 * cannot see: left out and counted.
 */
function settleUndrawn({ words, undrawn }: TextLayer): { words: LayoutWord[]; warnings: PageWarning[] } {
  if (!undrawn.length) return { words, warnings: [] };
  if (undrawn.length <= lacksFont * words.length) {
    return { words, warnings: [{ code: 'text.covered', count: undrawn.length }] };
  }
  return { words: [...words, ...undrawn], warnings: [{ code: 'text.undrawn', count: undrawn.length }] };
}
