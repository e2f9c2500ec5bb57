/** Publishes what is due: retries whose pause is over, parts whose turn has come, tasks given back. Runs in every ingest replica. */
import { toPipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { Tasks } from '../shared/record/tasks.ts';
import type { Queues } from './connection.ts';
import { every } from './every.ts';
import { countRelayRound } from './metrics/rounds.ts';
import { publishAll } from './publish.ts';

const batchSize = 200;

/** Starts the relay; `stop` waits for the round in progress. */
export function startRelay(tasks: Tasks, queues: Queues, log: Log, intervalMs = 500): { stop(): Promise<void> } {
  const round = async () => {
    for (;;) {
      const deliveries = await tasks.takeUnpublished(batchSize);
      if (deliveries.length > 0) await publishAll(queues, deliveries);
      if (deliveries.length < batchSize) return countRelayRound('done');
    }
  };
  return every(intervalMs, round, thrown => {
    countRelayRound('failed');
    log.warn('relay.round_failed', { code: toPipelineError(thrown).code, reason: toPipelineError(thrown).message });
  });
}
