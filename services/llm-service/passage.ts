/** Makes the stretch of text an engine reads, from the chunks and mentions that earlier stages sealed. */
import type { PartInput } from '../../queues/stage.ts';
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

/** Ranges of chunk ordinals of `size` chunks each, `to` excluded. */
export function partsOf(chunks: ChunkRow[], size: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (let from = 0; from < chunks.length; from += size) parts.push({ from, to: Math.min(from + size, chunks.length) });
  return parts;
}

/** The chunks of one such range. Throws `I_PAYLOAD` if the document has no such range. */
export function chunksOfPart(chunks: ChunkRow[], { from, to }: PartInput): ChunkRow[] {
  if (typeof from !== 'number' || typeof to !== 'number' || from < 0 || to > chunks.length || from >= to) {
    throw new PipelineError('I_PAYLOAD', `a part of chunks ${from} to ${to} does not fit ${chunks.length} chunks`);
  }
  return chunks.slice(from, to);
}
