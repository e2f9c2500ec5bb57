/** Vectors by a sentence-embedding model of the BERT family beside us, by ONNX: nothing leaves the machine, and nothing is cut off. */
import { createModelPool, type ModelPool, type ModelPoolOptions } from '../bert/model-pool.ts';
import { type Window, windowsOf } from '../bert/windows.ts';
import { createWordPiece } from '../bert/word-piece.ts';
import type { ConfiguredEmbeddingModel } from '../config/embedding-model.ts';
import { PipelineError } from '../errors.ts';
import type { EmbedTask } from './child/protocol.ts';
import type { EmbeddingEngine, EmbeddingInput } from './engine.ts';
import { meanVector, unitVector } from './vectors.ts';

const name = 'onnx-embeddings';

/** Most of a window that words before a text may take; beyond it little of the text would be left to see. */
const mostBefore = 1 / 2;

/**
 * Processes start with the first text. A text that is too long for the model is seen in windows of one length, each under the same
 * context, and their mean stands for the whole. Throws `X_CONFIG` for a vocabulary without the special tokens, and for a prefix that is too long.
 */
export function createOnnxEmbeddings(model: ConfiguredEmbeddingModel, options: ModelPoolOptions = {}): EmbeddingEngine {
  const wordPiece = createWordPiece(model.vocabulary, model, 'EMBED_ONNX_MODEL');
  const idsOf = (text: string): number[] => wordPiece.tokenize(text).map(({ id }) => id);
  const room = model.longest - 2;
  const prefixes = {
    query: idsOf(shortPrefix('EMBED_ONNX_QUERY_PREFIX', model.queryPrefix)),
    passage: idsOf(shortPrefix('EMBED_ONNX_PASSAGE_PREFIX', model.passagePrefix)),
  };
  const entry = new URL('./child/embed-child.ts', import.meta.url);
  const pool = createModelPool<EmbedTask>({ engine: name, folder: 'embed', entry }, model, options);

  function shortPrefix(setting: string, prefix: string): string {
    if (idsOf(prefix).length <= room * mostBefore) return prefix;
    throw new PipelineError('X_CONFIG', `${setting}: longer than half of what the model can see at once`);
  }

  /** The tokens of each window, special ones included. */
  function windowed({ context, text, isQuery }: EmbeddingInput): number[][] {
    const prefix = isQuery ? prefixes.query : prefixes.passage;
    const [before, said] = [[...prefix, ...idsOf(context)], idsOf(text)];
    // A context that is itself a long text is seen as one.
    const [head, body] =
      before.length <= room * mostBefore ? [before, said] : [prefix, [...before.slice(prefix.length), ...said]];
    // A text of signs that are no words to the model is none; what is before it stands for it.
    const windows: Window[] = body.length > 0 ? windowsOf(body.length, room - head.length, 0) : [{ from: 0, to: 0 }];
    return windows.map(({ from, to }) => [wordPiece.start, ...head, ...body.slice(from, to), wordPiece.end]);
  }

  return {
    ...{ name, model: model.name, isBesideUs: true },
    async embed(inputs, { signal }) {
      const vectors: number[][] = [];
      for (const input of inputs) {
        const seen: number[][] = [];
        const windows = windowed(input);
        for (const ids of windows) seen.push(unit(await ask(pool, { ...fileOf(model), ids }, signal)));
        const lengths = windows.map(ids => ids.length);
        const [only = []] = seen;
        vectors.push(seen.length === 1 ? only : unit(meanVector(seen, lengths)));
      }
      return { vectors, usage: { requests: 0 } };
    },
    close: () => pool.close(),
  };
}

const fileOf = ({ path, device, pooling }: ConfiguredEmbeddingModel) => ({ path, device, pooling });

/** Somebody who waits no longer is told so in our words. */
async function ask(pool: ModelPool<EmbedTask>, task: EmbedTask, signal: AbortSignal): Promise<number[]> {
  try {
    return await pool.run<number[]>(task, signal);
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw new PipelineError('X_TIMEOUT', 'the task was aborted while the engine worked', { cause, engine: name });
  }
}

/** A model that gives no numbers is broken, and its vectors must not be stored. */
function unit(vector: readonly number[]): number[] {
  const made = unitVector(vector);
  if (made) return made;
  throw new PipelineError('X_ENGINE_ANSWER', 'the engine answered with a vector without a direction', { engine: name });
}
