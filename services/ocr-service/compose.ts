/** Makes a page from what OCR saw, beside what stands of its text layer. */
import { joinAddresses } from './addresses.ts';
import type { OcrEngine, Recognized, RecognizedLine } from './engines/engine.ts';
import { captionOf, type LayoutWord, layout, marginOf, turnBox } from './layout/layout.ts';
import {
  type Box,
  type Furniture,
  type Line,
  lineText,
  type PageWarning,
  type ReadPage,
  type Turn,
  type Word,
} from './page.ts';
import type { OcrRequest } from './readers/pdf.ts';
import { isStamp } from './stamps.ts';
import { countUnreadPatches, type InkMap } from './unread-ink.ts';

/** Pages that the engine believes less than this are named: a person should look. */
const lowConfidence = 0.6;
/** Beside a good text layer only words the engine is sure of are added: seals and signatures read as noise. */
const sureBesideLayer = 50;

/** The page as OCR read it, addresses in one piece. Where words of the text layer stand, they win, and OCR adds what the layer lacks. */
export function composePage(request: OcrRequest, seen: Recognized, engine: OcrEngine, ink: InkMap): ReadPage {
  const { pageNumber, label, widthPt, heightPt } = request;
  const warnings: PageWarning[] = [...request.warnings];
  if (request.fault === 'garbled' || request.fault === 'misplaced') warnings.push({ code: `layer.${request.fault}` });
  const place = { pageNumber, ...(label && { label }), widthPt, heightPt };
  const base = {
    ...place,
    ...{ engine: engine.name, model: engine.model },
    ...(seen.isUnplaced && { isUnplaced: seen.isUnplaced }),
    ...(seen.usage && { usage: seen.usage }),
  };
  const lines = seen.lines.map(line => ({ ...line, words: seen.isUnplaced ? line.words : joinAddresses(line.words) }));
  const recognized = { ...seen, lines };
  const found = readingOf(request, recognized);
  const unread = seen.isUnplaced ? 0 : countUnreadPatches(ink, found.read);
  if (unread) warnings.push({ code: 'ocr.unread_ink', count: unread });
  const furniture = [...request.furniture, ...found.furniture];
  if (!found.added && found.lines.every(line => isStamp(lineText(line)))) {
    const stamps = found.lines.map(line => ({ text: lineText(line), where: 'stamp' as const }));
    const kept = [...furniture, ...stamps];
    return { ...base, turn: 0, state: 'missing', errorCode: 'I_NO_TEXT', lines: [], furniture: kept, warnings };
  }
  // The layer may be all there is to read: a photograph with a caption.
  if (!found.added) {
    return { ...base, engine: 'pdfium', turn: found.turn, state: 'text', lines: found.lines, furniture, warnings };
  }
  const page = { ...base, turn: found.turn, state: 'text' as const, lines: found.lines, furniture, warnings };
  if (seen.confidence === undefined) return page;
  const confidence = Math.round(seen.confidence * 1000) / 1000;
  if (confidence < lowConfidence) warnings.push({ code: 'ocr.low-confidence' });
  return { ...page, confidence };
}

interface Found {
  lines: Line[];
  furniture: Furniture[];
  turn: ReadPage['turn'];
  /** Words that OCR gave. */
  added: number;
  /** Where words were read, in the text or beside it. */
  read: Box[];
}

function readingOf(request: OcrRequest, recognized: Recognized): Found {
  if (recognized.isUnplaced) return asWritten(recognized);
  return request.words.length ? besideLayer(request, recognized) : ocrOnly(request, recognized);
}

/** Text without places, as the engine wrote it: it has read what stands of the layer from the picture, too. */
function asWritten({ lines, turn }: Recognized): Found {
  const added = lines.reduce((sum, line) => sum + line.words.length, 0);
  return {
    lines: lines.map(({ words, opens, mark }) => ({ words, opens, ...(mark && { mark }) })),
    ...{ furniture: [], turn, added, read: [] },
  };
}

/** The engine's own reading order, which knows columns and follows tilted lines; line numbers taken out, captions by column. */
function ocrOnly(request: OcrRequest, recognized: Recognized): Found {
  const words = layoutWords(recognized, request);
  const { words: numbers, numberAt, numberOf } = marginOf(words, request, recognized.turn);
  const caption = captionOf(
    words.filter(word => !numbers.has(word)),
    request,
    recognized.turn,
    numberAt,
  );
  const lines: Line[] = [];
  let at = 0;
  let opens = false;
  let captionDue = caption !== undefined;
  for (const line of recognized.lines) {
    // `words` runs parallel to the words of all lines.
    const own = line.words.map(() => words[at++] as LayoutWord);
    if (captionDue && own.some(word => caption?.words.has(word))) {
      lines.push(...(caption?.lines ?? []));
      captionDue = false;
      opens = true;
    }
    const kept = line.words.filter(
      (_, index) => !numbers.has(own[index] as Word) && !caption?.words.has(own[index] as Word),
    );
    opens ||= line.opens;
    if (!kept.length) continue;
    const number = numberOf(own[0] as LayoutWord);
    lines.push({ words: kept.map(rounded), opens, ...(number !== undefined && { number }) });
    opens = false;
  }
  const furniture: Furniture[] = [];
  if (numbers.size) furniture.push({ text: [...numbers].map(word => word.text).join(' '), where: 'margin' });
  if (caption?.marks) furniture.push({ text: caption.marks, where: 'rule' });
  return {
    lines,
    furniture,
    turn: recognized.turn,
    added: words.length - numbers.size,
    read: words.map(word => word.box),
  };
}

/** Layer and OCR words in one layout; OCR words that lie on a word of the layer are the same print read worse. */
function besideLayer(request: OcrRequest, recognized: Recognized): Found {
  const added = layoutWords(recognized, request).filter(
    word =>
      (word.confidence ?? 0) >= sureBesideLayer &&
      /[\p{L}\p{N}]/u.test(word.text) &&
      !request.words.some(other => liesOn(word.box, other.box)),
  );
  const words = [...request.words, ...added];
  return { ...layout(words, request), added: added.length, read: words.map(word => word.box) };
}

const margin = 0.003;

/** True if the centre of `a` lies in `b` or that of `b` in `a`. */
function liesOn(a: Box, b: Box): boolean {
  const holds = (outer: Box, [x, y, width, height]: Box) =>
    x + width / 2 > outer[0] - margin &&
    x + width / 2 < outer[0] + outer[2] + margin &&
    y + height / 2 > outer[1] - margin &&
    y + height / 2 < outer[1] + outer[3] + margin;
  return holds(a, b) || holds(b, a);
}

function layoutWords(recognized: Recognized, page: { widthPt: number; heightPt: number }): LayoutWord[] {
  return recognized.lines.flatMap(line => {
    const isStack = isStacked(line, recognized.turn);
    const turn = isStack ? recognized.turn : line.turn;
    const frameHeight = turn === 90 || turn === 270 ? page.widthPt : page.heightPt;
    const boxes = line.words.map(word => turnBox(word.box, turn));
    const lineBottom = Math.max(...boxes.map(([, y, , height]) => y + height));
    return line.words.map((word, index) => {
      const [, y, , height] = boxes[index] as Box;
      const [size, bottom] = isStack ? [height, y + height] : [line.size, lineBottom];
      // The boxes of a line reach from the lowest descender to the highest ascender, like the em square.
      return { ...word, turn, size: size * frameHeight, baseline: bottom - 0.2 * size };
    });
  });
}

/** Brackets one below the other come as one line of short words that runs up or down the page. */
const isStacked = (line: RecognizedLine, pageTurn: Turn): boolean =>
  line.turn !== pageTurn && line.words.every(({ text }) => text.length <= 2);

const rounded = (word: { text: string; box: Box; confidence?: number }) => ({
  ...word,
  box: word.box.map(value => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4) as Box,
});
