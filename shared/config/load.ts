/** Reads the environment, once, for the whole process; nothing else does. */
import { PipelineError } from '../errors.ts';
import { type SettingName, type Settings, settings } from './schema.ts';
import { withSecretFiles } from './secret-files.ts';

type Environment = Record<string, string | undefined>;

const processEnvironment = (): Environment => withSecretFiles(process.env);

/** Deeply frozen settings, grouped by what they are for. Modules take the group they need as a parameter. */
export type Config = ReturnType<typeof group>;

/** The configuration of a service. Throws `X_CONFIG` that names every problem at once. */
export function loadConfig(environment: Environment = processEnvironment()): Config {
  process.env.TZ = 'UTC'; // civil dates must not depend on where a process runs
  const parsed = parseSettings(environment, Object.keys(settings) as SettingName[]);
  keepFromProxy(parsed.LOCAL_HOSTS);
  return freeze(group(parsed));
}

/** With NODE_USE_ENV_PROXY the built-in fetch would send what is for one's own hosts, and for no other, through whatever HTTP_PROXY names. */
function keepFromProxy(localHosts: readonly string[]): void {
  const known = process.env.no_proxy ?? process.env.NO_PROXY ?? '';
  const hosts = [...new Set([...known.split(/[,\s]+/), ...localHosts])].filter(Boolean).join(',');
  process.env.NO_PROXY = hosts;
  process.env.no_proxy = hosts;
}

/** Some settings only, for commands that need no service: the same rules and errors. */
export function loadSettings<K extends SettingName>(
  names: readonly K[],
  environment: Environment = processEnvironment(),
): Pick<Settings, K> {
  return freeze(parseSettings(environment, names)) as Pick<Settings, K>;
}

/** All of our environment with its secret files read, for a launcher to hand on to the services it starts. */
export const inheritedEnvironment = (): Environment => processEnvironment();

/** The environment a child process may see: no keys, no addresses. */
export function bareEnvironment(environment: Environment = process.env): Environment {
  return {
    PATH: environment.PATH,
    HOME: environment.HOME,
    TMPDIR: environment.TMPDIR,
    LANG: environment.LANG,
    TZ: 'UTC',
    OMP_THREAD_LIMIT: '1',
  };
}

/**
 * The folder in which a test arms faults (`shared/fault-points.ts`) for the processes it starts. Not a setting of the product:
 * nobody sets it but a test.
 */
export const testFaultsFolder = (environment: Environment = process.env): string | undefined =>
  environment.LP_TEST_FAULTS || undefined;

/** The image of ours that this process runs in: `base`, or that of one service, with what only that one needs. Absent outside. */
export const imageName = (environment: Environment = process.env): string | undefined =>
  environment.LP_IMAGE || undefined;

function parseSettings(environment: Environment, names: readonly SettingName[]): Settings {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const name of names) {
    const raw = environment[name]?.trim();
    const parsed = settings[name].schema.safeParse(raw === '' ? undefined : raw);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name}: ${raw ? 'not usable' : 'missing'} (${settings[name].about})`);
  }
  if (problems.length > 0) throw new PipelineError('X_CONFIG', `configuration: ${problems.join('; ')}`);
  return values as Settings;
}

function group(s: Settings) {
  return {
    supabase: { url: s.SUPABASE_URL, serviceKey: s.SUPABASE_SERVICE_ROLE_KEY },
    redis: { url: s.REDIS_URL, prefix: s.QUEUE_PREFIX },
    files: {
      ...fileStore(s),
      cacheDir: s.CACHE_DIR,
      cacheMaxBytes: s.CACHE_MAX_BYTES,
      sweepAfterMs: s.SWEEP_AFTER_MS,
    },
    ingest: {
      host: s.INGEST_HOST,
      port: s.INGEST_PORT,
      publicUrl: s.PUBLIC_URL ?? `http://${s.INGEST_HOST}:${s.INGEST_PORT}`,
    },
    dashboard: {
      host: s.DASHBOARD_HOST,
      port: s.DASHBOARD_PORT,
      user: s.DASHBOARD_USER,
      password: s.DASHBOARD_PASSWORD,
    },
    engines: {
      ocr: s.OCR_ENGINES,
      asr: s.ASR_ENGINES,
      ner: s.NER_ENGINES,
      llm: s.LLM_ENGINES,
      embed: s.EMBED_ENGINES,
    },
    ocr: ocrSettings(s),
    asr: asrServer(s),
    bert: bertModel(s),
    llm: llmServer(s),
    calls: {
      localHosts: s.LOCAL_HOSTS,
      rates: {
        'ocr/mistral': { requestsPerMinute: s.OCR_MISTRAL_REQUESTS_PER_MINUTE },
        'ocr/vision': {
          requestsPerMinute: s.OCR_VISION_REQUESTS_PER_MINUTE,
          tokensPerMinute: s.OCR_VISION_TOKENS_PER_MINUTE,
        },
        'asr/openai': { requestsPerMinute: s.ASR_REQUESTS_PER_MINUTE },
        'llm/openai': { requestsPerMinute: s.LLM_REQUESTS_PER_MINUTE, tokensPerMinute: s.LLM_TOKENS_PER_MINUTE },
        'llm/openai-embeddings': {
          requestsPerMinute: s.EMBED_REQUESTS_PER_MINUTE,
          tokensPerMinute: s.EMBED_TOKENS_PER_MINUTE,
        },
      },
    },
    embed: embedServer(s),
    worker: {
      ocrConcurrency: s.OCR_CONCURRENCY,
      ocrProcesses: s.OCR_PROCESSES,
      asrProcesses: s.ASR_PROCESSES,
      concurrency: s.WORKER_CONCURRENCY,
      leaseMs: s.LEASE_MS,
      graceMs: s.GRACE_MS,
      healthHost: s.HEALTH_HOST,
      healthPort: s.HEALTH_PORT,
    },
    metrics: { token: s.METRICS_TOKEN },
    log: { level: s.LOG_LEVEL, format: s.LOG_FORMAT ?? (process.stderr.isTTY ? ('text' as const) : ('json' as const)) },
  };
}

const fileStoreSettings = [
  ...(['FILES_URL', 'FILES_S3_ENDPOINT', 'FILES_S3_REGION', 'FILES_S3_CHECKSUMS'] as const),
  ...(['FILES_S3_ACCESS_KEY_ID', 'FILES_S3_SECRET_ACCESS_KEY'] as const),
];

/** The settings of the file store, for commands that need no service. */
export const loadFileStore = (environment: Environment = processEnvironment()) =>
  fileStore(loadSettings(fileStoreSettings, environment));

const fileStore = (s: Pick<Settings, (typeof fileStoreSettings)[number]>) => ({
  url: s.FILES_URL,
  s3: {
    endpoint: s.FILES_S3_ENDPOINT,
    region: s.FILES_S3_REGION,
    accessKeyId: s.FILES_S3_ACCESS_KEY_ID,
    secretAccessKey: s.FILES_S3_SECRET_ACCESS_KEY,
    checksums: s.FILES_S3_CHECKSUMS,
  },
});

const ocrSettingNames = [
  'OCR_TESSERACT_BEST_DATA',
  ...(['OCR_MISTRAL_BASE_URL', 'OCR_MISTRAL_API_KEY', 'OCR_MISTRAL_MODEL', 'OCR_MISTRAL_TIMEOUT_MS'] as const),
  'OCR_MISTRAL_INPUT',
  ...(['OCR_VISION_BASE_URL', 'OCR_VISION_API_KEY', 'OCR_VISION_MODEL', 'OCR_VISION_TIMEOUT_MS'] as const),
] as const;
const asrSettings = [
  ...(['ASR_BASE_URL', 'ASR_API_KEY', 'ASR_MODEL', 'ASR_TIMEOUT_MS'] as const),
  ...(['ASR_WHISPER_MODEL', 'ASR_WHISPER_DEVICE', 'ASR_WHISPER_DTYPE'] as const),
  ...(['ASR_WHISPER_LANGUAGE', 'ASR_WHISPER_PROCESSES'] as const),
];
const llmSettings = [
  ...(['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_MODEL', 'LLM_TIMEOUT_MS'] as const),
  ...(['LLM_STRUCTURED_OUTPUT', 'LLM_TEMPERATURE', 'LLM_BATCH_TOKENS'] as const),
];

const bertSettings = ['NER_BERT_MODEL', 'NER_BERT_DEVICE', 'NER_BERT_PRECISION', 'NER_BERT_PROCESSES'] as const;

/** The settings of the model of the engine `bert`, for commands that need no service. */
export const loadBertModel = (environment: Environment = processEnvironment()) =>
  bertModel(loadSettings(bertSettings, environment));

const bertModel = (s: Pick<Settings, (typeof bertSettings)[number]>) => ({
  folder: s.NER_BERT_MODEL,
  device: s.NER_BERT_DEVICE,
  precision: s.NER_BERT_PRECISION,
  processes: s.NER_BERT_PROCESSES,
});

const embedSettings = [
  ...(['EMBED_BASE_URL', 'EMBED_API_KEY', 'EMBED_MODEL', 'EMBED_TIMEOUT_MS', 'EMBED_DIMENSIONS'] as const),
  ...(['EMBED_ONNX_MODEL', 'EMBED_ONNX_DEVICE', 'EMBED_ONNX_PRECISION', 'EMBED_ONNX_PROCESSES'] as const),
  ...(['EMBED_ONNX_POOLING', 'EMBED_ONNX_QUERY_PREFIX', 'EMBED_ONNX_PASSAGE_PREFIX'] as const),
];

/** The settings of the servers that engines ask, for commands that need no service. */
export function loadModelServers(environment: Environment = processEnvironment()) {
  const s = loadSettings([...ocrSettingNames, ...asrSettings, ...llmSettings, ...embedSettings], environment);
  return { ocr: ocrSettings(s), asr: asrServer(s), llm: llmServer(s), embed: embedServer(s) };
}

const ocrSettings = (s: Pick<Settings, (typeof ocrSettingNames)[number]>) => ({
  tesseract: { bestData: s.OCR_TESSERACT_BEST_DATA },
  mistral: {
    baseUrl: s.OCR_MISTRAL_BASE_URL,
    apiKey: s.OCR_MISTRAL_API_KEY,
    model: s.OCR_MISTRAL_MODEL,
    timeoutMs: s.OCR_MISTRAL_TIMEOUT_MS,
    input: s.OCR_MISTRAL_INPUT,
  },
  vision: {
    baseUrl: s.OCR_VISION_BASE_URL,
    apiKey: s.OCR_VISION_API_KEY,
    model: s.OCR_VISION_MODEL,
    timeoutMs: s.OCR_VISION_TIMEOUT_MS,
  },
});

const asrServer = (s: Pick<Settings, (typeof asrSettings)[number]>) => ({
  baseUrl: s.ASR_BASE_URL,
  apiKey: s.ASR_API_KEY,
  model: s.ASR_MODEL,
  timeoutMs: s.ASR_TIMEOUT_MS,
  whisper: {
    folder: s.ASR_WHISPER_MODEL,
    device: s.ASR_WHISPER_DEVICE,
    precision: s.ASR_WHISPER_DTYPE,
    language: s.ASR_WHISPER_LANGUAGE,
    processes: s.ASR_WHISPER_PROCESSES,
  },
});

const llmServer = (s: Pick<Settings, (typeof llmSettings)[number]>) => ({
  baseUrl: s.LLM_BASE_URL,
  apiKey: s.LLM_API_KEY,
  model: s.LLM_MODEL,
  timeoutMs: s.LLM_TIMEOUT_MS,
  output: s.LLM_STRUCTURED_OUTPUT,
  temperature: s.LLM_TEMPERATURE,
  batchTokens: s.LLM_BATCH_TOKENS,
});

const embedServer = (s: Pick<Settings, (typeof embedSettings)[number]>) => ({
  baseUrl: s.EMBED_BASE_URL,
  apiKey: s.EMBED_API_KEY,
  model: s.EMBED_MODEL,
  timeoutMs: s.EMBED_TIMEOUT_MS,
  dimensions: s.EMBED_DIMENSIONS,
  onnx: {
    folder: s.EMBED_ONNX_MODEL,
    device: s.EMBED_ONNX_DEVICE,
    precision: s.EMBED_ONNX_PRECISION,
    processes: s.EMBED_ONNX_PROCESSES,
    pooling: s.EMBED_ONNX_POOLING,
    queryPrefix: s.EMBED_ONNX_QUERY_PREFIX,
    passagePrefix: s.EMBED_ONNX_PASSAGE_PREFIX,
  },
});

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
