/** Cuts a frozen text into chunks for retrieval: a partition along headings, clauses, paragraphs and sentences. */
import { type Block, readBlocks } from './blocks.ts';
import { isInsideCharacter, isInsideWord, kind, kindAt } from './characters.ts';
import { sentenceEnds } from './sentences.ts';
import { scanTokens } from './tokens.ts';

export interface ChunkOptions {
  /** No chunk is larger, whatever the text looks like. */
  maxTokens: number;
  /** Chunks aim at this range where the text allows. */
  targetTokens?: { from: number; to: number };
}

/** `text.slice(start, end)` is the chunk, separators at its end included. */
export interface TextChunk {
  start: number;
  end: number;
  /** As {@link tokenEncoding} counts. */
  tokens: number;
  /** Headings above the chunk, outermost first, those it opens with included. */
  headingPath: readonly string[];
}

/** The smallest thing a chunk is made of: a heading, or a sentence with the white space after it. */
interface Unit {
  start: number;
  end: number;
  tokens: number;
  /** How good a place its start is for a cut. */
  strength: number;
  heading: boolean;
  path: readonly string[];
}

const strength = { inside: 0, sentence: 1, paragraph: 2, clause: 3, heading: 4 } as const;
const blockStrength = {
  heading: strength.heading,
  clause: strength.clause,
  paragraph: strength.paragraph,
  continuation: strength.inside,
} as const;

interface Sizes {
  max: number;
  from: number;
  to: number;
  /** A heading closes a chunk that holds at least this much. */
  section: number;
  /** What is left of a section below this joins the chunk before it. */
  tail: number;
}

/**
 * Chunks are a partition of `text`: no gap, no overlap, nothing larger than `maxTokens`. A heading opens a chunk unless
 * the one before would stay very small, and never ends one. A word or a character is cut only if it alone is over the
 * cap. Linear in the length of the text; the same text gives the same chunks.
 */
export function chunkText(text: string, options: ChunkOptions): TextChunk[] {
  const to = Math.min(options.targetTokens?.to ?? 500, options.maxTokens);
  const from = Math.min(options.targetTokens?.from ?? 200, to * 0.4);
  const sizes = { max: options.maxTokens, from, to, section: from / 2, tail: from / 2 };
  const units = readBlocks(text).flatMap(block => unitsOf(text, block, sizes));
  const ranges = mergeSmall(packUnits(units, sizes), units, sizes);
  return ranges.map(([first, last]) => toChunk(units, first, last));
}

function unitsOf(text: string, block: Block, sizes: Sizes): Unit[] {
  const heading = block.kind === 'heading';
  const ends = heading ? [block.end] : sentenceEnds(text, block.start, block.end);
  const units: Unit[] = [];
  let start = block.start;
  for (const end of ends) {
    const level = start === block.start ? blockStrength[block.kind] : strength.sentence;
    const { tokens } = scanTokens(text, start, end);
    const unit = { start, end, tokens, strength: level, heading, path: block.path };
    if (tokens <= sizes.to) units.push(unit);
    else units.push(...splitUnit(text, unit, sizes.to));
    start = end;
  }
  return units;
}

/** Cuts a unit over the limit into pieces: after punctuation, else after white space, else wherever it must. */
function splitUnit(text: string, unit: Unit, limit: number): Unit[] {
  const pieces: Unit[] = [];
  let start = unit.start;
  while (start < unit.end) {
    const { position } = scanTokens(text, start, unit.end, limit);
    const end = position >= unit.end ? unit.end : cutBefore(text, start, position);
    const { tokens } = scanTokens(text, start, end);
    const first = start === unit.start;
    pieces.push({ ...unit, start, end, tokens, heading: false, strength: first ? unit.strength : strength.inside });
    start = end;
  }
  return pieces;
}

/** The best cut at or before `limit`: past a semicolon or comma in its last half, past a space, between words, anywhere. */
function cutBefore(text: string, start: number, limit: number): number {
  const half = start + Math.floor((limit - start) / 2);
  for (const wanted of [/[;:]/, /,/, /\s/]) {
    for (let at = limit; at > half; at--) {
      if (
        isSpaceBefore(text, at) &&
        !isSpaceBefore(text, at + 1) &&
        wanted.test(text.slice(Math.max(start, at - 2), at))
      ) {
        return at;
      }
    }
  }
  for (let at = limit; at > start; at--) if (!isInsideWord(text, at)) return at;
  for (let at = limit; at > start; at--) if (!isInsideCharacter(text, at)) return at;
  // Not even one character fits: take the first whole one, so that the cut always moves on.
  let at = Math.max(limit, start + 1);
  while (isInsideCharacter(text, at) && at - start < 8) at++;
  return at;
}

const isSpaceBefore = (text: string, offset: number): boolean => {
  const before = kindAt(text, offset - 1);
  return before === kind.space || before === kind.newline;
};

/** Packs units into ranges `[first, last)` greedily, cutting each full chunk at its best late place. */
function packUnits(units: Unit[], sizes: Sizes): [number, number][] {
  const ranges: [number, number][] = [];
  let first = 0;
  while (first < units.length) {
    const last = endOfChunk(units, first, sizes);
    ranges.push([first, last]);
    first = last;
  }
  return ranges;
}

function endOfChunk(units: Unit[], first: number, sizes: Sizes): number {
  let tokens = 0;
  let body = false;
  for (let at = first; at < units.length; at++) {
    const unit = units[at] as Unit;
    // What is left of the section before may be small: it then joins the chunk before, so that the heading can open one.
    if (unit.heading && body && (tokens >= sizes.section || (first > 0 && !units[first]?.heading))) return at;
    const fits = tokens + unit.tokens <= sizes.to;
    const wouldStaySmall = tokens < sizes.from && tokens + unit.tokens <= sizes.max;
    if (at > first && !fits && !(wouldStaySmall && !unit.heading)) return bestCut(units, first, at, sizes);
    tokens += unit.tokens;
    body ||= !unit.heading;
  }
  return units.length;
}

/** The strongest, then latest cut in `(first, limit]` that leaves at least the target's lower end before it. */
function bestCut(units: Unit[], first: number, limit: number, sizes: Sizes): number {
  let best = limit;
  let bestStrength = -1;
  let tokens = 0;
  for (let at = first; at < limit; at++) {
    tokens += (units[at] as Unit).tokens;
    const level = cutStrength(units, at + 1);
    if (tokens >= sizes.from && level >= bestStrength) {
      best = at + 1;
      bestStrength = level;
    }
  }
  while (best > first + 1 && units[best - 1]?.heading) best--;
  return best;
}

/** Never between a heading and what it heads. */
const cutStrength = (units: Unit[], at: number): number =>
  units[at - 1]?.heading ? -1 : (units[at]?.strength ?? strength.heading);

/** A small rest of a section joins the chunk before it; a small section of its own stays, unless it is a mere remnant. */
function mergeSmall(ranges: [number, number][], units: Unit[], sizes: Sizes): [number, number][] {
  const merged: [number, number][] = [];
  for (const [first, last] of ranges) {
    const before = merged.at(-1);
    const tokens = sum(units, first, last);
    const small = tokens < (units[first]?.heading ? sizes.tail / 2 : sizes.tail);
    const isLast = last === units.length;
    if (
      before &&
      small &&
      (isLast || !units[first]?.heading) &&
      sum(units, before[0], before[1]) + tokens <= sizes.max
    ) {
      before[1] = last;
    } else merged.push([first, last]);
  }
  return merged;
}

const sum = (units: Unit[], first: number, last: number): number => {
  let tokens = 0;
  for (let at = first; at < last; at++) tokens += (units[at] as Unit).tokens;
  return tokens;
};

function toChunk(units: Unit[], first: number, last: number): TextChunk {
  let named = first;
  while (named < last - 1 && units[named]?.heading && units[named + 1]?.heading) named++;
  return {
    start: (units[first] as Unit).start,
    end: (units[last - 1] as Unit).end,
    tokens: Math.ceil(sum(units, first, last)),
    headingPath: (units[named] as Unit).path,
  };
}
