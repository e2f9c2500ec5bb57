/** Lists beside the rows of the stages: tasks and history of a document, entities of a project. */
import type { CanonicalEntityRow } from '../domain/rows.ts';
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

/** A canonical entity as it is listed. */
export interface EntityListed extends Omit<CanonicalEntityRow, 'key'> {
  mergedInto: string | null;
  createdAt: string;
  updatedAt: string;
}

const taskColumns =
  'id,generation,stage,phase,ordinal,input,state,publishes,claims,failures,expirations,not_before,lease_until,deadline_at,worker,outcome,error_code,error_message,error_engine,created_at,started_at,finished_at';
const entityColumns = 'id,type,name,aliases,decided_by,merged_into,created_at,updated_at';

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

    /** Entities of a project, of one type if one is named. */
    async entities(projectId: string, page: PageOf<TimeKey>, type?: string): Promise<EntityListed[]> {
      const all = record.supabase.from('canonical_entities').select(entityColumns).eq('project_id', projectId);
      const query = type === undefined ? all : all.eq('type', type);
      return answerOf<object[]>('entities', await pageByTime(query, page)).map(row => fromColumns<EntityListed>(row));
    },
  };
}
