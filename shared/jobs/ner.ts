/** Job of the ner queue. Cut a document into chunks, or find the mentions of a batch of them. */
import type { z } from 'zod';
import { jobOf } from './envelope.ts';

export const nerJob = jobOf('ner');
export type NerJob = z.infer<typeof nerJob>;
