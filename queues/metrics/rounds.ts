/** What is counted of the rounds of relay and reconciler, and of what the reconciler sets right. */
import { counter, gauge } from '../../shared/metrics/registry.ts';

const relayRounds = counter('relay_rounds_total', 'Rounds of the relay.', 'outcome');
const reconcileRounds = counter('reconcile_rounds_total', 'Rounds of the reconciler.', 'outcome');
const reconciledAt = gauge(
  'reconcile_last_success_timestamp_seconds',
  'When a round last got through, by the clock here.',
);
const repairs = counter('repairs_total', 'What the reconciler set right, or gave up.', 'kind');

export function countRelayRound(outcome: 'done' | 'failed'): void {
  relayRounds.inc({ outcome });
}

/** `busy`: another replica was at it. */
export function countReconcileRound(outcome: 'done' | 'busy' | 'failed'): void {
  reconcileRounds.inc({ outcome });
  if (outcome === 'done') reconciledAt.setToCurrentTime();
}

/** `lease_expired`: a worker died or froze; `poisoned`: it did so too often; `stuck`: a document nothing was open for; `job_gone`: lost in Redis. */
const repairKinds = ['lease_expired', 'poisoned', 'stuck', 'job_gone', 'redis_emptied'] as const;

export function countRepairs(kind: (typeof repairKinds)[number], count = 1): void {
  repairs.inc({ kind }, count);
}

/** Shows the counters of relay and reconciler before anything is counted, as a rate sees no first step of what was not there. */
export function beginRounds(): void {
  for (const outcome of ['done', 'failed']) relayRounds.inc({ outcome }, 0);
  for (const outcome of ['done', 'busy', 'failed']) reconcileRounds.inc({ outcome }, 0);
  for (const kind of repairKinds) countRepairs(kind, 0);
}
