/** Blanks what a document repeats of others, so that no rule takes the words of an earlier mail for its own. */
import type { Passage } from '../engine.ts';

/**
 * The same passage with every character of its quoted chunks as a line end, and without the mentions in them. Offsets stay;
 * no quote can reach over such a stretch, because every rule ends a paragraph there.
 */
export function ownWords(passage: Passage): Passage {
  const quoted = passage.chunks.filter(({ kind }) => kind === 'quoted');
  if (quoted.length === 0) return passage;
  const parts: string[] = [];
  let done = passage.charStart;
  for (const { charStart, charEnd } of quoted) {
    parts.push(passage.text.slice(done - passage.charStart, charStart - passage.charStart));
    parts.push('\n'.repeat(charEnd - charStart));
    done = charEnd;
  }
  parts.push(passage.text.slice(done - passage.charStart));
  const ids = new Set(quoted.map(({ id }) => id));
  return {
    ...passage,
    text: parts.join(''),
    mentions: passage.mentions.filter(({ chunkId }) => !ids.has(chunkId)),
  };
}
