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
  for (const word of words) {
    const gap = current.words.length > 0 ? space : 0;
    const room = setting.width - current.width - gap;
    let rest = word;
    if (wordWidth(word, setting) > room && gap > 0) {
      const [start, end] = splitWord(word, setting, room);
      if (start) {
        addWord(current, start, gap, setting);
        current.broken = true;
      }
      current = { words: [], width: 0, broken: false };
      drafts.push(current);
      rest = end;
    }
    addWord(current, rest, current.words.length > 0 ? space : 0, setting);
  }
  return drafts;
}

function addWord(draft: Draft, word: Word, gap: number, setting: Setting): void {
  draft.width += gap + wordWidth(word, setting);
  draft.words.push(word);
}

/** The start of a word that fits into the room, and the rest of it. */
function splitWord(word: Word, setting: Setting, room: number): [Word | undefined, Word] {
  const [piece, more] = word;
  if (!piece || more) return [undefined, word];
  for (const [start, end] of hyphenate(piece.text)) {
    const first = [{ ...piece, text: start }];
    if (wordWidth(first, setting) <= room) return [first, [{ ...piece, text: end }]];
  }
  return [undefined, word];
}

const wordWidth = (word: Word, setting: Setting): number =>
  word.reduce((sum, piece) => sum + pieceWidth(piece, setting), 0);

const raisedSize = 0.65;

const pieceWidth = ({ text, style }: Piece, { look, measure, size }: Setting): number =>
  measure(text, fontName(look.family, style), style.raised ? size * raisedSize : size);

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

/** Neighbours of one font become one stretch of text, as word processors write them. */
function placePieces(words: Word[], setting: Setting, start: number, wordSpacing: number): PlacedText[] {
  const space = setting.measure(' ', fontName(setting.look.family), setting.size);
  const items: PlacedText[] = [];
  let x = start;
  for (const [index, word] of words.entries()) {
    if (index > 0) x += space + wordSpacing;
    for (const [position, piece] of word.entries()) {
      const item = placePiece(piece, x, wordSpacing, setting);
      const before = items.at(-1);
      if (before && position === 0 && alike(before, item)) before.text += ` ${item.text}`;
      else items.push(item);
      x += pieceWidth(piece, setting);
    }
  }
  return items;
}

const placePiece = ({ text, style }: Piece, x: number, wordSpacing: number, { look, size }: Setting): PlacedText => ({
  text,
  x,
  y: style.raised ? -1 : 0,
  font: fontName(look.family, style),
  size: style.raised ? size * raisedSize : size,
  underline: style.underline,
  wordSpacing,
});

const alike = (a: PlacedText, b: PlacedText): boolean =>
  a.font === b.font && a.size === b.size && a.underline === b.underline;
