/** Reads the text layer of a PDF page as words with boxes, and tells which of them a reader can see. */
import type { LayoutWord } from '../layout/layout.ts';
import { turnBox } from '../layout/layout.ts';
import { around, type Box, type Turn } from '../page.ts';
import { displayBox, type PdfPage } from './pdf-page.ts';
import { allocate, doubles, floats } from './pdfium.ts';
import { type Raster, type Visibility, visibility } from './raster.ts';

interface Character {
  text: string;
  box: Box;
  /** Baseline start as fractions of the page as displayed. */
  origin: [x: number, y: number];
  size: number;
  turn: Turn;
  slanted: boolean;
}

export interface TextLayer {
  /** Words a reader can see, in the order of the file. */
  words: LayoutWord[];
  /** Words set at a slant: watermarks. */
  slanted: string[];
  /** Words under a flat dark or coloured area, or outside of the page as displayed. */
  covered: number;
  /** Words where nothing is drawn: white or invisible print, or a font that this renderer lacks. */
  undrawn: LayoutWord[];
}

/** Bytes lent to PDFium per character: box (4 doubles), origin (2 doubles), loose box (4 floats), matrix (6 floats). */
const scratchBytes = 32 + 16 + 16 + 24;

/** Reads all words of the page; `raster` is its picture, against which every character is held. */
export function readTextLayer(page: PdfPage, raster: Raster): TextLayer {
  const { pdfium } = page;
  const layer: TextLayer = { words: [], slanted: [], covered: 0, undrawn: [] };
  const textPage = pdfium._FPDFText_LoadPage(page.page);
  if (!textPage) return layer;
  const scratch = allocate(pdfium, scratchBytes);
  try {
    let pending: Character[] = [];
    const finishWord = () => {
      if (pending.length) file(layer, pending, page, raster);
      pending = [];
    };
    const count = pdfium._FPDFText_CountChars(textPage);
    for (let index = 0; index < count; index++) {
      const text = characterText(page, textPage, index);
      if (!text.trim()) {
        finishWord();
        continue;
      }
      const character = readCharacter(page, textPage, index, text, scratch);
      const last = pending.at(-1);
      if (last && isApart(page, last, character)) finishWord();
      pending.push(character);
    }
    finishWord();
  } finally {
    pdfium.wasmExports.free(scratch);
    pdfium._FPDFText_ClosePage(textPage);
  }
  return layer;
}

/** Latin ligatures as letters: nobody searches for "ﬁling". */
const ligatures: Record<string, string> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' };

function characterText({ pdfium }: PdfPage, textPage: number, index: number): string {
  const code = pdfium._FPDFText_GetUnicode(textPage, index);
  // PDFium's own marks for a hyphen at the end of a line.
  if (code === 0x2 || code === 0xfffe) return '-';
  if (code === 0xad) return '';
  if (code === 0 || pdfium._FPDFText_HasUnicodeMapError(textPage, index) === 1) return '\ufffd';
  if (code === 0x9 || code === 0xa || code === 0xd) return ' ';
  // A font without a map to Unicode gives glyph numbers; the low ones are its punctuation.
  if (code < 0x20) return '\ufffd';
  const text = code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  return ligatures[text] ?? text;
}

function readCharacter(page: PdfPage, textPage: number, index: number, text: string, scratch: number): Character {
  const { pdfium } = page;
  const [boxAt, originAt, looseAt, matrixAt] = [scratch, scratch + 32, scratch + 48, scratch + 64];
  pdfium._FPDFText_GetCharBox(textPage, index, boxAt, boxAt + 8, boxAt + 16, boxAt + 24);
  pdfium._FPDFText_GetCharOrigin(textPage, index, originAt, originAt + 8);
  pdfium._FPDFText_GetLooseCharBox(textPage, index, looseAt);
  pdfium._FPDFText_GetMatrix(textPage, index, matrixAt);
  const [left = 0, right = 0, bottom = 0, top = 0] = doubles(pdfium, boxAt, 4);
  const [originX = 0, originY = 0] = doubles(pdfium, originAt, 2);
  const [looseLeft = 0, looseTop = 0, looseRight = 0, looseBottom = 0] = floats(pdfium, looseAt, 4);
  const [a = 1, b = 0] = floats(pdfium, matrixAt, 2);
  const origin = page.toDisplay(originX, originY);
  const ahead = page.toDisplay(originX + a, originY + b);
  const direction = { x: (ahead[0] - origin[0]) * page.widthPt, y: (ahead[1] - origin[1]) * page.heightPt };
  const turn = uprightTurn(direction);
  const loose = turnBox(displayBox(page, looseLeft, looseBottom, looseRight, looseTop), turn);
  const frameHeight = turn === 90 || turn === 270 ? page.widthPt : page.heightPt;
  return {
    text,
    box: displayBox(page, left, bottom, right, top),
    origin,
    size: Math.max(1, (loose[3] * frameHeight) / looseHeight),
    turn,
    slanted: isSlanted(direction),
  };
}

/** The loose box runs from descender to ascender, about this many times the font size. */
const looseHeight = 1.15;

/** The clockwise turn of the page that makes writing in this direction (y down) run to the right. */
function uprightTurn({ x, y }: { x: number; y: number }): Turn {
  if (Math.abs(x) >= Math.abs(y)) return x < 0 ? 180 : 0;
  return y < 0 ? 90 : 270;
}

/** More than 15 degrees off both axes. */
function isSlanted({ x, y }: { x: number; y: number }): boolean {
  const [short = 0, long = 0] = [Math.abs(x), Math.abs(y)].sort((a, b) => a - b);
  return short > long * Math.tan(Math.PI / 12);
}

/** PDFium marks most word ends; a jump without a mark ends a word too. */
function isApart(page: PdfPage, last: Character, next: Character): boolean {
  if (last.turn !== next.turn || last.slanted !== next.slanted) return true;
  const size = Math.max(last.size, next.size);
  const [lastBox, nextBox] = [turnBox(last.box, last.turn), turnBox(next.box, next.turn)];
  const sideways = next.turn === 90 || next.turn === 270;
  const [width, height] = sideways ? [page.heightPt, page.widthPt] : [page.widthPt, page.heightPt];
  const gap = (nextBox[0] - lastBox[0] - lastBox[2]) * width;
  const drop = Math.abs(nextBox[1] + nextBox[3] - lastBox[1] - lastBox[3]) * height;
  return gap > size || gap < -1.5 * size || drop > 1.2 * size;
}

/** Files a word, or the visible pieces of it, where it belongs. */
function file(layer: TextLayer, characters: Character[], page: PdfPage, raster: Raster): void {
  const [first] = characters as [Character];
  if (first.slanted) {
    layer.slanted.push(characters.map(character => character.text).join(''));
    return;
  }
  const states = characterStates(characters, raster, (first.size * 0.5) / page.widthPt);
  let start = 0;
  for (let index = 1; index <= characters.length; index++) {
    if (index < characters.length && states[index] === states[start]) continue;
    const piece = characters.slice(start, index);
    if (states[start] === 'seen') layer.words.push(toWord(piece, page));
    else if (states[start] === 'paper') layer.undrawn.push(toWord(piece, page));
    start = index;
  }
  if (states.includes('covered')) layer.covered++;
}

/** What is seen of each character; one too small to tell goes with the character before it, the first with those after. */
function characterStates(characters: Character[], raster: Raster, reach: number): Visibility[] {
  const states = characters.map(({ box }) => (isOutside(box) ? 'covered' : visibility(raster, box, reach)));
  let known = states.find(state => state !== 'unclear') ?? 'seen';
  return states.map(state => {
    if (state !== 'unclear') known = state;
    return known;
  });
}

function isOutside([x, y, width, height]: Box): boolean {
  const [centreX, centreY] = [x + width / 2, y + height / 2];
  return centreX < 0 || centreX > 1 || centreY < 0 || centreY > 1;
}

function toWord(characters: Character[], page: PdfPage): LayoutWord {
  const [first] = characters as [Character];
  const box = around(characters.map(character => character.box));
  const [, baseline] = turnBox([first.origin[0], first.origin[1], 0, 0], first.turn);
  const size = Math.max(...characters.map(character => character.size));
  // Some fonts state no glyph boxes: such words still need a place.
  const height = box[3] || size / page.heightPt;
  return {
    text: characters.map(character => character.text).join(''),
    box: [box[0], box[3] ? box[1] : box[1] - height, box[2], height],
    turn: first.turn,
    size,
    baseline,
  };
}
