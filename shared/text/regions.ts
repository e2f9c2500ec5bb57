/** Finds stretches of a text that are no running prose - tables, signatures, heads of mails, quoted replies - from marks or by their look. */

import type { ChunkKind } from '../domain/rows.ts';
import type { Mark } from '../domain/structure.ts';
import type { Line } from './lines.ts';
import { findMailRegions } from './mail-regions.ts';
import { findSignatures } from './signature-regions.ts';
import { findTables } from './table-regions.ts';

/** Lines `[from, to)` of one kind. */
export interface Region {
  kind: Exclude<ChunkKind, 'text'>;
  from: number;
  to: number;
  /** Of a table: its first lines that are its head. */
  headLines?: number;
}

/** Which of two marks on one line counts: what is inside a quoted mail is quoted. */
const precedence = ['table', 'headers', 'signature', 'quoted'] as const;

/**
 * Regions in order, none overlapping. What a reader marked is taken as marked; kinds that it never marks in this document are
 * told from the look of the lines.
 */
export function findRegions(text: string, lines: readonly Line[], marks: readonly Mark[]): Region[] {
  const marked = markedRegions(lines, marks);
  const isMail = marks.some(({ kind }) => kind === 'headers' || kind === 'quoted');
  const isMarked = (wanted: Mark['kind']) => marks.some(({ kind }) => kind === wanted);
  const found = [
    isMail ? [] : findMailRegions(text, lines),
    isMail || isMarked('signature') ? [] : findSignatures(text, lines),
    isMarked('table') ? [] : findTables(text, lines),
  ].flat();
  const taken = new Uint8Array(lines.length);
  // Marked ones first, then mail before signatures before tables: the first to take a line keeps it.
  const kept = [...marked, ...found].filter(region => take(taken, region));
  return kept.sort((a, b) => a.from - b.from);
}

function take(taken: Uint8Array, region: Region): boolean {
  while (region.from < region.to && taken[region.from]) region.from++;
  let to = region.from;
  while (to < region.to && !taken[to]) to++;
  region.to = to;
  taken.fill(1, region.from, to);
  return region.from < to;
}

function markedRegions(lines: readonly Line[], marks: readonly Mark[]): Region[] {
  const heads = new Map(marks.filter(({ kind }) => kind === 'table-head').map(mark => [mark.start, mark]));
  return precedence.toReversed().flatMap(kind =>
    marks.flatMap(mark => {
      const region = { kind, ...linesOf(lines, mark) };
      if (mark.kind !== kind || region.from >= region.to) return [];
      const head = kind === 'table' ? heads.get(mark.start) : undefined;
      return [head ? { ...region, headLines: linesOf(lines, head).to - region.from } : region];
    }),
  );
}

/** Lines whose first character lies in the span. */
export function linesOf(
  lines: readonly Line[],
  { start, end }: { start: number; end: number },
): { from: number; to: number } {
  return { from: firstAt(lines, start), to: firstAt(lines, end) };
}

/** Index of the first line whose text starts at or after `offset`. */
function firstAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle] as Line).textStart < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
