/** What the people who keep the pipeline running ask the record. What each function promises is said in `supabase/migrations`. */
import type { DocumentState, StageName, TaskState } from '../domain/stage.ts';
import type { ErrorCode } from '../errors.ts';
import { fromColumns } from './case.ts';
import { answerOf, type RecordClient } from './client.ts';

/** How many there are, and for how long the oldest of them has been so. */
export interface Late {
  count: number;
  seconds: number;
}

export interface Health {
  /** The time by the clock of the database. */
  now: string;
  leases: Late;
  overdue: Late;
  undelivered: Late;
  stuck: Late;
  waiting: (Late & { stage: StageName })[];
  /** Tasks that have met nothing but outages for longer than they should, by the code of the last. */
  outages: (Late & { stage: StageName; code: ErrorCode })[];
  /** Engines that are down or paused, for all projects or for one, since so many seconds; and the tasks that are parked for them. */
  engines: {
    engine: string;
    project: string | null;
    state: 'down' | 'paused';
    reason: 'failures' | 'credit' | 'budget';
    seconds: number;
    parked: number;
  }[];
  nearPoison: number;
  /** Documents that failed, or miss something, for a reason of ours. */
  failures: { projectId: string; project: string; code: ErrorCode; count: number }[];
}

/** The pipeline as a whole, as `queue_figures` counts it; a stage or state without any is left out. Engines are `<stage>/<engine>`. */
export interface QueueFigures {
  backlog: (Late & { stage: StageName })[];
  delayed: Partial<Record<StageName, number>>;
  running: Partial<Record<StageName, number>>;
  parked: Record<string, number>;
  late: Record<'lease' | 'claim' | 'publish', number>;
  stuck: number;
  documents: Partial<Record<DocumentState, number>>;
  away: { engine: string; reason: string }[];
  paused: { engine: string; reason: string; count: number }[];
}

/** What a history is broken by: an event is missing, does not follow the one before, was changed, or is not where the document ends. */
export interface BrokenHistory {
  documentId: string;
  sequence: number;
  problem: 'gap' | 'chain' | 'hash' | 'end';
}

export interface VerifiedEvents {
  documents: number;
  events: number;
  broken: BrokenHistory[];
  last: string | null;
}

/** Where the original of a document is, and what it should be. */
export interface Original {
  id: string;
  storageKey: string;
  bytes: number;
  sha256: string;
  state: DocumentState;
}

/** Where a task stands, for a comparison with its job. */
export interface TaskPlace {
  id: string;
  projectId: string;
  stage: StageName;
  state: TaskState;
  publishes: number;
}

export type Operations = ReturnType<typeof createOperations>;

/** PostgREST answers no more at once. */
const pageSize = 1_000;
/** Ids in one address: 37 bytes each. */
const idsAtOnce = 100;
const placeColumns = 'id,project_id,stage,state,publishes';

export function createOperations(record: RecordClient) {
  return {
    health: () => record.rpc<Health>('health', {}),

    queueFigures: (deadlineMs?: number) => record.rpc<QueueFigures>('queue_figures', {}, deadlineMs),

    /** Ids of tasks whose lease ran out and of documents nothing is open for. */
    differences: (projectId: string | null) =>
      record.rpc<{ now: string; leases: string[]; stuck: string[] }>('differences', { p_project: projectId }),

    verifyEvents: (projectId: string | null, after: string | null, limit: number) =>
      record.rpc<VerifiedEvents>('verify_events', { p_project: projectId, p_after: after, p_limit: limit }),

    /** Originals by id of their document; those that never got in, and those that were deleted, have none. */
    async *originals(projectId: string | null): AsyncGenerator<Original> {
      for (let after: string | undefined; ; ) {
        const all = record.supabase.from('documents').select('id,storage_key,bytes,sha256,state');
        const ours = all.gt('bytes', 0).neq('state', 'deleted').order('id').limit(pageSize);
        const ofProject = projectId === null ? ours : ours.eq('project_id', projectId);
        const page = answerOf<object[]>('documents', await (after ? ofProject.gt('id', after) : ofProject));
        const originals = page.map(row => fromColumns<Original>(row));
        yield* originals;
        if (page.length < pageSize) return;
        after = originals.at(-1)?.id;
      }
    },

    /** The first thousand tasks that were published and that nobody claimed by the time they were to be looked at again. */
    async overdue(projectId: string | null, now: string): Promise<TaskPlace[]> {
      const all = record.supabase.from('tasks').select(placeColumns).eq('state', 'queued').eq('published', true);
      const late = all.lt('deliver_at', now).order('id').limit(pageSize);
      return placesOf(await (projectId === null ? late : late.eq('project_id', projectId)));
    },

    /** Where these tasks stand; those the record does not know are left out. */
    async places(taskIds: string[]): Promise<TaskPlace[]> {
      const found: TaskPlace[] = [];
      for (let from = 0; from < taskIds.length; from += idsAtOnce) {
        const query = record.supabase.from('tasks').select(placeColumns);
        found.push(...placesOf(await query.in('id', taskIds.slice(from, from + idsAtOnce))));
      }
      return found;
    },
  };
}

const placesOf = (answer: Parameters<typeof answerOf>[1]): TaskPlace[] =>
  answerOf<object[]>('tasks', answer).map(row => fromColumns<TaskPlace>(row));
