/** What calls of engines cost, by a dated list of prices. */
import { z } from 'zod';
import type { Usage } from '../model-api/usage.ts';
import list from './prices.json' with { type: 'json' };

const price = z.strictObject({
  /** Name of an engine; `*` for all. */
  engine: z.string(),
  /** A regular expression over the whole name of the model; a date at its end, as `-2025-04-14`, need not be named. */
  model: z.string(),
  perThousandPages: z.number().optional(),
  perAudioMinute: z.number().optional(),
  perMillionInputTokens: z.number().optional(),
  perMillionOutputTokens: z.number().optional(),
  /** Where it is said. */
  source: z.string(),
});
type Price = z.infer<typeof price>;

const pricesSchema = z.strictObject({
  date: z.iso.date(),
  currency: z.string().length(3),
  note: z.string(),
  prices: z.array(price),
});
export type Prices = z.infer<typeof pricesSchema>;

/** The list of this version. */
export const prices: Prices = pricesSchema.parse(list);

export interface Cost {
  /** Null if the price is not known. */
  amount: number | null;
  currency: string;
  /** Date of the list. */
  pricesOf: string;
}

/** Who was asked. `isLocal`: on a host of one's own, which costs nothing by call. */
export interface Asked {
  engine: string;
  model: string;
  isLocal: boolean;
}

/** What a use costs. Without a price for the model, or for what was used of it, nobody knows. */
export function costOf(usage: Usage, asked: Asked, known: Prices = prices): Cost {
  return { amount: amountOf(usage, asked, known), currency: known.currency, pricesOf: known.date };
}

function amountOf(usage: Usage, { engine, model, isLocal }: Asked, { prices: all }: Prices): number | null {
  if (isLocal || usage.requests === 0) return 0;
  const found = all.find(item => (item.engine === '*' || item.engine === engine) && fits(item, model));
  const parts = found ? partsOf(found, usage).filter(part => part !== undefined) : [];
  // Billionths: sums of many small amounts must not show how numbers are stored.
  return parts.length > 0 ? Math.round(parts.reduce((sum, part) => sum + part, 0) * 1e9) / 1e9 : null;
}

const fits = (item: Price, model: string): boolean =>
  new RegExp(`^(?:${item.model})(?:-\\d{4}-\\d{2}-\\d{2})?$`).test(model);

const partsOf = (item: Price, { pages, audioMs, inputTokens, outputTokens }: Usage): (number | undefined)[] => [
  times(item.perThousandPages, pages, 1_000),
  times(item.perAudioMinute, audioMs, 60_000),
  times(item.perMillionInputTokens, inputTokens, 1e6),
  times(item.perMillionOutputTokens, outputTokens, 1e6),
];

const times = (amount: number | undefined, used: number | undefined, per: number): number | undefined =>
  amount === undefined || used === undefined ? undefined : (amount * used) / per;
