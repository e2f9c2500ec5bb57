/** Makes the stretch of text an engine reads, from the chunks and mentions that earlier stages sealed. */
import type { ChunkRow, MentionRow } from '../../shared/domain/rows.ts';
import { PipelineError } from '../../shared/errors.ts';
import type { Passage } from './engines/engine.ts';

/**
 * The passage of these chunks, which must follow each other, and of the mentions within them. A gap would shift every
 * offset after it, so it is `X_RECORD` and not a shorter text.
 */
export function passageOf(mediaType: string, chunks: ChunkRow[], mentions: MentionRow[]): Passage {
  for (const [index, chunk] of chunks.entries()) {
    const before = chunks[index - 1];
    if (before && before.charEnd !== chunk.charStart) {
      throw new PipelineError('X_RECORD', `chunk ${chunk.ordinal} does not start where chunk ${before.ordinal} ends`);
    }
  }
  const ids = new Set(chunks.map(({ id }) => id));
  return {
    mediaType,
    text: chunks.map(({ text }) => text).join(''),
    charStart: chunks[0]?.charStart ?? 0,
    chunks,
    mentions: mentions.filter(({ chunkId }) => ids.has(chunkId)),
  };
}

/** The chunks of a part: ordinals `from` to `to`, both included. */
export const chunksOfPart = (chunks: ChunkRow[], input: Record<string, number | string>): ChunkRow[] =>
  chunks.filter(({ ordinal }) => ordinal >= Number(input.from) && ordinal <= Number(input.to));

/** Ranges of chunk ordinals, `size` chunks each. */
export function partsOf(chunks: ChunkRow[], size: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (let index = 0; index < chunks.length; index += size) {
    const batch = chunks.slice(index, index + size);
    parts.push({ from: batch[0]?.ordinal ?? 0, to: batch.at(-1)?.ordinal ?? 0 });
  }
  return parts;
}
