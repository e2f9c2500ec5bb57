/** The Whisper model that runs beside asr-service: its settings, checked as a whole, and against what lies in its folder. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PipelineError } from '../errors.ts';
import { type OnnxDevice, requireCuda } from './onnx-runtime.ts';

/** Ends of the names of the two files, by precision, as exports for transformers.js have them. */
const suffixes = {
  ...{ fp32: '', fp16: '_fp16', q8: '_quantized', int8: '_int8', uint8: '_uint8' },
  ...{ q4: '_q4', q4f16: '_q4f16', bnb4: '_bnb4' },
} as const;

export type WhisperPrecision = keyof typeof suffixes;
export const whisperPrecisions = Object.keys(suffixes) as WhisperPrecision[];

/** What was set. */
export interface WhisperSettings {
  folder: string | undefined;
  device: OnnxDevice;
  /** Of encoder and decoder; one for both. */
  precision: readonly WhisperPrecision[];
  language: string | undefined;
  processes: number;
}

/** Enough to load the model; all of its files were there. */
export interface WhisperModel {
  /** Path of the folder, from the root. */
  folder: string;
  device: WhisperSettings['device'];
  precision: { encoder: WhisperPrecision; decoder: WhisperPrecision };
  /** Two letters, or as the model writes it; absent: the model decides, window by window. */
  language: string | undefined;
}

export interface ConfiguredWhisper extends WhisperModel {
  /** Name of the folder and precision: it is these that decide what is written. */
  name: string;
  /** Of the weights. */
  modelBytes: number;
  processes: number;
}

const engineName = 'whisper-onnx';

/** Throws `X_CONFIG` with the fix: no folder, files that it lacks, a device that is not there. */
export function configuredWhisper(settings: WhisperSettings): ConfiguredWhisper {
  const { device, language, processes } = settings;
  if (settings.folder === undefined) {
    const todo = 'set ASR_WHISPER_MODEL to the folder of a model, or take it out of ASR_ENGINES';
    throw new PipelineError('X_CONFIG', `ASR_ENGINES names ${engineName}: ${todo}`);
  }
  const folder = resolve(settings.folder);
  const [encoder = 'fp32', decoder = encoder] = settings.precision;
  const { weights, missing } = lookInto(folder, { encoder, decoder });
  if (missing.length > 0) {
    const todo = 'get them with `npm run models -- pull`, or set the folder or ASR_WHISPER_DTYPE to what is there';
    throw new PipelineError('X_CONFIG', `ASR_WHISPER_MODEL: the folder lacks ${missing.join(', ')}: ${todo}`);
  }
  if (device === 'cuda') requireCuda('ASR_WHISPER_DEVICE');
  return {
    ...{ folder, device, precision: { encoder, decoder }, language, processes },
    name: `${basename(folder)}/${encoder === decoder ? encoder : `${encoder}+${decoder}`}`,
    modelBytes: weights.reduce((sum, path) => sum + statSync(path).size, 0),
  };
}

/** Throws `X_CONFIG` when a model is set that no engine would use. */
export function refuseUnusedWhisper(engines: readonly string[], { folder }: Pick<WhisperSettings, 'folder'>): void {
  if (folder === undefined || engines.includes(engineName)) return;
  const todo = `add ${engineName} to ASR_ENGINES, or unset it`;
  throw new PipelineError('X_CONFIG', `ASR_WHISPER_MODEL set, but ASR_ENGINES does not name ${engineName}: ${todo}`);
}

const plainFiles = [
  ...['config.json', 'generation_config.json', 'preprocessor_config.json'],
  ...['tokenizer.json', 'tokenizer_config.json'],
];

/** Paths of the weights, and the files that are not there. */
function lookInto(folder: string, { encoder, decoder }: WhisperModel['precision']) {
  const models = [
    { file: `encoder_model${suffixes[encoder]}.onnx`, base: 'encoder_model' },
    { file: `decoder_model_merged${suffixes[decoder]}.onnx`, base: 'decoder_model_merged' },
  ];
  const apart = weightsApart(join(folder, 'config.json'));
  const weights = models.flatMap(({ file, base }) => {
    const count = typeof apart === 'object' ? (apart[file] ?? apart[base] ?? 0) : apart;
    const data = Array.from({ length: Number(count) }, (_, at) => `${file}_data${at === 0 ? '' : `_${at}`}`);
    return [file, ...data].map(name => `onnx/${name}`);
  });
  const missing = [...plainFiles, ...weights].filter(name => !existsSync(join(folder, name)));
  return { weights: weights.map(name => join(folder, name)), missing };
}

type Apart = boolean | number | Record<string, boolean | number>;

/** Weights of more than two gigabytes lie in files beside the model: how many, the export notes in `config.json`. */
function weightsApart(configPath: string): Apart {
  if (!existsSync(configPath)) return false;
  try {
    const config = JSON.parse(readFileSync(configPath, 'utf8'));
    return config['transformers.js_config']?.use_external_data_format ?? false;
  } catch (cause) {
    throw new PipelineError('X_CONFIG', 'ASR_WHISPER_MODEL: config.json in the folder is not JSON', { cause });
  }
}
