/** A token classifier in the shape of BERT whose weights are known, so that its labels can be told by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnxModel } from './onnx.ts';

/** In the order of `dbmdz/bert-large-cased-finetuned-conll03-english`. */
export const conllLabels = [
  'O',
  ...['B-MISC', 'I-MISC', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'],
] as const;

export interface TinyBert {
  /** The label of each piece that has one; pieces that are words of the vocabulary are added to it. All others are O. */
  labels: Record<string, string>;
  /** Most tokens at a time, special ones included; a longer window has no position, and fails. */
  longest?: number;
  /** The model labels nothing at the ends of a window, as one that sees too little around a word. */
  blindAtEnds?: boolean;
  names?: readonly string[];
  /** Further fields of `config.json`. */
  config?: Record<string, unknown>;
}

/** How sure the model is of a label: e^logit against one for each of the other eight. */
export const sure = 0.9;
const logit = Math.log((8 * sure) / (1 - sure));

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');
const marks = `.,;:'’"“”()[]-&$@/`.split('');

/** Writes `config.json`, `vocab.txt` and `model.onnx` into a folder it makes. */
export function writeTinyBert(folder: string, tiny: TinyBert): void {
  const { labels, longest = 512, names = conllLabels, config = {} } = tiny;
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const own = [...special, ...letters, ...letters.map(letter => `##${letter}`), ...marks];
  const vocabulary = [...new Set([...own, ...Object.keys(labels)])];
  mkdirSync(folder, { recursive: true });
  const id2label = Object.fromEntries(names.map((name, id) => [id, name]));
  const sizes = { vocab_size: vocabulary.length, max_position_embeddings: longest };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ model_type: 'bert', id2label, ...sizes, ...config }));
  writeFileSync(join(folder, 'vocab.txt'), `${vocabulary.join('\n')}\n`);
  writeFileSync(join(folder, 'model.onnx'), modelOf(vocabulary, tiny));
}

/** `logits = words[input_ids] + positions[1, 2, 3, ...]`: what a word is called, and what its place in the window adds. */
function modelOf(vocabulary: readonly string[], { labels, longest = 512, blindAtEnds = false }: TinyBert): Buffer {
  const count = conllLabels.length;
  const words = new Float32Array(vocabulary.length * count);
  for (const [id, piece] of vocabulary.entries()) {
    words[id * count + Math.max(0, conllLabels.indexOf((labels[piece] ?? 'O') as 'O'))] = logit;
  }
  // Positions count from 1; the first and the last are those of the special tokens.
  const positions = new Float32Array((longest + 1) * count);
  if (blindAtEnds) for (const position of [2, longest - 1]) positions[position * count] = 2 * logit;
  const ids = (name: string) => ({ name, type: 'int64' as const, shape: ['batch', 'tokens'] });
  return onnxModel({
    inputs: [ids('input_ids'), ids('attention_mask'), ids('token_type_ids')],
    outputs: [{ name: 'logits', type: 'float', shape: ['batch', 'tokens', count] }],
    weights: [
      { name: 'words', shape: [vocabulary.length, count], values: words },
      { name: 'positions', shape: [longest + 1, count], values: positions },
      { name: 'axis', shape: [], values: BigInt64Array.of(1n) },
    ],
    nodes: [
      { op: 'Gather', inputs: ['words', 'input_ids'], outputs: ['ofWords'] },
      { op: 'CumSum', inputs: ['attention_mask', 'axis'], outputs: ['places'] },
      // Of no weight, but a model of two segments reads them.
      { op: 'Add', inputs: ['places', 'token_type_ids'], outputs: ['placed'] },
      { op: 'Gather', inputs: ['positions', 'placed'], outputs: ['ofPlaces'] },
      { op: 'Add', inputs: ['ofWords', 'ofPlaces'], outputs: ['logits'] },
    ],
  });
}
