/** A row: the smallest thing that goes on one page or the next. */
import type { Line, PlacedText } from './line.ts';
import type { Look, Measure } from './look.ts';

/** A straight line, relative to the top left of its row. */
export interface DrawnRule {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** Something that goes on one page as a whole. */
export interface Row {
  /** Points of white above it; dropped at the top of a page. */
  before: number;
  height: number;
  items: PlacedText[];
  rules: DrawnRule[];
  /** Its text as a reader should get it, and what stands between it and the row before. */
  text: string;
  glue: '' | ' ' | '\n' | '\n\n';
  /** Goes on the page of the next row. */
  keep: boolean;
  /** Ends within a word. */
  broken: boolean;
  footnotes: Row[];
}

/** What blocks are set with. */
export interface Setter {
  look: Look;
  measure: Measure;
}

export const emptyRow: Row = {
  before: 0,
  height: 0,
  items: [],
  rules: [],
  text: '',
  glue: '',
  keep: false,
  broken: false,
  footnotes: [],
};

/** Stands for the end of a page; is never put on one. */
export const pageBreak: Row = { ...emptyRow };

/** Points between the margins. */
export const textWidth = (look: Look): number => look.width - look.left - look.right;

/** The same texts at another place. */
export const moved = (items: PlacedText[], x: number, y: number): PlacedText[] =>
  items.map(item => ({ ...item, x: item.x + x, y: item.y + y }));

/** The lines of a cell or column as text, one line each, words mended that were broken over two. */
export const joinLines = (set: Line[]): string =>
  set
    .map(line => (line.broken ? line.text : `${line.text}\n`))
    .join('')
    .trim();
