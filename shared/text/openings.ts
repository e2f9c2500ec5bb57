/** Decides which lines of prose open a heading or clause: what stands before and after a line counts as much as its words. */

import type { HeadingPath } from './heading-path.ts';
import { readLabel } from './labels.ts';
import type { Line } from './lines.ts';
import { type OutlineLine, readOutlineLine, readPlainHeading, readSentenceHeading } from './outline.ts';
import { isTitle, tidyTitle } from './titles.ts';

/** Lines shorter than this end a paragraph, or are one of a list or a caption: what follows need not continue them. */
const shortLine = 45;
/** A clause is told by its first words; the rest of a paragraph that came as one line does not matter. */
const maxTitle = 200;
const longestHeading = 200;
/** Numbers of pages between two lines of text; a column of figures is none. */
const mostPageNumbers = 4;

export interface Openings {
  /** The line as an opening of a heading or clause, or undefined for plain text. */
  read(at: number, afterHeading: boolean): OutlineLine | undefined;
  /** True if the line goes on with the heading above it. */
  joinsHeading(at: number, found: OutlineLine | undefined, heading: OutlineLine | undefined): boolean;
  titleOf(at: number): string;
  isPageNumber(at: number): boolean;
  /** Index of the line before that is not a page number. */
  before(at: number): number | undefined;
}

/** `contents` marks lines of a table of contents, which open nothing. */
export function createOpenings(
  text: string,
  lines: readonly Line[],
  contents: Uint8Array,
  outline: HeadingPath,
): Openings {
  const words = (at: number): string => {
    const line = lines[at];
    return line ? text.slice(line.textStart, Math.min(line.textEnd, line.textStart + maxTitle)) : '';
  };
  const isPageNumber = (at: number) => {
    const line = lines[at];
    return line !== undefined && line.textEnd - line.textStart <= 16 && pageNumber.test(words(at));
  };
  const before = (at: number) => {
    let index = at - 1;
    while (index >= 0 && at - index <= mostPageNumbers && isPageNumber(index)) index--;
    return index < 0 ? undefined : index;
  };
  const readAlone = createAlone(words, lines);
  const readLone = createLoneLabels(text, lines, outline);
  const self: Openings = {
    read(at, afterHeading) {
      const line = lines[at] as Line;
      if (contents[at] || line.textEnd === line.textStart) return undefined;
      const alone = line.textEnd - line.textStart <= 6 ? readAlone(at, afterHeading) : undefined;
      if (alone || isPageNumber(at)) return alone;
      const previous = before(at);
      const free = line.opensParagraph || previous === undefined || afterHeading || at - previous > 1;
      const midSentence =
        previous !== undefined && !afterHeading && breaksSentence(text, lines[previous] as Line, line);
      if (midSentence || !(free || endsThought(text, lines[previous as number] as Line))) return undefined;
      return readLone(at) ?? readLine(text, lines, at, { free, outline });
    },
    joinsHeading(at, found, heading) {
      const line = lines[at] as Line;
      if (!heading || line.textEnd - line.textStart > longestHeading || heading.title.length > longestHeading)
        return false;
      if (/^\(.{3,150}\)$/.test(words(at)) && !line.opensParagraph) return true;
      // "ARTICLE V" and below it "PAYMENT"; the words may be headings in their own right.
      if (heading.bare && (!found || found.value === 0))
        return isTitle(words(at)) && (found !== undefined || isAlone(lines, at));
      const capitals = !/\p{Ll}/u.test(heading.title);
      return !line.opensParagraph && capitals && found?.style === 'capitals';
    },
    titleOf: at => tidyTitle(words(at)),
    isPageNumber,
    before,
  };
  return self;
}

/**
 * Sections of opinions that are called "I", "A" and "1" and nothing else: each follows the one before, or is the first. A number
 * counts only below a letter; elsewhere it is of a page.
 */
function createAlone(words: (at: number) => string, lines: readonly Line[]) {
  const reached = new Map<string, number>();
  return (at: number, afterHeading: boolean): OutlineLine | undefined => {
    const next = lines[at + 1];
    const stands =
      (lines[at]?.opensParagraph || afterHeading) &&
      next &&
      (next.opensParagraph || next.textEnd - next.textStart <= 3);
    const label =
      stands && readLabel(`${words(at).replace(/\.$/, '')}. X`, { style: 'letter', value: reached.get('letter') ?? 0 });
    if (!label || !/^(?:roman|letter|number1)$/.test(label.style)) return undefined;
    const { style, value } = label;
    if (style === 'number1' && !reached.get('letter')) return undefined;
    if (value !== 1 && reached.get(style) !== value - 1) return undefined;
    reached.set(style, value);
    if (style === 'roman') reached.delete('letter');
    if (style !== 'number1') reached.delete('number1');
    return { kind: 'heading', title: words(at), titled: false, style, value, bare: false };
  };
}

/** A number of a page left in the text: "12", "- 12 -", "Page 3 of 10", "iv". */
const pageNumber =
  /^(?:[-–—]\s?)?(?:\d{1,4}(?:\s{2,}\d{1,4})?|[ivxl]{1,6})(?:\s?[-–—])?$|^(?:Page|PAGE)\s+\d{1,4}(?:\s+of\s+\d{1,4})?$/;

function readLine(
  text: string,
  lines: readonly Line[],
  at: number,
  { free, outline }: { free: boolean; outline: HeadingPath },
): OutlineLine | undefined {
  const line = lines[at] as Line;
  const words = text.slice(line.textStart, Math.min(line.textEnd, line.textStart + maxTitle));
  const last = outline.last();
  const found = readOutlineLine(words, last);
  if (found && isInitial(found, outline)) return undefined;
  if (found?.kind === 'heading') return found;
  if (found && isShortHeading(text, lines, at, found))
    return { ...found, kind: 'heading', title: tidyTitle(words), titled: true };
  if (found && /^(?:roman|letter|number1)$/.test(found.style)) {
    const end = endOfParagraph(lines, at);
    const alone = end - at <= 4 && isFollowedByBlank(lines, end);
    const paragraph = text.slice(line.textStart, (lines[end - 1] as Line).textEnd);
    const sentence = alone ? readSentenceHeading(paragraph, last) : undefined;
    if (sentence) return sentence;
  }
  if (found) return free || inSequence(found, outline) ? found : undefined;
  const stands = line.opensParagraph && isFollowedByBlank(lines, at + 1) && isProse(lines[at + 1] as Line);
  return stands ? readPlainHeading(words) : undefined;
}

const loneLabel =
  /^(?:\d{1,2}(?:\.\d{1,3}){0,4}\.|\d{1,2}(?:\.\d{1,3}){1,4}|[A-Z]\.|\((?:[a-z]{1,2}|[ivxl]{1,5}|\d{1,2})\))$/;

/**
 * "2.1" with its clause or title on the next line, as texts made of tables have it; only the first or the next of a series.
 * Paragraphs of a pleading count on under a new heading.
 */
function createLoneLabels(text: string, lines: readonly Line[], outline: HeadingPath) {
  const reached = new Map<string, number>();
  return (at: number): OutlineLine | undefined => {
    const { textStart, textEnd } = lines[at] as Line;
    const next = lines[at + 1];
    const label = textEnd - textStart > 16 ? '' : text.slice(textStart, textEnd);
    if (!next || !loneLabel.test(label)) return undefined;
    const words = text.slice(next.textStart, Math.min(next.textEnd, next.textStart + maxTitle));
    const found = readOutlineLine(`${label} ${words}`, outline.last());
    if (!found) return undefined;
    const { style, value } = found;
    if (value !== 1 && reached.get(style) !== value - 1 && !outline.isNext(found)) return undefined;
    reached.set(style, value);
    return found.kind === 'heading' ? { ...found, title: label, titled: false, bare: true } : found;
  };
}

/** "J. Lee Rankin", "L. Lin Wood": a letter far into a series that is not open is of a name. */
const isInitial = (found: OutlineLine, outline: HeadingPath): boolean =>
  ((found.style === 'letter' && found.value > 3) || (found.style === 'roman' && found.value >= 10)) &&
  !outline.isNext(found);

/** "1. General rule": a numbered line far shorter than those of prose, without an end, above one that begins anew. */
function isShortHeading(text: string, lines: readonly Line[], at: number, { style }: OutlineLine): boolean {
  const { textStart, textEnd } = lines[at] as Line;
  const next = lines[at + 1];
  if (!/^(?:roman|letter|number\d)$/.test(style) || textEnd - textStart > shortLine || !next) return false;
  return (
    /[\p{L}\d”"’)]$/u.test(text.slice(textStart, textEnd)) &&
    !isOpenEnded(tail(text, lines[at] as Line)) &&
    /^["“(]?[\p{Lu}\d]/u.test(text.slice(next.textStart, next.textStart + 2))
  );
}

/** Inside a paragraph only the next of a series, or the first, opens a clause. */
const inSequence = (found: OutlineLine, outline: HeadingPath): boolean =>
  found.titled || found.value === 1 || outline.isNext(found) || !/^(?:number1|bracket|lower)/.test(found.style);

function endOfParagraph(lines: readonly Line[], at: number): number {
  let end = at + 1;
  while (end < lines.length && end - at < 6 && !isFollowedByBlank(lines, end)) end++;
  return end;
}

/** True if a blank line, a line number alone or a new paragraph follows; not at the end of the text. */
function isFollowedByBlank(lines: readonly Line[], next: number): boolean {
  const line = lines[next];
  return line !== undefined && (line.opensParagraph || line.textStart === line.textEnd);
}

const isAlone = (lines: readonly Line[], at: number): boolean =>
  isFollowedByBlank(lines, at + 1) || (lines[at + 1] !== undefined && isProse(lines[at + 1] as Line));

const isProse = ({ textStart, textEnd }: Line): boolean => textEnd - textStart >= 60;

const tail = (text: string, { textStart, textEnd }: Line): string =>
  text.slice(Math.max(textStart, textEnd - 16), textEnd);

/** "...; and" closes an item of a list: the next one opens after it. */
const isOpenEnded = (end: string): boolean => !isItemEnd.test(end) && goesOn.test(end);
const isItemEnd = /[;,:]\s+(?:and|or|and\/or)$/;

function endsThought(text: string, line: Line): boolean {
  const end = tail(text, line);
  if (isOpenEnded(end)) return false;
  if (isItemEnd.test(end)) return true;
  if (line.textEnd - line.textStart < shortLine) return true;
  return /[.;:!?)\]”"’']$/.test(end);
}

/** Words after which a number is part of the sentence. */
const goesOn =
  /(?:^|[\s(])(?:in|of|to|under|by|and|or|see|with|the|per|at|Section|Sections|Article|Articles|Exhibit|Schedule|Rule|Rules|No\.|Nos\.|¶|¶¶|§|§§|Paragraph|Count|Fed\.|Civ\.|P\.|U\.S\.C\.|Code|Cir\.|v\.|paragraph|paragraphs|section|sections|from|than|is|for|(?:[A-Z]|Del|Cal|Stat|Ann|Rev|Supp|Ct|App|Ch|Art|Sec|Sess|Cong|Pub|Reg|Fed|Dist|Mr|Ms|Mrs|Dr|St|id|Id|cf|Cf)\.)$/;

/** "Id." before a blank line is a whole sentence, unless what it points at follows: "at 5", "§ 3". */
const isOpenBefore = (text: string, previous: Line, line: Line): boolean => {
  const end = tail(text, previous);
  if (/(?:^|[\s(])[Ii]d\.$/.test(end)) return /^[\p{Ll}\d§¶]/u.test(text.slice(line.textStart, line.textStart + 2));
  return isOpenEnded(end);
};

/** A line that ends in the middle of a reference or sentence is not a place for a label, even before a blank line. */
const breaksSentence = (text: string, previous: Line, line: Line): boolean =>
  line.opensParagraph && previous.textEnd - previous.textStart >= shortLine && isOpenBefore(text, previous, line);

/** A page break in the middle of a sentence looks like a paragraph break: a line of prose before it has no end. */
export function continuesSentence(text: string, previous: Line, line: Line): boolean {
  const end = tail(text, previous);
  const isHyphenated = /[-\u00ad\ufffe]$/.test(end);
  if (previous.textEnd - previous.textStart < shortLine && !isHyphenated) return false;
  return (
    isHyphenated ||
    isOpenBefore(text, previous, line) ||
    (!/[.;:!?)\]”"’'_]$/.test(end) && line.textEnd > line.textStart)
  );
}
