/** Reads a text as blocks - headings, clauses, paragraphs - each with the path of headings above it. */
import { kind, kindAt } from './characters.ts';
import { type OutlineLine, readOutlineLine, readPlainHeading } from './outline.ts';

/** A heading, clause or paragraph with the blank lines that follow it. Blocks are a partition of the text. */
export interface Block {
  start: number;
  end: number;
  kind: 'heading' | 'clause' | 'paragraph' | 'continuation';
  /** Titles in force at this block, outermost first; a heading is on its own path. Shared between blocks. */
  path: readonly string[];
}

interface Line {
  start: number;
  /** Without trailing white space. */
  textEnd: number;
  /** Past the line break. */
  end: number;
}

/** Lines shorter than this end a paragraph, or are one of a list or a caption: what follows need not continue them. */
const shortLine = 45;
const maxTitle = 200;

/** Splits a text into blocks. Linear in its length; an empty text has none. */
export function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const outline = createOutline();
  let previous: Line | undefined;
  let afterBlank = true;
  for (let at = 0; at < text.length; ) {
    const line = lineAt(text, at);
    at = line.end;
    const current = blocks.at(-1);
    if (line.textEnd === line.start) {
      if (current) current.end = line.end;
      afterBlank = true;
      continue;
    }
    const started = startBlock(text, line, { current, previous, afterBlank, outline });
    if (started) blocks.push(started);
    else if (current) current.end = line.end;
    previous = line;
    afterBlank = false;
  }
  const first = blocks[0];
  // Blank lines at the very start belong to the first block; a text of nothing else is one block.
  if (first) first.start = 0;
  else if (text.length > 0) blocks.push({ start: 0, end: text.length, kind: 'paragraph', path: [] });
  return blocks;
}

interface Place {
  current: Block | undefined;
  previous: Line | undefined;
  afterBlank: boolean;
  outline: Outline;
}

/** The block that this line starts, or undefined if it goes on with the current one. */
function startBlock(text: string, line: Line, place: Place): Block | undefined {
  const { current, previous, afterBlank, outline } = place;
  const { start, end } = line;
  const opens = afterBlank || !previous || current?.kind === 'heading' || endsThought(text, previous);
  const found = opens ? readOpening(text, line, afterBlank, outline.label()) : undefined;
  if (found?.title && current && joinsHeading(found, place)) {
    outline.extend(found.title);
    current.path = outline.path();
    return undefined;
  }
  if (found) {
    outline.enter(found);
    return { start, end, kind: found.kind, path: outline.path() };
  }
  if (current && !afterBlank && current.kind !== 'heading') return undefined;
  const continues = previous && afterBlank && continuesSentence(text, previous, line);
  return { start, end, kind: continues ? 'continuation' : 'paragraph', path: outline.path() };
}

function lineAt(text: string, start: number): Line {
  const feed = text.indexOf('\n', start);
  const end = feed === -1 ? text.length : feed + 1;
  let textEnd = end;
  while (textEnd > start && isBlank(text, textEnd - 1)) textEnd--;
  return { start, textEnd, end };
}

const isBlank = (text: string, offset: number): boolean => {
  const here = kindAt(text, offset);
  return here === kind.space || here === kind.newline;
};

/** The line as an opening of a heading or clause, or undefined for plain text. */
function readOpening(text: string, line: Line, afterBlank: boolean, label: string): OutlineLine | undefined {
  let from = line.start;
  while (isBlank(text, from)) from++;
  // A clause is told by its first words; the rest of a paragraph that came as one line does not matter.
  const words = text.slice(from, Math.min(line.textEnd, from + maxTitle));
  const found = readOutlineLine(words, label);
  if (found || !afterBlank || words.length > 80) return found;
  return standsAlone(text, line) ? readPlainHeading(words) : undefined;
}

/** True if a blank line follows and after it a line long enough to be prose: what a title without number needs. */
function standsAlone(text: string, line: Line): boolean {
  let at = line.end;
  const gap = at;
  while (at < text.length && isBlank(text, at)) at++;
  return text.slice(gap, at).includes('\n') && lineAt(text, at).textEnd - at >= 60;
}

/** Titles in capitals wrap: the next line of capitals goes on with the title. */
const joinsHeading = (found: OutlineLine, { current, afterBlank, outline }: Place): boolean =>
  current?.kind === 'heading' && !afterBlank && found.label === 'capitals' && outline.joinable();

function endsThought(text: string, line: Line): boolean {
  if (line.textEnd - line.start < shortLine)
    return !/\b(?:in|of|to|under|by|and|or|see|with|the|per)$/i.test(lastWord(text, line));
  return /[.;:!?)\]”"’']$/.test(text.slice(line.textEnd - 1, line.textEnd));
}

const lastWord = (text: string, line: Line): string =>
  text.slice(Math.max(line.start, line.textEnd - 12), line.textEnd);

/** A page break in the middle of a sentence looks like a paragraph break: no full stop before, no capital after. */
function continuesSentence(text: string, previous: Line, line: Line): boolean {
  if (previous.textEnd - previous.start < shortLine && !/[-\u00ad\ufffe]$/.test(lastWord(text, previous))) return false;
  if (/[.;:!?)\]”"’'_]/.test(text.charAt(previous.textEnd - 1))) return false;
  return /^\s*[\p{Ll}\d]/u.test(text.slice(line.start, line.start + 40));
}

interface Outline {
  /** Of the outline line before. */
  label(): string;
  enter(line: OutlineLine): void;
  /** The last heading goes on with these words. */
  extend(more: string): void;
  joinable(): boolean;
  path(): readonly string[];
}

function createOutline(): Outline {
  let open: { rank: number; title: string }[] = [];
  let path: readonly string[] = [];
  let wraps = false;
  let label = '';
  return {
    label: () => label,
    enter(line) {
      label = line.label;
      wraps = line.kind === 'heading' && (line.label === 'capitals' || line.label === 'part' || isCapital(line.title));
      open = open.filter(entry => entry.rank < line.rank);
      if (line.title) open.push({ rank: line.rank, title: line.title });
      path = open.map(entry => entry.title);
    },
    extend(more) {
      const last = open.at(-1);
      if (last) last.title = `${last.title} ${more}`;
      path = open.map(entry => entry.title);
    },
    joinable: () => wraps && (open.at(-1)?.title.length ?? maxTitle) < maxTitle,
    path: () => path,
  };
}

const isCapital = (title: string | undefined): boolean => title !== undefined && !/\p{Ll}/u.test(title);
