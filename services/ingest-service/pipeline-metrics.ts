/** What metrics show of the pipeline as a whole: figures of the record, the queues, the file store. Every replica shows the same (0026). */
import type { Queues } from '../../queues/connection.ts';
import { type QueueFacts, queueFacts } from '../../queues/inspect.ts';
import { documentStates, type StageName, stageNames } from '../../shared/domain/stage.ts';
import type { FileStore } from '../../shared/files/store.ts';
import type { Look } from '../../shared/metrics/page.ts';
import { gauge } from '../../shared/metrics/registry.ts';
import type { Operations, QueueFigures } from '../../shared/record/operations.ts';

const backlog = gauge(
  'backlog_tasks',
  'Tasks a worker could take now: neither parked, nor put off, nor of a paused queue.',
  'stage',
);
const oldest = gauge('backlog_oldest_age_seconds', 'For how long the oldest of them has been waiting.', 'stage');
const delayed = gauge('delayed_tasks', 'Tasks that were put off, to be tried again later.', 'stage');
const running = gauge('running_tasks', 'Tasks with a lease.', 'stage');
const parked = gauge('parked_tasks', 'Tasks that wait for an engine that is down or paused.', 'stage', 'engine');
const late = gauge(
  'late_tasks',
  'Tasks a minute late: lease not taken back, claim not looked after, not published.',
  'kind',
);
const stuck = gauge(
  'stuck_documents',
  'Documents in progress that nothing has been open for, for a minute and a half.',
);
const documents = gauge('documents', 'Documents of all projects.', 'state');
const away = gauge(
  'engine_away',
  '1 for an engine that is down or paused for all projects.',
  'stage',
  'engine',
  'reason',
);
const paused = gauge('engine_paused_projects', 'Projects an engine is paused for.', 'stage', 'engine', 'reason');
const ofRecord = [backlog, oldest, delayed, running, parked, late, documents, away, paused];

const jobs = gauge('queue_jobs', 'Jobs in Redis.', 'stage', 'state');
const workers = gauge('queue_workers', 'Workers that are connected to a queue.', 'stage');
const isPaused = gauge('queue_paused', '1 for a queue that was paused in Redis.', 'stage');
const ofQueues = [jobs, workers, isPaused];

const storeUp = gauge('file_store_up', 'Whether the file store can be written to: 1 or 0.');

/** Each part has less time than the look as a whole, so that one that is away does not take the others with it. */
const partMs = 2_000;

/** A figure that is not known is not shown: an old or a made-up one would be believed. */
export const lookAtPipeline = (operations: Operations, queues: Queues): Look => ({
  async see() {
    const [figures, facts] = await Promise.allSettled([operations.queueFigures(partMs), queueFacts(queues, partMs)]);
    return () => {
      forget([...ofRecord, ...ofQueues]);
      const known = facts.status === 'fulfilled' ? facts.value : [];
      showQueues(known);
      const pausedStages = known.filter(queue => queue.paused).map(({ stage }) => stage);
      if (figures.status === 'fulfilled') showFigures(figures.value, new Set(pausedStages));
    };
  },
  lost: () => forget([...ofRecord, ...ofQueues]),
});

/** A bucket is written to for it, which costs, and with versions leaves something behind: one that was found well is believed for so long. */
const storeBelievedMs = 60_000;

export function lookAtStore(files: FileStore): Look {
  let believedUntil = Number.NEGATIVE_INFINITY;
  return {
    async see() {
      if (performance.now() < believedUntil) return () => undefined;
      await files.check();
      return () => {
        believedUntil = performance.now() + storeBelievedMs;
        storeUp.set(1);
      };
    },
    lost: () => storeUp.set(0),
  };
}

const forget = (gauges: { reset(): void }[]): void => {
  for (const each of gauges) each.reset();
  // Without labels a gauge would be 0, which is good news.
  stuck.remove();
};

function showQueues(facts: readonly QueueFacts[]): void {
  for (const queue of facts) {
    const { stage } = queue;
    jobs.set({ stage, state: 'waiting' }, queue.waiting);
    jobs.set({ stage, state: 'active' }, queue.active);
    workers.set({ stage }, queue.workers);
    isPaused.set({ stage }, Number(queue.paused));
  }
}

function showFigures(figures: QueueFigures, pausedStages: ReadonlySet<StageName>): void {
  for (const stage of stageNames) {
    // More workers would not help a queue that is paused.
    const waiting = pausedStages.has(stage) ? undefined : figures.backlog.find(item => item.stage === stage);
    backlog.set({ stage }, waiting?.count ?? 0);
    oldest.set({ stage }, waiting?.seconds ?? 0);
    delayed.set({ stage }, figures.delayed[stage] ?? 0);
    running.set({ stage }, figures.running[stage] ?? 0);
  }
  for (const state of documentStates) documents.set({ state }, figures.documents[state] ?? 0);
  for (const [kind, count] of Object.entries(figures.late)) late.set({ kind }, count);
  stuck.set(figures.stuck);
  for (const [engine, count] of Object.entries(figures.parked)) parked.set(labelsOf(engine), count);
  for (const { engine, reason } of figures.away) away.set({ ...labelsOf(engine), reason }, 1);
  for (const { engine, reason, count } of figures.paused) paused.set({ ...labelsOf(engine), reason }, count);
}

/** Of `<stage>/<engine>`. */
function labelsOf(name: string): { stage: string; engine: string } {
  const [stage = '', engine = ''] = name.split('/');
  return { stage, engine };
}
