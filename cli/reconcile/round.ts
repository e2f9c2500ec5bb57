/** `reconcile`: one round of what ingest-service does every few seconds, and what it did. */
import { withRedis } from '../../queues/inspect.ts';
import { reconcileOnce } from '../../queues/reconcile.ts';
import { loadSettings } from '../../shared/config/load.ts';
import { createLog, type Log, type LogFields } from '../../shared/log.ts';
import { createTasks } from '../../shared/record/tasks.ts';
import type { Answer } from '../answer.ts';
import { installation } from '../connection.ts';
import { withRecord } from '../record.ts';

interface Deed {
  event: string;
  fields: LogFields;
}

/** Safe at any time, also beside a running reconciler. Throws `X_REDIS` when Redis does not answer: the record is set straight by then. */
export const reconcileRound = (environment = installation().environment): Promise<Answer> =>
  withRecord(async record => {
    const { REDIS_URL: url, QUEUE_PREFIX: prefix } = loadSettings(['REDIS_URL', 'QUEUE_PREFIX'], environment);
    const silent = createLog({ service: 'cli', level: 'none', format: 'text' });
    const deeds: Deed[] = [];
    await withRedis({ url, prefix }, silent, async ({ redis, queues }) =>
      reconcileOnce({ tasks: createTasks(record), queues, redis, prefix, log: collecting(deeds) }),
    );
    const lines = deeds.map(({ event, fields }) =>
      [event, ...Object.entries(fields).map(([k, v]) => `${k}=${v}`)].join(' '),
    );
    return {
      json: { deeds: deeds.map(({ event, fields }) => ({ event, ...fields })) },
      text: lines.join('\n') || 'There was nothing to put right, or a reconciler was just at it.',
    };
  }, environment);

/** The reconciler tells what it does to its log. */
function collecting(deeds: Deed[]): Log {
  const note = (event: string, fields: LogFields = {}) => void deeds.push({ event, fields });
  return { info: note, warn: note, error: note, debug: () => {}, with: () => collecting(deeds) };
}
