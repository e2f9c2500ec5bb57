/** Packs blocks into chunks: whole clauses, headings first, regions of one kind apart. */
import type { Block } from './blocks.ts';
import { cutPieces } from './cuts.ts';
import { scanTokens } from './tokens.ts';

/** Sizes in tokens. */
export interface Sizes {
  /** No chunk is larger. */
  max: number;
  /** Prose is packed up to this, and small clauses until they reach `from`. */
  from: number;
  to: number;
  /** Titled clauses below this may share a chunk. */
  tiny: number;
}

/** Blocks `[first, last)`, or a piece of one block that is over the cap. */
export interface Packed {
  start: number;
  end: number;
  first: number;
  last: number;
}

interface Current extends Packed {
  tokens: number;
  /** Nothing but headings so far, or the opening words of a clause whose items follow. */
  opensOnly: boolean;
  /** Clauses side by side, each tiny. */
  tinyOnly: boolean;
}

interface Packing {
  text: string;
  blocks: readonly Block[];
  /** Tokens up to each block, for sums over ranges. */
  sums: Float64Array;
  /** Past the last block that belongs to this heading or clause. */
  ends: Uint32Array;
  sizes: Sizes;
  out: Packed[];
  current: Current | undefined;
}

/** All chunks in order. A clause that fits the cap is whole, a heading opens a chunk unless it stands right under another. */
export function packBlocks(text: string, blocks: readonly Block[], sizes: Sizes): Packed[] {
  const packing: Packing = {
    text,
    blocks,
    sums: sumsOf(text, blocks),
    ends: endsOf(blocks),
    sizes,
    out: [],
    current: undefined,
  };
  packRange(packing, 0, blocks.length);
  flush(packing);
  return joinRests(packing);
}

function sumsOf(text: string, blocks: readonly Block[]): Float64Array {
  const sums = new Float64Array(blocks.length + 1);
  for (const [at, { start, end }] of blocks.entries())
    sums[at + 1] = (sums[at] as number) + scanTokens(text, start, end).tokens;
  return sums;
}

const tokensOf = ({ sums }: Packing, first: number, last: number): number =>
  (sums[last] as number) - (sums[first] as number);

/** A heading or clause holds what follows until the next one that is not deeper. */
function endsOf(blocks: readonly Block[]): Uint32Array {
  const ends = new Uint32Array(blocks.length);
  const open: number[] = [];
  const close = (depth: number, at: number) => {
    while (open.length && (blocks[open.at(-1) as number] as Block).depth >= depth) ends[open.pop() as number] = at;
  };
  for (const [at, { kind, depth, region }] of blocks.entries()) {
    ends[at] = at + 1;
    // Signatures and mails stand under no clause.
    if (region.kind !== 'text' && region.kind !== 'table') close(0, at);
    if (kind !== 'heading' && kind !== 'clause') continue;
    close(depth, at);
    open.push(at);
  }
  close(0, blocks.length);
  return ends;
}

function flush(packing: Packing): void {
  if (packing.current) packing.out.push(packing.current);
  packing.current = undefined;
}

/** Adds blocks to the chunk that is open, or opens one; what is over the cap is cut. */
function add(packing: Packing, first: number, last: number, opensOnly = false): void {
  const { blocks, sizes, text } = packing;
  const start = (blocks[first] as Block).start;
  const end = (blocks[last - 1] as Block).end;
  const tokens = tokensOf(packing, first, last);
  const { current } = packing;
  if (current && current.tokens + tokens <= sizes.max) {
    const tinyOnly = current.tinyOnly && tokens < sizes.tiny;
    packing.current = {
      ...current,
      end,
      last,
      tokens: current.tokens + tokens,
      opensOnly: opensOnly && current.opensOnly,
      tinyOnly,
    };
    return;
  }
  flush(packing);
  if (tokens <= sizes.max) {
    packing.current = { start, end, first, last, tokens, opensOnly, tinyOnly: opensOnly || tokens < sizes.tiny };
    return;
  }
  for (const piece of cutPieces(text, { start, end, tokens }, sizes.to)) {
    flush(packing);
    packing.current = { ...piece, first, last, opensOnly: false, tinyOnly: false };
  }
}

function packRange(packing: Packing, from: number, to: number): void {
  const { blocks, ends } = packing;
  for (let at = from; at < to; ) {
    const block = blocks[at] as Block;
    if (block.region.kind !== 'text') at = packRegion(packing, at);
    else if (block.kind === 'heading') at = packHeading(packing, at, ends[at] as number);
    else if (block.kind === 'clause') at = packClause(packing, at, ends[at] as number);
    else at = packParagraph(packing, at, to);
  }
}

function packRegion(packing: Packing, from: number): number {
  const { blocks, sizes } = packing;
  const { region } = blocks[from] as Block;
  // Signatures and heads of mails are one thing each; rows and paragraphs are many.
  const limit = region.kind === 'signature' || region.kind === 'headers' ? sizes.max : sizes.to;
  flush(packing);
  let at = from;
  for (; blocks[at]?.region === region; at++) {
    if (packing.current && packing.current.tokens + tokensOf(packing, at, at + 1) > limit) flush(packing);
    add(packing, at, at + 1);
  }
  flush(packing);
  return at;
}

function packHeading(packing: Packing, at: number, end: number): number {
  const { current, sizes } = packing;
  if (current && !current.opensOnly) flush(packing);
  const above = packing.current?.tokens ?? 0;
  const textEnd = endOfText(packing, at, end);
  const whole = textEnd > at + 1 && staysWhole(packing, at, textEnd);
  if (whole && above + tokensOf(packing, at, textEnd) <= sizes.max) {
    add(packing, at, textEnd);
    packRange(packing, textEnd, end);
  } else {
    add(packing, at, at + 1, true);
    packRange(packing, at + 1, end);
  }
  // Heading upon heading without text opens one chunk; anything else ends with its section.
  if (!packing.current?.opensOnly) flush(packing);
  return end;
}

function packClause(packing: Packing, at: number, end: number): number {
  const { blocks, sizes, current } = packing;
  const textEnd = endOfText(packing, at, end);
  if (staysWhole(packing, at, textEnd)) {
    const tokens = tokensOf(packing, at, textEnd);
    if (current && !mayShare(current, tokens, (blocks[at] as Block).titled, sizes)) flush(packing);
    add(packing, at, textEnd);
    packRange(packing, textEnd, end);
    return end;
  }
  if (current && !current.opensOnly) flush(packing);
  add(packing, at, at + 1, end > at + 1);
  packRange(packing, at + 1, end);
  flush(packing);
  return end;
}

/** Up to the first table inside: it is a chunk of its own, and what stands before it may still be whole. */
function endOfText({ blocks }: Packing, at: number, end: number): number {
  for (let inner = at + 1; inner < end; inner++) if (blocks[inner]?.region.kind !== 'text') return inner;
  return end;
}

/** Opening words take their first item whatever its size; small clauses share a chunk, titled ones only if all are tiny. */
function mayShare(current: Current, tokens: number, titled: boolean, { from, to, tiny, max }: Sizes): boolean {
  if (current.opensOnly) return current.tokens + tokens <= max;
  // "6.4 [Reserved]" is nothing to find by itself.
  if (!titled && tokens < tiny / 4 && current.tokens + tokens <= to) return true;
  if (titled) return current.tinyOnly && tokens < tiny && current.tokens + tokens <= from;
  return current.tokens < from && current.tokens + tokens <= to;
}

/**
 * True if a heading or clause and all that belongs to it are one chunk: within the cap, no heading inside. What a
 * heading stands over is whole only while it is small, if there are clauses below it.
 */
function staysWhole(packing: Packing, at: number, end: number): boolean {
  const { blocks, sizes } = packing;
  const tokens = tokensOf(packing, at, end);
  if (tokens > sizes.max) return false;
  const own = blocks[at] as Block;
  // An unnumbered title heads prose, which is packed by paragraphs.
  let limit = own.kind === 'clause' || own.numbered ? sizes.max : sizes.to;
  for (let inner = at + 1; inner < end; inner++) {
    const { kind, titled, item } = blocks[inner] as Block;
    if (kind === 'heading') return false;
    if (own.kind === 'heading' && kind === 'clause' && !item)
      limit = Math.min(limit, titled ? sizes.tiny * 2 : sizes.to);
  }
  return tokens <= limit;
}

/** A paragraph with what a page break parted from it; prose over the aim is cut between sentences. */
function packParagraph(packing: Packing, at: number, to: number): number {
  const { blocks, sizes, text } = packing;
  let end = at + 1;
  while (end < to && blocks[end]?.kind === 'continuation') end++;
  const tokens = tokensOf(packing, at, end);
  const { current } = packing;
  const limit = current?.opensOnly ? sizes.max : sizes.to;
  if (tokens <= sizes.to * 1.5 && tokens <= sizes.max) {
    if (current && current.tokens + tokens > limit) flush(packing);
    add(packing, at, end);
    // Clauses may be tiny beside each other, not beside a preamble.
    if (packing.current) packing.current.tinyOnly = false;
    return end;
  }
  const start = (blocks[at] as Block).start;
  const pieces = cutPieces(text, { start, end: (blocks[end - 1] as Block).end, tokens }, sizes.to);
  for (const piece of pieces) {
    const open = packing.current;
    const joins = open?.opensOnly && open.tokens + piece.tokens <= sizes.max;
    if (!joins) flush(packing);
    packing.current = {
      ...(joins ? { start: open.start, first: open.first } : { start: piece.start, first: at }),
      end: piece.end,
      last: end,
      tokens: piece.tokens + (joins ? open.tokens : 0),
      opensOnly: false,
      tinyOnly: false,
    };
  }
  return end;
}

/** A rest of prose too small to stand alone joins the chunk before it, if that is prose of the same part. */
function joinRests({ blocks, out, sizes, text }: Packing): Packed[] {
  const joined: Packed[] = [];
  for (const packed of out) {
    const before = joined.at(-1);
    const block = blocks[packed.first] as Block;
    const own = scanTokens(text, packed.start, packed.end, sizes.tiny);
    const isRest =
      own.position >= packed.end &&
      (block.kind === 'paragraph' || block.kind === 'continuation' || packed.start > block.start);
    const last = before && (blocks[before.last - 1] as Block);
    const belongs = before && isRest && last?.region === block.region && last.path === block.path;
    if (belongs && scanTokens(text, before.start, packed.end, sizes.max).position >= packed.end) {
      before.end = packed.end;
      before.last = packed.last;
    } else joined.push({ ...packed });
  }
  return joined;
}
