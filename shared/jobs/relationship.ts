/** Job of the relationship queue. Stage the graph of a document. */
import type { z } from 'zod';
import { jobOf } from './envelope.ts';

export const relationshipJob = jobOf('relationship');
export type RelationshipJob = z.infer<typeof relationshipJob>;
