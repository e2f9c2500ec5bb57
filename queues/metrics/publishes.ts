/** What is counted of publishing. */
import { type StageName, stageNames } from '../../shared/domain/stage.ts';
import { counter } from '../../shared/metrics/registry.ts';

const published = counter(
  'publishes_total',
  'Tasks given to Redis; late ones are delivered again.',
  'stage',
  'outcome',
);

for (const stage of stageNames) for (const outcome of ['done', 'late']) published.inc({ stage, outcome }, 0);

export function countPublishes(stage: StageName, count: number, outcome: 'done' | 'late'): void {
  published.inc({ stage, outcome }, count);
}
