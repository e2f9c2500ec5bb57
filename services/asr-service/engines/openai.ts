/** Speech to text at any server with OpenAI's `/audio/transcriptions`: OpenAI itself, or Whisper on vLLM, speaches, whisper.cpp. */
import type { ConfiguredModel } from '../../../shared/config/model-server.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { createModelApi, type TranscribedSegment, type TranscriptionReply } from '../../../shared/model-api/client.ts';
import type { AsrEngine, HeardPiece, Utterance } from './engine.ts';

const name = 'openai';

/** What the API takes as one file. Half a minute of our WAV has a megabyte. */
const maxFileBytes = 25 * 1024 ** 2;

export function createOpenAiAsrEngine({ model, ...server }: ConfiguredModel): AsrEngine {
  const api = createModelApi(server, name);
  // Some models have no times to give and refuse to be asked for them; which ones, only the server knows.
  let detailed = true;
  const ask = async ({ wav, before }: Utterance, signal: AbortSignal): Promise<TranscriptionReply> => {
    const request = { model, wav, prompt: before || undefined };
    if (detailed) {
      try {
        return await api.transcribe({ ...request, detailed }, signal);
      } catch (thrown) {
        if (!(thrown instanceof PipelineError && thrown.code === 'I_ENGINE_REQUEST')) throw thrown;
      }
    }
    const reply = await api.transcribe({ ...request, detailed: false }, signal);
    detailed = false;
    return reply;
  };
  return {
    name,
    model,
    version: '1',
    async transcribe(utterance, signal) {
      if (utterance.wav.length > maxFileBytes) {
        throw new PipelineError('L_ENGINE_INPUT', `${utterance.wav.length} bytes of sound`, { engine: name });
      }
      const { text, segments, usage } = await ask(utterance, signal);
      return { text, pieces: segments.map(pieceOf), usage: { ...usage, audioMs: utterance.durationMs } };
    },
  };
}

/** The geometric mean of the likelihoods of its tokens is what the server's figure says. */
const pieceOf = ({ text, start, end, avgLogprob }: TranscribedSegment): HeardPiece => ({
  ...{ text, fromMs: Math.round(start * 1_000), toMs: Math.round(end * 1_000) },
  ...(avgLogprob !== undefined && { confidence: Math.min(1, Math.exp(avgLogprob)) }),
});
