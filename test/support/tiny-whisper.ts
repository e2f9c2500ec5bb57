/**
 * Makes models in the shape of Whisper that spell a text of ours: each token decides the next, so that what comes out can be
 * told beforehand. Into the sound they listen for one thing, whether there is any.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OnnxNode, type OnnxValue, onnxModel } from './onnx.ts';

/** What it says between two times, in seconds. No word twice: a word decides the next one. */
export interface TinySegment {
  fromS: number;
  toS: number;
  /** `' Good', ' morning.'`: with their spaces. */
  words: string[];
  /** By how much the next word beats all others, as a logarithm; 12 if absent. Below 8 a time would beat it. */
  surety?: number;
}

export interface TinyWhisper {
  says: TinySegment[];
  /** Never ends: the last word is said again and again. */
  loops?: boolean;
  /** Knows English alone, and so has no tokens for language and task to write. */
  isEnglish?: boolean;
  /** Between the names of its files and `.onnx`. */
  suffix?: string;
}

const marks = [
  ...['<|endoftext|>', '<|startoftranscript|>', '<|en|>', '<|de|>', '<|translate|>', '<|transcribe|>'],
  ...['<|startofprev|>', '<|nospeech|>', '<|notimestamps|>'],
];
const lastTime = 1_500;
const frames = 3_000;
const bands = 80;
const sure = 12;

/** Of the tokens that are not times; all but the one that is said are as likely as each other. */
export const suppressedMarks = ['<|startoftranscript|>', '<|translate|>', '<|transcribe|>', '<|startofprev|>'];

/** Writes the model into a folder; answers with the number of tokens that may stand where no time may, and of times. */
export function writeTinyWhisper(folder: string, spec: TinyWhisper) {
  const { says, suffix = '' } = spec;
  const words = says.flatMap(segment => segment.words);
  const bytes = byteLevel();
  const spelled = words.map(word => [...Buffer.from(word)].map(byte => bytes[byte]).join(''));
  const times = Array.from({ length: lastTime + 1 }, (_, at) => `<|${(at / 50).toFixed(2)}|>`);
  const tokens = [...bytes, ...spelled, ...marks, ...times];
  const id = new Map(tokens.map((token, index) => [token, index]));
  const of = (token: string): number => id.get(token) ?? Number.NaN;
  const steps = stepsOf(spec, { word: index => bytes.length + index, of });
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const write = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content));
  writeFileSync(join(folder, `onnx/encoder_model${suffix}.onnx`), encoder());
  writeFileSync(join(folder, `onnx/decoder_model_merged${suffix}.onnx`), decoder(tokens.length, steps));
  write('config.json', configOf(tokens.length, of));
  write('generation_config.json', generationOf(of, spec.isEnglish ?? false));
  write('preprocessor_config.json', {
    ...{ feature_extractor_type: 'WhisperFeatureExtractor', feature_size: bands, sampling_rate: 16_000 },
    ...{ n_fft: 400, hop_length: 160, chunk_length: 30, n_samples: 480_000, nb_max_frames: frames },
  });
  write('tokenizer_config.json', { tokenizer_class: 'WhisperTokenizer', eos_token: '<|endoftext|>' });
  write('tokenizer.json', tokenizerOf([...bytes, ...spelled], [...marks, ...times], of));
  // Neither what is suppressed, nor the mark that there are no times.
  const plain = tokens.length - times.length - suppressedMarks.length - 1;
  return { plain, times: times.length };
}

interface Step {
  token: number;
  next: number;
  surety: number;
  /** Added for each unit of silence, to the next token or another. */
  inSilence?: { token: number; by: number };
}

function stepsOf(
  { says, loops = false, isEnglish = false }: TinyWhisper,
  { word, of }: { word(index: number): number; of(token: string): number },
) {
  const time = (seconds: number) => of(`<|${seconds.toFixed(2)}|>`);
  const chain = says.flatMap(({ fromS, toS, words, surety = sure }, at) => {
    const before = says.slice(0, at).reduce((sum, segment) => sum + segment.words.length, 0);
    return [
      { token: time(fromS), surety },
      ...words.map((_, index) => ({ token: word(before + index), surety })),
      { token: time(toS), surety: sure },
    ];
  });
  const steps: Step[] = chain.map(({ token, surety }, at) => {
    const next = chain[at + 1]?.token ?? of('<|endoftext|>');
    return { token, next, surety, inSilence: { token: next, by: -16 } };
  });
  const lastWord = steps.at(-2);
  if (loops && lastWord) lastWord.next = lastWord.token;
  const first = chain[0]?.token ?? of('<|endoftext|>');
  const begin = {
    next: isEnglish ? first : of('<|en|>'),
    surety: sure,
    inSilence: { token: of('<|nospeech|>'), by: 50 },
  };
  return [
    { token: of('<|startoftranscript|>'), ...begin },
    ...['<|en|>', '<|de|>'].map(token => ({ token: of(token), next: of('<|transcribe|>'), surety: sure })),
    { token: of('<|transcribe|>'), next: first, surety: sure },
    ...steps,
  ];
}

/** The mean of all bands, of two frames each. */
function encoder(): Buffer {
  return onnxModel({
    inputs: [{ name: 'input_features', type: 'float', shape: ['batch_size', bands, frames] }],
    outputs: [{ name: 'last_hidden_state', type: 'float', shape: ['batch_size', frames / 2, 1] }],
    weights: [{ name: 'pairs', shape: [3], values: BigInt64Array.of(-1n, BigInt(frames / 2), 2n) }],
    nodes: [
      { op: 'ReduceMean', inputs: ['input_features'], outputs: ['mean'], attributes: { axes: [1], keepdims: 1 } },
      { op: 'Reshape', inputs: ['mean', 'pairs'], outputs: ['paired'] },
      { op: 'ReduceMean', inputs: ['paired'], outputs: ['last_hidden_state'], attributes: { axes: [2], keepdims: 1 } },
    ],
  });
}

/** Mean of the features below which it is silent: the library gives -1.5 for silence, more than -0.8 for what is loud at all. */
const silent = -1;

/** Scores by the last token alone; the cache is handed on as that of a real model, and holds the tokens. */
function decoder(size: number, steps: Step[]): Buffer {
  const next = new BigInt64Array(size);
  const surety = new Float32Array(size);
  const otherNext = new BigInt64Array(size);
  const otherBy = new Float32Array(size);
  for (const { token, inSilence, ...step } of steps) {
    next[token] = BigInt(step.next);
    surety[token] = step.surety;
    otherNext[token] = BigInt(inSilence?.token ?? 0);
    otherBy[token] = inSilence?.by ?? 0;
  }
  const scored = (table: string, by: string, out: string): OnnxNode[] => [
    { op: 'Gather', inputs: [table, 'input_ids'], outputs: [`${out}.next`] },
    { op: 'OneHot', inputs: [`${out}.next`, 'size', 'off_on'], outputs: [`${out}.hot`] },
    { op: 'Gather', inputs: [by, 'input_ids'], outputs: [`${out}.by`] },
    { op: 'Unsqueeze', inputs: [`${out}.by`, 'last'], outputs: [`${out}.wide`] },
    { op: 'Mul', inputs: [`${out}.hot`, `${out}.wide`], outputs: [out] },
  ];
  const keep = (what: string): OnnxNode[] => [
    {
      op: 'Concat',
      inputs: [cacheName('past_key_values', 'decoder', what), 'tokens'],
      outputs: [cacheName('present', 'decoder', what)],
      attributes: { axis: 2 },
    },
    { op: 'Unsqueeze', inputs: ['encoder_hidden_states', 'heads'], outputs: [cacheName('present', 'encoder', what)] },
  ];
  return onnxModel({
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['batch_size', 'decoder_sequence_length'] },
      { name: 'encoder_hidden_states', type: 'float', shape: ['batch_size', 'encoder_sequence_length', 1] },
      ...cacheValues('past_key_values', 'past_decoder_sequence_length'),
      { name: 'use_cache_branch', type: 'bool', shape: [1] },
    ],
    outputs: [
      { name: 'logits', type: 'float', shape: ['batch_size', 'decoder_sequence_length', size] },
      ...cacheValues('present', 'sequence_length_so_far'),
    ],
    weights: [
      { name: 'next', shape: [size], values: next },
      { name: 'surety', shape: [size], values: surety },
      { name: 'other_next', shape: [size], values: otherNext },
      { name: 'other_by', shape: [size], values: otherBy },
      { name: 'size', shape: [], values: BigInt64Array.of(BigInt(size)) },
      { name: 'off_on', shape: [2], values: Float32Array.of(0, 1) },
      { name: 'silent', shape: [], values: Float32Array.of(silent) },
      { name: 'last', shape: [1], values: BigInt64Array.of(2n) },
      { name: 'heads', shape: [1], values: BigInt64Array.of(1n) },
      { name: 'as_cache', shape: [2], values: BigInt64Array.of(1n, 3n) },
    ],
    nodes: [
      ...scored('next', 'surety', 'said'),
      ...scored('other_next', 'other_by', 'instead'),
      { op: 'ReduceMean', inputs: ['encoder_hidden_states'], outputs: ['loudness'], attributes: { keepdims: 1 } },
      { op: 'Sub', inputs: ['silent', 'loudness'], outputs: ['below'] },
      { op: 'Relu', inputs: ['below'], outputs: ['silence'] },
      { op: 'Mul', inputs: ['instead', 'silence'], outputs: ['in_silence'] },
      { op: 'Add', inputs: ['said', 'in_silence'], outputs: ['logits'] },
      { op: 'Cast', inputs: ['input_ids'], outputs: ['ids'], attributes: { to: 1 } },
      { op: 'Unsqueeze', inputs: ['ids', 'as_cache'], outputs: ['tokens'] },
      ...keep('key'),
      ...keep('value'),
    ],
  });
}

const cacheName = (prefix: string, of: string, what: string): string => `${prefix}.0.${of}.${what}`;

const cacheValues = (prefix: string, length: string): OnnxValue[] =>
  ['key', 'value'].flatMap((what): OnnxValue[] => [
    { name: cacheName(prefix, 'decoder', what), type: 'float', shape: ['batch_size', 1, length, 1] },
    {
      name: cacheName(prefix, 'encoder', what),
      type: 'float',
      shape: ['batch_size', 1, 'encoder_sequence_length_out', 1],
    },
  ]);

type IdOf = (token: string) => number;

const configOf = (size: number, of: IdOf) => ({
  ...{ model_type: 'whisper', architectures: ['WhisperForConditionalGeneration'], is_encoder_decoder: true },
  ...{ d_model: 1, encoder_layers: 1, encoder_attention_heads: 1, decoder_layers: 1, decoder_attention_heads: 1 },
  ...{ num_mel_bins: bands, max_source_positions: frames / 2, max_target_positions: 448, vocab_size: size },
  ...{ decoder_start_token_id: of('<|startoftranscript|>'), eos_token_id: of('<|endoftext|>') },
});

const generationOf = (of: IdOf, isEnglish: boolean) => ({
  ...{ decoder_start_token_id: of('<|startoftranscript|>'), eos_token_id: of('<|endoftext|>') },
  ...{ no_timestamps_token_id: of('<|notimestamps|>'), is_multilingual: !isEnglish, max_length: 448 },
  ...(!isEnglish && {
    lang_to_id: { '<|en|>': of('<|en|>'), '<|de|>': of('<|de|>') },
    task_to_id: { transcribe: of('<|transcribe|>'), translate: of('<|translate|>') },
  }),
  suppress_tokens: suppressedMarks.map(of),
  begin_suppress_tokens: [of('<|endoftext|>')],
});

const tokenizerOf = (vocabulary: string[], added: string[], of: IdOf) => ({
  ...{ version: '1.0', truncation: null, padding: null, normalizer: null, post_processor: null },
  added_tokens: added.map(content => ({
    ...{ id: of(content), content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  })),
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    ...{ type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '' },
    ...{ fuse_unk: false, vocab: Object.fromEntries(vocabulary.map(token => [token, of(token)])), merges: [] },
  },
});

/** The characters in which GPT-2 writes bytes: those that print stand for themselves, the others come after all of Latin-1. */
function byteLevel(): string[] {
  const prints = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let spare = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(prints(byte) ? byte : spare++));
}
