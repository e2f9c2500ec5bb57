/** The retry of the board: the record reopens what failed, Redis gets it at once if it can. */
import type { Queues } from '../queues/connection.ts';
import { publishAll } from '../queues/publish.ts';
import { toPipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { RunAnswer } from '../shared/record/documents.ts';

/** A function that retries a document. What Redis does not take now, the relay delivers later: the retry is in the record. */
export const createRetry =
  (documents: { retry(documentId: string): Promise<RunAnswer> }, queues: Queues, log: Log) =>
  async (documentId: string): Promise<RunAnswer> => {
    const answer = await documents.retry(documentId);
    if (!answer.error) {
      await publishAll(queues, answer.deliveries).catch(thrown =>
        log.warn('task.publish_late', { documentId, code: toPipelineError(thrown).code }),
      );
    }
    return answer;
  };
