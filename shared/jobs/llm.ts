/** Job of the llm queue. Tell what a document is and says, or find the facts of a batch of chunks. */
import type { z } from 'zod';
import { jobOf } from './envelope.ts';

export const llmJob = jobOf('llm');
export type LlmJob = z.infer<typeof llmJob>;
