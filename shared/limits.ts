/** The default limits, one table; each may be overridden per project in `projects.limits`. */
import { z } from 'zod';

const limit = (value: number) => z.number().int().positive().default(value);

/** Parses `projects.limits`; what is absent gets its default. */
export const limitsSchema = z.object({
  maxFileBytes: limit(1024 ** 3),
  maxPages: limit(5_000),
  maxPagePixels: limit(40_000_000),
  maxTextBytes: limit(50 * 1024 ** 2),
  maxDepth: limit(5),
  maxChildren: limit(200),
  maxAudioMs: limit(12 * 3_600_000),
  maxChunkTokens: limit(1_000),
});

/** Limits of one project: bytes, pixels, milliseconds, counts. */
export type Limits = z.infer<typeof limitsSchema>;

export const defaultLimits: Limits = limitsSchema.parse({});
