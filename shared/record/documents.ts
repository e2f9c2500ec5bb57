/** Documents: accepting them and what people ask for. What each function promises is said in `supabase/migrations`. */
import type { DocumentState, StageName } from '../domain/stage.ts';
import type { ErrorCode } from '../errors.ts';
import type { RecordClient } from './client.ts';
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

/** The proof of completeness of a project. `states` adds up to `received`. */
export interface ProjectReport {
  projectId: string;
  received: number;
  states: Record<DocumentState, number>;
  pages: { declared: number; read: number; missing: number };
  failures: Record<string, number>;
  refusals: { id: string; fileName: string; bytes: number | null; code: ErrorCode; createdAt: string }[];
}

export type Documents = ReturnType<typeof createDocuments>;

export function createDocuments(record: RecordClient) {
  return {
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
    reprocess: (documentId: string, from: StageName, reason: string) =>
      record.rpc<RunAnswer>('reprocess', { p_document: documentId, p_from: from, p_reason: reason }),
    retry: (documentId: string) => record.rpc<RunAnswer>('retry', { p_document: documentId }),
    cancel: (documentId: string) =>
      record.rpc<Refused | { error?: undefined; cancelled: number }>('cancel', { p_document: documentId }),
    advance: (documentId: string) => record.rpc<Delivery[]>('advance', { p_document: documentId }),
    /** Null if there is no such project. */
    report: (projectId: string) => record.rpc<ProjectReport | null>('report', { p_project: projectId }),
  };
}
