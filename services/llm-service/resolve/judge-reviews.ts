/** Puts pairs of entities that the rules are unsure of to an engine that judges. */
import type { TaskContext } from '../../../queues/stage.ts';
import type { BlockDecision, EngineOpinion, EntityReview } from '../../../shared/domain/resolution.ts';
import type { LlmEngine, NamePair } from '../engines/engine.ts';

/** Pairs of one question to the engine, and of one document: what is left stays listed for review. */
const pairsAtATime = 20;
const mostPairs = 100;

/** The blocks with a new opinion, and how many pairs were asked about. */
export interface Judged {
  blocks: string[];
  asked: number;
}

/** Asks about every pair that concerns the document and that nobody has judged yet, likeliest first. */
export async function judgeReviews(
  context: TaskContext,
  engine: LlmEngine,
  decisions: readonly BlockDecision[],
  concerns: (review: EntityReview) => boolean,
): Promise<Judged> {
  if (!engine.judge) return { blocks: [], asked: 0 };
  const open = decisions.flatMap(({ block, reviews, judged }) =>
    reviews.filter(review => concerns(review) && !judged.includes(review.id)).map(review => ({ block, review })),
  );
  const chosen = open.sort((a, b) => b.review.score - a.review.score).slice(0, mostPairs);
  const blocks = new Set<string>();
  let asked = 0;
  for (let at = 0; at < chosen.length; at += pairsAtATime) {
    const batch = chosen.slice(at, at + pairsAtATime);
    const opinions = await ask(
      context,
      engine,
      batch.map(({ review }) => review),
    );
    await context.entities.judge(opinions);
    asked += opinions.length;
    const decided = new Set(opinions.filter(({ verdict }) => verdict !== 'unsure').map(({ id }) => id));
    for (const { block, review } of batch) if (decided.has(review.id)) blocks.add(block);
  }
  return { blocks: [...blocks], asked };
}

async function ask(
  context: TaskContext,
  engine: LlmEngine,
  reviews: readonly EntityReview[],
): Promise<EngineOpinion[]> {
  const known = new Map((await context.entities.contexts(reviews.flatMap(({ a, b }) => [a, b]))).map(e => [e.id, e]));
  const pairs = reviews.flatMap(review => {
    const [a, b] = [known.get(review.a), known.get(review.b)];
    return a && b ? [{ review, pair: { type: a.type, a, b } satisfies NamePair }] : [];
  });
  if (pairs.length === 0 || !engine.judge) return [];
  const verdicts = await engine.judge(
    pairs.map(({ pair }) => pair),
    context.signal,
  );
  const { name, model, version } = engine;
  return pairs.flatMap(({ review: { id, a, b } }, i) => {
    const said = verdicts[i];
    if (!said) return [];
    const decidedBy = { engine: name, ...(model !== undefined && { model }), version, reason: said.reason };
    return [{ id, a, b, verdict: said.verdict, decidedBy }];
  });
}
