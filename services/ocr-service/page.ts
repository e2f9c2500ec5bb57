/** What a reader or an engine found on one page, before pages are joined and the text is frozen. */
import type { Mark } from '../../shared/domain/structure.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Usage } from '../../shared/model-api/usage.ts';

/** x, y, width, height as fractions (0-1) of the page as displayed: crop box, after /Rotate, origin top left. */
export type Box = [x: number, y: number, width: number, height: number];

export interface Word {
  text: string;
  box: Box;
  /** 0 to 100; absent for a text layer. */
  confidence?: number;
  /** Opens a cell of a table other than the first of its row: a tab goes before it. */
  opensCell?: true;
}

/** What a line is, beside what it says. */
export type LineMark = Pick<Mark, 'level'> & { kind: 'heading' | 'list-item' | 'table' | 'table-head' };

/** An engine that was tried before the one that read the page, and why its reading was not taken. */
export interface TriedEngine {
  engine: string;
  code: ErrorCode;
}

/** A line in reading order. */
export interface Line {
  words: Word[];
  /** True when a blank line belongs before it: a new paragraph, block or column. */
  opens: boolean;
  /** As the margin numbers it. */
  number?: number;
  mark?: LineMark;
}

/** A piece of text that is on the page but not part of what it says. */
export interface Furniture {
  text: string;
  /** `margin`: line numbers. `rule`: the column of brackets in a caption. */
  where: 'head' | 'foot' | 'margin' | 'stamp' | 'rule';
}

/** The extra clockwise turn needed to read the page as displayed. */
export type Turn = 0 | 90 | 180 | 270;

/** Named things a reader of the result should know about a page; counts, never words. */
export interface PageWarning {
  code: string;
  count?: number;
}

/** A page as it was read. Small enough for one draft row; JSON. */
export interface ReadPage {
  pageNumber: number;
  label?: string;
  widthPt: number;
  heightPt: number;
  turn: Turn;
  /** `blank`: nothing is printed on it. `missing`: something is, and no engine could read it. */
  state: 'text' | 'blank' | 'missing';
  errorCode?: ErrorCode;
  engine: string;
  model?: string;
  /** 0 to 1; absent for a text layer, and from an engine that has none. */
  confidence?: number;
  /** Its words have no boxes. */
  isUnplaced?: true;
  tried?: TriedEngine[];
  /** What the engine that read it used up. */
  usage?: Usage;
  lines: Line[];
  furniture: Furniture[];
  warnings: PageWarning[];
}

export const lineText = (line: Line): string => line.words.map(word => word.text).join(' ');

/** The smallest box around some boxes. */
export function around(boxes: Iterable<Box>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y, width, height] of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left > right ? [0, 0, 0, 0] : [left, top, right - left, bottom - top];
}
