/** What is left to do when the record knows how a task ended: publish what is next, remove what nothing came of. Neither can change the end. */
import { toPipelineError } from '../shared/errors.ts';
import { faultPoint } from '../shared/fault-points.ts';
import type { FileStore } from '../shared/files/store.ts';
import type { Log } from '../shared/log.ts';
import type { Delivery } from '../shared/record/tasks.ts';
import type { Queues } from './connection.ts';
import { publishAll } from './publish.ts';

/** Publishes what the record answered a task's end with. */
export async function publishNext(queues: Queues, deliveries: Delivery[], taskLog: Log): Promise<void> {
  if (deliveries.length === 0) return;
  try {
    await faultPoint('before-publish', deliveries[0]?.documentId);
    await publishAll(queues, deliveries);
    await faultPoint('after-publish', deliveries[0]?.documentId);
  } catch (thrown) {
    // Marked in the record already: the reconciler looks again in 15 seconds.
    taskLog.warn('task.publish_late', { count: deliveries.length, code: toPipelineError(thrown).code });
  }
}

/** Removes stored bytes that no document came of. */
export async function removeAll(store: FileStore, files: { storageKey: string }[], taskLog: Log): Promise<void> {
  for (const { storageKey } of files) {
    try {
      await store.remove(storageKey);
    } catch (thrown) {
      // What became of the task is decided: a file too many in the store changes nothing about it.
      taskLog.error('file.left', { code: toPipelineError(thrown).code });
    }
  }
}
