/** Puts the words of a page in reading order: lines, paragraphs, columns; line numbers apart. */
import type { Box, Furniture, Line, Turn, Word } from '../page.ts';
import { type Caption, findCaption } from './caption.ts';
import { toRegions } from './columns.ts';
import { type PlacedWord, toFragments, toRows } from './fragments.ts';
import { findMargin, type NumberAt } from './margin.ts';
import { paragraphStarts } from './paragraphs.ts';

/** A word with what the layout needs beside its box: fractions of the page as displayed become points of the reading frame. */
export interface LayoutWord extends Word {
  /** The turn in which this word is upright. */
  turn: Turn;
  /** Font size in points; for OCR the height of the line. */
  size: number;
  /** Where the baseline runs, as a fraction of the reading frame's height; the bottom of the box where unknown. */
  baseline?: number;
}

export interface Laid {
  lines: Line[];
  furniture: Furniture[];
  /** The turn in which most words are upright. */
  turn: Turn;
}

/** A box of the page as displayed, seen after the page was turned clockwise by `turn`. */
export function turnBox([x, y, width, height]: Box, turn: Turn): Box {
  if (turn === 90) return [1 - y - height, x, height, width];
  if (turn === 180) return [1 - x - width, 1 - y - height, width, height];
  if (turn === 270) return [y, 1 - x - width, height, width];
  return [x, y, width, height];
}

/** Lines in reading order. Words that stand upright in another turn than most (a note up the side) come last. */
export function layout(words: LayoutWord[], page: { widthPt: number; heightPt: number }): Laid {
  const byTurn = Map.groupBy(words, word => word.turn);
  const turns = [...byTurn].sort((a, b) => weight(b[1]) - weight(a[1]));
  const laid = turns.map(([turn, group]) => layoutUpright(group, page, turn));
  return {
    lines: laid.flatMap(part => part.lines),
    furniture: laid.flatMap(part => part.furniture),
    turn: turns[0]?.[0] ?? 0,
  };
}

/** Those of the words that are line numbers of pleading paper or a transcript, and the number of the line of any word. */
export function marginOf(words: LayoutWord[], page: { widthPt: number; heightPt: number }, turn: Turn) {
  const frame = readingFrame(page, turn);
  const placed = words.filter(word => word.turn === turn).map(word => place(word, frame));
  const { words: numbers, numberAt } = findMargin(placed, frame);
  const numberOf = (word: LayoutWord) => (word.turn === turn ? numberAt(place(word, frame).baseline) : undefined);
  return { words: new Set<Word>([...numbers].map(({ word }) => word)), numberAt, numberOf };
}

/** A caption among words that an engine has put in order itself: its words, and its lines as they are to be read. */
export function captionOf(
  words: LayoutWord[],
  page: { widthPt: number; heightPt: number },
  turn: Turn,
  numberAt: NumberAt,
) {
  const frame = readingFrame(page, turn);
  const caption = findCaption(
    words.filter(word => word.turn === turn).map(word => place(word, frame)),
    frame,
  );
  if (!caption) return undefined;
  const own = new Set<Word>([...caption.marks, ...caption.left, ...caption.right].map(({ word }) => word));
  return { words: own, lines: captionLines(caption, numberAt), marks: textOf(caption.marks) };
}

function readingFrame({ widthPt, heightPt }: { widthPt: number; heightPt: number }, turn: Turn) {
  const sideways = turn === 90 || turn === 270;
  return sideways ? { width: heightPt, height: widthPt } : { width: widthPt, height: heightPt };
}

const weight = (words: Word[]): number => words.reduce((sum, word) => sum + word.text.length, 0);

function layoutUpright(words: LayoutWord[], page: { widthPt: number; heightPt: number }, turn: Turn) {
  const frame = readingFrame(page, turn);
  const placed = words.map(word => place(word, frame));
  const margin = findMargin(placed, frame);
  const flow = placed.filter(word => !margin.words.has(word));
  const caption = findCaption(flow, frame);
  const lines = caption ? aroundCaption(flow, caption, margin.numberAt) : toLines(flow, margin.numberAt);
  const furniture: Furniture[] = [];
  if (margin.words.size) furniture.push({ text: textOf([...margin.words]), where: 'margin' });
  if (caption?.marks.length) furniture.push({ text: textOf(caption.marks), where: 'rule' });
  return { lines, furniture };
}

/** What stands above the caption, its columns one after the other, what stands below. */
function aroundCaption(words: PlacedWord[], caption: Caption, numberAt: NumberAt): Line[] {
  const own = new Set([...caption.marks, ...caption.left, ...caption.right]);
  const top = Math.min(...[...own].map(word => word.baseline));
  const others = words.filter(word => !own.has(word));
  return [
    ...toLines(
      others.filter(word => word.baseline < top),
      numberAt,
    ),
    ...captionLines(caption, numberAt),
    ...toLines(
      others.filter(word => word.baseline >= top),
      numberAt,
    ),
  ];
}

const captionLines = ({ left, right, pitch }: Caption, numberAt: NumberAt): Line[] => [
  ...toLines(left, numberAt, pitch),
  ...toLines(right, numberAt, pitch),
];

/** `pitch`: the distance of lines within a paragraph, where it is known. */
function toLines(words: PlacedWord[], numberAt: NumberAt, pitch?: number): Line[] {
  return toRegions(toRows(toFragments(words))).flatMap(region => {
    const starts = paragraphStarts(region, pitch);
    return region.map((row, index) => {
      const number = numberAt(row.baseline);
      return {
        words: row.fragments.flatMap(fragment => fragment.words.map(({ word }) => plain(word))),
        opens: starts[index] ?? false,
        ...(number !== undefined && { number }),
      };
    });
  });
}

const textOf = (words: PlacedWord[]): string => words.map(({ word }) => word.text).join(' ');

function place(word: LayoutWord, frame: { width: number; height: number }): PlacedWord {
  const [x, y, width, height] = turnBox(word.box, word.turn);
  return {
    word,
    left: x * frame.width,
    right: (x + width) * frame.width,
    baseline: (word.baseline ?? y + height) * frame.height,
    size: Math.max(word.size, 1),
  };
}

/** The word without its layout fields; boxes to four decimals, a quarter of a pixel of a 300 dpi page. */
function plain({ text, box, confidence }: Word): Word {
  const rounded = box.map(value => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4) as Box;
  return confidence === undefined ? { text, box: rounded } : { text, box: rounded, confidence };
}
