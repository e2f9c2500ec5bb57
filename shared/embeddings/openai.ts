/** Vectors from any server with the `/embeddings` endpoint of the OpenAI protocol: in batches, and nothing is cut off. */
import { z } from 'zod';
import type { ConfiguredModel } from '../config/model-server.ts';
import type { EngineCalls } from '../engine-calls.ts';
import { PipelineError } from '../errors.ts';
import { createModelApi } from '../model-api/client.ts';
import { addUsage, type Usage } from '../model-api/usage.ts';
import { isInsideCharacter } from '../text/characters.ts';
import { countTokens } from '../text/tokens.ts';
import type { EmbeddingEngine, EmbeddingInput } from './engine.ts';
import { meanVector, unitVector } from './vectors.ts';

/** Not that of the engine of facts, which may be another server: the record keeps a state for each name. */
const name = 'openai-embeddings';
/** Raise it when what is sent for an input changes. */
const version = '1';

/** Of one request: what hosted servers take, and enough to keep a local one busy. A single input may have more tokens. */
const mostInputs = 64;
const mostTokens = 8_000;

/** An input that is shorter is not parted any more: what refuses it does so for another reason. */
const leastCharacters = 200;

export interface OpenAiEmbeddingsOptions extends ConfiguredModel {
  dimensions: number | undefined;
}

/** Some vectors, and what they cost. */
interface Made {
  vectors: number[][];
  usage: Usage;
}

/**
 * The server may refuse what is too long, as models of 512 tokens do: batches are then sent in halves, and a single text in halves of
 * its own, whose mean, weighted by length, stands for the whole.
 */
export function createOpenAiEmbeddings({ model, dimensions, ...server }: OpenAiEmbeddingsOptions): EmbeddingEngine {
  const api = createModelApi(server, name);
  const { host } = new URL(server.baseUrl);

  const ask = async (inputs: readonly EmbeddingInput[], calls: EngineCalls): Promise<Made> => {
    const texts = inputs.map(asSent);
    const { answer, usage } = await calls.ask({
      ...{ engine: name, model, host },
      about: { version, dimensions, texts },
      expected: { requests: 1, inputTokens: tokensOf(inputs) },
      answer: z.array(z.array(z.number())),
      async send(signal, spend) {
        const reply = await api.embed({ model, inputs: texts, dimensions }, signal);
        spend(reply.usage);
        return reply.vectors.map(vector => checked(vector, dimensions));
      },
    });
    return { vectors: answer, usage };
  };

  const embed = async (inputs: readonly EmbeddingInput[], calls: EngineCalls): Promise<Made> => {
    try {
      return await ask(inputs, calls);
    } catch (thrown) {
      if (!(thrown instanceof PipelineError) || thrown.code !== 'L_ENGINE_INPUT') throw thrown;
      const [only] = inputs;
      if (only === undefined || inputs.length > 1)
        return joined(await inTurn(halvesOf(inputs), half => embed(half, calls)));
      if (only.text.length < leastCharacters) throw thrown;
      const pieces = halvesOfText(only);
      const { vectors, usage } = joined(await inTurn(pieces, piece => embed([piece], calls)));
      const mean = meanVector(
        vectors,
        pieces.map(({ text }) => text.length),
      );
      return { vectors: [checked(mean, dimensions)], usage };
    }
  };

  return {
    name,
    model,
    embed: async (inputs, calls) => joined(await inTurn(batchesOf(inputs), batch => embed(batch, calls))),
  };
}

const asSent = ({ context, text }: EmbeddingInput): string => (context === '' ? text : `${context}\n\n${text}`);

const tokensOf = (inputs: readonly EmbeddingInput[]): number =>
  inputs.reduce((sum, input) => sum + countTokens(asSent(input)), 0);

function batchesOf(inputs: readonly EmbeddingInput[]): EmbeddingInput[][] {
  const batches: EmbeddingInput[][] = [];
  let tokens = 0;
  for (const input of inputs) {
    const own = tokensOf([input]);
    const batch = batches.at(-1);
    if (batch && batch.length < mostInputs && tokens + own <= mostTokens) {
      batch.push(input);
      tokens += own;
    } else {
      batches.push([input]);
      tokens = own;
    }
  }
  return batches;
}

const halvesOf = <T>(items: readonly T[]): [T[], T[]] => {
  const middle = items.length >> 1;
  return [items.slice(0, middle), items.slice(middle)];
};

/** At the last white space before the middle, else in the middle, but never within a character. */
function halvesOfText({ context, text }: EmbeddingInput): [EmbeddingInput, EmbeddingInput] {
  const middle = text.length >> 1;
  let at = text.slice(0, middle).search(/\s\S*$/u);
  if (at < middle / 2) at = middle;
  while (isInsideCharacter(text, at)) at -= 1;
  return [
    { context, text: text.slice(0, at) },
    { context, text: text.slice(at) },
  ];
}

/** One after the other: how many requests run side by side is for the tasks of the service to say. */
async function inTurn<I>(items: readonly I[], work: (item: I) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await work(item));
  return made;
}

const joined = (made: readonly Made[]): Made => ({
  vectors: made.flatMap(({ vectors }) => vectors),
  usage: addUsage(...made.map(({ usage }) => usage)),
});

/** The vector at unit length. Throws `X_ENGINE_ANSWER` for one without a direction, or of other dimensions than were asked for. */
function checked(vector: readonly number[], dimensions: number | undefined): number[] {
  const unit = unitVector(vector);
  if (unit !== undefined && (dimensions === undefined || unit.length === dimensions)) return unit;
  const fault = unit === undefined ? 'a vector without a direction' : `${unit.length} dimensions, not ${dimensions}`;
  throw new PipelineError('X_ENGINE_ANSWER', `the engine answered with ${fault}`, { engine: name });
}
