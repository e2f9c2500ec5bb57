/** What a worker counts of its tasks. Names and meanings of all metrics are listed in `docs/operations.md`. */
import { type Phase, phases, type StageName } from '../../shared/domain/stage.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { counter, durations, gauge } from '../../shared/metrics/registry.ts';
import type { ClaimAnswer } from '../../shared/record/tasks.ts';
import type { Outcome } from '../stage.ts';

/**
 * How an attempt at a task ended here. `fenced`: its commit was refused, as somebody else had the task by then; `lost`: so was its lease;
 * `untold`: the record could not be told.
 */
const taskOutcomes = ['done', 'retried', 'failed', 'waits', 'parked', 'released', 'lost', 'fenced', 'untold'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

const claims = counter('claims_total', 'Claims of tasks, by the answer of the record.', 'stage', 'outcome');
const tasks = counter('tasks_total', 'Attempts at tasks that ended, by how.', 'stage', 'phase', 'outcome');
const taskErrors = counter('task_errors_total', 'Attempts that ended with an error, by its code.', 'stage', 'code');
const taskDuration = durations('task_duration_seconds', 'From claim to end of an attempt.', 'stage', 'phase');
const tasksInProgress = gauge('tasks_in_progress', 'Tasks this process works on.', 'stage');
const pagesRead = counter('pages_read_total', 'Pages that were read, by the engine that read them.', 'engine');

/** Shows the counters of a stage before anything is counted: a rate sees no first step of what was not there. */
export function beginStage(stage: StageName): void {
  tasksInProgress.inc({ stage }, 0);
  for (const phase of phases) for (const outcome of taskOutcomes) tasks.inc({ stage, phase, outcome }, 0);
  for (const code of ['X_DISK', 'X_STORE'] as const) taskErrors.inc({ stage, code }, 0);
}

export function countClaim(stage: StageName, outcome: ClaimAnswer['status']): void {
  claims.inc({ stage, outcome });
}

/** An attempt at a task, from its claim on. */
export interface Attempt {
  /** How long it has taken so far. */
  ms(): number;
  /** Says how it ended, with the code of the error if there was one. */
  ended(outcome: TaskOutcome, code?: ErrorCode): void;
  /** It is over; one that did not say how is `untold`. */
  close(): void;
}

export function beginAttempt({ stage, phase }: { stage: StageName; phase: Phase }): Attempt {
  const startedAt = performance.now();
  const ms = () => Math.round(performance.now() - startedAt);
  let end: TaskOutcome = 'untold';
  tasksInProgress.inc({ stage });
  return {
    ms,
    ended(outcome, code) {
      end = outcome;
      if (code) taskErrors.inc({ stage, code });
    },
    close() {
      tasksInProgress.dec({ stage });
      tasks.inc({ stage, phase, outcome: end });
      taskDuration.observe({ stage, phase }, ms() / 1_000);
    },
  };
}

export function countPages({ pagesBy = {} }: Outcome): void {
  for (const [engine, pages] of Object.entries(pagesBy)) pagesRead.inc({ engine }, pages);
}
