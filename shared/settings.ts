/** The settings of a project, in `projects.settings`. */
import { z } from 'zod';
import { prices } from './prices/prices.ts';

/** Parses `projects.settings`; what is absent gets its default. */
export const settingsSchema = z.object({
  /** How a date like 3/4/2024 is read: month first, as US courts write, or day first. */
  dateOrder: z.enum(['mdy', 'dmy']).default('mdy'),
  /** No call of an engine leaves for a host that is not in `LOCAL_HOSTS`. */
  localOnly: z.boolean().default(false),
  /** What calls of engines may cost; once spent, calls that cost wait until it is raised. In the currency of the price file. */
  budget: z.object({ amount: z.number().nonnegative(), currency: z.literal(prices.currency) }).optional(),
});

export type ProjectSettings = z.infer<typeof settingsSchema>;

export const defaultSettings: ProjectSettings = settingsSchema.parse({});
