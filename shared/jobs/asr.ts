/** Job of the asr queue. Transcribe a recording or one stretch of it. */
import type { z } from 'zod';
import { jobOf } from './envelope.ts';

export const asrJob = jobOf('asr');
export type AsrJob = z.infer<typeof asrJob>;
