/** Finds the line numbers that pleading paper and transcripts print in the left margin. */
import type { PlacedWord } from './fragments.ts';

/** Pleading paper runs to 28 (California Rules of Court 2.108), transcripts to 25; some federal forms to 32. */
const highest = 40;
const fewest = 8;

/**
 * The words that are line numbers: whole numbers at the left edge, one under the other, counting up by one at an even
 * pitch over at least half of the page. A numbered list or a first table column is not evenly pitched over the page.
 */
export function lineNumbers(words: PlacedWord[], page: { width: number; height: number }): Set<PlacedWord> {
  const candidates = words
    .filter(({ word, left }) => left < 0.25 * page.width && /^\d{1,2}$/.test(word.text) && Number(word.text) <= highest)
    .sort((a, b) => a.baseline - b.baseline);
  let best: PlacedWord[] = [];
  for (const first of candidates) {
    const aligned = candidates.filter(({ left, right }) => right > first.left - 2 && left < first.right + 2);
    const run = counting(aligned);
    if (run.length > best.length) best = run;
  }
  return new Set(isEven(best, page.height) && isLeftmost(best, words) ? best : []);
}

/** The longest series that counts upwards without large gaps (a number may be hidden by a stamp or misread). */
function counting(words: PlacedWord[]): PlacedWord[] {
  let best: PlacedWord[] = [];
  let run: PlacedWord[] = [];
  for (const word of words) {
    const last = run.at(-1);
    const step = last ? Number(word.word.text) - Number(last.word.text) : 1;
    if (step < 1 || step > 4) run = [];
    run.push(word);
    if (run.length > best.length) best = [...run];
  }
  return best;
}

function isEven(run: PlacedWord[], pageHeight: number): boolean {
  const first = run[0];
  const last = run.at(-1);
  if (!first || !last || run.length < fewest || last.baseline - first.baseline < pageHeight / 2) return false;
  const pitch = (last.baseline - first.baseline) / (Number(last.word.text) - Number(first.word.text));
  const off = run.filter(({ word, baseline }) => {
    const expected = first.baseline + pitch * (Number(word.text) - Number(first.word.text));
    return Math.abs(baseline - expected) > 0.35 * pitch;
  });
  return off.length <= run.length / 10;
}

/** Nothing but a rule or a stamp stands to the left of line numbers. */
function isLeftmost(run: PlacedWord[], words: PlacedWord[]): boolean {
  const left = Math.min(...run.map(word => word.left));
  const outside = words.filter(word => word.right < left && word.word.text.length > 1);
  return outside.length <= 0.05 * words.length;
}
