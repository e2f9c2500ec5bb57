/** Makes chunks and mentions of a text by hand, for tests of the stages that read them. */
import type { ChunkRow, MentionRow, MentionType } from '../../shared/domain/rows.ts';
import { derivedId } from '../../shared/ids.ts';

const namespace = '5b0c7f0e-9d7e-4a53-8f43-2f6a7a1f7c11';

/** Chunks that partition a text at these lengths; the last takes the rest. */
export function chunksOf(text: string, ...lengths: number[]): ChunkRow[] {
  const starts = [0];
  for (const length of lengths) starts.push((starts.at(-1) as number) + length);
  return starts.map((charStart, ordinal) => {
    const charEnd = starts[ordinal + 1] ?? text.length;
    return {
      id: derivedId(namespace, 'chunk', ordinal),
      ordinal,
      kind: 'text',
      text: text.slice(charStart, charEnd),
      charStart,
      charEnd,
      headingPath: [],
      tokenCount: 1,
      tokenEncoding: 'test',
      contextLine: '',
      language: 'en',
    };
  });
}

/** Mentions of these words, each at its first place after the one before, in the chunk that holds it. */
export function mentionsOf(
  text: string,
  chunks: ChunkRow[],
  ...said: [type: MentionType, words: string, value?: string][]
): MentionRow[] {
  let from = 0;
  return said.map(([type, words, value], ordinal) => {
    const charStart = text.indexOf(words, from);
    if (charStart < 0) throw new Error(`"${words}" does not follow in the text`);
    from = charStart + words.length;
    const chunk = chunks.find(candidate => charStart >= candidate.charStart && from <= candidate.charEnd);
    return {
      id: derivedId(namespace, 'mention', ordinal, words),
      chunkId: chunk?.id ?? '',
      ordinal,
      type,
      text: words,
      charStart,
      charEnd: from,
      value: value ?? words,
      properties: {},
      score: 1,
      engine: 'test',
    };
  });
}
