/** Speech to text at any server with OpenAI's `/audio/transcriptions`: OpenAI itself, or Whisper on vLLM, speaches, whisper.cpp. */
import { createHash } from 'node:crypto';
import type { ConfiguredModel } from '../../../shared/config/model-server.ts';
import { PipelineError } from '../../../shared/errors.ts';
import {
  createModelApi,
  heardSchema,
  type TranscribedSegment,
  type TranscriptionReply,
  type TranscriptionRequest,
} from '../../../shared/model-api/client.ts';
import { judge } from '../doubt.ts';
import type { AsrEngine, HeardPiece } from './engine.ts';

const name = 'openai';

/** What the API takes as one file. Half a minute of our WAV has a megabyte. */
const maxFileBytes = 25 * 1024 ** 2;

export function createOpenAiAsrEngine({ model, ...server }: ConfiguredModel): AsrEngine {
  const api = createModelApi(server, name);
  const { host } = new URL(server.baseUrl);
  const transcribe = createTranscribe((request, signal) => api.transcribe(request, signal));
  return {
    name,
    model,
    version: '1',
    async transcribe({ wav, before, durationMs }, calls) {
      if (wav.length > maxFileBytes) {
        throw new PipelineError('L_ENGINE_INPUT', `${wav.length} bytes of sound`, { engine: name });
      }
      const { answer, usage } = await calls.ask({
        ...{ engine: name, model, host },
        about: { sound: createHash('sha256').update(wav).digest('hex'), before },
        expected: { requests: 1, audioMs: durationMs },
        answer: heardSchema,
        // What is doubted is asked for again, now and when the task is retried.
        isWorthKeeping: ({ text }) => judge(text, durationMs) === 'words',
        async send(signal, spend) {
          const { usage, ...heard } = await transcribe({ model, wav, prompt: before || undefined }, signal);
          spend({ ...usage, audioMs: durationMs });
          return heard;
        },
      });
      return { text: answer.text, pieces: answer.segments.map(pieceOf), usage };
    },
  };
}

type Send = (request: TranscriptionRequest, signal: AbortSignal) => Promise<TranscriptionReply>;

/** One refusal may be that of a single request. */
const enoughRefusals = 2;
/** Requests after which times are asked for again: the server may have another model by then. */
const plainRequests = 50;

/**
 * Some models have no times to give and refuse to be asked for them; which ones, only the server knows. It is learned from
 * sounds that the server takes without times after it refused them with.
 */
function createTranscribe(send: Send) {
  let refusals = 0;
  let plainLeft = 0;
  return async (request: Omit<TranscriptionRequest, 'detailed'>, signal: AbortSignal) => {
    const plain = () => send({ ...request, detailed: false }, signal);
    if (plainLeft > 0) {
      plainLeft--;
      return plain();
    }
    try {
      const reply = await send({ ...request, detailed: true }, signal);
      refusals = 0;
      return reply;
    } catch (thrown) {
      if (!(thrown instanceof PipelineError) || thrown.code !== 'I_ENGINE_REQUEST') throw thrown;
    }
    const reply = await plain();
    refusals++;
    if (refusals >= enoughRefusals) plainLeft = plainRequests;
    return reply;
  };
}

/** The geometric mean of the likelihoods of its tokens is what the server's figure says. */
const pieceOf = ({ text, start, end, avgLogprob }: TranscribedSegment): HeardPiece => ({
  ...{ text, fromMs: Math.round(start * 1_000), toMs: Math.round(end * 1_000) },
  ...(avgLogprob !== undefined && { confidence: Math.min(1, Math.exp(avgLogprob)) }),
});
