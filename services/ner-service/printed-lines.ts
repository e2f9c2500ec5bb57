/** Gives page and line of testimony whose line numbers were read off the margin and stand beside the text, not in it. */
import type { SegmentRow } from '../../shared/domain/rows.ts';
import { readLines } from '../../shared/text/lines.ts';
import { type Anchor, isTestimony } from '../../shared/text/testimony.ts';

interface NumberedPage {
  charStart: number;
  pageNumber: number;
  /** `segments.properties.lineNumbers`: where lines start in the text of the segment, and their numbers. */
  lines: [offset: number, number: number][];
  /** How far the numbers above and below the numbered lines are from the position in the file; `bare` ones stand alone. */
  steps: { bare: number[]; any: number[] };
}

/** How many pages of one step show that a number among other words counts pages. */
const fewestInStep = 2;

/**
 * Places of the numbered lines, in order; none unless the text is testimony, as pleading paper is not cited by line.
 * A page goes by the number printed on it, else by the numbers of the other pages, else by its position in the file.
 */
export function readPrintedLines(text: string, segments: readonly SegmentRow[]): Anchor[] {
  const pages = segments.flatMap(numberedPage);
  if (!pages.length || !isTestimony(text, readLines(text))) return [];
  const counts = new Map<number, number>();
  for (const { steps } of pages) for (const step of new Set(steps.any)) counts.set(step, (counts.get(step) ?? 0) + 1);
  const usual = mostCommon([...counts.keys()], counts, fewestInStep) ?? 0;
  return pages.flatMap(({ charStart, pageNumber, lines, steps }) => {
    const own = mostCommon(steps.bare, counts, 1) ?? mostCommon(steps.any, counts, fewestInStep);
    const page = pageNumber + (own ?? usual);
    return lines.map(([offset, line]) => ({ charStart: charStart + offset, page, line }));
  });
}

function numberedPage({ charStart, pageNumber, text, properties }: SegmentRow): NumberedPage[] {
  const lines = (properties?.lineNumbers ?? []) as NumberedPage['lines'];
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last || typeof pageNumber !== 'number') return [];
  const furniture = (properties?.furniture ?? []) as { text: string; where: string }[];
  const rims = [
    ...furniture.filter(({ where }) => where === 'head' || where === 'foot').map(item => item.text),
    ...text.slice(0, first[0]).split('\n'),
    ...text.slice(last[0]).split('\n').slice(1),
  ];
  const bare = rims.flatMap(rim => numbersOf(rim, alone)).map(number => number - pageNumber);
  const beside = rims.flatMap(rim => numbersOf(rim, atEnd)).map(number => number - pageNumber);
  return [{ charStart, pageNumber, lines, steps: { bare, any: [...bare, ...beside] } }];
}

/** "41", "Page 41", "Page 41 of 120", "- 41 -", "[41]". */
const alone = /^[-–—[(]?\s?(?:page\s)?(\d{1,5})(?:\sof\s\d{1,5})?\s?[-–—\])]?$/i;
/** "41 Doe - Direct", "Doe - Direct 41". */
const atEnd = /^(\d{1,5})\s|\s(\d{1,5})$/;
const longestRim = 120;

function numbersOf(rim: string, form: RegExp): number[] {
  const match = rim.length <= longestRim ? form.exec(rim.trim()) : null;
  return match ? [Number(match[1] ?? match[2])] : [];
}

/** The first of the steps that most pages share, if so many do. */
function mostCommon(steps: readonly number[], counts: ReadonlyMap<number, number>, least: number): number | undefined {
  let best: number | undefined;
  let most = least - 1;
  for (const step of steps) {
    const count = counts.get(step) ?? 0;
    if (count > most) [best, most] = [step, count];
  }
  return best;
}
