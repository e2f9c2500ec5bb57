/** A sentence-embedding model in the shape of BERT whose vectors can be told by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnxModel } from './onnx.ts';

export interface TinyEmbedder {
  /** The vector of each word; all of the same dimensions. Every other word is `[UNK]`, which has none of its own. */
  words: Record<string, number[]>;
  /** Most tokens at a time, special ones included; a longer window has no position, and fails. */
  longest?: number;
  /** As sentence-transformers notes it; absent: no file says. */
  pooling?: 'mean' | 'cls';
  /** Without it, as in exports of DistilBERT. */
  hasTypes?: boolean;
  output?: string;
}

/** What stands before each text adds this to the last dimension, so that `cls` is told from `mean`. */
export const clsWeight = 1;

/** Writes `config.json`, `vocab.txt` and `model.onnx` into a folder it makes, and what says how to pool. */
export function writeTinyEmbedder(folder: string, tiny: TinyEmbedder): void {
  const { words, longest = 512, pooling } = tiny;
  const vocabulary = [...new Set(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Object.keys(words)])];
  mkdirSync(join(folder, '1_Pooling'), { recursive: true });
  const config = { model_type: 'bert', vocab_size: vocabulary.length, max_position_embeddings: longest };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'vocab.txt'), `${vocabulary.join('\n')}\n`);
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ do_lower_case: true }));
  writeFileSync(join(folder, 'model.onnx'), modelOf(vocabulary, tiny));
  if (!pooling) return;
  const modes = { pooling_mode_cls_token: pooling === 'cls', pooling_mode_mean_tokens: pooling === 'mean' };
  const path = join(folder, '1_Pooling', 'config.json');
  writeFileSync(path, JSON.stringify({ word_embedding_dimension: 1, pooling_mode_max_tokens: false, ...modes }));
}

/** Each token gives the sum of the vectors of all, and its own once more. */
function modelOf(vocabulary: readonly string[], tiny: TinyEmbedder): Buffer {
  const { words, longest = 512, hasTypes = true, output = 'last_hidden_state' } = tiny;
  const dimensions = Object.values(words)[0]?.length ?? 0;
  const own = vocabulary.map(piece => words[piece] ?? Array.from({ length: dimensions }, () => 0));
  own[vocabulary.indexOf('[CLS]')] = Array.from({ length: dimensions }, (_, at) =>
    at === dimensions - 1 ? clsWeight : 0,
  );
  const ids = (name: string) => ({ name, type: 'int64' as const, shape: ['batch', 'tokens'] });
  const positions = new Float32Array((longest + 1) * dimensions);
  return onnxModel({
    inputs: [ids('input_ids'), ids('attention_mask'), ...(hasTypes ? [ids('token_type_ids')] : [])],
    outputs: [{ name: output, type: 'float', shape: ['batch', 'tokens', dimensions] }],
    weights: [
      { name: 'words', shape: [vocabulary.length, dimensions], values: Float32Array.from(own.flat()) },
      { name: 'positions', shape: [longest + 1, dimensions], values: positions },
      { name: 'axis', shape: [], values: BigInt64Array.of(1n) },
      { name: 'axes', shape: [1], values: BigInt64Array.of(1n) },
    ],
    nodes: [
      { op: 'Gather', inputs: ['words', 'input_ids'], outputs: ['ofWords'] },
      { op: 'CumSum', inputs: ['attention_mask', 'axis'], outputs: ['counted'] },
      // Of no weight, but a model of two segments reads them.
      ...(hasTypes ? [{ op: 'Add', inputs: ['counted', 'token_type_ids'], outputs: ['placed'] }] : []),
      { op: 'Gather', inputs: ['positions', hasTypes ? 'placed' : 'counted'], outputs: ['ofPlaces'] },
      { op: 'Add', inputs: ['ofWords', 'ofPlaces'], outputs: ['own'] },
      { op: 'ReduceSum', inputs: ['own', 'axes'], outputs: ['all'] },
      { op: 'Add', inputs: ['own', 'all'], outputs: [output] },
    ],
  });
}
