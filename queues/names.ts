/** Names in Redis: queues, job ids, the epoch key. Nobody else builds these strings. */
import type { StageName } from '../shared/domain/stage.ts';

/** The queue of a stage has the stage's name. */
export const queueName = (stage: StageName): string => stage;

/** One id per publish, so that a kept finished job never swallows a later one. No `:`; never all digits. */
export const jobId = (taskId: string, publishes: number): string => `${taskId}-${publishes}`;

/** A key whose absence says that Redis was emptied. */
export const epochKey = (prefix: string): string => `${prefix}:epoch`;
