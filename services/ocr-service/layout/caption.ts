/** Finds the two columns of a court caption: the parties on the left, docket number and title on the right. */
import { type Fragment, type PlacedWord, type Row, sameLine, toFragments, toRows } from './fragments.ts';

export interface Caption {
  /** The column of brackets or section signs between the columns; empty where white space or a drawn line parts them. */
  marks: PlacedWord[];
  left: PlacedWord[];
  right: PlacedWord[];
  /** Distance of the marks: the line pitch of the caption. */
  pitch?: number;
}

type Frame = { width: number; height: number };

/** The words by which a caption is told from a form or a table that looks like one. */
const captionWords =
  /\b(?:v|vs|versus|plaintiffs?|defendants?|petitioners?|respondents?|appell(?:ants?|ees?)|claimants?|debtors?|movants?|complainants?|relators?|intervenors?|garnishees?|employees?|employers?|applicants?|trustees?|creditors?|in re|(?:matter|estate|interest|guardianship|conservatorship) of|ex parte|state of|people of|united states|commonwealth)\b/i;

/** The caption of a page, if it has one that would be read wrongly from left to right. */
export function findCaption(words: PlacedWord[], frame: Frame): Caption | undefined {
  return markedCaption(words, frame) ?? openCaption(words, frame);
}

const mark = /^(?:[()[\]{}|¦│§*:]|[)\]}|]{2})$/;
/** A bracket that OCR takes for letters is short, and the engine does not believe it. */
const doubtful = 60;
const fewestMarks = 3;
/** More on one page are the marks of a table or a border. */
const mostMarks = 150;
/** OCR loses some of the marks. */
const widestGap = 4.5;
/** Between label and value of a form every mark has text on both sides; in a caption many have none. */
const emptySides = 0.3;

function markedCaption(words: PlacedWord[], frame: Frame): Caption | undefined {
  const candidates = words
    .filter(word => isMark(word) && centre(word) > 0.2 * frame.width && centre(word) < 0.8 * frame.width)
    .sort((a, b) => a.baseline - b.baseline);
  if (candidates.length > mostMarks) return undefined;
  let best: PlacedWord[] = [];
  for (const seed of candidates) {
    const run = unbroken(candidates.filter(word => isUnder(seed, word)));
    if (run.length > best.length) best = run;
  }
  return best.length >= fewestMarks ? betweenColumns(words, best) : undefined;
}

const centre = ({ left, right }: PlacedWord): number => (left + right) / 2;

const isMark = ({ word, left, right, size }: PlacedWord): boolean =>
  mark.test(word.text) ||
  (word.confidence !== undefined && word.confidence < doubtful && word.text.length <= 2 && right - left < 1.2 * size);

/** One below the other, but for the tilt of a scan. */
const isUnder = (a: PlacedWord, b: PlacedWord): boolean =>
  Math.abs(centre(a) - centre(b)) < 0.35 * a.size + 0.015 * Math.abs(a.baseline - b.baseline);

/** The longest run without a wide gap. */
function unbroken(marks: PlacedWord[]): PlacedWord[] {
  let best: PlacedWord[] = [];
  let run: PlacedWord[] = [];
  for (const next of marks) {
    const last = run.at(-1);
    if (last && next.baseline - last.baseline > widestGap * next.size) run = [];
    run.push(next);
    if (run.length > best.length) best = [...run];
  }
  return best;
}

function betweenColumns(words: PlacedWord[], marks: PlacedWord[]): Caption | undefined {
  const [first, last] = [marks[0], marks.at(-1)] as [PlacedWord, PlacedWord];
  const band = words.filter(
    word => word.baseline > first.baseline - 0.5 * first.size && word.baseline < last.baseline + 0.5 * last.size,
  );
  const others = band.filter(word => !marks.includes(word));
  const edges = { left: Math.min(...marks.map(m => m.left)), right: Math.max(...marks.map(m => m.right)) };
  if (others.some(word => word.left < edges.right && word.right > edges.left)) return undefined;
  const left = others.filter(word => word.right <= edges.left);
  const right = others.filter(word => word.left >= edges.right);
  const hasEmptySide = (m: PlacedWord) => ![left, right].every(side => side.some(word => sameLine(word, m)));
  if (marks.filter(hasEmptySide).length < emptySides * marks.length) return undefined;
  const isGenuine = marks.some(({ word }) => mark.test(word.text)) && captionWords.test(textOf(left));
  return isGenuine ? { marks, left, right, pitch: pitchOf(marks) } : undefined;
}

const textOf = (words: PlacedWord[]): string =>
  toRows(toFragments(words))
    .map(row => row.fragments.map(fragmentText).join(' '))
    .join('\n');

const fragmentText = (fragment: Fragment): string => fragment.words.map(({ word }) => word.text).join(' ');

function pitchOf(marks: PlacedWord[]): number {
  const gaps = marks.slice(1).map((m, index) => m.baseline - (marks[index] as PlacedWord).baseline);
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
}

const versus = /^[-–—]?\s*(?:v|vs|versus|against)\b[.,:]?\s*[-–—]?$/i;
const role = /\b(?:plaintiff|defendant|petitioner|respondent|appell(?:ant|ee)|claimant|debtor|movant|complainant)s?\b/i;
const docket = /\b(?:nos?\.|number|case|civil action|docket|index|cause|crim(?:inal)?\.?)/i;
/** A caption reaches at most this many rows up and down from its "v.". */
const reach = 14;
/** Parties are set apart by blank lines, from the court's name above by more. */
const widestRowGap = 3.2;

/** Columns parted by white space or a drawn line: told by a "v." that stands alone on the left and a docket number on the right. */
function openCaption(words: PlacedWord[], frame: Frame): Caption | undefined {
  const rows = toRows(toFragments(words));
  const at = rows.findIndex(({ fragments: [first] }) => first && versus.test(fragmentText(first)));
  if (at < 0) return undefined;
  const near = rowsAround(rows, at, () => true);
  const gutter = gutterOf(near, frame);
  if (gutter === undefined) return undefined;
  const isFree = ({ fragments }: Row) => fragments.every(({ left, right }) => left >= gutter || right < gutter);
  const belongs = ({ fragments }: Row) => fragments.some(f => f.left >= gutter || role.test(fragmentText(f)));
  const free = rowsAround(rows, at, isFree);
  const fragments = free.slice(0, free.findLastIndex(belongs) + 1).flatMap(row => row.fragments);
  const wordsOf = (side: Fragment[]) => side.flatMap(fragment => fragment.words);
  const left = wordsOf(fragments.filter(fragment => fragment.left < gutter));
  const right = wordsOf(fragments.filter(fragment => fragment.left >= gutter));
  return role.test(textOf(left)) && docket.test(textOf(right)) ? { marks: [], left, right } : undefined;
}

/** Where the right column starts: the place in the middle of the page at which most second pieces of rows start. */
function gutterOf(rows: Row[], { width }: Frame): number | undefined {
  const starts = rows.flatMap(({ fragments }) => fragments.slice(1, 2).map(fragment => fragment.left));
  const inMiddle = starts.filter(left => left > 0.3 * width && left < 0.75 * width);
  const together = (left: number) => inMiddle.filter(other => Math.abs(other - left) < 0.02 * width);
  const best = inMiddle.reduce<number[]>(
    (most, left) => (together(left).length > most.length ? together(left) : most),
    [],
  );
  return best.length ? Math.min(...best) - 1 : undefined;
}

/** The rows up and down from one, as far as they follow closely and pass the test. */
function rowsAround(rows: Row[], at: number, test: (row: Row) => boolean): Row[] {
  const follows = (upper: Row | undefined, lower: Row | undefined) =>
    upper !== undefined && lower !== undefined && lower.baseline - upper.baseline < widestRowGap * lower.size;
  let [top, bottom] = [at, at];
  while (at - top < reach && follows(rows[top - 1], rows[top]) && test(rows[top - 1] as Row)) top--;
  while (bottom - at < reach && follows(rows[bottom], rows[bottom + 1]) && test(rows[bottom + 1] as Row)) bottom++;
  return rows.slice(top, bottom + 1);
}
