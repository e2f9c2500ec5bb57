/** The client of model servers: OpenAI's chat completions, transcriptions and embeddings, and Mistral's OCR, each with a deadline and coded errors. */
import OpenAI, { toFile } from 'openai';
import { z } from 'zod';
import { PipelineError } from '../errors.ts';
import { createBoundedFetch } from './bounded-fetch.ts';
import { toEngineError } from './errors.ts';
import type { Usage } from './usage.ts';

/** Where the server is. Without a key no credentials are sent, as local servers want it. */
export interface ModelServer {
  /** Up to and with the version, as the server documents it: `http://127.0.0.1:8000/v1`. */
  baseUrl: string;
  apiKey?: string | undefined;
  /** From the request to the last byte of the answer. */
  timeoutMs: number;
}

export type ChatMessage = { role: 'system' | 'user' | 'assistant'; content: string } | PictureMessage;

/** A picture as a data URI, for models that see. */
interface PictureMessage {
  role: 'user';
  content: [{ type: 'image_url'; image_url: { url: string } }];
}

export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  /** Left to the server when absent: some models take no other than theirs. */
  temperature?: number | undefined;
  /** The answer is to fit this JSON schema, or to be a JSON object of whatever shape; plain text if absent. */
  format?: { name: string; schema: Record<string, unknown> } | 'json_object';
}

/** The first choice of a completion. `content` is empty when the model wrote nothing. */
export interface ChatReply {
  content: string;
  /** The model, or a filter of the server, would not answer. */
  refused: boolean;
  /** The model ran into its output limit. */
  cutOff: boolean;
  usage: Usage;
}

export interface OcrRequest {
  model: string;
  /** A data URI: nothing is fetched by the server. */
  document: { type: 'image_url'; image_url: string } | { type: 'document_url'; document_url: string };
  /** Of a document: the pages to read, from 0; a picture has one. */
  pageIndices?: readonly number[] | undefined;
}

/** `confidence` from 0 to 1, of servers that say. */
export const writtenPageSchema = z.object({ markdown: z.string(), confidence: z.number().min(0).max(1).optional() });

/** As many pages as were asked for, in that order. */
export interface OcrReply {
  pages: z.output<typeof writtenPageSchema>[];
  usage: Usage;
}

export interface TranscriptionRequest {
  model: string;
  /** A whole WAV file. */
  wav: Uint8Array<ArrayBuffer>;
  /** The words before, so that names and sentences go on. */
  prompt?: string | undefined;
  /** Ask for times and likelihoods; servers that have none refuse or ignore it. */
  detailed: boolean;
}

/** Times in seconds from the start of the file; `avgLogprob` is the mean natural logarithm of the likelihood of its tokens. */
const heardSegment = z.object({
  text: z.string(),
  start: z.number(),
  end: z.number(),
  avgLogprob: z.number().optional(),
});
export type TranscribedSegment = z.output<typeof heardSegment>;

/** What was heard; no segments from a server that gives none. */
export const heardSchema = z.object({ text: z.string(), segments: z.array(heardSegment) });
export type TranscriptionReply = z.output<typeof heardSchema> & { usage: Usage };

export interface EmbeddingRequest {
  model: string;
  inputs: readonly string[];
  /** Left to the model when absent: some have one number only, and refuse to be asked. */
  dimensions?: number | undefined;
}

/** Vectors in the order of the inputs; as many, and all of one length. */
export interface EmbeddingReply {
  vectors: number[][];
  usage: Usage;
}

/** Every method rejects with a `PipelineError` that names neither what was sent nor what came back. */
export interface ModelApi {
  chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply>;
  transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<TranscriptionReply>;
  /** Reads pages by Mistral's `/ocr`. */
  readPages(request: OcrRequest, signal: AbortSignal): Promise<OcrReply>;
  embed(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingReply>;
  /** Names of the models the server has. */
  models(signal: AbortSignal): Promise<string[]>;
  /** Those of them whose end it announces; few servers say so. */
  announcedEnds(signal: AbortSignal): Promise<AnnouncedEnd[]>;
}

/** What a server says of the end of one of its models. */
export interface AnnouncedEnd {
  model: string;
  /** YYYY-MM-DD. */
  endsOn: string;
  replacement: string | undefined;
}

/** An answer of 8,000 tokens has some 40 kB; what is a hundred times that is not an answer. Vectors of 64 long inputs may have 6 MB. */
const maxAnswerBytes = 4 * 1024 ** 2;
const maxVectorsBytes = 12 * 1024 ** 2;

/** Fields are read as far as they are needed: servers differ in the others. */
const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.number().catch(0), completion_tokens: z.number().catch(0) })
    .nullish()
    .catch(null),
});

const segment = z.object({
  text: z.string(),
  start: z.number(),
  end: z.number(),
  avg_logprob: z.number().nullish(),
});
const transcription = z.object({ text: z.string(), segments: z.array(segment).nullish().catch(null) });

/** Newer versions put tables beside the text when asked to; older ones know neither them nor confidences. */
const ocrAnswer = z.object({
  pages: z.array(
    z.object({
      index: z.int().optional().catch(undefined),
      markdown: z.string(),
      tables: z
        .array(z.object({ id: z.string(), content: z.string() }))
        .nullish()
        .catch(null),
      confidence_scores: z
        .object({ average_page_confidence_score: z.number().min(0).max(1) })
        .nullish()
        .catch(null),
    }),
  ),
  usage_info: z
    .object({ pages_processed: z.number().optional().catch(undefined) })
    .nullish()
    .catch(null),
});
type OcrPage = z.output<typeof ocrAnswer>['pages'][number];

const embeddingList = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).min(1) })),
  usage: z
    .object({ prompt_tokens: z.number().catch(0) })
    .nullish()
    .catch(null),
});

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}/)
  .transform(value => value.slice(0, 10))
  .nullish()
  .catch(null);
/** OpenAI says `shutdown_date`, Mistral `deprecation` with a time of day, and what to use instead. */
const endingModels = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      shutdown_date: day,
      deprecation: day,
      deprecation_replacement_model: z.string().nullish().catch(null),
    }),
  ),
});

/** `engine` names the engine in errors. No request is repeated here: the record decides when to try again. */
export function createModelApi(server: ModelServer, engine: string): ModelApi {
  const client = createClient(server, maxAnswerBytes);
  const vectorClient = createClient(server, maxVectorsBytes);
  const call = createCall(server.timeoutMs, engine);
  return {
    async chat(request, signal) {
      const { choices, usage } = await call(completion, signal, s => sendChat(client, request, s));
      // The schema wants at least one.
      const [{ message, finish_reason: finish } = { message: {} }] = choices;
      return {
        content: message.content ?? '',
        refused: Boolean(message.refusal) || finish === 'content_filter',
        cutOff: finish === 'length',
        usage: { requests: 1, inputTokens: usage?.prompt_tokens ?? 0, outputTokens: usage?.completion_tokens ?? 0 },
      };
    },
    async transcribe(request, signal) {
      const { text, segments } = await call(transcription, signal, s => sendRecording(client, request, s));
      return {
        text,
        segments: (segments ?? []).map(({ avg_logprob: avgLogprob, ...rest }) => ({
          ...rest,
          ...(avgLogprob != null && { avgLogprob }),
        })),
        usage: { requests: 1 },
      };
    },
    async readPages(request, signal) {
      const wanted = request.pageIndices ?? [0];
      const fitting = ocrAnswer.refine(({ pages }) => inOrder(pages, wanted) !== undefined);
      const { pages, usage_info: used } = await call(fitting, signal, s => sendPages(client, request, s));
      return {
        pages: (inOrder(pages, wanted) ?? []).map(writtenPage),
        usage: { requests: 1, pages: used?.pages_processed ?? wanted.length },
      };
    },
    async embed(request, signal) {
      const fitting = embeddingList.refine(({ data }) => fits(data, request.inputs.length));
      const { data, usage } = await call(fitting, signal, s => sendInputs(vectorClient, request, s));
      return {
        vectors: data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding),
        usage: { requests: 1, inputTokens: usage?.prompt_tokens ?? 0 },
      };
    },
    async models(signal) {
      const { data } = await call(modelList, signal, s => client.models.list({ signal: s }));
      return data.map(({ id }) => id);
    },
    async announcedEnds(signal) {
      const { data } = await call(endingModels, signal, s => client.models.list({ signal: s }));
      return data.flatMap(({ id, shutdown_date, deprecation, deprecation_replacement_model: replacement }) => {
        const endsOn = shutdown_date ?? deprecation;
        return endsOn ? [{ model: id, endsOn, replacement: replacement ?? undefined }] : [];
      });
    },
  };
}

const createClient = ({ baseUrl, apiKey, timeoutMs }: ModelServer, maxBytes: number): OpenAI =>
  new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none',
    ...(apiKey === undefined && { defaultHeaders: { Authorization: null } }),
    // Otherwise taken from the environment, which is read in one place only.
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null, logLevel: 'off' },
    maxRetries: 0,
    timeout: timeoutMs,
    fetch: createBoundedFetch(maxBytes),
  });

/** Sends with a deadline over the whole answer, checks its shape, and translates what goes wrong. */
const createCall =
  (timeoutMs: number, engine: string) =>
  async <S extends z.ZodType>(
    schema: S,
    signal: AbortSignal,
    send: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<z.output<S>> => {
    try {
      const answer = await send(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      const parsed = schema.safeParse(answer);
      if (parsed.success) return parsed.data;
    } catch (thrown) {
      throw toEngineError(thrown, engine, signal.aborted);
    }
    throw new PipelineError('X_ENGINE_ANSWER', 'the engine answered with something that the protocol does not have', {
      engine,
    });
  };

function sendChat(client: OpenAI, { model, messages, temperature, format }: ChatRequest, signal: AbortSignal) {
  return client.chat.completions.create(
    {
      ...{ model, messages },
      ...(temperature !== undefined && { temperature }),
      ...(format && { response_format: formatOf(format) }),
    },
    { signal },
  );
}

const formatOf = (format: NonNullable<ChatRequest['format']>) =>
  format === 'json_object'
    ? { type: 'json_object' as const }
    : {
        type: 'json_schema' as const,
        json_schema: { name: format.name, strict: true, schema: format.schema },
      };

/** By their index where the server says it, else in the order they came; undefined if they are not those that were asked for. */
function inOrder(pages: readonly OcrPage[], wanted: readonly number[]): OcrPage[] | undefined {
  const byIndex = new Map(pages.map(page => [page.index, page]));
  const isNamed = wanted.length > 1 && !byIndex.has(undefined);
  const found = wanted.flatMap((index, at) => (isNamed ? byIndex.get(index) : pages[at]) ?? []);
  return pages.length === wanted.length && found.length === wanted.length ? found : undefined;
}

function writtenPage({ markdown, tables, confidence_scores: scores }: OcrPage): z.output<typeof writtenPageSchema> {
  const tableOf = new Map(tables?.map(({ id, content }) => [id, content]));
  return {
    markdown: markdown.replace(/\[([^\]]+)\]\(\1\)/g, (link, id) => tableOf.get(id) ?? link),
    ...(scores && { confidence: scores.average_page_confidence_score }),
  };
}

function sendPages(client: OpenAI, { model, document, pageIndices }: OcrRequest, signal: AbortSignal) {
  const pages = pageIndices === undefined ? {} : { pages: pageIndices };
  return client.post('/ocr', { body: { model, document, ...pages, include_image_base64: false }, signal });
}

/** The file has a name of ours: that of the original is privileged. */
async function sendRecording(
  client: OpenAI,
  { model, wav, prompt, detailed }: TranscriptionRequest,
  signal: AbortSignal,
) {
  const file = await toFile(wav, 'speech.wav', { type: 'audio/wav' });
  return client.audio.transcriptions.create(
    { model, file, response_format: detailed ? 'verbose_json' : 'json', ...(prompt ? { prompt } : {}) },
    { signal },
  );
}

/** Plain numbers: the library would ask for base64, which not every server has. */
const sendInputs = (client: OpenAI, { model, inputs, dimensions }: EmbeddingRequest, signal: AbortSignal) =>
  client.embeddings.create(
    { model, input: [...inputs], encoding_format: 'float', ...(dimensions !== undefined && { dimensions }) },
    { signal },
  );

/** One vector for each input, and all of one length: else nobody could say which is whose. */
function fits(data: { index: number; embedding: number[] }[], count: number): boolean {
  const places = new Set(data.map(({ index }) => index));
  const inRange = data.every(({ index }) => index >= 0 && index < count);
  return (
    data.length === count && places.size === count && inRange && new Set(data.map(d => d.embedding.length)).size <= 1
  );
}
