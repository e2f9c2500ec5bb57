/** The shapes all answers share: lists are `{ items, nextCursor }`, errors are problems. */
import { z } from 'zod';
import type { Answer } from '../endpoint.ts';
import { problemSchema } from './documents.ts';

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = (description: string, item: z.ZodType): Answer => ({
  description,
  item,
  schema: z.object({ items: z.array(item), nextCursor: z.string().nullable() }),
});

/** An error as an answer. */
export const problem = (description: string): Answer => ({
  description,
  schema: problemSchema,
  mediaType: 'application/problem+json',
});
