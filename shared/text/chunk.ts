/** Cuts a frozen text into chunks for retrieval: a partition along headings, clauses, paragraphs and sentences. */
import type { ChunkKind } from '../domain/rows.ts';
import type { Mark } from '../domain/structure.ts';
import { type Block, readBlocks } from './blocks.ts';
import { type Packed, packBlocks, type Sizes } from './pack.ts';
import { countTokens } from './tokens.ts';

export interface ChunkOptions {
  /** No chunk is larger, whatever the text looks like. */
  maxTokens: number;
  /** Prose is packed into chunks of this range; a clause that fits `maxTokens` is whole all the same. */
  targetTokens?: { from: number; to: number };
  /** What a reader knows of the build of the text, with offsets in it. */
  marks?: readonly Mark[];
}

/** `text.slice(start, end)` is the chunk, separators at its end included. */
export interface TextChunk {
  start: number;
  end: number;
  kind: ChunkKind;
  /** As {@link tokenEncoding} counts. */
  tokens: number;
  /** Headings and clauses the chunk stands under, outermost first, those it opens with included; "2.1-2.4" for several side by side. */
  headingPath: readonly string[];
  /** Head of the table a chunk of rows belongs to, where the chunk does not hold it. */
  tableHead?: { start: number; end: number };
}

/**
 * Chunks are a partition of `text`: no gap, no overlap, nothing larger than `maxTokens`. A heading opens a chunk and never ends
 * one that could hold more; a clause that fits is whole; tables, signatures, heads of mails and quoted mails are chunks of
 * their own. A word or a character is cut only if it alone is over the cap. Linear in the length of the text; the same
 * text and marks give the same chunks.
 */
export function chunkText(text: string, options: ChunkOptions): TextChunk[] {
  const to = Math.min(options.targetTokens?.to ?? 500, options.maxTokens);
  const from = Math.min(options.targetTokens?.from ?? 200, to * 0.4);
  const sizes: Sizes = { max: options.maxTokens, from, to, tiny: from * 0.4 };
  const blocks = readBlocks(text, options.marks);
  return packBlocks(text, blocks, sizes).map(packed => toChunk(text, blocks, packed));
}

function toChunk(text: string, blocks: readonly Block[], packed: Packed): TextChunk {
  const { start, end, first } = packed;
  const { kind, head } = (blocks[first] as Block).region;
  return {
    start,
    end,
    kind,
    tokens: countTokens(text, start, end),
    headingPath: pathOf(blocks, packed),
    ...(head && head.start < start && { tableHead: head }),
  };
}

/** The path of what the chunk opens with, as far as it holds for all of it; clauses side by side are named as a range. */
function pathOf(blocks: readonly Block[], { first, last }: Packed): readonly string[] {
  let lead = first;
  while (lead < last - 1 && blocks[lead]?.kind === 'heading') lead++;
  const { path, kind } = blocks[lead] as Block;
  if (kind !== 'clause' && lead === first) return path;
  const depth = path.length - 1;
  for (let at = last - 1; at > lead; at--) {
    const other = (blocks[at] as Block).path;
    if (other[depth] === path[depth] && other.length >= path.length) continue;
    const isBeside = other.length > depth && other.slice(0, depth).every((title, level) => title === path[level]);
    if (!isBeside) return path.slice(0, depth);
    return [...path.slice(0, depth), `${labelOf(path[depth])}-${labelOf(other[depth])}`];
  }
  return path;
}

/** The first word of a title: its number, if it has one. */
const labelOf = (title = ''): string => /^(?:Section |SECTION |§ )?\S+/.exec(title)?.[0].replace(/\.$/, '') ?? title;
