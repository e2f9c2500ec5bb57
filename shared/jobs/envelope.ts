/** What every job carries: ids and a version, nothing that could be privileged. */
import { z } from 'zod';
import { phases, type StageName } from '../domain/stage.ts';

/** Raised when the meaning of a payload changes; what is queued under an older version is dropped and delivered again by the record. */
export const payloadVersion = 1;

/** The payload schema of a stage. Strict: an unknown field is a producer we do not know. */
export const jobOf = <S extends StageName>(stage: S) =>
  z.strictObject({
    v: z.literal(payloadVersion),
    taskId: z.uuid(),
    documentId: z.uuid(),
    generation: z.int().positive(),
    stage: z.literal(stage),
    phase: z.enum(phases),
  });
