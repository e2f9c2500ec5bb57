/** Reads a text as blocks - headings, clauses, paragraphs, rows - each with the path of headings above it. */
import type { ChunkKind } from '../domain/rows.ts';
import type { Mark } from '../domain/structure.ts';
import { findContents } from './contents.ts';
import { createHeadingPath, type HeadingPath } from './heading-path.ts';
import { type Line, readLines } from './lines.ts';
import { type MarkedLine, markedLines } from './marked-lines.ts';
import { continuesSentence, createOpenings, type Openings } from './openings.ts';
import { capitalsRank, type OutlineLine } from './outline.ts';
import { findRegions, type Region } from './regions.ts';
import { isTestimony, readTestimonyLine } from './testimony.ts';

/** A heading, clause, paragraph or row with the blank lines that follow it. Blocks are a partition of the text. */
export interface Block {
  start: number;
  end: number;
  kind: 'heading' | 'clause' | 'paragraph' | 'continuation';
  /** A heading or clause: how many stand above it. What follows with more belongs to it. */
  depth: number;
  /** A clause that opens with a title of its own. */
  titled: boolean;
  /** A heading with a number: the section of a contract. */
  numbered: boolean;
  /** An item of a list inside a clause: "(a)". */
  item: boolean;
  /** Titles in force at this block, outermost first; a heading or clause is on its own path. Shared between blocks. */
  path: readonly string[];
  /** Blocks of one region are chunked among themselves. */
  region: BlockRegion;
}

export interface BlockRegion {
  kind: ChunkKind;
  /** Span of the head of a table. */
  head?: { start: number; end: number };
}

const prose: BlockRegion = { kind: 'text' };

/** Splits a text into blocks. Linear in its length; an empty text has none. */
export function readBlocks(text: string, marks: readonly Mark[] = []): Block[] {
  const lines = readLines(text);
  const reader = createReader(text, lines, marks);
  const regions = findRegions(text, lines, marks);
  let at = 0;
  for (const region of [...regions, undefined]) {
    for (; at < (region?.from ?? lines.length); at++) reader.line(at);
    if (!region) break;
    reader.region(region);
    at = region.to;
  }
  const { blocks } = reader;
  const first = blocks[0];
  // Blank lines at the very start belong to the first block; a text of nothing else is one block.
  if (first) first.start = 0;
  else if (text.length > 0) blocks.push(block(0, text.length, 'paragraph', []));
  return blocks;
}

const block = (start: number, end: number, kind: Block['kind'], path: readonly string[], region = prose): Block => ({
  start,
  end,
  kind,
  depth: 0,
  titled: false,
  numbered: false,
  item: false,
  path,
  region,
});

interface Reader {
  blocks: Block[];
  line(at: number): void;
  region(region: Region): void;
}

function createReader(text: string, lines: readonly Line[], marks: readonly Mark[]): Reader {
  const blocks: Block[] = [];
  const outline = createHeadingPath();
  const marked = markedLines(text, lines, marks);
  const openings = createOpenings(text, lines, findContents(text, lines), outline);
  const testimony = isTestimony(text, lines);
  const place: Place = { text, lines, blocks, outline, openings };
  /** Of the last region: prose after it starts a paragraph. */
  let regionEnd = 0;
  return {
    blocks,
    line(at) {
      const line = lines[at] as Line;
      const current = at === regionEnd ? undefined : blocks.at(-1);
      const mark = marked.get(at);
      const read = mark ? readMarked : testimony ? readTestimony : readProse;
      const started = read(place, { at, line, current, mark });
      if (started) blocks.push(started);
      else if (current) current.end = line.end;
    },
    region(region) {
      regionEnd = region.to;
      for (const row of regionBlocks(text, lines, region, outline.path())) blocks.push(row);
    },
  };
}

interface Place {
  text: string;
  lines: readonly Line[];
  blocks: Block[];
  outline: HeadingPath;
  openings: Openings;
}

interface Here {
  at: number;
  line: Line;
  /** The block that the line may go on with. */
  current: Block | undefined;
  mark: MarkedLine | undefined;
}

const opened = ({ start, end }: Line, { kind, titled, style, title }: OutlineLine, outline: HeadingPath): Block => {
  const path = outline.path();
  const numbered = /^(?:§|\(?[\da-zA-Z]{1,5}[.)]|\d|ARTICLE|Article|Section|SECTION)/.test(title);
  return {
    ...block(start, end, kind, path),
    titled,
    numbered,
    item: /^(?:bracket|lower|item)/.test(style),
    depth: path.length,
  };
};

/** The block that this line starts, or undefined if it goes on with the current one. */
function readProse({ text, lines, outline, openings }: Place, { at, line, current }: Here): Block | undefined {
  const heading = current?.kind === 'heading';
  const found = openings.read(at, heading);
  if (current && heading && openings.joinsHeading(at, found, outline.last())) {
    outline.extend(openings.titleOf(at));
    current.path = outline.path();
    return undefined;
  }
  if (found) {
    outline.enter(found);
    return opened(line, found, outline);
  }
  if (current && !line.opensParagraph && !heading) return undefined;
  if (current && openings.isPageNumber(at)) return undefined;
  const before = openings.before(at);
  const continues = current && before !== undefined && !heading && continuesSentence(text, lines[before] as Line, line);
  return block(line.start, line.end, continues ? 'continuation' : 'paragraph', outline.path());
}

/** What a reader marked as heading or item is one, whatever it looks like; notes and boxes stand apart. */
function readMarked({ blocks, outline }: Place, { line, mark, current }: Here): Block | undefined {
  const { opens, outline: found } = mark as MarkedLine;
  if (!opens && current) return undefined;
  if (!found) return block(line.start, line.end, 'paragraph', blocks.length ? outline.path() : []);
  outline.enter(found);
  return opened(line, found, outline);
}

/** A question opens a block that its answer and what is said between belong to. */
function readTestimony({ text, outline, openings }: Place, { at, line, current }: Here): Block | undefined {
  const kind = readTestimonyLine(text, line);
  if (kind === 'examiner' && current?.kind === 'heading') {
    outline.extend(openings.titleOf(at));
    current.path = outline.path();
    return undefined;
  }
  if (kind === 'heading' || kind === 'examiner') {
    const found = {
      kind: 'heading',
      title: openings.titleOf(at),
      titled: true,
      style: 'capitals',
      value: 0,
      rank: capitalsRank,
      bare: false,
    } as const;
    outline.enter(found);
    return opened(line, found, outline);
  }
  const path = outline.path();
  if (kind === 'question') return { ...block(line.start, line.end, 'clause', path), depth: path.length + 1 };
  if (current && current.kind !== 'heading') return undefined;
  return block(line.start, line.end, 'paragraph', path);
}

/** Rows of a table, lines of a signature and of a head, paragraphs of a quoted mail. */
function regionBlocks(
  text: string,
  lines: readonly Line[],
  { kind, from, to, headLines }: Region,
  path: readonly string[],
): Block[] {
  const head = headLines
    ? { start: (lines[from] as Line).textStart, end: (lines[from + headLines - 1] as Line).textEnd }
    : undefined;
  const region: BlockRegion = { kind, ...(head && { head }) };
  const blocks: Block[] = [];
  for (const line of lines.slice(from, to)) {
    const last = blocks.at(-1);
    const goesOn = kind === 'quoted' && last && !line.afterBlank && text.slice(line.textStart, line.textEnd) !== '>';
    if (goesOn) last.end = line.end;
    else blocks.push(block(line.start, line.end, 'paragraph', kind === 'table' ? path : [], region));
  }
  return blocks;
}
