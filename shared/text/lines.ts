/** Cuts a text into its lines, those that a converter ran together included, and reads numbers in the margin. */
import { kind, kindAt } from './characters.ts';
import { createInlineClauses } from './inline-clauses.ts';

/** A line with something on it. Blank lines are part of the line before them. */
export interface Line {
  start: number;
  /** Of the first character that is neither white space nor a number in the margin. */
  textStart: number;
  /** Without trailing white space; equal to `textStart` if the line holds a margin number only. */
  textEnd: number;
  /** Past the line break and the blank lines that follow. */
  end: number;
  /** A blank line stands before it, or nothing. */
  afterBlank: boolean;
  /** After a blank line, or any line of a text that has one line a paragraph. */
  opensParagraph: boolean;
  /** As printed in the margin. */
  number?: number;
  /** As printed before the number: "00012:04". */
  page?: number;
}

/** Longer lines are paragraphs that came as one line; wide table rows are shorter. */
const longLine = 250;
const longestLabel = 8;
const widest = 150;
/** As many blanks in a long line stand for the line break that a converter dropped. */
const droppedBreak = /[^\S\n]{3,}/g;
/** How many lines show whether a text is numbered in the margin. */
const probeLines = 200;
const marginNumber = /^[^\S\n]{0,6}(?:(\d{1,5}):)?(\d{1,2})(?=\s|$)/;

/** All lines with text, in order. Linear in the length of the text. */
export function readLines(text: string): Line[] {
  const lines = splitLines(text);
  if (isNumbered(text, lines)) return withoutNumbers(text, lines);
  if (hasLongLines(lines)) for (const line of lines) line.opensParagraph ||= text.charCodeAt(line.start - 1) === 10;
  return lines;
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const inlineClauses = createInlineClauses(text);
  let afterBlank = true;
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed + 1;
    const textEnd = trimmedEnd(text, at, end);
    const last = lines.at(-1);
    if (textEnd === at) {
      if (last) last.end = end;
      afterBlank = true;
    } else {
      const line = { start: at, textStart: firstText(text, at), textEnd, end, afterBlank, opensParagraph: afterBlank };
      if (textEnd - at < longLine) lines.push(line);
      else for (const piece of droppedBreaks(text, line)) for (const clause of inlineClauses(piece)) lines.push(clause);
      afterBlank = false;
    }
    at = end;
  }
  return lines;
}

/** A long line as the lines it was made of. Wide gaps after the end of a sentence were blank lines or new paragraphs. */
function* droppedBreaks(text: string, line: Line): Generator<Line> {
  let { start, textStart, afterBlank } = line;
  droppedBreak.lastIndex = textStart;
  for (let gap = droppedBreak.exec(text); gap && gap.index < line.textEnd; gap = droppedBreak.exec(text)) {
    // The gap between a label and its clause: "4.   Relief".
    if (gap.index - textStart <= longestLabel) continue;
    const end = gap.index + gap[0].length;
    yield { start, textStart, textEnd: gap.index, end, afterBlank, opensParagraph: afterBlank };
    afterBlank = gap[0].length > 3 && /[.:;!?”"’)\p{Lu}]/u.test(text.charAt(gap.index - 1));
    start = end;
    textStart = end;
  }
  yield { ...line, start, textStart, afterBlank, opensParagraph: afterBlank };
}

/** No page is this wide: more than half of the text stands in lines that were never wrapped. */
function hasLongLines(lines: readonly Line[]): boolean {
  let all = 0;
  let long = 0;
  for (const { textStart, textEnd } of lines) {
    all += textEnd - textStart;
    if (textEnd - textStart > widest) long += textEnd - textStart;
  }
  return long * 2 > all;
}

const isBlankAt = (text: string, offset: number): boolean => {
  const here = kindAt(text, offset);
  return here === kind.space || here === kind.newline;
};

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlankAt(text, at - 1)) at--;
  return at;
}

function firstText(text: string, start: number): number {
  let at = start;
  while (isBlankAt(text, at)) at++;
  return at;
}

/** Pleading paper and transcripts number their lines from 1 on every page. */
function isNumbered(text: string, lines: readonly Line[]): boolean {
  const probe = lines.slice(0, probeLines);
  let inStep = 0;
  let before = 0;
  for (const { start, textEnd } of probe) {
    const number = Number(marginNumber.exec(text.slice(start, Math.min(textEnd, start + 20)))?.[2]);
    if (number === before + 1 || number === 1) inStep++;
    if (number) before = number;
  }
  return inStep >= 10 && inStep >= probe.length * 0.6;
}

/** The lines without their numbers; one that holds its number alone is a blank line to the next. */
function withoutNumbers(text: string, lines: readonly Line[]): Line[] {
  let afterBlank = true;
  return lines.map(line => {
    const match = marginNumber.exec(text.slice(line.start, Math.min(line.textEnd, line.start + 20)));
    const textStart = match ? Math.min(line.textEnd, firstText(text, line.start + match[0].length)) : line.textStart;
    const opensParagraph = line.afterBlank || afterBlank;
    const own = { ...line, textStart, afterBlank: opensParagraph, opensParagraph };
    afterBlank = textStart === line.textEnd;
    return match ? { ...own, number: Number(match[2]), ...(match[1] && { page: Number(match[1]) }) } : own;
  });
}
