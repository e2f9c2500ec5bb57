/** Turns what a reader marked - headings, list items, notes, boxes - into what the outline needs to know of a line. */
import type { Mark } from '../domain/structure.ts';
import type { Line } from './lines.ts';
import { type OutlineLine, readOutlineLine } from './outline.ts';
import { linesOf } from './regions.ts';
import { tidyTitle } from './titles.ts';

export interface MarkedLine {
  /** False for the second and later lines of a mark. */
  opens: boolean;
  /** Absent for what is no part of the outline: notes, running heads, boxes. */
  outline?: OutlineLine;
}

/** Headings that a reader marked stand below named parts (ARTICLE) and above all else, by their level. */
const headingRank = 6;
const longestTitle = 200;

/** By index of the line. */
export function markedLines(
  text: string,
  lines: readonly Line[],
  marks: readonly Mark[],
): ReadonlyMap<number, MarkedLine> {
  const found = new Map<number, MarkedLine>();
  for (const mark of marks) {
    const isApart = mark.kind === 'note' || mark.kind === 'running-head' || mark.kind === 'text-box';
    if (!isApart && mark.kind !== 'heading' && mark.kind !== 'list-item') continue;
    const { from, to } = linesOf(lines, mark);
    for (let at = from; at < to; at++) {
      const outline = at > from || isApart ? undefined : outlineOf(text, mark);
      found.set(at, { opens: at === from, ...(outline && { outline }) });
    }
  }
  return found;
}

function outlineOf(text: string, mark: Mark): OutlineLine | undefined {
  const words = text.slice(mark.start, Math.min(mark.end, mark.start + longestTitle)).trim();
  const level = mark.level ?? 1;
  if (mark.kind === 'heading') {
    const place = { style: `heading${level}`, value: 0, rank: headingRank + Math.min(level, 9) / 10, bare: false };
    return { kind: 'heading', title: tidyTitle(words), titled: true, ...place };
  }
  const label = mark.label?.trim() ?? '';
  // Bullets count nothing: such an item is a paragraph.
  if (!/[\p{L}\d]/u.test(label)) return undefined;
  const read = readOutlineLine(words);
  if (read && read.style !== 'capitals' && read.style !== 'known')
    return { ...read, style: `item${level}/${read.style}` };
  return { kind: 'clause', title: label, titled: false, style: `item${level}`, value: 0, bare: false };
}
