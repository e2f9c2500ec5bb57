/** The BERT model that runs beside ner-service: its settings, checked as a whole, and against what lies in its folder. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PipelineError } from '../errors.ts';
import { type Label, readLabels } from './bert-labels.ts';
import { type OnnxDevice, requireCuda } from './onnx-runtime.ts';

/** Names of the model file, by precision, as exports have them. */
const modelFiles = { fp32: 'model.onnx', int8: 'model_quantized.onnx' } as const;
export type BertPrecision = keyof typeof modelFiles;
export const bertPrecisions = Object.keys(modelFiles) as BertPrecision[];

/** What was set. */
export interface BertSettings {
  folder: string | undefined;
  device: OnnxDevice;
  precision: BertPrecision;
  processes: number;
}

/** Enough to load the model; all of its files were there. */
export interface ConfiguredBert {
  /** Name of the folder and precision: it is these that decide what is found. */
  name: string;
  /** Path of the model file, from the root. */
  path: string;
  device: OnnxDevice;
  processes: number;
  /** Of the weights. */
  modelBytes: number;
  /** By id. */
  labels: Label[];
  /** Pieces of words by id. */
  vocabulary: string[];
  lowerCase: boolean;
  stripAccents: boolean;
  /** Most tokens at a time, special ones included. */
  longest: number;
}

/** Families whose models are given text in pieces of words, as BERT's are. */
const families = ['bert', 'distilbert', 'electra'];
const mostTokens = 512;
/** Two special ones, and one of the text. */
const fewestTokens = 3;

/** Throws `X_CONFIG` with the fix: no folder, files that it lacks or that do not fit, a device that is not there. */
export function configuredBert({ folder: set, device, precision, processes }: BertSettings): ConfiguredBert {
  if (set === undefined)
    throw refuse('NER_ENGINES names bert: set NER_BERT_MODEL to the folder of a model, or take it out of NER_ENGINES');
  const folder = resolve(set);
  const path = requireFiles(folder, modelFiles[precision]);
  if (device === 'cuda') requireCuda('NER_BERT_DEVICE');
  const config = readJson(folder, 'config.json');
  const { model_type: family, max_position_embeddings: positions, vocab_size: size } = config;
  if (family !== undefined && !families.includes(String(family)))
    throw refuse(`NER_BERT_MODEL: config.json is of a model of another kind; known are ${families.join(', ')}`);
  const vocabulary = readFileSync(join(folder, 'vocab.txt'), 'utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  if (typeof size === 'number' && vocabulary.length > size)
    throw refuse(`NER_BERT_MODEL: vocab.txt has ${vocabulary.length} pieces, the model knows ${size}`);
  if (typeof positions === 'number' && positions < fewestTokens)
    throw refuse(`NER_BERT_MODEL: config.json has max_position_embeddings ${positions}, too few for any text`);
  return {
    ...{ path, device, processes, vocabulary },
    name: `${basename(folder)}/${precision}`,
    modelBytes: weightsOf(path),
    labels: readLabels(config.id2label),
    ...wordRules(folder, vocabulary),
    longest: Math.min(mostTokens, typeof positions === 'number' ? positions : mostTokens),
  };
}

/** Throws `X_CONFIG` when a model is set that no engine would use. */
export function refuseUnusedBert(engines: readonly string[], { folder }: Pick<BertSettings, 'folder'>): void {
  if (folder === undefined || engines.includes('bert')) return;
  throw refuse('NER_BERT_MODEL set, but NER_ENGINES does not name bert: add bert to NER_ENGINES, or unset it');
}

const refuse = (message: string, cause?: unknown) => new PipelineError('X_CONFIG', message, { cause });

/** The path of the model file, which exports put beside the others or in a folder of its own. */
function requireFiles(folder: string, modelFile: string): string {
  const path = [modelFile, join('onnx', modelFile)].map(name => join(folder, name)).find(name => existsSync(name));
  const missing = ['config.json', 'vocab.txt'].filter(name => !existsSync(join(folder, name)));
  if (path === undefined) missing.push(`${modelFile} (there or in onnx/)`);
  else if (missing.length === 0) return path;
  const todo = 'get them with `npm run models -- pull`, or set the folder or NER_BERT_PRECISION to what is there';
  throw refuse(`NER_BERT_MODEL: the folder lacks ${missing.join(', ')}: ${todo}`);
}

/** Weights of more than two gigabytes lie in a file beside the model. */
const weightsOf = (path: string): number =>
  [path, `${path}_data`].filter(name => existsSync(name)).reduce((sum, name) => sum + statSync(name).size, 0);

function readJson(folder: string, name: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw refuse(`NER_BERT_MODEL: ${name} in the folder is not JSON`, cause);
  }
}

/** As the files of the tokenizer say; without them, a vocabulary that has capitals is of a model that sees them. */
function wordRules(folder: string, vocabulary: readonly string[]): { lowerCase: boolean; stripAccents: boolean } {
  const optional = (name: string) => (existsSync(join(folder, name)) ? readJson(folder, name) : {});
  const { normalizer } = optional('tokenizer.json') as { normalizer?: Record<string, unknown> | null };
  const own = optional('tokenizer_config.json');
  const seen = vocabulary.some(piece => /^\p{Lu}\p{Ll}+$/u.test(piece));
  const lowerCase = firstBoolean(own.do_lower_case, normalizer?.lowercase) ?? !seen;
  return { lowerCase, stripAccents: firstBoolean(own.strip_accents, normalizer?.strip_accents) ?? lowerCase };
}

const firstBoolean = (...values: unknown[]): boolean | undefined => values.find(value => typeof value === 'boolean');
