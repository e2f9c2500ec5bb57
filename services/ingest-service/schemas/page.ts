/** How lists are answered: `{ items, nextCursor }`. */
import { z } from 'zod';
import type { Answer } from '../endpoint.ts';

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = (description: string, item: z.ZodType): Answer => ({
  description,
  schema: z.object({ items: z.array(item), nextCursor: z.string().nullable() }),
});
