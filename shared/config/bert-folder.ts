/** A folder with a model of the BERT family, as published exports are laid out: what lies in it, checked against what it says of itself. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PipelineError } from '../errors.ts';
import { type OnnxDevice, requireCuda, requireRuntime } from './onnx-runtime.ts';

/** Names of the model file, by precision, as exports have them. */
const modelFiles = { fp32: 'model.onnx', int8: 'model_quantized.onnx' } as const;
export type BertPrecision = keyof typeof modelFiles;
export const bertPrecisions = Object.keys(modelFiles) as BertPrecision[];

/** What was set. */
export interface BertFolderSettings {
  folder: string | undefined;
  device: OnnxDevice;
  precision: BertPrecision;
  processes: number;
}

/** Enough to load the model and to split text for it; all of its files were there. */
export interface BertFolder {
  /** Name of the folder and precision: it is these that decide what is found. */
  name: string;
  /** Path of the model file, from the root. */
  path: string;
  device: OnnxDevice;
  processes: number;
  /** Of the weights. */
  modelBytes: number;
  /** Pieces of words by id. */
  vocabulary: string[];
  lowerCase: boolean;
  stripAccents: boolean;
  /** Most tokens at a time, special ones included. */
  longest: number;
}

/** The engine that reads the folder, the setting in which it is named, and the prefix of its own: `NER_BERT`. */
export interface FolderOf {
  prefix: string;
  engine: string;
  setting: string;
}

/** Families whose models are given text in pieces of words, as BERT's are. */
const families = ['bert', 'distilbert', 'electra'];
const mostTokens = 512;
/** Two special ones, and one of the text. */
const fewestTokens = 3;

/**
 * `config` is its `config.json`, `optional` another file of JSON in it, empty where that is absent. Throws `X_CONFIG` with the fix: no
 * folder, files that it lacks or that do not fit, a device that is not there.
 */
export function readBertFolder({ folder: set, device, precision, processes }: BertFolderSettings, of: FolderOf) {
  const named = `${of.prefix}_MODEL`;
  if (set === undefined) {
    const todo = `set ${named} to the folder of a model, or take it out of ${of.setting}`;
    throw refuse(`${of.setting} names ${of.engine}: ${todo}`);
  }
  const folder = resolve(set);
  const path = requireFiles(folder, modelFiles[precision], of.prefix);
  requireRuntime(named);
  if (device === 'cuda') requireCuda(`${of.prefix}_DEVICE`);
  const read = (name: string) => readJson(folder, name, named);
  const optional = (name: string) => (existsSync(join(folder, name)) ? read(name) : {});
  const config = read('config.json');
  const { model_type: family, max_position_embeddings: positions, vocab_size: size } = config;
  if (family !== undefined && !families.includes(String(family)))
    throw refuse(`${named}: config.json is of a model of another kind; known are ${families.join(', ')}`);
  const vocabulary = readFileSync(join(folder, 'vocab.txt'), 'utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  if (typeof size === 'number' && vocabulary.length > size)
    throw refuse(`${named}: vocab.txt has ${vocabulary.length} pieces, the model knows ${size}`);
  if (typeof positions === 'number' && positions < fewestTokens)
    throw refuse(`${named}: config.json has max_position_embeddings ${positions}, too few for any text`);
  const found: BertFolder = {
    ...{ path, device, processes, vocabulary },
    name: `${basename(folder)}/${precision}`,
    modelBytes: weightsOf(path),
    ...wordRules(optional, vocabulary),
    longest: Math.min(mostTokens, typeof positions === 'number' ? positions : mostTokens),
  };
  return { found, config, optional };
}

/** Throws `X_CONFIG` when a model is set that no engine would use. */
export function refuseUnusedFolder(
  engines: readonly string[],
  { folder }: Pick<BertFolderSettings, 'folder'>,
  { prefix, engine, setting }: FolderOf,
): void {
  if (folder === undefined || engines.includes(engine)) return;
  const todo = `add ${engine} to ${setting}, or unset it`;
  throw refuse(`${prefix}_MODEL set, but ${setting} does not name ${engine}: ${todo}`);
}

const refuse = (message: string, cause?: unknown) => new PipelineError('X_CONFIG', message, { cause });

/** The path of the model file, which exports put beside the others or in a folder of its own. */
function requireFiles(folder: string, modelFile: string, prefix: string): string {
  const path = [modelFile, join('onnx', modelFile)].map(name => join(folder, name)).find(name => existsSync(name));
  const missing = ['config.json', 'vocab.txt'].filter(name => !existsSync(join(folder, name)));
  if (path === undefined) missing.push(`${modelFile} (there or in onnx/)`);
  else if (missing.length === 0) return path;
  const todo = `get them with \`npm run models -- pull\`, or set the folder or ${prefix}_PRECISION to what is there`;
  throw refuse(`${prefix}_MODEL: the folder lacks ${missing.join(', ')}: ${todo}`);
}

/** Weights of more than two gigabytes lie in a file beside the model. */
const weightsOf = (path: string): number =>
  [path, `${path}_data`].filter(name => existsSync(name)).reduce((sum, name) => sum + statSync(name).size, 0);

function readJson(folder: string, name: string, named: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw refuse(`${named}: ${name} in the folder is not JSON`, cause);
  }
}

/** As the files of the tokenizer say; without them, a vocabulary that has capitals is of a model that sees them. */
function wordRules(optional: (name: string) => Record<string, unknown>, vocabulary: readonly string[]) {
  const { normalizer } = optional('tokenizer.json') as { normalizer?: Record<string, unknown> | null };
  const own = optional('tokenizer_config.json');
  const seen = vocabulary.some(piece => /^\p{Lu}\p{Ll}+$/u.test(piece));
  const lowerCase = firstBoolean(own.do_lower_case, normalizer?.lowercase) ?? !seen;
  return { lowerCase, stripAccents: firstBoolean(own.strip_accents, normalizer?.strip_accents) ?? lowerCase };
}

const firstBoolean = (...values: unknown[]): boolean | undefined => values.find(value => typeof value === 'boolean');
