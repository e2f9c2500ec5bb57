/**
 * The rows the stages write, as TypeScript sees them. Names are those of the tables in camel case. `project_id`,
 * `document_id`, `generation`, `task_id` and the fencing token are added by the record, from the task.
 *
 * All spans count UTF-16 units of the frozen text of the document: `text.slice(charStart, charEnd)` is the quoted thing.
 */
import type { ErrorCode } from '../errors.ts';
import type { FactKind } from './facts.ts';

/** A page, section or utterance. The frozen text of a document is its segments in order, joined by one blank line. */
export interface SegmentRow {
  id: string;
  ordinal: number;
  /** `missing`: the placeholder for a page that could not be read, with empty text and `errorCode`. */
  kind: 'page' | 'section' | 'utterance' | 'missing';
  text: string;
  charStart: number;
  charEnd: number;
  /** 1-based position of the page in the file. */
  pageNumber?: number | null;
  /** What the page calls itself ("iv", "12"), if the file says. */
  pageLabel?: string | null;
  /** Size in points of the page as displayed: crop box, after /Rotate. */
  widthPt?: number | null;
  heightPt?: number | null;
  /** Extra clockwise turn, in degrees, that OCR found was needed to read the page as displayed. */
  turn?: 0 | 90 | 180 | 270 | null;
  startMs?: number | null;
  endMs?: number | null;
  engine: string;
  model?: string | null;
  /** 0 to 1. Absent for a text layer, and from an engine that has none. */
  confidence?: number | null;
  errorCode?: ErrorCode | null;
  /**
   * What is kept beside the text: `furniture` (running heads, page numbers, line numbers, stamps), `warnings`, `marks` (the
   * build of the text, see `structure.ts`), `changes` and `comments` of a word processor; of a page that numbers its lines in
   * the margin, `lineNumbers`: pairs of the offset in `text` at which a line starts and its number.
   */
  properties?: Record<string, unknown>;
}

/** The words of one segment; all arrays run in parallel, one entry a word, boxes four. */
export interface SegmentWordsRow {
  id: string;
  /** Ordinal of the segment. */
  ordinal: number;
  /** Offsets relative to the text of the segment. */
  starts: number[];
  ends: number[];
  /** x, y, width, height per word, as fractions (0-1) of the page as displayed, origin top left. */
  boxes: number[];
  /** 0 to 100 per word; empty for a text layer. */
  confidences: number[];
}

/** What a chunk holds. `quoted`: words of an earlier mail, there once more. `headers`: the head of a mail. */
export const chunkKinds = ['text', 'table', 'signature', 'headers', 'quoted'] as const;
export type ChunkKind = (typeof chunkKinds)[number];

/** A piece of the text for retrieval. The chunks of a document are a partition of its text. */
export interface ChunkRow {
  id: string;
  ordinal: number;
  kind: ChunkKind;
  text: string;
  charStart: number;
  charEnd: number;
  /** Headings above it, outermost first. */
  headingPath: string[];
  tokenCount: number;
  /** How tokens were counted. */
  tokenEncoding: string;
  /** Document, date, parties, heading path: beside the citable text, never in it. */
  contextLine: string;
  /** BCP 47 primary language, e.g. `en`. */
  language: string;
  /** First and last page the chunk touches; null where there are no pages. */
  pageFirst?: number | null;
  pageLast?: number | null;
}

/** The vector of one chunk, with its context line: what stands near it in meaning points in nearly the same direction. */
export interface ChunkEmbeddingRow {
  id: string;
  /** That of the chunk. */
  ordinal: number;
  chunkId: string;
  /** Vectors of different models, or dimensions, cannot be compared. */
  model: string;
  dimensions: number;
  /** Of unit length. */
  embedding: number[];
}

export const mentionTypes = [
  'PERSON',
  'ORGANIZATION',
  'LOCATION',
  'DATE',
  'MONEY',
  'DURATION',
  'PERCENT',
  'CASE_CITATION',
  'STATUTE',
  'REGULATION',
  'DOCKET',
  'COURT',
  'JUDGE',
  'EMAIL',
  'PHONE',
  'ADDRESS',
  'BATES',
] as const;
export type MentionType = (typeof mentionTypes)[number];

/** One place in the text that names an entity. */
export interface MentionRow {
  id: string;
  chunkId: string;
  ordinal: number;
  type: MentionType;
  text: string;
  charStart: number;
  charEnd: number;
  /** The normalised value: `2024-03-03`, `USD 1250.00`, `564 F.3d 40`, a name in its canonical spelling. */
  value: string;
  /** The value in parts, e.g. `{ volume, reporter, page, year }`. */
  properties: Record<string, unknown>;
  /** 0 to 1. */
  score: number;
  engine: string;
  model?: string | null;
}

/** A statement about the document, with the words that prove it. */
export interface FactRow {
  id: string;
  ordinal: number;
  /** The chunk that holds the quote; null when it spans chunks. */
  chunkId: string | null;
  kind: FactKind;
  value: string;
  properties: Record<string, unknown>;
  quote: string;
  charStart: number | null;
  charEnd: number | null;
  /** `repaired`: found after normalising white space, hyphens and quotation marks; the stored quote is the exact slice. */
  verified: 'verified' | 'repaired' | 'unverified';
  engine: string;
  model?: string | null;
}

/** One edge of the graph, staged for export. */
export interface RelationshipRow {
  id: string;
  ordinal: number;
  fromLabel: NodeLabel;
  fromId: string;
  type: EdgeType;
  toLabel: NodeLabel;
  toId: string;
  properties: Record<string, unknown>;
  charStart?: number | null;
  charEnd?: number | null;
}

export type NodeLabel = 'Project' | 'Document' | 'Chunk' | 'EntityMention' | 'CanonicalEntity';
export type EdgeType =
  | 'BELONGS_TO'
  | 'CHILD_OF'
  | 'NEXT_CHUNK'
  | 'CONTAINS_MENTION'
  | 'MEMBER_OF_CLUSTER'
  | 'PARTY_TO'
  | 'REPRESENTS'
  | 'JUDGE_OF'
  | 'CITES'
  | 'DEFINED_AS'
  | 'REPLIES_TO'
  | 'ATTACHED_TO'
  | 'IDENTIFIES';

/** What a part found and `finish` will join; deleted when the stage seals. */
export interface DraftRow {
  id: string;
  ordinal: number;
  data: Record<string, unknown>;
}

/** A canonical entity of the project, as resolution decided it. Its id is derived from project, type and key. */
export interface CanonicalEntityRow {
  id: string;
  type: MentionType;
  /** The normalised name that decides what is merged. */
  key: string;
  name: string;
  aliases: string[];
  /** How it was decided: rule and reason; `merge`: why it is another entity. */
  decidedBy: Record<string, unknown>;
  /** Entities of one block are compared with one another; null for those that never are. */
  block: string | null;
  /** The root it is the same as; absent or null for a root. Mentions stay linked to this entity. */
  mergedInto?: string | null;
}

/** A mention and the canonical entity it belongs to. */
export interface MentionLink {
  mentionId: string;
  canonicalEntityId: string;
}

/** Rows by table, for one `put`. */
export interface RowBatch {
  segments?: SegmentRow[];
  segmentWords?: SegmentWordsRow[];
  chunks?: ChunkRow[];
  chunkEmbeddings?: ChunkEmbeddingRow[];
  entityMentions?: MentionRow[];
  facts?: FactRow[];
  relationshipStaging?: RelationshipRow[];
  taskDrafts?: DraftRow[];
}
