/** The shape of a stage: plan, part, finish. What a stage means lives in its service; how it is run lives in `run-stage.ts`. */
import type { EntityBlocks } from '../shared/domain/resolution.ts';
import type {
  CanonicalEntityRow,
  ChunkRow,
  DraftRow,
  FactRow,
  MentionLink,
  MentionRow,
  RowBatch,
  SegmentRow,
} from '../shared/domain/rows.ts';
import type { Phase, StageName } from '../shared/domain/stage.ts';
import type { EngineCalls } from '../shared/engine-calls.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Limits } from '../shared/limits.ts';
import type { Log } from '../shared/log.ts';
import type { DocumentThread } from '../shared/record/rows.ts';
import type { InputTable } from '../shared/record/tasks.ts';
import type { ProjectSettings } from '../shared/settings.ts';

/** The document as a claim hands it out. `fileName` is privileged: never log it. */
export interface TaskDocument {
  id: string;
  projectId: string;
  projectName: string;
  parentId: string | null;
  /** 0 for what was handed over, 1 for what came out of it, and so on. */
  depth: number;
  fileName: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  storageKey: string;
  category: string | null;
  language: string | null;
  textLength: number | null;
}

/** Something a reader of the result should know. `missing` makes the document `completed_partial`. */
export interface Warning {
  code: string;
  missing?: boolean;
  count?: number;
  /** Page numbers, or ordinals of the thing the code speaks of. */
  at?: number[];
}

/** What a task made, by what, at what cost. Stored as it is; holds no text of the document. */
export interface Outcome {
  /** What was made: `{ pages: 3, characters: 5120 }`. */
  counts: Record<string, number>;
  engine: string;
  model?: string;
  version: string;
  /** How many pages this very task read, by the engine that read them. */
  pagesBy?: Record<string, number>;
  /** The engine that was tried first and why it was left. */
  fallback?: { from: string; code: string };
  /** In the currency of the price file; absent when free. */
  cost?: { amount: number; currency: string };
  warnings: Warning[];
}

/** What a stage found out about the document itself; written to `documents` when the stage seals. */
export interface DocumentFindings {
  pageCount?: number;
  durationMs?: number;
  textLength?: number;
  textSha256?: string;
  language?: string;
  category?: string;
  /** Merged into `documents.properties`. */
  properties?: Record<string, unknown>;
}

export interface TaskResult {
  outcome: Outcome;
  document?: DocumentFindings;
}

/** Input of one part: small, and without any text. */
export type PartInput = Record<string, number | string>;

/** No parts, or an empty list: the plan did the whole stage. */
export interface PlanResult extends TaskResult {
  parts?: PartInput[];
}

/** A part that failed for good, as `finish` sees it. */
export interface FailedPart {
  ordinal: number;
  input: PartInput;
  code: ErrorCode;
}

/** Reads what earlier stages sealed for this document, in order. */
export interface DocumentReader {
  segments(): Promise<SegmentRow[]>;
  chunks(): Promise<ChunkRow[]>;
  mentions(): Promise<MentionRow[]>;
  facts(): Promise<FactRow[]>;
  /** Drafts of the parts of the present stage, by part ordinal, then ordinal. */
  drafts(): Promise<DraftRow[]>;
  /** Mention links of the document: what resolution decided. */
  links(): Promise<MentionLink[]>;
  /** What the document has to do with others of its project, as far as they have been read. */
  thread(): Promise<DocumentThread>;
}

/** A file found inside the document: an attachment, a nested message, a member of an archive. Its names are privileged. */
export interface FoundChild {
  /** Its place in the document, unique there and the same at every reading: `2`, `letters/a.pdf`. */
  partPath: string;
  fileName: string;
  /** A local copy, needed until the promise settles; absent with `error`. */
  path?: string;
  /** Why it has no bytes, or is not to be read: a document of its own that failed with this code. */
  error?: { code: ErrorCode; message: string };
  /** Becomes its `documents.properties`. */
  properties?: Record<string, unknown>;
}

/** Everything a phase may touch. `signal` aborts when the lease is lost, the phase ran out of time, or the service stops. */
export interface TaskContext extends EngineCalls {
  task: {
    id: string;
    stage: StageName;
    phase: Phase;
    ordinal: number;
    generation: number;
    attempt: number;
    input: PartInput;
  };
  document: TaskDocument;
  limits: Limits;
  settings: ProjectSettings;
  /** Number of parts, and those that failed; for `finish`. */
  parts: { total: number; failed: FailedPart[] };
  read: DocumentReader;
  /** Writes rows under the lease, at the latest with the commit. They become visible when the stage seals. May be called any number of times. */
  put(rows: RowBatch): Promise<void>;
  /**
   * Makes a document of its own of a file found inside: its bytes are stored now, it is accepted with the commit. A repeat
   * gives the same document. A kind that is not read becomes `excluded`.
   */
  addChild(child: FoundChild): Promise<void>;
  /** Writes canonical entities and mention links under the project lock. */
  resolve(entities: CanonicalEntityRow[], links: MentionLink[]): Promise<void>;
  /** The entities of the project that may be those of the document, and what is decided about them. */
  entities: EntityBlocks;
  /** Path of a local, hash-checked copy of the original. Read only. */
  original(): Promise<string>;
  /** A deterministic row id: the same task input gives the same rows. */
  rowId(table: keyof RowBatch, ordinal: number): string;
  log: Log;
}

/** What a service gives the runner. `part` and `finish` are there if `plan` ever answers with parts. */
export interface Stage {
  /** Tables `plan` reads whole: for a small document their rows come with the claim. */
  reads?: readonly InputTable[];
  /** Engines, by phase, without which it gets nowhere: while one of them is away, its tasks are parked and not begun. */
  needs?: Partial<Record<Phase, readonly string[]>>;
  plan(context: TaskContext): Promise<PlanResult>;
  part?(context: TaskContext): Promise<TaskResult>;
  finish?(context: TaskContext): Promise<TaskResult>;
  /** Releases what the stage holds (child processes). */
  close?(): Promise<void>;
}
