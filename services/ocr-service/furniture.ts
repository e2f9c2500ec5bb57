/** Takes running heads, page numbers and filing stamps out of the text flow; they are kept beside it. */
import { turnBox } from './layout/layout.ts';
import { around, type Furniture, type Line, lineText, type ReadPage } from './page.ts';
import { isBatesNumber, isStamp } from './stamps.ts';

/** Heads and feet are among this many lines nearest to the edge, within this part of the page height. */
const edge = { lines: 4, depth: 0.2 };
const rim = 0.1;
/** Heads alternate between left and right pages and change between chapters: these many pages each way are compared. */
const neighbours = 4;
const samePlace = 0.02;
const sameText = 0.8;

interface EdgeLine {
  /** Index of the line on its page. */
  index: number;
  where: 'head' | 'foot';
  text: string;
  /** Letters only, lower case: numbers change from page to page. */
  letters: string;
  /** Centre, as a fraction of the height of the page as it is read. */
  y: number;
  /** If the line is nothing but a page number: its value. */
  pageNumber: number | undefined;
}

/**
 * The pages without their furniture, which is added to `furniture`. A line goes only if it is a filing stamp or a Bates number, if
 * another page close by has the same line in the same place at the edge, or if it is a page number in step with another
 * page's. So a heading that stands once is never taken.
 */
export function stripFurniture(pages: ReadPage[]): ReadPage[] {
  const edges = pages.map(edgeLines);
  const bodies = pages.map(page => new Set(page.lines.map(line => lettersOf(lineText(line)))));
  const isEvidence = (at: number, other: number) => at !== other && !areCopies(bodies[at], bodies[other]);
  const needed = pages.length <= 4 ? 1 : 2;
  const steps = pageNumberSteps(pages, edges);
  return pages.map((page, at) => {
    const taken = new Map<number, Furniture['where']>();
    for (const line of edges[at] ?? []) {
      if (isStamp(line.text) || (isAtRim(line) && isBatesNumber(line.text))) taken.set(line.index, 'stamp');
      else if (isNumberInStep(line, page, pages.length, steps) || repeats(line, edges, at, isEvidence) >= needed) {
        taken.set(line.index, line.where);
      }
    }
    return taken.size ? without(page, taken) : page;
  });
}

/** Where numbers of a production set are printed: nearer to the edge than text comes. */
const isAtRim = ({ y }: EdgeLine): boolean => y < rim || y > 1 - rim;

function edgeLines(page: ReadPage): EdgeLine[] {
  // Without places nothing tells a running head from a heading: it stays in the text.
  if (page.isUnplaced) return [];
  const lines = page.lines
    .map((line, index) => {
      const [, y, , height] = turnBox(around(line.words.map(word => word.box)), page.turn);
      return { index, text: lineText(line), y: y + height / 2 };
    })
    .sort((a, b) => a.y - b.y);
  const head = lines.slice(0, edge.lines).filter(line => line.y < edge.depth);
  const foot = lines.slice(-edge.lines).filter(line => line.y > 1 - edge.depth && !head.includes(line));
  return [...head.map(line => describe(line, 'head')), ...foot.map(line => describe(line, 'foot'))];
}

function describe(line: { index: number; text: string; y: number }, where: 'head' | 'foot'): EdgeLine {
  return { ...line, where, letters: lettersOf(line.text), pageNumber: parsePageNumber(line.text) };
}

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}]/gu, '');

/** Pages that share most of their lines - a form filled in twice - say nothing about what is furniture. */
function areCopies(a: Set<string> = new Set(), b: Set<string> = new Set()): boolean {
  const shared = [...a].filter(line => b.has(line)).length;
  return shared > 0.6 * Math.max(a.size, b.size);
}

/** On how many neighbouring pages a like line stands in the same place. */
function repeats(
  line: EdgeLine,
  edges: EdgeLine[][],
  at: number,
  isEvidence: (at: number, other: number) => boolean,
): number {
  if (line.letters.length < 3) return 0;
  let count = 0;
  for (let other = Math.max(0, at - neighbours); other <= Math.min(edges.length - 1, at + neighbours); other++) {
    if (isEvidence(at, other) && edges[other]?.some(candidate => isLike(line, candidate))) count++;
  }
  return count;
}

const isLike = (a: EdgeLine, b: EdgeLine): boolean =>
  a.where === b.where && Math.abs(a.y - b.y) < samePlace && similarity(a.letters, b.letters) >= sameText;

/** Dice's coefficient over pairs of letters: 1 for equal texts; a misread letter costs little. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let i = 0; i < a.length - 1; i++) pairs.set(a.slice(i, i + 2), (pairs.get(a.slice(i, i + 2)) ?? 0) + 1);
  let shared = 0;
  for (let i = 0; i < b.length - 1; i++) {
    const left = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (left > 0) shared++;
    pairs.set(b.slice(i, i + 2), left - 1);
  }
  return (2 * shared) / (a.length + b.length - 2);
}

const pageNumberForm =
  /^(?:\[|\(|[-–—*]\s?)?(?:page|pg\.?)?\s*(\d{1,4}|[ivxlcdm]{1,7})(?:\s*(?:of|\/)\s*\d{1,4})?(?:\]|\)|\s?[-–—*])?$/i;

/** The number of a line that is nothing but a page number: "3", "- 3 -", "[3]", "Page 3 of 9", "iv". */
export function parsePageNumber(text: string): number | undefined {
  const number = pageNumberForm.exec(text.trim())?.[1];
  if (!number) return undefined;
  return /\d/.test(number) ? Number(number) : fromRoman(number.toLowerCase());
}

const romanDigits: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };

function fromRoman(text: string): number {
  const digits = [...text].map(letter => romanDigits[letter] ?? 0);
  return digits.reduce((sum, digit, at) => sum + (digit < (digits[at + 1] ?? 0) ? -digit : digit), 0);
}

/** How often each distance between printed number and position in the file occurs. */
function pageNumberSteps(pages: ReadPage[], edges: EdgeLine[][]): Map<number, number> {
  const steps = new Map<number, number>();
  edges.forEach((lines, at) => {
    const found = new Set(
      lines.flatMap(line =>
        line.pageNumber === undefined ? [] : line.pageNumber - (pages[at] as ReadPage).pageNumber,
      ),
    );
    for (const step of found) steps.set(step, (steps.get(step) ?? 0) + 1);
  });
  return steps;
}

function isNumberInStep(line: EdgeLine, page: ReadPage, pageCount: number, steps: Map<number, number>): boolean {
  if (line.pageNumber === undefined) return false;
  if (pageCount === 1) return line.pageNumber === 1;
  return (steps.get(line.pageNumber - page.pageNumber) ?? 0) >= 2;
}

function without(page: ReadPage, taken: Map<number, Furniture['where']>): ReadPage {
  const lines: Line[] = [];
  const furniture = [...page.furniture];
  let opens = false;
  page.lines.forEach((line, index) => {
    const where = taken.get(index);
    if (where) {
      furniture.push({ text: lineText(line), where });
      opens ||= line.opens;
      return;
    }
    lines.push(opens ? { ...line, opens: true } : line);
    opens = false;
  });
  return { ...page, lines, furniture };
}
