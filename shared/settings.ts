/** The settings of a project, in `projects.settings`. */
import { z } from 'zod';

/** Parses `projects.settings`; what is absent gets its default. */
export const settingsSchema = z.object({
  /** How a date like 3/4/2024 is read: month first, as US courts write, or day first. */
  dateOrder: z.enum(['mdy', 'dmy']).default('mdy'),
});

export type ProjectSettings = z.infer<typeof settingsSchema>;

export const defaultSettings: ProjectSettings = settingsSchema.parse({});
