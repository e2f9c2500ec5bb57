/** Lists beside the rows of the stages: tasks and history of a document, entities of a project. */
import type { PairOpinion } from '../domain/resolution.ts';
import type { CanonicalEntityRow, MentionType } from '../domain/rows.ts';
import type { Phase, StageName, TaskState } from '../domain/stage.ts';
import type { ErrorCode } from '../errors.ts';
import { fromColumns } from './case.ts';
import { answerOf, type RecordClient } from './client.ts';
import { type PageOf, pageByTime, type TimeKey } from './page.ts';

/** A task as people see it: everything but its lease token. */
export interface TaskListed {
  id: string;
  generation: number;
  stage: StageName;
  phase: Phase;
  ordinal: number;
  input: Record<string, number | string>;
  state: TaskState;
  publishes: number;
  claims: number;
  failures: number;
  expirations: number;
  notBefore: string | null;
  leaseUntil: string | null;
  deadlineAt: string | null;
  worker: string | null;
  outcome: Record<string, unknown> | null;
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  errorEngine: string | null;
  /** The code of the outage it waits out, and since when it has met nothing else. */
  waitsFor: ErrorCode | null;
  waitsSince: string | null;
  /** The engine it is parked for, `<stage>/<engine>`. */
  parkedFor: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** One line of the history of a document; `hash` covers `previousHash` and all it says. */
export interface DocumentEvent {
  sequence: number;
  kind: string;
  data: Record<string, unknown>;
  previousHash: string;
  hash: string;
  createdAt: string;
}

/** A canonical entity as it is listed: a root stands for all its members. */
export interface EntityListed extends Omit<CanonicalEntityRow, 'key' | 'block'> {
  mergedInto: string | null;
  /** Ids of the entities it stands for, its own among them. */
  members: string[];
  /** In what is current of all documents. */
  mentionCount: number;
  documentCount: number;
  createdAt: string;
  updatedAt: string;
}

/** One side of a review. */
export interface ReviewedEntity {
  id: string;
  type: MentionType;
  name: string;
  mergedInto: string | null;
}

/** Two entities that may be one. */
export interface ReviewListed {
  id: string;
  a: ReviewedEntity;
  b: ReviewedEntity;
  score: number;
  reason: string;
  open: boolean;
  verdict: PairOpinion['verdict'] | null;
  decidedBy: Record<string, unknown> | null;
  createdAt: string;
  updatedAt: string;
}

const taskColumns =
  'id,generation,stage,phase,ordinal,input,state,publishes,claims,failures,expirations,not_before,lease_until,deadline_at,waits_for,waits_since,parked_for,worker,outcome,error_code,error_message,error_engine,created_at,started_at,finished_at';
const sideColumns = 'id,type,name,merged_into';
const reviewColumns = `id,score,reason,open,verdict,decided_by,created_at,updated_at,a:canonical_entities!entity_a(${sideColumns}),b:canonical_entities!entity_b(${sideColumns})`;

export type Lists = ReturnType<typeof createLists>;

export function createLists(record: RecordClient) {
  return {
    /** Tasks of a document, all generations. */
    async tasks(documentId: string, page: PageOf<TimeKey>): Promise<TaskListed[]> {
      const query = record.supabase.from('tasks').select(taskColumns).eq('document_id', documentId);
      return answerOf<object[]>('tasks', await pageByTime(query, page)).map(row => fromColumns<TaskListed>(row));
    },

    /** History of a document, after a sequence number. */
    async events(documentId: string, { after = 0, limit }: PageOf<number>): Promise<DocumentEvent[]> {
      const query = record.supabase
        .from('events')
        .select('sequence,kind,data,previous_hash,hash,created_at')
        .eq('document_id', documentId)
        .gt('sequence', after)
        .order('sequence')
        .limit(limit);
      return answerOf<object[]>('events', await query).map(row => fromColumns<DocumentEvent>(row));
    },

    /** Entities of a project, of one type if one is named: roots, or with `merged` every one by itself. */
    entities: (
      projectId: string,
      { after, limit }: PageOf<TimeKey>,
      { type, merged = false }: { type?: string | undefined; merged?: boolean } = {},
    ): Promise<EntityListed[]> =>
      record.rpc('list_entities', {
        p_project: projectId,
        p_limit: limit,
        p_after_time: after?.createdAt ?? null,
        p_after_id: after?.id ?? null,
        p_type: type ?? null,
        p_merged: merged,
      }),

    /** Pairs of entities that may be one: those to be looked at, or with `closed` also those that have been decided. */
    async reviews(projectId: string, page: PageOf<TimeKey>, { closed = false } = {}): Promise<ReviewListed[]> {
      const all = record.supabase
        .from('entity_reviews')
        .select(reviewColumns as '*')
        .eq('project_id', projectId);
      const query = closed ? all : all.eq('open', true);
      const rows = answerOf<{ a: object; b: object }[]>('entity_reviews', await pageByTime(query, page));
      return rows.map(row => ({
        ...fromColumns<ReviewListed>(row),
        a: fromColumns<ReviewedEntity>(row.a),
        b: fromColumns<ReviewedEntity>(row.b),
      }));
    },
  };
}
