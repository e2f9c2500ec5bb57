/** Documents: accepting them and what people ask for. What each function promises is said in `supabase/migrations`. */
import type { DocumentState, StageName } from '../domain/stage.ts';
import type { ErrorCode } from '../errors.ts';
import { fromColumns } from './case.ts';
import { answerOf, type RecordClient } from './client.ts';
import { type PageOf, pageByTime, type TimeKey } from './page.ts';
import type { Delivery } from './tasks.ts';

/** A stored file to be recorded. Without `stage` it is a kind that is not read and becomes `excluded` with the code. */
export interface NewDocument {
  id: string;
  projectId: string;
  sha256: string;
  bytes: number;
  mediaType: string;
  fileName: string;
  storageKey: string;
  parentId?: string | undefined;
  partPath?: string | undefined;
  stage?: StageName | undefined;
  excludedCode?: ErrorCode | undefined;
  excludedMessage?: string | undefined;
  sourcePath?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  apiKeyId?: string | null | undefined;
  idempotencyKey?: string | undefined;
  idempotencyOrdinal?: number | undefined;
}

/** `replayed`: the idempotency key was seen before and this is the answer it got. `mismatch`: it was for other bytes. */
export type AcceptAnswer =
  | { mismatch: true; documentId: string }
  | {
      mismatch?: undefined;
      documentId: string;
      state: DocumentState;
      duplicateOf: string | null;
      replayed: boolean;
      deliveries: Delivery[];
    };

/** `error`: there is no such document, or its state does not allow it. */
export type Refused = { error: 'not_found' | 'state'; state?: DocumentState };
export type RunAnswer = Refused | { error?: undefined; generation: number; deliveries: Delivery[] };

/** A document as it stands. `fileName`, `sourcePath`, `properties` and `metadata` are privileged: never log them. */
export interface DocumentRecord {
  id: string;
  projectId: string;
  parentId: string | null;
  rootId: string;
  depth: number;
  partPath: string | null;
  duplicateOf: string | null;
  sha256: string;
  bytes: number;
  mediaType: string;
  fileName: string;
  sourcePath: string | null;
  storageKey: string;
  state: DocumentState;
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  errorStage: StageName | null;
  errorAttempt: number | null;
  language: string | null;
  category: string | null;
  pageCount: number | null;
  durationMs: number | null;
  textLength: number | null;
  textSha256: string | null;
  warnings: Record<string, unknown>[];
  properties: Record<string, unknown>;
  metadata: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
  finishedAt: string | null;
}

/** Where one stage of a document stands. Readers see the rows of `currentGeneration`. */
export interface DocumentStage {
  stage: StageName;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  currentGeneration: number | null;
  buildingGeneration: number | null;
  missing: boolean;
  warnings: Record<string, unknown>[];
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  errorAttempt: number | null;
  startedAt: string | null;
  finishedAt: string | null;
}

const documentColumns =
  'id,project_id,parent_id,root_id,depth,part_path,duplicate_of,sha256,bytes,media_type,file_name,source_path,storage_key,state,error_code,error_message,error_stage,error_attempt,language,category,page_count,duration_ms,text_length,text_sha256,warnings,properties,metadata,created_at,updated_at,finished_at';
const stageColumns =
  'stage,state,current_generation,building_generation,missing,warnings,error_code,error_message,error_attempt,started_at,finished_at';

/** What calls of engines cost: amounts by currency, requests, answers kept from before, and requests whose price is not known. */
export interface CostSum {
  amounts: Record<string, number>;
  requests: number;
  cached: number;
  unpriced: number;
}

/** The proof of completeness of a project. `states` adds up to `received`. */
export interface ProjectReport {
  projectId: string;
  received: number;
  /** Documents that were handed over, and those found inside them; together `received`. */
  families: { handedOver: number; foundInside: number };
  states: Record<DocumentState, number>;
  pages: { declared: number; read: number; missing: number };
  /** Copies that are not read because their first failed or was cancelled. */
  duplicatesOfUnread: number;
  failures: Record<string, number>;
  cost: CostSum;
  refusals: { id: string; fileName: string; bytes: number | null; code: ErrorCode; createdAt: string }[];
}

export type Documents = ReturnType<typeof createDocuments>;

export function createDocuments(record: RecordClient) {
  const select = () => record.supabase.from('documents').select(documentColumns);
  const toDocuments = (rows: object[]) => rows.map(row => fromColumns<DocumentRecord>(row));

  return {
    /** Null if there is none. */
    async get(id: string): Promise<DocumentRecord | null> {
      const row = answerOf<object | null>('document', await select().eq('id', id).maybeSingle());
      return row && fromColumns<DocumentRecord>(row);
    },

    /** Where its stages stand, in no particular order; none for a document that is not processed. */
    async stages(id: string): Promise<DocumentStage[]> {
      const query = record.supabase.from('document_stages').select(stageColumns).eq('document_id', id);
      return answerOf<object[]>('document_stages', await query).map(row => fromColumns<DocumentStage>(row));
    },

    /** Documents of a project, by time of arrival; those in one state if one is named. */
    async list(projectId: string, page: PageOf<TimeKey>, state?: DocumentState): Promise<DocumentRecord[]> {
      const all = select().eq('project_id', projectId);
      const query = state === undefined ? all : all.eq('state', state);
      return toDocuments(answerOf<object[]>('documents', await pageByTime(query, page)));
    },

    /** What came out of a document: attachments and nested messages, one level down. */
    async children(id: string, page: PageOf<TimeKey>): Promise<DocumentRecord[]> {
      return toDocuments(answerOf<object[]>('children', await pageByTime(select().eq('parent_id', id), page)));
    },

    /** True if a document of any project has bytes in the file store. */
    async anyStored(): Promise<boolean> {
      const query = record.supabase.from('documents').select('id').gt('bytes', 0).neq('state', 'deleted').limit(1);
      return answerOf<object[]>('documents', await query).length > 0;
    },

    /** Of these keys of the file store those that must stay: a document names them, or nobody can say that none does. */
    knownFiles: (keys: string[]) => record.rpc<string[]>('known_files', { p_keys: keys }),

    accept: (document: NewDocument) => record.rpc<AcceptAnswer>('accept_document', { p_document: document }),
    refuse: (refusal: {
      id: string;
      projectId: string;
      fileName: string;
      bytes: number | null;
      code: ErrorCode;
      message: string;
      idempotencyKey?: string | undefined;
    }) =>
      record.rpc<void>('refuse_file', {
        p_id: refusal.id,
        p_project: refusal.projectId,
        p_file_name: refusal.fileName,
        p_bytes: refusal.bytes,
        p_code: refusal.code,
        p_message: refusal.message,
        p_idempotency_key: refusal.idempotencyKey ?? null,
      }),
    /** `request` names a call for many documents: none is started twice under it. */
    reprocess: (documentId: string, from: StageName, reason: string, request: string | null = null) =>
      record.rpc<RunAnswer>('reprocess', {
        p_document: documentId,
        p_from: from,
        p_reason: reason,
        p_request: request,
      }),
    retry: (documentId: string) => record.rpc<RunAnswer>('retry', { p_document: documentId }),
    /** Ids, in order, of documents of a project that failed, or miss something, with a code. */
    failedWith: (projectId: string, code: ErrorCode, { after, limit }: PageOf<string>) =>
      record.rpc<string[]>('failed_documents', {
        p_project: projectId,
        p_code: code,
        p_after: after ?? null,
        p_limit: limit,
      }),
    /** Ids, in order, of documents of a project that have ended, can be run again from a stage on, and were not under this request. */
    reprocessable: (projectId: string, from: StageName, request: string | null, { after, limit }: PageOf<string>) =>
      record.rpc<string[]>('reprocessable_documents', {
        p_project: projectId,
        p_from: from,
        p_after: after ?? null,
        p_limit: limit,
        p_request: request,
      }),
    cancel: (documentId: string) =>
      record.rpc<Refused | { error?: undefined; cancelled: number }>('cancel', { p_document: documentId }),
    /** Null if there is no such project. */
    report: (projectId: string) => record.rpc<ProjectReport | null>('report', { p_project: projectId }),
  };
}
