/** Decides where a blank line belongs between the rows of a region. */
import type { Row } from './fragments.ts';

/** A gap of more than this many times the line pitch separates paragraphs. */
const wideGap = 1.25;
/** A heading within double-spaced text may have no more space above than a line has; but clearly less below. */
const nearer = 1.2;
/** Indents of a first line, in times the font size. Deeper ones are centred or tabulated. */
const indent = { least: 0.8, most: 6 };
/** A centred row is indented on both sides by at least this share of the region's width (more than most first lines), evenly up to the other. */
const centred = { indent: 0.095, uneven: 0.04 };
/** A row is full if it ends no further from the right margin than this share of the width. */
const fullTo = 0.12;
/** A page with fewer full rows is no running text: nothing can be said of what is centred in it. */
const fewestFull = 2;

/** Where the running text of a region stands. */
interface Margins {
  left: number;
  right: number;
  width: number;
}

interface Measure extends Margins {
  /** Distance of rows within a paragraph. */
  pitch: number;
  /** Distance of rows that are in pieces, as those of a table. */
  tablePitch: number;
  isProse: boolean;
}

/**
 * For each row, true if a paragraph starts there: extra space above, a change of print size, an indented first line, a
 * heading or block quotation that begins or ends. `pitch` is the distance of lines, where the caller knows it.
 */
export function paragraphStarts(rows: Row[], pitch?: number): boolean[] {
  const measure = measureOf(rows, pitch);
  const starts: boolean[] = [];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    starts.push(
      !before ||
        isApart(rows, index, starts, measure) ||
        isFirstLine(row, before, rows[index + 1], measure) ||
        (measure.isProse && changesSetting(before, row, rows[index + 1], measure)),
    );
  }
  return starts;
}

/** More space above than between the rows before, or other print after some space, or a short row nearer to what follows. */
function isApart(rows: Row[], index: number, starts: boolean[], measure: Measure): boolean {
  const { pitch, tablePitch, isProse } = measure;
  const [row, before] = [rows[index], rows[index - 1]] as [Row, Row];
  const [second, after] = [rows[index - 2], rows[index + 1]];
  const gap = row.baseline - before.baseline;
  if (isTabulated(row) && isTabulated(before)) return gap > wideGap * Math.max(pitch, tablePitch);
  // A quotation may be set closer than the page: its own pitch counts once it has two rows.
  const own = second && !starts[index - 1] ? before.baseline - second.baseline : pitch;
  const local = isProse ? Math.min(pitch, Math.max(own, row.size)) : pitch;
  if (gap > wideGap * local) return true;
  const ratio = row.size / before.size;
  if (gap > 1.1 * pitch && (ratio > 1.25 || ratio < 0.8)) return true;
  const leansDown = after !== undefined && gap > nearer * (after.baseline - row.baseline);
  return isProse && leansDown && !isFull(row, measure) && endsThought(before);
}

const isTabulated = (row: Row): boolean => row.fragments.length > 1;

function isFirstLine(row: Row, before: Row, after: Row | undefined, measure: Measure): boolean {
  const depth = (row.left - measure.left) / row.size;
  if (depth < indent.least || depth > indent.most) return false;
  if (opensClause(row) && endsThought(before)) return true;
  const deeperThan = (other: Row) => row.left - other.left > indent.least * row.size;
  return deeperThan(before) && !isAligned(before, row, measure) && (!after || deeperThan(after) || opensClause(after));
}

/** The number or letter of a clause or allegation: "12.", "(a)", "iv." */
const clauseNumber = /^(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\)|[a-zA-Z][.)]|[ivxIVX]{1,5}[.)])$/;

const opensClause = (row: Row): boolean => clauseNumber.test(row.fragments[0]?.words[0]?.word.text ?? '');

const endsThought = (row: Row): boolean =>
  /[.;:!?”"’)\]]\d{0,2}$|^(?:and|or)$/.test(row.fragments.at(-1)?.words.at(-1)?.word.text ?? '');

/** True where centred rows or a title in capitals begin or end beside running text. */
function changesSetting(before: Row, row: Row, after: Row | undefined, measure: Measure): boolean {
  if (isCentred(before, measure) !== isCentred(row, measure) && !isAligned(before, row, measure)) {
    return endsThought(before) || hadRoom(before, row, measure);
  }
  if (isTitle(row, measure))
    return !isTitle(before, measure) && endsThought(before) && !!after && isFull(after, measure);
  return isTitle(before, measure) && isFull(row, measure) && !isCentred(row, measure);
}

/** True if the first word of a row would have fitted into the row before: the line was ended on purpose. */
function hadRoom(before: Row, row: Row, { right }: Measure): boolean {
  const first = row.fragments[0]?.words[0];
  return first !== undefined && before.right + 0.3 * before.size + (first.right - first.left) < right;
}

/** Rows of one block: they start at the same place, or stand about one axis, off the margin or in capitals, as the rows of a title. */
function isAligned(a: Row, b: Row, { left, width }: Measure): boolean {
  if (Math.abs(a.left - b.left) < 0.5 * a.size) return true;
  if (Math.abs(a.left + a.right - b.left - b.right) > centred.uneven * width) return false;
  return Math.min(a.left, b.left) - left > indent.least * a.size || (isCapital(a) && isCapital(b));
}

function isCentred(row: Row, { left, right, width }: Margins): boolean {
  const [before, behind] = [(row.left - left) / width, (right - row.right) / width];
  return Math.min(before, behind) > centred.indent && Math.abs(before - behind) < centred.uneven;
}

const isFull = (row: Row, { right, width }: Margins): boolean => row.right > right - fullTo * width;

/** A short row in capitals. */
const isTitle = (row: Row, measure: Measure): boolean => !isFull(row, measure) && isCapital(row);

function isCapital(row: Row): boolean {
  const text = row.fragments.flatMap(fragment => fragment.words.map(({ word }) => word.text)).join(' ');
  return !/\p{Ll}/u.test(text) && /\p{Lu}{3}/u.test(text);
}

function measureOf(rows: Row[], pitch: number | undefined): Measure {
  const margins = marginsOf(rows);
  const startsAtMargin = (row: Row) => row.left - margins.left < indent.least * row.size;
  const continued = gapsWhere(rows, (before, row) => startsAtMargin(row) && isFull(before, margins));
  const isProse = continued.length >= fewestFull;
  const all = gapsWhere(rows, () => true);
  const tabulated = gapsWhere(rows, (before, row) => isTabulated(before) && isTabulated(row));
  // Below a full row the paragraph goes on: those distances are the pitch. A form or a list has to do with all of them,
  // but never with less than the print itself: single lines have no usual pitch of their own.
  const usual = Math.max(isProse ? widestCommon(continued) : lowerMedian(all), rows[0]?.size ?? 0);
  return { ...margins, pitch: pitch ?? usual, tablePitch: lowerMedian(tabulated), isProse };
}

/** The outermost positions that at least a tenth of the rows share: a note in the margin does not count. */
function marginsOf(rows: Row[]): Margins {
  const lefts = rows.map(row => row.left).sort((a, b) => a - b);
  const rights = rows.map(row => row.right).sort((a, b) => a - b);
  const left = lefts[Math.floor(lefts.length / 10)] ?? 0;
  const right = rights[Math.ceil(0.9 * rights.length) - 1] ?? 0;
  return { left, right, width: Math.max(1, right - left) };
}

function gapsWhere(rows: Row[], test: (before: Row, row: Row) => boolean): number[] {
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    return before && test(before, row) ? row.baseline - before.baseline : [];
  });
}

/** The widest of the distances that at least a quarter of all come near, as text may be set wider than its footnotes; else the median. */
function widestCommon(gaps: number[]): number {
  const near = (gap: number) => gaps.filter(other => Math.abs(other - gap) < 0.05 * gap).length;
  return Math.max(lowerMedian(gaps), ...gaps.filter(gap => near(gap) >= gaps.length / 4));
}

function lowerMedian(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
