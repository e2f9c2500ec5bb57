/** Cuts the chunks of a document into ranges, one a part, and reads the range of a part back. */
import { PipelineError } from '../shared/errors.ts';
import type { PartInput } from './stage.ts';

/** Ordinals `from` (included) to `to` (excluded). */
export interface ChunkRange {
  from: number;
  to: number;
}

/** Ranges of `size` chunks each, the last of what is left. */
export function chunkRanges(count: number, size: number): (ChunkRange & PartInput)[] {
  const ranges: (ChunkRange & PartInput)[] = [];
  for (let from = 0; from < count; from += size) ranges.push({ from, to: Math.min(from + size, count) });
  return ranges;
}

/** The range a part was given. Throws `I_PAYLOAD` if a document of `count` chunks has no such range. */
export function chunkRangeOf({ from, to }: PartInput, count: number): ChunkRange {
  if (typeof from !== 'number' || typeof to !== 'number' || from < 0 || to > count || from >= to) {
    throw new PipelineError('I_PAYLOAD', `a part of chunks ${from} to ${to} does not fit ${count} chunks`);
  }
  return { from, to };
}
