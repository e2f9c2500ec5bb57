/** A Whisper model in this process: loaded from its folder, never from elsewhere, on one thread of the device that was chosen. */
import {
  AutoFeatureExtractor,
  AutoTokenizer,
  env,
  type FeatureExtractor,
  LogLevel,
  type PreTrainedTokenizer,
  WhisperForConditionalGeneration,
} from '@huggingface/transformers';
import type { WhisperModel } from '../../../../shared/config/whisper-model.ts';
import { PipelineError } from '../../../../shared/errors.ts';
import type { Vocabulary } from './pieces.ts';
import type { Marks } from './steps.ts';

/** What of `generation_config.json` and `config.json` is used. */
export interface ModelRules {
  end: number;
  noTimes: number;
  /** The longest sequence, of what is given and what is written. */
  longest: number;
}

export interface Whisper {
  model: WhisperForConditionalGeneration;
  /** Half a minute of samples to what the model takes. */
  extractor: FeatureExtractor;
  tokenizer: PreTrainedTokenizer;
  marks: Marks;
  rules: ModelRules;
  vocabulary: Vocabulary;
}

/** Throws `X_CONFIG` for a model that cannot be loaded, on this device or at all, and for a language it does not know. */
export async function loadWhisper({ folder, device, precision, language }: WhisperModel): Promise<Whisper> {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = '';
  env.useFSCache = false;
  env.useBrowserCache = false;
  // It would quote what it was given.
  env.logLevel = LogLevel.NONE;
  // A path that does not look like the name of a model, which the library would look for elsewhere.
  const path = `${folder}/`;
  try {
    const [model, extractor, tokenizer] = await Promise.all([
      WhisperForConditionalGeneration.from_pretrained(path, {
        device,
        dtype: { encoder_model: precision.encoder, decoder_model_merged: precision.decoder },
        session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
      }),
      AutoFeatureExtractor.from_pretrained(path),
      AutoTokenizer.from_pretrained(path),
    ]);
    const whisper = model as WhisperForConditionalGeneration;
    return { model: whisper, extractor, tokenizer, ...describe(whisper, tokenizer, language) };
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    const what = device === 'cuda' ? 'on CUDA (driver, CUDA 12 and cuDNN must be there)' : 'on the CPU';
    throw new PipelineError('X_CONFIG', `the model of ASR_WHISPER_MODEL cannot be loaded ${what}`, { cause });
  }
}

/** The library does not type these files. */
interface GenerationFile {
  eos_token_id?: number | number[];
  decoder_start_token_id?: number;
  no_timestamps_token_id?: number;
  is_multilingual?: boolean;
  lang_to_id?: Record<string, number>;
  task_to_id?: Record<string, number>;
  suppress_tokens?: number[] | null;
}

function describe(
  model: WhisperForConditionalGeneration,
  tokenizer: PreTrainedTokenizer,
  language: string | undefined,
) {
  const file = (model.generation_config ?? {}) as GenerationFile;
  const vocabulary = tokenizer.get_vocab();
  const id = (...names: string[]): number | undefined => names.map(name => vocabulary.get(name)).find(Number.isInteger);
  const end = [file.eos_token_id].flat()[0] ?? id('<|endoftext|>');
  const start = file.decoder_start_token_id ?? id('<|startoftranscript|>');
  const noTimes = file.no_timestamps_token_id ?? id('<|notimestamps|>');
  if (end === undefined || start === undefined || noTimes === undefined) {
    throw new PipelineError('X_CONFIG', 'the model of ASR_WHISPER_MODEL has no tokens for end, start and times');
  }
  const longest = (model.config as unknown as { max_target_positions?: number }).max_target_positions ?? 448;
  return {
    rules: { end, noTimes, longest },
    vocabulary: {
      end,
      firstTime: noTimes + 1,
      decode: (tokens: number[]) => tokenizer.decode(tokens, { skip_special_tokens: true }),
    },
    marks: {
      start,
      before: id('<|startofprev|>'),
      noSpeech: id('<|nospeech|>', '<|nocaptions|>'),
      languages: languagesOf(file, language),
      task: file.task_to_id?.transcribe ?? id('<|transcribe|>'),
      suppressed: file.suppress_tokens ?? [],
    },
  };
}

function languagesOf({ is_multilingual: isMultilingual, lang_to_id: ids = {} }: GenerationFile, language?: string) {
  if (language === undefined) return isMultilingual ? Object.values(ids) : [];
  if (!isMultilingual && language === 'en') return [];
  const chosen = ids[`<|${language}|>`];
  if (isMultilingual && chosen !== undefined) return [chosen];
  throw new PipelineError(
    'X_CONFIG',
    'the model of ASR_WHISPER_MODEL does not know the language of ASR_WHISPER_LANGUAGE',
  );
}
