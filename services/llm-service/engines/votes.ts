/** The category of a document from what each stretch of it takes the whole for: every stretch counts, the beginning most. */
import { z } from 'zod';
import { type Category, categories } from '../../../shared/domain/category.ts';
import type { Categorisation, Claim } from './engine.ts';

/** What one stretch takes the document for. A draft of a part, so it survives JSON. */
export const voteSchema = z.object({
  category: z.enum(categories),
  /** From 0 to 1. */
  confidence: z.number(),
  /** Words of the stretch that show it; may be empty. */
  quote: z.string(),
  /** Where the stretch starts in the document. */
  charStart: z.number(),
});
export type Vote = z.output<typeof voteSchema>;

/**
 * A paper says at its beginning what it is; what is attached to it is more, and speaks of itself. All that follows the first two
 * stretches, however many there are, weighs less than those two (the sum of n^-1.5 over all n is 2.61), and is never left out.
 */
const weightOf = (index: number): number => (index + 1) ** -1.5;

/** The scores are shares of all weight; the claim is that of the first stretch that has words for the category. */
export function decideByVotes(votes: readonly Vote[]): Categorisation {
  const weighed = votes
    .toSorted((a, b) => a.charStart - b.charStart)
    .map((vote, index) => ({ ...vote, weight: vote.confidence * weightOf(index) }));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const sums: Partial<Record<Category, number>> = {};
  for (const { category, weight } of weighed) sums[category] = (sums[category] ?? 0) + weight / (total || 1);
  const scores = Object.entries(sums).map(([name, share]) => [name as Category, rounded(share, 1_000)] as const);
  const [category, share] = scores.reduce((best, next) => (next[1] > best[1] ? next : best), ['other', 0] as const);
  const proof = weighed.find(item => item.category === category && item.quote.trim() !== '');
  const claims: Claim[] = proof
    ? [
        {
          ...{ kind: 'category', value: category, quote: proof.quote, charStart: proof.charStart },
          properties: { confidence: rounded(share * proof.confidence, 100) },
        },
      ]
    : [];
  const warnings = proof ? [] : [{ code: 'category.unproved' }];
  return { category, scores: Object.fromEntries(scores), claims, warnings };
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;
