/** Gives tasks to Redis. The record has them already: a publish that fails is only late. */
import { PipelineError } from '../shared/errors.ts';
import { payloadVersion } from '../shared/jobs/envelope.ts';
import type { Delivery } from '../shared/record/tasks.ts';
import { type Queues, withinDeadline } from './connection.ts';
import { countPublishes } from './metrics/publishes.ts';
import { jobId } from './names.ts';
import { type Job, pipeline } from './pipeline.ts';

/** Longest wait for Redis; after it the outcome is unknown and the record looks again. */
const publishDeadlineMs = 2_000;

/**
 * Publishes tasks, one call per queue. Publishing twice is harmless: the id of a job is its task and counter. Throws
 * `X_REDIS` when Redis did not take them in time, `I_PAYLOAD` when a payload breaks the contract.
 */
export async function publishAll(queues: Queues, deliveries: Delivery[]): Promise<void> {
  const byStage = Map.groupBy(deliveries, delivery => delivery.stage);
  const calls = [...byStage].map(([stage, list]) => queues[stage].addBulk(list.map(toJob)));
  let outcome: 'done' | 'late' = 'late';
  try {
    await withinDeadline(Promise.all(calls), publishDeadlineMs, 'publish');
    outcome = 'done';
  } finally {
    for (const [stage, { length }] of byStage) countPublishes(stage, length, outcome);
  }
}

function toJob({ publishes, priority, ...task }: Delivery) {
  const parsed = pipeline[task.stage].payload.safeParse({ v: payloadVersion, ...task });
  if (!parsed.success)
    throw new PipelineError(
      'I_PAYLOAD',
      `task ${task.taskId}: ${parsed.error.issues.map(issue => issue.path.join('.')).join(', ')}`,
    );
  return { name: task.phase, data: parsed.data as Job, opts: { jobId: jobId(task.taskId, publishes), priority } };
}
