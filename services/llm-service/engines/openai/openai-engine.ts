/** Category, facts and doubtful pairs of names by a language model behind any OpenAI-compatible server. */
import { z } from 'zod';
import type { Warning } from '../../../../queues/stage.ts';
import type { ConfiguredModel } from '../../../../shared/config/model-server.ts';
import type { FactKind } from '../../../../shared/domain/facts.ts';
import type { EngineCalls } from '../../../../shared/engine-calls.ts';
import { createModelApi } from '../../../../shared/model-api/client.ts';
import {
  askStructured,
  type StructuredOutput,
  type StructuredReply,
  schemaFor,
} from '../../../../shared/model-api/structured.ts';
import { addUsage, type Usage } from '../../../../shared/model-api/usage.ts';
import { countTokens } from '../../../../shared/text/tokens.ts';
import type { Claim, Judgement, LlmEngine, NamePair, PairVerdict, Votes } from '../engine.ts';
import { decideByVotes } from '../votes.ts';
import { askAll, type Batch, batchesOf, fence } from './batches.ts';
import { type Claims, claimsOf } from './claims.ts';
import { readPrompts } from './prompts.ts';
import { categoryShape, factsShape, longest, pairsShape } from './shapes.ts';

const name = 'openai';
/** Raise it when what is made of the answers changes; the prompts have versions of their own. */
const version = '4';

export interface OpenAiEngineOptions extends ConfiguredModel {
  output: StructuredOutput;
  temperature: number | undefined;
  /** Tokens of the document in one request. */
  batchTokens: number;
}

interface Asked<S extends z.ZodType> {
  name: string;
  schema: S;
  instructions: string;
  input: string;
}
type Reply<T> = StructuredReply<T> & { usage: Usage };
type Ask = <S extends z.ZodType>(question: Asked<S>, calls: EngineCalls) => Promise<Reply<z.output<S>>>;

/** Documents are never mixed: each request holds text of one. Pairs of names are the exception, by their nature. */
export function createOpenAiEngine({
  model,
  output,
  temperature,
  batchTokens,
  ...server
}: OpenAiEngineOptions): LlmEngine {
  const api = createModelApi(server, name);
  const prompts = readPrompts();
  const { host } = new URL(server.baseUrl);
  const ask: Ask = async <S extends z.ZodType>({ schema, ...question }: Asked<S>, calls: EngineCalls) => {
    const told = { model, output, temperature, ...question };
    const { answer, usage } = await calls.ask({
      ...{ engine: name, model, host },
      about: { ...told, schema: schemaFor(schema) },
      expected: { requests: 1, inputTokens: countTokens(question.instructions) + countTokens(question.input) },
      answer: z.object({ value: schema, repaired: z.boolean() }) as unknown as z.ZodType<StructuredReply<z.output<S>>>,
      send: (signal, spend) => askStructured(api, name, { ...told, schema }, signal, spend),
    });
    return { ...answer, usage };
  };
  const voteOn: NonNullable<LlmEngine['vote']> = (batch, calls) =>
    vote(ask, prompts.texts.category, batchesOf(batch, batchTokens), calls);
  return {
    name,
    model,
    version: `${version} (${prompts.version})`,
    vote: voteOn,
    async categorise(document, calls) {
      const { votes, warnings, usage } = await voteOn(document, calls);
      const decided = decideByVotes(votes);
      return { ...decided, warnings: [...decided.warnings, ...warnings], usage };
    },
    // What holds for the document as a whole is found where it stands, by `findFacts`: a second reading would cost as much.
    describe: async () => ({ claims: [], warnings: [] }),
    async findFacts(batch, calls) {
      const replies = await askAll(batchesOf(batch, batchTokens), ({ text, charStart }) => {
        const schema = charStart === 0 ? factsShape.first : factsShape.later;
        return ask({ name: 'facts', schema, instructions: prompts.texts.facts, input: fence(text) }, calls);
      });
      const made = replies.map(({ batch: asked, answer }) => claimsOf(answer.value.facts, asked));
      const count = (of: Exclude<keyof Claims, 'claims'>) => made.reduce((sum, claims) => sum + claims[of], 0);
      return {
        claims: distinct(made.flatMap(({ claims }) => claims)),
        warnings: [
          ...counted('facts.malformed', count('malformed')),
          ...counted('facts.unlocated', count('unlocated')),
          ...counted('facts.unproved', count('unproved')),
          ...counted('facts.oversize', count('oversize')),
          ...counted('facts.unprinted', count('unprinted')),
          ...repaired(replies),
        ],
        usage: addUsage(...replies.map(({ answer }) => answer.usage)),
      };
    },
    judge: (pairs, calls) => judge(ask, prompts.texts.pairs, pairs, calls),
  };
}

/** Sums, days and promises are facts each time they are stated; who is party or which law is chosen is one fact, however often it is said. */
const repeatable: ReadonlySet<FactKind> = new Set(['amount', 'date', 'term', 'termination', 'obligation']);

function distinct(claims: Claim[]): Claim[] {
  const known = new Set<string>();
  return claims.filter(({ kind, value, properties: { role } }) => {
    const key = JSON.stringify([kind, value.toLowerCase(), role]);
    if (repeatable.has(kind)) return true;
    return known.has(key) ? false : known.add(key);
  });
}

const counted = (code: string, count: number): Warning[] => (count > 0 ? [{ code, count }] : []);

const repaired = (replies: { answer: Reply<unknown> }[]): Warning[] =>
  counted('answer.repaired', replies.filter(({ answer }) => answer.repaired).length);

/** Each batch says what it takes the document for. */
async function vote(ask: Ask, instructions: string, batches: Batch[], calls: EngineCalls): Promise<Votes> {
  const replies = await askAll(batches, ({ text }) =>
    ask({ name: 'category', schema: categoryShape, instructions, input: fence(text) }, calls),
  );
  return {
    votes: replies.map(({ batch: { charStart }, answer: { value } }) => {
      const quote = value.quote.length > longest.quote ? '' : value.quote;
      return { ...value, quote, charStart, confidence: Math.max(0, Math.min(1, value.confidence)) };
    }),
    warnings: [
      ...counted('category.oversize', replies.filter(({ answer }) => answer.value.quote.length > longest.quote).length),
      ...repaired(replies),
    ],
    usage: addUsage(...replies.map(({ answer }) => answer.usage)),
  };
}

/** Enough to save requests, few enough to keep each pair in view. */
const pairsAtATime = 20;

async function judge(
  ask: Ask,
  instructions: string,
  pairs: readonly NamePair[],
  calls: EngineCalls,
): Promise<Judgement> {
  const verdicts: Judgement['verdicts'] = [];
  let usage: Usage | undefined;
  for (let from = 0; from < pairs.length; from += pairsAtATime) {
    const some = pairs.slice(from, from + pairsAtATime);
    const input = fence(JSON.stringify(some.map((pair, index) => ({ pair: index + 1, ...pair }))));
    const { value, usage: used } = await ask({ name: 'pairs', schema: pairsShape, instructions, input }, calls);
    usage = addUsage(usage, used);
    const byPair = new Map(value.verdicts.map(({ pair, ...verdict }) => [pair, withBoundedReason(verdict)]));
    verdicts.push(...some.map((_, i) => byPair.get(i + 1)));
  }
  return { verdicts, ...(usage && { usage }) };
}

/** A verdict holds without its reason; that there was one is said in its place. */
const withBoundedReason = (said: PairVerdict): PairVerdict =>
  said.reason.length > longest.reason ? { ...said, reason: `(left out: ${said.reason.length} characters)` } : said;
