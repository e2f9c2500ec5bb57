/** Finds the line numbers that pleading paper and transcripts print in the left margin. */
import type { PlacedWord } from './fragments.ts';

/** Pleading paper runs to 28 (California Rules of Court 2.108), transcripts to 25; some federal forms to 32. */
const highest = 40;
const fewest = 8;
/** Print between two numbers belongs to neither. In parts of the distance of lines. */
const offLine = 0.35;

export interface Margin {
  /** The words that are line numbers. */
  words: Set<PlacedWord>;
  numberAt: NumberAt;
}

/** The number of the printed line that runs at this height of the reading frame, in points; none where no line is numbered. */
export type NumberAt = (baseline: number) => number | undefined;

/**
 * The line numbers of a page: whole numbers at the left edge, one under the other, counting up by one at an even
 * pitch over at least half of the page. A numbered list or a first table column is not evenly pitched over the page.
 */
export function findMargin(words: PlacedWord[], page: { width: number; height: number }): Margin {
  const candidates = words
    .filter(({ word, left }) => left < 0.25 * page.width && /^\d{1,2}$/.test(word.text) && Number(word.text) <= highest)
    .sort((a, b) => a.baseline - b.baseline);
  let best: PlacedWord[] = [];
  for (const first of candidates) {
    const aligned = candidates.filter(({ left, right }) => right > first.left - 2 && left < first.right + 2);
    const run = counting(aligned);
    if (run.length > best.length) best = run;
  }
  if (!isEven(best, page.height) || !isLeftmost(best, words)) return { words: new Set(), numberAt: () => undefined };
  return { words: new Set(best), numberAt: baseline => numberBeside(best, baseline) };
}

/** By height alone, as blank lines are numbered too; a number that was not read is found between those around it. */
function numberBeside(run: PlacedWord[], baseline: number): number | undefined {
  const next = run.findIndex(word => word.baseline >= baseline);
  const at = next === -1 ? run.length - 1 : Math.max(1, next);
  const [above, below] = [run[at - 1], run[at]] as [PlacedWord, PlacedWord];
  const share = (baseline - above.baseline) / (below.baseline - above.baseline);
  const exact = countOf(above) + share * (countOf(below) - countOf(above));
  const number = Math.round(exact);
  const isNumbered = Math.abs(exact - number) <= offLine && number >= 1 && number <= countOf(run.at(-1) as PlacedWord);
  return isNumbered ? number : undefined;
}

const countOf = ({ word }: PlacedWord): number => Number(word.text);

/** The longest series that counts upwards without large gaps (a number may be hidden by a stamp or misread). */
function counting(words: PlacedWord[]): PlacedWord[] {
  let best: PlacedWord[] = [];
  let run: PlacedWord[] = [];
  for (const word of words) {
    const last = run.at(-1);
    const step = last ? countOf(word) - countOf(last) : 1;
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
  const pitch = (last.baseline - first.baseline) / (countOf(last) - countOf(first));
  const off = run.filter(word => {
    const expected = first.baseline + pitch * (countOf(word) - countOf(first));
    return Math.abs(word.baseline - expected) > offLine * pitch;
  });
  return off.length <= run.length / 10;
}

/** Nothing but a rule or a stamp stands to the left of line numbers. */
function isLeftmost(run: PlacedWord[], words: PlacedWord[]): boolean {
  const left = Math.min(...run.map(word => word.left));
  const outside = words.filter(word => word.right < left && word.word.text.length > 1);
  return outside.length <= 0.05 * words.length;
}
