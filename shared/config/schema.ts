/** Every setting of the product: its environment variable, its type, its default and one line on what it does. */
import { z } from 'zod';
import { loopbackHosts } from '../local-hosts.ts';
import { structuredOutputs } from '../model-api/structured.ts';
import { bertPrecisions } from './bert-folder.ts';
import { poolings } from './embedding-model.ts';
import { onnxDevices } from './onnx-runtime.ts';
import { whisperPrecisions } from './whisper-model.ts';

const text = z.string().min(1);
const url = z.url();
const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().positive();
const list = z
  .string()
  .transform(value => value.split(',').map(item => item.trim()))
  .pipe(z.array(z.string().min(1)).min(1));

/** What an OCR engine at a provider is sent. */
const ocrInputs = ['pages', 'document'] as const;
export type OcrInput = (typeof ocrInputs)[number];

/** Beyond this the HTTP client gives up by itself. */
const engineTimeout = z.coerce.number().int().min(1_000).max(290_000);

/** One setting: `example` is what `.env.example` shows. */
export interface Setting {
  schema: z.ZodType;
  about: string;
  example: string;
}

const setting = <T extends z.ZodType>(schema: T, about: string, example = '') => ({ schema, about, example });

const mostRequests = 'Most requests all replicas together send it in a minute. Empty: no limit.';
const mostTokens = 'Most tokens, sent and answered, of all replicas together in a minute. Empty: no limit.';

/** All settings by environment variable. Absent and empty mean the same. */
export const settings = {
  SUPABASE_URL: setting(
    url,
    'Base URL of the Supabase project, without /rest/v1. Embedded stack: leave empty.',
    'https://abc.supabase.co',
  ),
  SUPABASE_SERVICE_ROLE_KEY: setting(
    text,
    'Its service role (secret) key. Read by the services only; never give it to a browser.',
  ),
  SUPABASE_ANON_KEY: setting(
    text.optional(),
    'Its anon (publishable) key; only shown to you, the services do not use it.',
  ),
  DATABASE_URL: setting(
    url.optional(),
    'Postgres connection for `npm run migrate`. Embedded stack: leave empty.',
    'postgresql://postgres:secret@db.abc.supabase.co:5432/postgres',
  ),
  AUTHENTICATOR_URL: setting(
    url.optional(),
    'The same Postgres as PostgREST logs in, for a Supabase REST of your own beside it (docker-compose.local.yml).',
    'postgresql://authenticator:secret@127.0.0.1:5432/postgres',
  ),
  JWT_SECRET: setting(text.optional(), 'What its keys are signed with.'),
  REST_HOST: setting(text.default('127.0.0.1'), 'Address it listens on.', '127.0.0.1'),
  REST_PORT: setting(port.default(8702), 'Its port.', '8702'),
  REDIS_URL: setting(
    url,
    'Redis or Valkey 7 or newer with maxmemory-policy noeviction. Embedded stack: leave empty.',
    'redis://127.0.0.1:6379',
  ),
  QUEUE_PREFIX: setting(
    z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .default('lp'),
    'Prefix of all keys in Redis; two installations may share a Redis under different ones.',
    'lp',
  ),
  FILES_URL: setting(
    z.string().regex(/^(file:\/\/\/|s3:\/\/[\w.-]{3,63}(\/[\w.-]+)*\/?$)/),
    'Where originals are kept: a folder (file:///path), or a bucket of S3 (s3://bucket or s3://bucket/prefix). Embedded stack: leave empty.',
    'file:///var/lib/legal-pipeline/files',
  ),
  FILES_S3_ENDPOINT: setting(
    url.optional(),
    'Base URL of an S3-compatible server (MinIO, Supabase Storage), asked path-style. Empty: AWS.',
    'https://abc.storage.supabase.co/storage/v1/s3',
  ),
  FILES_S3_REGION: setting(text.default('us-east-1'), 'Region of the bucket.', 'eu-central-1'),
  FILES_S3_ACCESS_KEY_ID: setting(
    text.optional(),
    'Access key of the bucket. Empty on AWS: the identity of the machine, container or service account.',
  ),
  FILES_S3_SECRET_ACCESS_KEY: setting(text.optional(), 'Its secret key.'),
  FILES_S3_CHECKSUMS: setting(
    z.enum(['sha256', 'none']).default('sha256'),
    'What the server checks and keeps beside the signature: sha256 (x-amz-checksum-sha256), or none for servers that refuse it.',
    'sha256',
  ),
  CACHE_DIR: setting(text, 'Folder for local copies of originals, on each worker.', '/var/cache/legal-pipeline'),
  CACHE_MAX_BYTES: setting(
    count.default(10 * 1024 ** 3),
    'Upper bound of that folder; the least recently used copies go first.',
    '10737418240',
  ),
  INGEST_HOST: setting(text.default('127.0.0.1'), 'Address the HTTP API listens on.', '127.0.0.1'),
  INGEST_PORT: setting(port.default(8700), 'Port of the HTTP API.', '8700'),
  SWEEP_AFTER_MS: setting(
    z.coerce.number().int().min(7_200_000).optional(),
    'Age at which stored bytes that no document of this record names are removed. Empty: never. Not for a store that is shared.',
    '86400000',
  ),
  DASHBOARD_HOST: setting(text.default('127.0.0.1'), 'Address the board listens on.', '127.0.0.1'),
  DASHBOARD_PORT: setting(port.default(8701), 'Port of the board.', '8701'),
  DASHBOARD_USER: setting(text.default('ops'), 'User name of the board.', 'ops'),
  DASHBOARD_PASSWORD: setting(
    text.optional(),
    'Password of the board; the board does not start without. Embedded stack: made on first start.',
  ),
  PUBLIC_URL: setting(
    url.optional(),
    'Base URL under which the HTTP API is reached from outside; used in links.',
    'https://pipeline.example.org',
  ),
  METRICS_TOKEN: setting(
    text.optional(),
    'What /metrics of every service takes as bearer token. Empty: open to whoever reaches the service; it shows counts, costs and codes.',
  ),
  HEALTH_HOST: setting(
    text.default('127.0.0.1'),
    'Address on which a worker answers /healthz, /readyz and /metrics.',
    '127.0.0.1',
  ),
  HEALTH_PORT: setting(port.default(0), 'Port on which it does; 0 picks a free one.', '0'),
  OCR_ENGINES: setting(
    list.default(['tesseract.js']),
    'Engines for pages without a usable text layer, in order: tesseract.js, tesseract, mistral, vision. The next reads what one cannot.',
    'tesseract.js',
  ),
  OCR_TESSERACT_BEST_DATA: setting(
    text.optional(),
    'Folder with eng.traineddata of tessdata_best and osd.traineddata, for pages the engine tesseract is unsure of.',
    '/usr/share/tesseract-ocr/best',
  ),
  OCR_MISTRAL_BASE_URL: setting(
    url.default('https://api.mistral.ai/v1'),
    'Base URL of the engine mistral, with its version. Page pictures are sent there.',
    'https://api.mistral.ai/v1',
  ),
  OCR_MISTRAL_API_KEY: setting(text.optional(), 'Its key.'),
  OCR_MISTRAL_MODEL: setting(text.optional(), 'The model it is asked for.', 'mistral-ocr-latest'),
  OCR_MISTRAL_TIMEOUT_MS: setting(engineTimeout.default(120_000), 'How long it may take for one request.', '120000'),
  OCR_MISTRAL_REQUESTS_PER_MINUTE: setting(count.optional(), mostRequests, '300'),
  OCR_MISTRAL_INPUT: setting(
    z.enum(ocrInputs).default('pages'),
    'What it is sent of a PDF: pages (our own pictures), or document (the file, once for the up to eight pages that are read together).',
    'pages',
  ),
  OCR_VISION_BASE_URL: setting(
    url.optional(),
    'Base URL of the OpenAI-compatible server of the engine vision, with its version. Page pictures are sent there.',
    'http://127.0.0.1:8000/v1',
  ),
  OCR_VISION_API_KEY: setting(text.optional(), 'Its key; local servers need none.'),
  OCR_VISION_MODEL: setting(
    text.optional(),
    'The model it is asked for; it must take pictures.',
    'qwen2-vl-7b-instruct',
  ),
  OCR_VISION_TIMEOUT_MS: setting(engineTimeout.default(180_000), 'How long it may take for one page.', '180000'),
  OCR_VISION_REQUESTS_PER_MINUTE: setting(count.optional(), mostRequests, '500'),
  OCR_VISION_TOKENS_PER_MINUTE: setting(count.optional(), mostTokens, '200000'),
  ASR_ENGINES: setting(
    list.default([]),
    'Engines for recordings, in order: openai, whisper-onnx. Without one, recordings with speech fail with I_ENGINE_MISSING.',
    'openai',
  ),
  ASR_BASE_URL: setting(
    url.optional(),
    'Base URL of the OpenAI-compatible server that transcribes, with its version. Recordings are sent there.',
    'http://127.0.0.1:8000/v1',
  ),
  ASR_API_KEY: setting(text.optional(), 'Its key; local servers need none.'),
  ASR_MODEL: setting(text.optional(), 'The model it is asked for.', 'whisper-large-v3'),
  ASR_TIMEOUT_MS: setting(
    engineTimeout.default(120_000),
    'How long an engine may take for at most half a minute of speech.',
    '120000',
  ),
  ASR_WHISPER_MODEL: setting(
    text.optional(),
    'Folder of the model of the engine whisper-onnx, as exported for transformers.js: its JSON files, and onnx/ with the weights.',
    '/var/lib/legal-pipeline/models/whisper-small',
  ),
  ASR_WHISPER_DEVICE: setting(
    z.enum(onnxDevices).default('cpu'),
    'Where it computes: cpu or cuda. What is not there is refused.',
    'cpu',
  ),
  ASR_WHISPER_DTYPE: setting(
    list.pipe(z.array(z.enum(whisperPrecisions)).max(2)).default(['fp32']),
    'Precision of its weights: fp32, fp16, q8, int8, uint8, q4, q4f16 or bnb4; or two, of encoder and decoder.',
    'fp32,q8',
  ),
  ASR_WHISPER_LANGUAGE: setting(
    z
      .string()
      .regex(/^[a-z]{2,3}$/)
      .optional(),
    'Language that is spoken, as the model writes it. Empty: found anew for every window.',
    'en',
  ),
  ASR_WHISPER_PROCESSES: setting(
    count.default(1),
    'Processes that transcribe, each with the model in its memory and one thread.',
    '1',
  ),
  ASR_REQUESTS_PER_MINUTE: setting(count.optional(), mostRequests, '500'),
  NER_ENGINES: setting(
    list.default(['rules']),
    'Engines for entity mentions: rules, bert, or both, whose mentions are joined.',
    'rules,bert',
  ),
  NER_BERT_MODEL: setting(
    text.optional(),
    'Folder of the model of the engine bert: config.json, vocab.txt, and model.onnx in it or in onnx/.',
    '/var/lib/legal-pipeline/models/bert-large-conll03',
  ),
  NER_BERT_DEVICE: setting(
    z.enum(onnxDevices).default('cpu'),
    'Where it computes: cpu or cuda. What is not there is refused.',
    'cpu',
  ),
  NER_BERT_PRECISION: setting(
    z.enum(bertPrecisions).default('fp32'),
    'Precision of its weights: fp32 (model.onnx) or int8 (model_quantized.onnx).',
    'fp32',
  ),
  NER_BERT_PROCESSES: setting(
    count.default(1),
    'Processes that compute, each with the model in its memory and one thread.',
    '1',
  ),
  LLM_ENGINES: setting(list.default(['rules']), 'Engine for category and facts: rules or openai.', 'rules'),
  LLM_BASE_URL: setting(
    url.optional(),
    'Base URL of the OpenAI-compatible server of the engine openai, with its version. Text is sent there.',
    'http://127.0.0.1:8000/v1',
  ),
  LLM_API_KEY: setting(text.optional(), 'Its key; local servers need none.'),
  LLM_MODEL: setting(text.optional(), 'The model it is asked for.', 'qwen2.5-32b-instruct'),
  LLM_TIMEOUT_MS: setting(engineTimeout.default(180_000), 'How long it may take for one answer.', '180000'),
  LLM_STRUCTURED_OUTPUT: setting(
    z.enum(structuredOutputs).default('json_schema'),
    'How it is told the shape of its answers: json_schema, or json_object for servers without schemas.',
    'json_schema',
  ),
  LLM_TEMPERATURE: setting(
    z.coerce.number().min(0).max(2).optional(),
    'Temperature it is asked for; left to the server if empty, as some models take only their own.',
    '0',
  ),
  LLM_BATCH_TOKENS: setting(
    count.default(8_000),
    'Tokens of a document sent at once: longer ones go in batches of whole chunks.',
    '8000',
  ),
  LLM_REQUESTS_PER_MINUTE: setting(count.optional(), mostRequests, '500'),
  LLM_TOKENS_PER_MINUTE: setting(count.optional(), mostTokens, '200000'),
  LOCAL_HOSTS: setting(
    list.default([...loopbackHosts]),
    'Hosts of your own, with or without a port: calls to them cost nothing, and a project that is `localOnly` calls no other.',
    loopbackHosts.join(','),
  ),
  EMBED_ENGINES: setting(
    list.default([]),
    'Engine for the vectors of chunks, by which search finds meaning: openai or onnx. Without one, search goes by words.',
    'openai',
  ),
  EMBED_BASE_URL: setting(
    url.optional(),
    'Base URL of the OpenAI-compatible server that embeds, with its version. Text, and what is searched for, is sent there.',
    'http://127.0.0.1:8000/v1',
  ),
  EMBED_API_KEY: setting(text.optional(), 'Its key; local servers need none.'),
  EMBED_MODEL: setting(
    text.optional(),
    'The model it is asked for. After a change, reprocess from llm: vectors of different models are never compared.',
    'bge-m3',
  ),
  EMBED_DIMENSIONS: setting(
    z.coerce.number().int().min(1).max(16_000).optional(),
    'Dimensions it is asked for; left to the model if empty, as many have one number only.',
    '1024',
  ),
  EMBED_REQUESTS_PER_MINUTE: setting(
    count.optional(),
    'Most requests all replicas together, searches included, send it in a minute. Empty: no limit.',
    '500',
  ),
  EMBED_TOKENS_PER_MINUTE: setting(
    count.optional(),
    'Most tokens of all replicas together, searches included, in a minute. Empty: no limit.',
    '1000000',
  ),
  EMBED_TIMEOUT_MS: setting(engineTimeout.default(60_000), 'How long it may take for 64 chunks.', '60000'),
  EMBED_ONNX_MODEL: setting(
    text.optional(),
    'Folder of the model of the engine onnx: config.json, vocab.txt, and model.onnx in it or in onnx/. After a change, reprocess from llm.',
    '/var/lib/legal-pipeline/models/bge-small-en',
  ),
  EMBED_ONNX_DEVICE: setting(
    z.enum(onnxDevices).default('cpu'),
    'Where it computes: cpu or cuda. What is not there is refused.',
    'cpu',
  ),
  EMBED_ONNX_PRECISION: setting(
    z.enum(bertPrecisions).default('fp32'),
    'Precision of its weights: fp32 (model.onnx) or int8 (model_quantized.onnx).',
    'fp32',
  ),
  EMBED_ONNX_PROCESSES: setting(
    count.default(1),
    'Processes that compute, of llm-service and of ingest-service each, with the model in memory and one thread.',
    '1',
  ),
  EMBED_ONNX_POOLING: setting(
    z.enum(poolings).optional(),
    'What stands for a text: mean (of its tokens) or cls (the token before it). Empty: as 1_Pooling/config.json in the folder says.',
    'cls',
  ),
  EMBED_ONNX_QUERY_PREFIX: setting(
    text.optional(),
    'Words that the model wants before what is searched for, as its page says.',
    'query:',
  ),
  EMBED_ONNX_PASSAGE_PREFIX: setting(text.optional(), 'Words that it wants before a chunk.', 'passage:'),
  OCR_PROCESSES: setting(
    count.default(2),
    'Reader and OCR processes of an ocr-service, of each kind: about its cores.',
    '2',
  ),
  OCR_CONCURRENCY: setting(count.default(6), 'Tasks an ocr-service works on at a time; they share its processes.', '6'),
  ASR_PROCESSES: setting(count.default(2), 'Processes of an asr-service that open recordings: about its cores.', '2'),
  WORKER_CONCURRENCY: setting(count.default(8), 'Tasks every other worker works on at a time.', '8'),
  LEASE_MS: setting(
    z.coerce.number().int().min(1_000).default(30_000),
    'How long a claim holds without renewal; renewed at a third of it.',
    '30000',
  ),
  GRACE_MS: setting(count.default(10_000), 'How long a stopping service lets its current tasks finish.', '10000'),
  LOG_LEVEL: setting(z.enum(['debug', 'info', 'warn', 'error']).default('info'), 'Least level that is logged.', 'info'),
  LOG_FORMAT: setting(
    z.enum(['json', 'text']).optional(),
    'json or text; by default text on a terminal, json elsewhere.',
    'json',
  ),
  LP_URL: setting(
    url.optional(),
    'Base URL of the HTTP API, for the command line. Embedded stack: leave empty.',
    'https://pipeline.example.org',
  ),
  LP_API_KEY: setting(text.optional(), 'API key the command line sends. Embedded stack: leave empty.'),
  MODELS_DIR: setting(
    text.default('.data/models'),
    'Where `npm run models` keeps the models of engines that run on this machine, a folder each.',
    '/var/lib/legal-pipeline/models',
  ),
  DATA_DIR: setting(text.default('.data'), 'Folder of the embedded stack: database, queue, files, keys.', '.data'),
} as const satisfies Record<string, Setting>;

/** Names of all settings. */
export type SettingName = keyof typeof settings;

/** The parsed value of each setting. */
export type Settings = { [K in SettingName]: z.output<(typeof settings)[K]['schema']> };
