/** Finds columns of prose among rows, so that they are read one after the other and tables are still read by row. */
import { type Fragment, type Row, toRows } from './fragments.ts';

/** Rows that are read from top to bottom, each from left to right. */
export type Region = Row[];

type Interval = [left: number, right: number];

/** A gutter is at least this many times the font size wide. */
const narrowestGutter = 0.7;
/** More rows than this are not a printed page; looking for columns would cost more than it gives. */
const maxRows = 400;
const fewestRows = 3;
const fewestCharacters = 14;

/**
 * Splits rows into regions in reading order. From the top, the longest run of rows that a gutter divides into columns
 * of prose is read column by column; what lies above and below is read across. A heading over both columns closes the
 * gutter and so ends the run.
 */
export function toRegions(rows: Row[]): Region[] {
  if (rows.length > maxRows) return [rows];
  const regions: Region[] = [];
  let across: Region = [];
  for (let start = 0; start < rows.length; ) {
    const found = longestColumns(rows, start);
    if (!found) {
      across.push(rows[start++] as Row);
      continue;
    }
    if (across.length) regions.push(across);
    across = [];
    for (const column of found.columns) regions.push(...toRegions(toRows(column)));
    start = found.end;
  }
  if (across.length) regions.push(across);
  return regions;
}

function longestColumns(rows: Row[], start: number): { end: number; columns: Fragment[][] } | undefined {
  const taken: { end: number; blocks: Interval[] }[] = [];
  let blocks: Interval[] = [];
  for (let end = start; end < rows.length; end++) {
    const row = rows[end] as Row;
    for (const { left, right } of row.fragments) {
      blocks = insert(blocks, [left, right], narrowestGutter * row.size);
    }
    // One block for good: no later row can open a gutter in it, unless print lies outside, as in the last lines of a column.
    if (blocks.length === 1 && end - start > 0 && coversAll(rows, blocks)) break;
    if (blocks.length > 1 && end - start + 1 >= fewestRows) taken.push({ end: end + 1, blocks });
  }
  for (const [index, { end, blocks: candidate }] of [...taken.entries()].reverse()) {
    // With as many gutters one row further down, that longer run has been tried.
    if (taken[index + 1]?.blocks.length === candidate.length) continue;
    const columns = proseColumns(rows.slice(start, end), candidate);
    if (columns) return { end, columns };
  }
  return undefined;
}

const coversAll = (rows: Row[], [block]: Interval[]): boolean =>
  block !== undefined && rows.every(row => row.left >= block[0] - 1 && row.right <= block[1] + 1);

/** Adds an interval; intervals nearer to each other than `gap` become one. */
function insert(blocks: Interval[], added: Interval, gap: number): Interval[] {
  let [left, right] = added;
  const apart: Interval[] = [];
  for (const block of blocks) {
    if (block[1] + gap < left || block[0] - gap > right) apart.push(block);
    else {
      left = Math.min(left, block[0]);
      right = Math.max(right, block[1]);
    }
  }
  apart.push([left, right]);
  return apart.sort((a, b) => a[0] - b[0]);
}

/** The fragments per column if at least two columns hold prose side by side; narrow strips (numbers of a list) join their right neighbour. */
function proseColumns(rows: Row[], blocks: Interval[]): Fragment[][] | undefined {
  const fragments = rows.flatMap(row => row.fragments);
  // Tables fail here, before anything costly is tried.
  if (fragments.filter(fragment => fragment.characters >= fewestCharacters).length < 2 * fewestRows) return undefined;
  const strips = blocks.map(([left, right]) => fragments.filter(f => f.left >= left - 0.01 && f.right <= right + 0.01));
  const columns: Fragment[][] = [];
  let pending: Fragment[] = [];
  for (const strip of strips) {
    pending = pending.concat(strip);
    if (!isProse(pending)) continue;
    columns.push(pending);
    pending = [];
  }
  if (pending.length) columns.at(-1)?.push(...pending);
  return columns.length > 1 && sideBySide(columns) ? columns : undefined;
}

function isProse(fragments: Fragment[]): boolean {
  const rows = toRows(fragments);
  if (rows.length < fewestRows || fragments.length > 1.5 * rows.length) return false;
  const width = Math.max(...rows.map(row => row.right)) - Math.min(...rows.map(row => row.left));
  const characters = fragments.reduce((sum, fragment) => sum + fragment.characters, 0);
  const full = rows.filter(row => row.right - row.left > 0.6 * width).length;
  return characters / rows.length >= fewestCharacters && full >= rows.length / 2;
}

function sideBySide(columns: Fragment[][]): boolean {
  const spans = columns.map(column => {
    const baselines = column.map(fragment => fragment.baseline);
    return { top: Math.min(...baselines), bottom: Math.max(...baselines) };
  });
  return spans.slice(1).every((span, index) => {
    const before = spans[index] as { top: number; bottom: number };
    const shared = Math.min(span.bottom, before.bottom) - Math.max(span.top, before.top);
    return shared > 0.4 * Math.min(span.bottom - span.top, before.bottom - before.top);
  });
}
