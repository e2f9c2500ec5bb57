/** States the amounts of money in a passage, each with its sentence. */
import type { Claim, Passage } from '../engine.ts';
import { sentenceAround } from './sentence.ts';

/** One claim per MONEY mention; the span of the amount itself is in `properties`. */
export function findAmounts(passage: Passage): Claim[] {
  return passage.mentions
    .filter(mention => mention.type === 'MONEY')
    .map(mention => {
      const [start, end] = sentenceAround(passage, mention);
      return {
        kind: 'amount',
        value: mention.value,
        properties: { mentionId: mention.id, amountStart: mention.charStart, amountEnd: mention.charEnd },
        quote: passage.text.slice(start - passage.charStart, end - passage.charStart),
        charStart: start,
      };
    });
}
