/** Breaks styled text into lines of a width and places the pieces of each line. Pure, given a measure. */
import type { Align } from './block.ts';
import { hyphenate, type Piece, parseInline, type Word, wordText } from './inline.ts';
import { fontName, type Look, type Measure } from './look.ts';

/** A stretch of text in one font, placed relative to the left end and the top of its line. */
export interface PlacedText {
  text: string;
  x: number;
  y: number;
  font: string;
  size: number;
  underline: boolean;
  /** Points added to every space, in justified text. */
  wordSpacing: number;
}

/** One line of text, and how its text joins the line before. */
export interface Line {
  items: PlacedText[];
  /** Without styles; a soft hyphen at the end is left out and `broken` is set. */
  text: string;
  broken: boolean;
  /** Footnote marks on the line. */
  marks: number[];
}

/** How text is to be set. Lengths in points. */
export interface Setting {
  look: Look;
  measure: Measure;
  size: number;
  align: Align;
  width: number;
  /** Extra room left of the first line. */
  first: number;
}

interface Draft {
  words: Word[];
  width: number;
  broken: boolean;
}

/** Sets styled text as lines. Words longer than a line stand out into the margin rather than being lost. */
export function setLines(text: string, setting: Setting): Line[] {
  const drafts = breakLines(parseInline(text), setting);
  return drafts.map((draft, index) =>
    placeLine(draft, setting, index === 0 ? setting.first : 0, index === drafts.length - 1),
  );
}

function breakLines(words: Word[], setting: Setting): Draft[] {
  const space = setting.measure(' ', fontName(setting.look.family), setting.size);
  let current: Draft = { words: [], width: setting.first, broken: false };
  const drafts = [current];
  const next = () => drafts.push((current = { words: [], width: 0, broken: false }));
  const add = (word: Word, width: number) => {
    current.width += width + (current.words.length ? space : 0);
    current.words.push(word);
  };
  for (const word of words) {
    const width = wordWidth(word, setting);
    const room = setting.width - current.width - (current.words.length ? space : 0);
    if (width > room && current.words.length > 0) {
      const [start, end] = splitWord(word, setting, room);
      if (start) {
        add(start, wordWidth(start, setting));
        current.broken = true;
      }
      next();
      add(end, wordWidth(end, setting));
    } else add(word, width);
  }
  return drafts;
}

function splitWord(word: Word, setting: Setting, room: number): [Word | undefined, Word] {
  const [piece] = word;
  const parts = word.length === 1 && piece ? hyphenate(piece.text) : undefined;
  if (!piece || !parts) return [undefined, word];
  const start = [{ ...piece, text: parts[0] }];
  return wordWidth(start, setting) <= room ? [start, [{ ...piece, text: parts[1] }]] : [undefined, word];
}

const wordWidth = (word: Word, setting: Setting): number =>
  word.reduce((sum, piece) => sum + pieceWidth(piece, setting), 0);

const pieceSize = (piece: Piece, size: number): number => (piece.style.raised ? size * 0.65 : size);

const pieceWidth = (piece: Piece, { look, measure, size }: Setting): number =>
  measure(piece.text, fontName(look.family, piece.style), pieceSize(piece, size));

function placeLine(draft: Draft, setting: Setting, indent: number, last: boolean): Line {
  const gaps = draft.words.length - 1;
  const slack = setting.width - draft.width;
  const spread = setting.align === 'justify' && !last && gaps > 0 ? slack / gaps : 0;
  const offset = setting.align === 'center' ? slack / 2 : setting.align === 'right' ? slack : 0;
  const text = draft.words.map(wordText).join(' ');
  return {
    items: placePieces(draft.words, setting, indent + offset, spread),
    text: draft.broken ? text.slice(0, -1) : text,
    broken: draft.broken,
    marks: draft.words.flat().flatMap(piece => (piece.style.raised ? [Number(piece.text)] : [])),
  };
}

function placePieces(words: Word[], setting: Setting, start: number, wordSpacing: number): PlacedText[] {
  const { look, measure, size } = setting;
  const space = measure(' ', fontName(look.family), size);
  const items: PlacedText[] = [];
  let x = start;
  for (const [index, word] of words.entries()) {
    if (index > 0) x += space + wordSpacing;
    for (const [position, piece] of word.entries()) {
      const font = fontName(look.family, piece.style);
      const before = items.at(-1);
      const joins = before?.font === font && before.underline === piece.style.underline && !piece.style.raised;
      if (joins && position === 0 && before.size === size) before.text += ` ${piece.text}`;
      else {
        items.push({ text: piece.text, x, y: 0, font, size: pieceSize(piece, size), underline: piece.style.underline, wordSpacing });
        if (piece.style.raised) (items.at(-1) as PlacedText).y = -1;
      }
      x += pieceWidth(piece, setting);
    }
  }
  return items;
}
