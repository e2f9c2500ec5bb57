/** Decides where a blank line belongs between the rows of a region. */
import type { Row } from './fragments.ts';

/** A gap of more than this many times the usual line pitch separates paragraphs. */
const wideGap = 1.35;
/** Indents of a first line, in times the font size. Deeper ones are centred or tabulated. */
const indent = { least: 0.8, most: 6 };

/** For each row, true if a paragraph starts there: extra space above, a change of print size, or an indented first line. */
export function paragraphStarts(rows: Row[]): boolean[] {
  const pitch = usualPitch(rows);
  const margin = leftMargin(rows);
  return rows.map((row, index) => {
    const before = rows[index - 1];
    if (!before) return true;
    const gap = row.baseline - before.baseline;
    if (gap > wideGap * pitch) return true;
    const ratio = row.size / before.size;
    if (gap > 1.1 * pitch && (ratio > 1.25 || ratio < 0.8)) return true;
    return isFirstLine(row, before, rows[index + 1], margin);
  });
}

function isFirstLine(row: Row, before: Row, after: Row | undefined, margin: number): boolean {
  const depth = (row.left - margin) / row.size;
  if (depth < indent.least || depth > indent.most) return false;
  const deeperThan = (other: Row) => row.left - other.left > indent.least * row.size;
  return deeperThan(before) && (!after || deeperThan(after));
}

function usualPitch(rows: Row[]): number {
  const gaps = rows.slice(1).map((row, index) => row.baseline - (rows[index] as Row).baseline);
  gaps.sort((a, b) => a - b);
  const size = rows[0]?.size ?? 0;
  // The lower median, and never below the print itself: a form of single lines has no usual pitch of its own.
  return Math.max(gaps[Math.floor((gaps.length - 1) / 2)] ?? 0, size);
}

/** The leftmost position at which at least a tenth of the rows start. */
function leftMargin(rows: Row[]): number {
  const lefts = rows.map(row => row.left).sort((a, b) => a - b);
  return lefts[Math.floor(lefts.length / 10)] ?? 0;
}
