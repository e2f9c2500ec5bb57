/** Tasks: the outbox, the lease book and the only way rows get in. What each function promises is said in `supabase/migrations`. */
import type { CanonicalEntityRow, MentionLink, RowBatch } from '../domain/rows.ts';
import type { Phase, StageName } from '../domain/stage.ts';
import type { ErrorCode } from '../errors.ts';
import type { Usage } from '../model-api/usage.ts';
import { tableName, toColumns } from './case.ts';
import { isOfOne, type RecordClient } from './client.ts';
import type { NewDocument } from './documents.ts';
import { gather } from './gather.ts';
import { createResolution } from './resolution.ts';
import { splitRows } from './split-rows.ts';

/** A task to publish: the payload of its job, the counter of its job id, its priority. */
export interface Delivery {
  taskId: string;
  documentId: string;
  generation: number;
  stage: StageName;
  phase: Phase;
  publishes: number;
  priority: number;
}

/** Tables whose rows may come with a claim. */
export type InputTable = 'segments' | 'chunks' | 'entity_mentions';

/** What a claim hands out. `generations` are the current ones by stage, 0 where nothing is sealed. */
export interface Claimed {
  status: 'claimed';
  token: string;
  claim: number;
  /** How many leases of this task ran out: workers that died on it, or beside it. */
  expirations: number;
  task: {
    id: string;
    stage: StageName;
    phase: Phase;
    ordinal: number;
    generation: number;
    attempt: number;
    input: Record<string, number | string>;
  };
  document: {
    id: string;
    projectId: string;
    projectName: string;
    parentId: string | null;
    depth: number;
    fileName: string;
    mediaType: string;
    bytes: number;
    sha256: string;
    storageKey: string;
    category: string | null;
    language: string | null;
    textLength: number | null;
  };
  limits: Record<string, unknown>;
  settings: Record<string, unknown>;
  generations: Partial<Record<StageName, number>>;
  /** Rows of the tables asked for, if the document is small. */
  inputs?: Partial<Record<InputTable, object[]>> | null;
  parts: { total: number; failed: { ordinal: number; input: Record<string, number | string>; code: ErrorCode }[] };
}

/** A file found inside a document, to be accepted with the commit: starts at `stage`, or is excluded, or failed. */
export type NewChild = Pick<
  NewDocument,
  'id' | 'sha256' | 'bytes' | 'mediaType' | 'fileName' | 'storageKey' | 'stage' | 'excludedCode' | 'excludedMessage'
> & {
  partPath: string;
  properties: Record<string, unknown>;
  failedCode?: ErrorCode;
  failedMessage?: string;
  failedStage?: StageName;
};

export type ClaimAnswer = Claimed | { status: 'unknown' | 'done' | 'stale' | 'parked' | 'held' | 'not_due' };
export type CommitAnswer =
  | {
      status: 'committed' | 'already';
      deliveries: Delivery[];
      /** Keys of stored files whose children were there before. */
      unusedKeys?: string[];
    }
  | { status: 'fenced' };
export type FailAnswer = { status: 'retrying' | 'fenced' } | { status: 'failed'; deliveries: Delivery[] };

/** A line of the ledger. */
export interface CallBooking {
  usageId: string;
  engine: string;
  model: string;
  /** What it uses up at least, or did use up; absent: nothing. */
  usage?: Usage;
  amount: number | null;
  currency: string;
  pricesOf: string;
}

/** A call of an engine that is about to be made; see `open_engine_call`. */
export interface EngineCallOpening extends CallBooking {
  key: string;
  fresh: boolean;
  requests: number;
  tokens: number;
  isPaid: boolean;
  mostWaitMs: number;
  requestsPerMinute?: number | undefined;
  tokensPerMinute?: number | undefined;
}
export type EngineCallOpened =
  | { status: 'open' | 'busy'; waitMs: number }
  | { status: 'kept'; answer: unknown }
  | { status: 'away'; reason: string }
  | { status: 'fenced' };

/** How it ended; see `close_engine_call`. */
export interface EngineCallEnd {
  end: 'answered' | 'failed' | 'credit' | 'other';
  retryAfterMs?: number | undefined;
  answer?: unknown;
}
export interface EngineCallClosing extends EngineCallEnd, CallBooking {
  key: string;
  over?: { requests: number; tokens: number };
  requestsPerMinute?: number | undefined;
  tokensPerMinute?: number | undefined;
}
export type EngineCallVerdict = 'ok' | 'fenced' | 'away' | 'free' | 'counts';

export type LeaseAnswer = 'ok' | 'lost' | 'timeout';

/** One round of the reconciler. */
export type ReconcileAnswer =
  | { busy: true }
  | {
      busy?: undefined;
      /** Ids of the tasks whose lease ran out. */
      expired: string[];
      poisoned: string[];
      /** Ids of documents nothing was open for. */
      advanced: string[];
      deliveries: Delivery[];
      overdue: Delivery[];
    };

export type Tasks = ReturnType<typeof createTasks>;

const mostGathered = 20;

/** Longest wait for a call that writes a row or two and is repeated when it got no answer. */
const shortMs = 10_000;

const columnsOf = (rows: RowBatch) =>
  Object.entries(rows).map(([table, list]) => [tableName(table), (list as object[]).map(toColumns)] as const);

/** The functions on tasks. Claims, renewals and commits of one process are gathered into batches. */
export function createTasks(record: RecordClient) {
  const gathered = <I, O>(call: (items: I[]) => Promise<O[]>) => gather(call, mostGathered, isOfOne);
  const claim = gathered((p_claims: object[]) => record.rpc<ClaimAnswer[]>('claim_tasks', { p_claims }, shortMs));
  // A renewal that hangs must be over before the lease is: those after it wait for it.
  const renew = gathered((p_leases: { leaseMs: number }[]) =>
    record.rpc<LeaseAnswer[]>('renew_leases', { p_leases }, Math.floor(Math.min(...p_leases.map(l => l.leaseMs)) / 3)),
  );
  const commit = gathered((p_commits: object[]) => record.rpc<CommitAnswer[]>('commit_tasks', { p_commits }));

  return {
    claim: (task: {
      taskId: string;
      worker: string;
      leaseMs: number;
      /** Made by the caller, so that a claim whose answer was lost can be asked again. */
      token?: string | undefined;
      inputs?: readonly InputTable[] | undefined;
      /** `<stage>/<engine>` of those without which it gets nowhere: while one is away the task is parked. */
      engines?: readonly string[] | undefined;
    }) => claim(task),
    renew: (lease: { taskId: string; token: string; leaseMs: number }) => renew(lease),
    commit: (sealed: {
      taskId: string;
      token: string;
      outcome: object;
      document?: object | undefined;
      parts?: object[] | undefined;
      /** The last rows, if they are few. */
      rows?: RowBatch | undefined;
      children?: NewChild[] | undefined;
    }) => commit({ ...sealed, rows: sealed.rows && Object.fromEntries(columnsOf(sealed.rows)) }),

    /** Writes rows, in as many calls as their number and size ask for. `fenced`: nothing more may be written. */
    async putRows(taskId: string, token: string, rows: RowBatch): Promise<'ok' | 'fenced'> {
      for (const p_rows of splitRows(columnsOf(rows))) {
        const answer = await record.rpc<'ok' | 'fenced'>('put_rows', { p_task: taskId, p_token: token, p_rows });
        if (answer === 'fenced') return answer;
      }
      return 'ok';
    },

    /** Writes canonical entities and the mentions that belong to them. */
    putResolution: (taskId: string, token: string, entities: CanonicalEntityRow[], links: MentionLink[]) =>
      record.rpc<'ok' | 'fenced'>('put_resolution', {
        p_task: taskId,
        p_token: token,
        p_entities: entities.map(toColumns),
        p_links: links.map(toColumns),
      }),

    /** Blocks of entities under a task; see {@link createResolution}. */
    entityBlocks: createResolution(record).blocksOf,

    fail: (failure: {
      taskId: string;
      token: string;
      code: ErrorCode;
      message: string;
      retryable: boolean;
      engine?: string | undefined;
      retryAfterMs?: number | undefined;
    }) =>
      record.rpc<FailAnswer>(
        'fail_task',
        {
          p_task: failure.taskId,
          p_token: failure.token,
          p_code: failure.code,
          p_message: failure.message,
          p_retryable: failure.retryable,
          p_engine: failure.engine ?? null,
          p_retry_after_ms: Math.round(failure.retryAfterMs ?? 0),
        },
        shortMs,
      ),

    /** Asks for one call of an engine. */
    openCall: (taskId: string, token: string, call: EngineCallOpening) =>
      record.rpc<EngineCallOpened>('open_engine_call', { p_task: taskId, p_token: token, p_call: call }),

    /** Books it. */
    closeCall: (taskId: string, token: string, call: EngineCallClosing) =>
      record.rpc<EngineCallVerdict>('close_engine_call', { p_task: taskId, p_token: token, p_call: call }),

    /** `code`: of the outage that the task waits out; `engine`: the one it waits for, for which it is parked while that is away. */
    release: (
      taskId: string,
      token: string,
      pauseMs = 0,
      code: ErrorCode | null = null,
      engine: string | null = null,
    ) =>
      record.rpc<'released' | 'parked' | 'fenced'>(
        'release_task',
        { p_task: taskId, p_token: token, p_pause_ms: pauseMs, p_code: code, p_engine: engine },
        shortMs,
      ),

    /** Marks tasks published and hands them out: those that are due, or the ones named. */
    takeUnpublished: (limit: number, taskIds: string[] | null = null) =>
      record.rpc<Delivery[]>('take_unpublished', { p_limit: limit, p_tasks: taskIds }),

    redeliverAll: () => record.rpc<number>('redeliver_all', {}),
    /** `expire: false` takes no lease back: those who hold them could not renew them. */
    reconcile: ({ expire = true } = {}) => record.rpc<ReconcileAnswer>('reconcile', { p_expire: expire }),
  };
}
