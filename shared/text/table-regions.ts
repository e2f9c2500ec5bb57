/** Finds tables by the look of their lines: cells parted by tabs or wide gaps, or rows of figures. */
import type { Line } from './lines.ts';
import type { Region } from './regions.ts';

const leastRows = 3;
/** Longer lines are paragraphs. */
const longestRow = 400;
const figure = /^[$€£(]{0,2}[\d,.]*\d[\d,.]*%?\)?$|^\d{1,4}[/-]\d{1,2}[/-]\d{1,4}$|^(?:[-–—]|N\/A|\$)$/;

type Look = 'tabs' | 'columns' | 'figures' | undefined;

/** Runs of at least three rows of one look. The line above a run of rows of figures is its head if it has no figures. */
export function findTables(text: string, lines: readonly Line[]): Region[] {
  const regions: Region[] = [];
  for (let at = 0; at < lines.length; at++) {
    const look = lookOf(text, lines[at] as Line);
    if (!look) continue;
    let to = at + 1;
    while (
      to < lines.length &&
      lookOf(text, lines[to] as Line) === look &&
      (look !== 'columns' || !lines[to]?.afterBlank)
    )
      to++;
    if (to - at >= leastRows) {
      const from = look === 'figures' && at > 0 && isHead(text, lines, at) ? at - 1 : at;
      regions.push({ kind: 'table', from, to, ...(headLines(text, lines, from) && { headLines: 1 }) });
    }
    at = to - 1;
  }
  return regions;
}

function lookOf(text: string, line: Line): Look {
  const length = line.textEnd - line.textStart;
  if (length > longestRow || length < 5 || line.number !== undefined) return undefined;
  const row = text.slice(line.textStart, line.textEnd);
  // Leaders lead to a page number: a table of contents.
  if (/\.{4,}|(?:\. ){4,}/.test(row)) return undefined;
  if (/\S\t+\S/.test(row)) return /^(?:\(?[\da-zA-Z.]{1,6}[.)]|[•*–—-])\t[^\t]*$/.test(row) ? undefined : 'tabs';
  if (/\S {3,}\S.* {3,}\S/.test(row)) return 'columns';
  return isFigures(row) ? 'figures' : undefined;
}

function isFigures(row: string): boolean {
  if (!/[\d%)–—-]$/.test(row)) return false;
  const cells = row.split(/\s+/);
  const figures = cells.filter(cell => figure.test(cell)).length;
  return figures >= 3 && figures * 2 >= cells.length;
}

/** Words in about as many cells as the rows below have, right above them. */
function isHead(text: string, lines: readonly Line[], at: number): boolean {
  const { textStart, textEnd } = lines[at - 1] as Line;
  const words = text.slice(textStart, Math.min(textEnd, textStart + longestRow)).split(/\s+/);
  return (
    !lines[at]?.afterBlank &&
    words.length >= 3 &&
    words.every(word => !figure.test(word)) &&
    !/[.:;]$/.test(words.at(-1) ?? '')
  );
}

const headLines = (text: string, lines: readonly Line[], from: number): boolean => {
  const { textStart, textEnd } = lines[from] as Line;
  return !/\d/.test(text.slice(textStart, Math.min(textEnd, textStart + longestRow)));
};
