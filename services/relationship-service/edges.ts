/** The edges of the graph that one document brings, each once, in the same order every time. Pure. */
import type {
  ChunkRow,
  EdgeType,
  MentionLink,
  MentionRow,
  NodeLabel,
  RelationshipRow,
} from '../../shared/domain/rows.ts';

/** An edge before it has its id and ordinal. */
export type Edge = Omit<RelationshipRow, 'id' | 'ordinal'>;

/** What the edges are made from: the rows of the document in order of their ordinals. */
export interface GraphInput {
  document: { id: string; projectId: string; parentId: string | null };
  chunks: ChunkRow[];
  mentions: MentionRow[];
  links: MentionLink[];
}

interface Span {
  charStart: number;
  charEnd: number;
}

const edge = (from: [NodeLabel, string], type: EdgeType, to: [NodeLabel, string], span?: Span): Edge => ({
  fromLabel: from[0],
  fromId: from[1],
  type,
  toLabel: to[0],
  toId: to[1],
  properties: {},
  ...(span ? { charStart: span.charStart, charEnd: span.charEnd } : {}),
});

/**
 * All edges of the document, one by one, so that the graph of a large document is never in memory as a whole. The span is the evidence: the
 * chunk or the words of the mention. What stands side by side is not related: no edge joins two entities here.
 */
export function* edgesOf({ document, chunks, mentions, links }: GraphInput): Generator<Edge> {
  yield edge(['Document', document.id], 'BELONGS_TO', ['Project', document.projectId]);
  if (document.parentId) yield edge(['Document', document.id], 'CHILD_OF', ['Document', document.parentId]);
  let previous: ChunkRow | undefined;
  for (const chunk of chunks) {
    yield edge(['Chunk', chunk.id], 'BELONGS_TO', ['Document', document.id], chunk);
    if (previous) yield edge(['Chunk', previous.id], 'NEXT_CHUNK', ['Chunk', chunk.id]);
    previous = chunk;
  }
  for (const mention of mentions) {
    yield edge(['Chunk', mention.chunkId], 'CONTAINS_MENTION', ['EntityMention', mention.id], mention);
  }
  const entityOf = new Map(links.map(link => [link.mentionId, link.canonicalEntityId]));
  for (const mention of mentions) {
    const entity = entityOf.get(mention.id);
    if (entity) yield edge(['EntityMention', mention.id], 'MEMBER_OF_CLUSTER', ['CanonicalEntity', entity], mention);
  }
}
