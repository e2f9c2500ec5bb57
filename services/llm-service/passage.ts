/** Makes the stretch of text an engine reads, from the chunks and mentions that earlier stages sealed. */
import type { Category } from '../../shared/domain/category.ts';
import type { ChunkRow, MentionRow } from '../../shared/domain/rows.ts';
import { PipelineError } from '../../shared/errors.ts';
import type { Passage } from './engines/engine.ts';

/**
 * The passage of these chunks, which must follow each other, and of the mentions within them. A gap would shift every
 * offset after it, so it is `X_RECORD` and not a shorter text.
 */
export function passageOf(mediaType: string, chunks: ChunkRow[], mentions: MentionRow[], category?: Category): Passage {
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
    ...(category === undefined ? {} : { category }),
  };
}
