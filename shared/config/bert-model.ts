/** The BERT model that runs beside ner-service: its settings, checked as a whole, and against what lies in its folder. */
import {
  type BertFolder,
  type BertFolderSettings,
  type FolderOf,
  readBertFolder,
  refuseUnusedFolder,
} from './bert-folder.ts';
import { type Label, readLabels } from './bert-labels.ts';

export type BertSettings = BertFolderSettings;

/** Enough to load the model; all of its files were there. */
export interface ConfiguredBert extends BertFolder {
  /** By id. */
  labels: Label[];
}

const folderOf: FolderOf = { prefix: 'NER_BERT', engine: 'bert', setting: 'NER_ENGINES' };

/** Throws `X_CONFIG` with the fix: no folder, files that it lacks or that do not fit, a device that is not there. */
export function configuredBert(settings: BertSettings): ConfiguredBert {
  const { found, config } = readBertFolder(settings, folderOf);
  return { ...found, labels: readLabels(config.id2label) };
}

/** Throws `X_CONFIG` when a model is set that no engine would use. */
export const refuseUnusedBert = (engines: readonly string[], settings: Pick<BertSettings, 'folder'>): void =>
  refuseUnusedFolder(engines, settings, folderOf);
