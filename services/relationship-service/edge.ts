/** One edge of the graph, and what edges of a document are made from. */

import type {
  ChunkRow,
  EdgeType,
  FactRow,
  MentionLink,
  MentionRow,
  NodeLabel,
  RelationshipRow,
} from '../../shared/domain/rows.ts';
import type { DocumentThread } from '../../shared/record/rows.ts';

/** An edge before it has its id and ordinal. */
export type Edge = Omit<RelationshipRow, 'id' | 'ordinal'>;

/** What the edges are made from: the rows of the document in order of their ordinals. */
export interface GraphInput {
  document: { id: string; projectId: string; parentId: string | null };
  thread: DocumentThread;
  chunks: ChunkRow[];
  mentions: MentionRow[];
  links: MentionLink[];
  facts: FactRow[];
}

/** Evidence: words of the frozen text. */
export interface Span {
  charStart: number | null;
  charEnd: number | null;
}

export const edge = (
  from: [NodeLabel, string],
  type: EdgeType,
  to: [NodeLabel, string],
  span?: Span,
  properties: Record<string, unknown> = {},
): Edge => ({
  fromLabel: from[0],
  fromId: from[1],
  type,
  toLabel: to[0],
  toId: to[1],
  properties,
  ...(span ? { charStart: span.charStart, charEnd: span.charEnd } : {}),
});
