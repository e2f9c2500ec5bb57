/** The model for embeddings that runs beside the services: its settings, checked as a whole, and against what lies in its folder. */
import { PipelineError } from '../errors.ts';
import {
  type BertFolder,
  type BertFolderSettings,
  type FolderOf,
  readBertFolder,
  refuseUnusedFolder,
} from './bert-folder.ts';

/** Which of what a model says of tokens stands for the text: the mean, or what it says of the token before it. */
export const poolings = ['mean', 'cls'] as const;
export type Pooling = (typeof poolings)[number];

/** What was set. */
export interface EmbeddingModelSettings extends BertFolderSettings {
  /** Absent: as the folder says. */
  pooling: Pooling | undefined;
  queryPrefix: string | undefined;
  passagePrefix: string | undefined;
}

/** Enough to load the model; all of its files were there. `name` is all that decides about the vector of a passage. */
export interface ConfiguredEmbeddingModel extends BertFolder {
  pooling: Pooling;
  /** Words before what is searched for, and before what is found; empty for models that want none. */
  queryPrefix: string;
  passagePrefix: string;
}

const folderOf: FolderOf = { prefix: 'EMBED_ONNX', engine: 'onnx', setting: 'EMBED_ENGINES' };

/** Throws `X_CONFIG` with the fix: no folder, files that it lacks or that do not fit, no pooling, a device that is not there. */
export function configuredEmbeddingModel(settings: EmbeddingModelSettings): ConfiguredEmbeddingModel {
  const { found, optional } = readBertFolder(settings, folderOf);
  const { queryPrefix = '', passagePrefix = '' } = settings;
  const pooling = settings.pooling ?? poolingOf(optional('1_Pooling/config.json'));
  // Models see what is longer, too, but were not trained on it.
  const { max_seq_length: trained } = optional('sentence_bert_config.json');
  return {
    ...found,
    ...{ pooling, queryPrefix, passagePrefix },
    name: [found.name, pooling, ...(passagePrefix ? [passagePrefix] : [])].join('/'),
    longest: typeof trained === 'number' ? Math.min(found.longest, trained) : found.longest,
  };
}

/** As sentence-transformers notes it: a switch for each way, of which one has to be on. */
function poolingOf(config: Record<string, unknown>): Pooling {
  const on = Object.keys(config).filter(key => key.startsWith('pooling_mode_') && config[key] === true);
  if (on.join() === 'pooling_mode_mean_tokens') return 'mean';
  if (on.join() === 'pooling_mode_cls_token') return 'cls';
  const what = 'EMBED_ONNX_MODEL: 1_Pooling/config.json in the folder does not say mean or cls, or is absent';
  throw new PipelineError('X_CONFIG', `${what}: set EMBED_ONNX_POOLING to what the page of the model says`);
}

/** Throws `X_CONFIG` when a model is set that no engine would use. */
export const refuseUnusedEmbeddingModel = (
  engines: readonly string[],
  settings: Pick<EmbeddingModelSettings, 'folder'>,
): void => refuseUnusedFolder(engines, settings, folderOf);
