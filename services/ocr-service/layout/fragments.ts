/** Joins placed words into fragments (pieces of a line without a wide gap) and fragments into rows. */
import type { Word } from '../page.ts';

/** A word in the reading frame: points, origin top left, after the page was turned upright. */
export interface PlacedWord {
  word: Word;
  left: number;
  right: number;
  baseline: number;
  /** Font size, or the height of the line where the font is unknown. */
  size: number;
}

export interface Fragment {
  words: PlacedWord[];
  left: number;
  right: number;
  baseline: number;
  size: number;
  characters: number;
}

/** Fragments that stand side by side, left to right. */
export interface Row {
  fragments: Fragment[];
  left: number;
  right: number;
  baseline: number;
  size: number;
}

/** A space in justified print stays below this many times the font size; a gutter or a table gap does not. */
const widestSpace = 0.8;
/** The part of the font size that stands above the baseline, for telling whether two words share a line. */
const ascent = 0.7;

/** True if two pieces share a line: superscripts and small capitals do, the next line does not. */
export function sameLine(a: { baseline: number; size: number }, b: { baseline: number; size: number }): boolean {
  const top = Math.max(a.baseline - ascent * a.size, b.baseline - ascent * b.size);
  const bottom = Math.min(a.baseline, b.baseline);
  return bottom - top >= 0.45 * ascent * Math.min(a.size, b.size);
}

export function toFragments(words: PlacedWord[]): Fragment[] {
  const fragments: Fragment[] = [];
  const open: Fragment[] = [];
  for (const word of [...words].sort((a, b) => a.left - b.left || a.baseline - b.baseline)) {
    const near = nearest(open, word);
    if (near) append(near, word);
    else {
      const { left, right, baseline, size } = word;
      const fragment = { words: [word], left, right, baseline, size, characters: word.word.text.length };
      fragments.push(fragment);
      open.push(fragment);
    }
    // Words come from left to right: what ended far to the left can take no more.
    if (open.length > 200) open.splice(0, open.length, ...open.filter(f => f.right > word.left - 4 * f.size));
  }
  return fragments;
}

function nearest(open: Fragment[], word: PlacedWord): Fragment | undefined {
  let best: Fragment | undefined;
  for (const fragment of open) {
    const size = Math.max(fragment.size, word.size);
    const gap = word.left - fragment.right;
    if (gap > widestSpace * size || gap < -1.5 * size || !sameLine(fragment, word)) continue;
    if (!best || Math.abs(fragment.baseline - word.baseline) < Math.abs(best.baseline - word.baseline)) best = fragment;
  }
  return best;
}

function append(fragment: Fragment, word: PlacedWord): void {
  fragment.words.push(word);
  fragment.right = Math.max(fragment.right, word.right);
  fragment.characters += word.word.text.length + 1;
  // The larger print decides where the line is; a superscript must not lift it.
  if (word.size > fragment.size * 1.05) {
    fragment.size = word.size;
    fragment.baseline = word.baseline;
  }
}

export function toRows(fragments: Fragment[]): Row[] {
  const rows: Row[] = [];
  for (const fragment of [...fragments].sort((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const row = rows.slice(-3).findLast(candidate => sameLine(candidate, fragment));
    if (!row) {
      const { left, right, baseline, size } = fragment;
      rows.push({ fragments: [fragment], left, right, baseline, size });
      continue;
    }
    row.fragments.push(fragment);
    row.left = Math.min(row.left, fragment.left);
    row.right = Math.max(row.right, fragment.right);
    row.size = Math.max(row.size, fragment.size);
  }
  for (const row of rows) row.fragments.sort((a, b) => a.left - b.left);
  return rows;
}
