/** Puts pairs of entities that the rules are unsure of to an engine that judges. */
import type { TaskContext } from '../../../queues/stage.ts';
import type { BlockDecision, EngineOpinion, EntityReview } from '../../../shared/domain/resolution.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { addUsage, type Usage } from '../../../shared/model-api/usage.ts';
import type { LlmEngine, NamePair } from '../engines/engine.ts';

/** Pairs of one question to the engine, and of one document: what is left stays listed for review. */
const pairsAtATime = 20;
const mostPairs = 100;

/** What came of asking. */
export interface Judged {
  /** The blocks with a new opinion. */
  blocks: string[];
  /** Pairs with an opinion. */
  asked: number;
  /** Pairs that the engine would not, or could not, speak of: they stay listed. */
  unjudged: number;
  usage: Usage;
}

/** What an engine says of its question and not of itself: these pairs are left, the rest of the document stands. */
const refusals: ReadonlySet<string> = new Set(['I_ENGINE_REFUSED', 'L_ENGINE_INPUT', 'L_ENGINE_OUTPUT']);

/** Asks about every pair that concerns the document and that nobody has judged yet, likeliest first. */
export async function judgeReviews(
  context: TaskContext,
  engine: LlmEngine,
  decisions: readonly BlockDecision[],
  concerns: (review: EntityReview) => boolean,
): Promise<Judged> {
  const judged: Judged = { blocks: [], asked: 0, unjudged: 0, usage: addUsage() };
  if (!engine.judge) return judged;
  const open = decisions.flatMap(({ block, reviews, judged }) =>
    reviews.filter(review => concerns(review) && !judged.includes(review.id)).map(review => ({ block, review })),
  );
  const chosen = open.sort((a, b) => b.review.score - a.review.score).slice(0, mostPairs);
  judged.unjudged += open.length - chosen.length;
  const blocks = new Set<string>();
  for (let at = 0; at < chosen.length; at += pairsAtATime) {
    const batch = chosen.slice(at, at + pairsAtATime);
    const answer = await askUnlessRefused(
      context,
      engine,
      batch.map(({ review }) => review),
    );
    await context.entities.judge(answer.opinions);
    judged.asked += answer.opinions.length;
    judged.unjudged += batch.length - answer.opinions.length;
    judged.usage = addUsage(judged.usage, answer.usage);
    const decided = new Set(answer.opinions.filter(({ verdict }) => verdict !== 'unsure').map(({ id }) => id));
    for (const { block, review } of batch) if (decided.has(review.id)) blocks.add(block);
  }
  return { ...judged, blocks: [...blocks] };
}

interface Opinions {
  opinions: EngineOpinion[];
  usage?: Usage | undefined;
}

async function askUnlessRefused(
  context: TaskContext,
  engine: LlmEngine,
  reviews: readonly EntityReview[],
): Promise<Opinions> {
  try {
    return await ask(context, engine, reviews);
  } catch (thrown) {
    if (thrown instanceof PipelineError && refusals.has(thrown.code)) return { opinions: [] };
    throw thrown;
  }
}

async function ask(context: TaskContext, engine: LlmEngine, reviews: readonly EntityReview[]): Promise<Opinions> {
  const known = new Map((await context.entities.contexts(reviews.flatMap(({ a, b }) => [a, b]))).map(e => [e.id, e]));
  const pairs = reviews.flatMap(review => {
    const [a, b] = [known.get(review.a), known.get(review.b)];
    return a && b ? [{ review, pair: { type: a.type, a, b } satisfies NamePair }] : [];
  });
  if (pairs.length === 0 || !engine.judge) return { opinions: [] };
  const { verdicts, usage } = await engine.judge(
    pairs.map(({ pair }) => pair),
    context,
  );
  const { name, model, version } = engine;
  const opinions = pairs.flatMap(({ review: { id, a, b } }, i): EngineOpinion[] => {
    const said = verdicts[i];
    if (!said) return [];
    const decidedBy = { engine: name, ...(model !== undefined && { model }), version, reason: said.reason };
    return [{ id, a, b, verdict: said.verdict, decidedBy }];
  });
  return { opinions, usage };
}
