/** The shapes of answers that the model is asked for. Every field is required, as strict servers want; absent is null. */
import { z } from 'zod';
import { categories } from '../../../../shared/domain/category.ts';
import { type FactKind, factKinds } from '../../../../shared/domain/facts.ts';

/**
 * What a string of an answer may have of UTF-16 units, and a list of items: more than any that a paper was seen to print. The model is not told,
 * as strict servers refuse such a schema; what is longer is left out, and counted. A sentence of a contract may run over a page.
 */
export const longest = { quote: 4_000, value: 1_000, name: 300, detail: 300, parties: 50, reason: 500 } as const;

export const categoryShape = z.object({
  category: z.enum(categories),
  confidence: z.number(),
  quote: z.string(),
});

/** Stand at the beginning of a document; further on they speak of something else: an exhibit, a case that is discussed. */
const headKinds: readonly FactKind[] = ['document_type', 'title', 'court', 'docket', 'citation'];

const claimed = (kinds: readonly FactKind[]) =>
  z.object({
    facts: z.array(
      z.object({
        kind: z.enum(kinds),
        value: z.string(),
        quote: z.string(),
        name: z.string().nullable(),
        role: z.string().nullable(),
        defined_as: z.string().nullable(),
        title: z.string().nullable(),
        stands_for: z.string().nullable(),
        parties: z.array(z.string()).nullable(),
        owed_by: z.string().nullable(),
      }),
    ),
  });

const allKinds = factKinds.filter(kind => kind !== 'category');

/** Of a passage that begins the document, and of one further on. */
export const factsShape = {
  first: claimed(allKinds),
  later: claimed(allKinds.filter(kind => !headKinds.includes(kind))),
};

export type ClaimedFact = z.output<typeof factsShape.first>['facts'][number];

export const pairsShape = z.object({
  verdicts: z.array(
    z.object({ pair: z.number(), verdict: z.enum(['same', 'different', 'unsure']), reason: z.string() }),
  ),
});
