/** Sends a passage in batches of whole chunks, in halves where one is too much: nothing is cut off. */
import { createHash } from 'node:crypto';
import type { ChunkRow } from '../../../../shared/domain/rows.ts';
import { PipelineError } from '../../../../shared/errors.ts';
import { sideBySide } from '../../../../shared/side-by-side.ts';
import type { Passage } from '../engine.ts';

/** Consecutive chunks as one text; offsets of the document start at `charStart`. */
export interface Batch {
  text: string;
  charStart: number;
  chunks: ChunkRow[];
}

/** Requests of one task at a time. */
const width = 4;

/** A batch has at most `maxTokens`, unless a single chunk has more. */
export function batchesOf({ chunks }: Pick<Passage, 'chunks'>, maxTokens: number): Batch[] {
  const groups: ChunkRow[][] = [];
  let tokens = 0;
  for (const chunk of chunks) {
    tokens += chunk.tokenCount;
    const group = groups.at(-1);
    if (group && tokens <= maxTokens) group.push(chunk);
    else {
      groups.push([chunk]);
      tokens = chunk.tokenCount;
    }
  }
  return groups.map(batchOf);
}

const batchOf = (chunks: ChunkRow[]): Batch => ({
  text: chunks.map(({ text }) => text).join(''),
  charStart: chunks[0]?.charStart ?? 0,
  chunks,
});

/**
 * One answer for each batch, in order. A batch that is too much for the model, or whose answer is, is asked about in
 * halves; a single chunk that is too much rejects with the code that says so.
 */
export async function askAll<A>(
  batches: Batch[],
  ask: (batch: Batch) => Promise<A>,
): Promise<{ batch: Batch; answer: A }[]> {
  const answers = await sideBySide(batches, width, async (batch): Promise<{ batch: Batch; answer: A }[]> => {
    try {
      return [{ batch, answer: await ask(batch) }];
    } catch (thrown) {
      if (!isTooMuch(thrown) || batch.chunks.length < 2) throw thrown;
      const middle = batch.chunks.length >> 1;
      return askAll([batchOf(batch.chunks.slice(0, middle)), batchOf(batch.chunks.slice(middle))], ask);
    }
  });
  return answers.flat();
}

const isTooMuch = (thrown: unknown): boolean =>
  thrown instanceof PipelineError && (thrown.code === 'L_ENGINE_INPUT' || thrown.code === 'L_ENGINE_OUTPUT');

/** The text between markers that hold a hash of it, so that no text can hold its own end marker. */
export function fence(text: string): string {
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `<<<document ${mark}\n${text}\ndocument ${mark}>>>`;
}
