/** Gives tasks to Redis after the caller has his answer. The record has them: a publish that fails is only late. */
import type { Queues } from '../../queues/connection.ts';
import { publishAll } from '../../queues/publish.ts';
import { toPipelineError } from '../../shared/errors.ts';
import { faultPoint } from '../../shared/fault-points.ts';
import type { Log } from '../../shared/log.ts';
import type { Delivery } from '../../shared/record/tasks.ts';

export interface Publisher {
  /** Publishes without being waited for; the relay or the reconciler deliver what does not get through. */
  publish(deliveries: Delivery[]): void;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

export function createPublisher(queues: Queues, log: Log): Publisher {
  const underWay = new Set<Promise<void>>();
  return {
    publish(deliveries) {
      if (deliveries.length === 0) return;
      const publishing = publishFrom(queues, deliveries)
        .catch(thrown =>
          log.warn('task.publish_late', { count: deliveries.length, code: toPipelineError(thrown).code }),
        )
        .finally(() => underWay.delete(publishing));
      underWay.add(publishing);
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}

async function publishFrom(queues: Queues, deliveries: Delivery[]): Promise<void> {
  await faultPoint('before-publish', deliveries[0]?.documentId);
  await publishAll(queues, deliveries);
  await faultPoint('after-publish', deliveries[0]?.documentId);
}
