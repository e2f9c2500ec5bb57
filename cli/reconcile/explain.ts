/** `reconcile --explain`: where record, queue and file store differ. Changes nothing. */
import { type Inspection, type JobPlace, withRedis } from '../../queues/inspect.ts';
import { findGone } from '../../queues/reconcile.ts';
import { loadFileStore, loadSettings } from '../../shared/config/load.ts';
import { type PipelineError, toPipelineError } from '../../shared/errors.ts';
import { openFileStore } from '../../shared/files/open-store.ts';
import type { FileStore } from '../../shared/files/store.ts';
import { createLog } from '../../shared/log.ts';
import { createOperations, type Operations } from '../../shared/record/operations.ts';
import { createProjects } from '../../shared/record/projects.ts';
import type { Answer } from '../answer.ts';
import { installation } from '../connection.ts';
import { projectByName, withRecord } from '../record.ts';
import { table } from '../table.ts';

/** A file is stored before its document is recorded: one that is younger may be on its way. */
const onItsWayMs = 10 * 60_000;

interface QueueDifferences {
  /** Published, overdue, and no job is left in Redis that would bring them to a worker. */
  lost: string[];
  /** Jobs without a use: the task is unknown, has ended, or was published anew. A worker drops them. */
  unknown: number;
  ended: number;
  replaced: number;
}

interface StoreDifferences {
  orphans: { key: string; bytes: number }[];
  /** Documents whose original is not there. */
  missing: string[];
}

/** `incomplete` if there is a difference that wants somebody. Throws `I_NOT_FOUND` if there is no such project. */
export const explain = (projectName?: string, environment = installation().environment): Promise<Answer> =>
  withRecord(async record => {
    const projectId = projectName === undefined ? null : (await projectByName(createProjects(record), projectName)).id;
    const operations = createOperations(record);
    const { now, leases, stuck } = await operations.differences(projectId);
    const queue = await compareQueue(operations, projectId, now, environment);
    const store = await compareStore(operations, openFileStore(loadFileStore(environment)), projectId);
    return answerOf({ leases, stuck, store, ...queue });
  }, environment);

/** Redis may be away: what else differs is told all the same. */
async function compareQueue(
  operations: Operations,
  projectId: string | null,
  now: string,
  environment: Record<string, string | undefined>,
): Promise<{ queue: QueueDifferences } | { away: PipelineError }> {
  const { REDIS_URL: url, QUEUE_PREFIX: prefix } = loadSettings(['REDIS_URL', 'QUEUE_PREFIX'], environment);
  const silent = createLog({ service: 'cli', level: 'none', format: 'text' });
  try {
    const queue = await withRedis({ url, prefix }, silent, redis => differencesOf(operations, redis, projectId, now));
    return { queue };
  } catch (thrown) {
    const error = toPipelineError(thrown);
    if (error.code !== 'X_REDIS') throw error;
    return { away: error };
  }
}

async function differencesOf(
  operations: Operations,
  { jobs, queues }: Inspection,
  projectId: string | null,
  now: string,
): Promise<QueueDifferences> {
  const overdue = await operations.overdue(projectId, now);
  const lost = await findGone(
    queues,
    overdue.map(({ id, ...rest }) => ({ taskId: id, ...rest })),
  );
  const found: QueueDifferences = { lost, unknown: 0, ended: 0, replaced: 0 };
  for await (const page of jobs()) await countUseless(operations, page, projectId, found);
  return found;
}

async function countUseless(
  operations: Operations,
  jobs: JobPlace[],
  projectId: string | null,
  found: QueueDifferences,
) {
  const places = await operations.places(jobs.map(({ taskId }) => taskId));
  const known = new Map(places.map(place => [place.id, place]));
  for (const { taskId, publishes } of jobs) {
    const task = known.get(taskId);
    // Whose project an unknown task was, nobody knows.
    if (!task) found.unknown += projectId === null ? 1 : 0;
    else if (projectId !== null && task.projectId !== projectId) continue;
    else if (!['queued', 'running', 'parked'].includes(task.state)) found.ended += 1;
    else if (task.publishes !== publishes) found.replaced += 1;
  }
}

async function compareStore(
  operations: Operations,
  store: FileStore,
  projectId: string | null,
): Promise<StoreDifferences> {
  const youngest = Date.now() - onItsWayMs;
  const unseen = new Map<string, string>();
  for await (const { id, storageKey } of operations.originals(projectId)) unseen.set(storageKey, id);
  const orphans: StoreDifferences['orphans'] = [];
  for await (const { key, bytes, modifiedAt } of store.list()) {
    if (projectId !== null && !key.startsWith(`${projectId}/`)) continue;
    if (!unseen.delete(key) && modifiedAt.getTime() < youngest) orphans.push({ key, bytes });
  }
  return { orphans, missing: [...unseen.values()].sort() };
}

interface Differences {
  leases: string[];
  stuck: string[];
  store: StoreDifferences;
  queue?: QueueDifferences;
  away?: PipelineError;
}

function answerOf({ leases, stuck, store, queue, away }: Differences): Answer {
  const bytes = store.orphans.reduce((sum, file) => sum + file.bytes, 0);
  const wanting = [leases, stuck, store.orphans, store.missing, queue?.lost ?? []].some(({ length }) => length > 0);
  const rows: [string, number | string, string][] = [
    ['leases that ran out', leases.length, 'the reconciler takes them back'],
    ['documents without open task', stuck.length, 'the reconciler settles them'],
    ...(queue ? queueRows(queue) : [['queue', '-', `not compared: ${away?.message}`] as [string, string, string]]),
    [
      'stored files of no document',
      store.orphans.length,
      `${bytes} bytes; --json has their keys. Remove them once a backup of the record knows none`,
    ],
    ['documents without their original', store.missing.length, 'restore the file store from a backup'],
  ];
  const missing = store.missing.map(id => `missing original: document ${id}`);
  return {
    json: { leases, stuck, ...(queue ? { queue } : { queueError: away?.code }), store },
    text: [table(['difference', 'count', 'what it means'], rows), ...missing].join('\n'),
    exit: wanting || away ? 'incomplete' : 'ok',
  };
}

const queueRows = ({ lost, unknown, ended, replaced }: QueueDifferences): [string, number, string][] => [
  ['tasks whose job is gone', lost.length, 'the reconciler publishes them anew'],
  ['jobs of unknown tasks', unknown, 'harmless: a worker drops them'],
  ['jobs of ended tasks', ended, 'harmless: a worker drops them'],
  ['jobs published anew since', replaced, 'harmless: a worker drops them'],
];
