/** The settings of a running stack that its note tells to commands: where things are, never what opens them. */
import type { SettingName } from '../shared/config/schema.ts';

type Environment = Record<string, string | undefined>;

const noted: readonly SettingName[] = [
  ...(['QUEUE_PREFIX', 'FILES_URL', 'CACHE_DIR', 'OCR_ENGINES', 'ASR_ENGINES', 'NER_ENGINES', 'LLM_ENGINES'] as const),
  ...(['FILES_S3_ENDPOINT', 'FILES_S3_REGION', 'FILES_S3_CHECKSUMS'] as const),
  ...(['OCR_MISTRAL_BASE_URL', 'OCR_MISTRAL_MODEL', 'OCR_VISION_BASE_URL', 'OCR_VISION_MODEL'] as const),
  ...(['ASR_WHISPER_MODEL', 'ASR_WHISPER_DEVICE', 'ASR_WHISPER_DTYPE', 'ASR_WHISPER_LANGUAGE'] as const),
  ...(['NER_BERT_MODEL', 'NER_BERT_DEVICE', 'NER_BERT_PRECISION'] as const),
  ...(['ASR_BASE_URL', 'ASR_MODEL', 'LLM_BASE_URL', 'LLM_MODEL'] as const),
  ...(['EMBED_ENGINES', 'EMBED_BASE_URL', 'EMBED_MODEL', 'EMBED_DIMENSIONS'] as const),
  ...(['EMBED_ONNX_MODEL', 'EMBED_ONNX_DEVICE', 'EMBED_ONNX_PRECISION', 'EMBED_ONNX_POOLING'] as const),
  ...(['EMBED_ONNX_QUERY_PREFIX', 'EMBED_ONNX_PASSAGE_PREFIX'] as const),
];

/** Servers of the stack itself: their keys are in its own folder. Somebody else's are for the environment to name. */
const embedded: readonly SettingName[] = ['SUPABASE_URL', 'REDIS_URL'];

/** Of the environment its services run with; `configured` is what it was given. */
export function notedSettings(environment: Environment, configured: Environment): Record<string, string> {
  const names = [...noted, ...embedded.filter(name => !configured[name])];
  return Object.fromEntries(
    names.flatMap(name => {
      const value = environment[name];
      return value ? [[name, withoutCredentials(value)]] : [];
    }),
  );
}

function withoutCredentials(value: string): string {
  if (!URL.canParse(value)) return value;
  const url = new URL(value);
  if (!url.username && !url.password && !url.search) return value;
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}
