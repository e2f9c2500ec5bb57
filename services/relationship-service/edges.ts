/** The edges of the graph that one document brings, each once, in the same order every time. Pure. */
import type { ChunkRow } from '../../shared/domain/rows.ts';
import { citationEdges } from './citation-edges.ts';
import { type Edge, edge, type GraphInput } from './edge.ts';
import { factEdges } from './fact-edges.ts';
import { namedEntities } from './named-entities.ts';

/** Kinds of documents that are mails: they answer one another, and their children are attachments. */
const mails: ReadonlySet<string> = new Set(['message/rfc822', 'application/vnd.ms-outlook']);
export const isMail = (mediaType: string | null): boolean => mails.has(mediaType ?? '');

/**
 * All edges of the document, one by one, so that the graph of a large document is never in memory as a whole. The span is the
 * evidence: the chunk, the words of the mention, the quote of the fact. What stands side by side is not related: two entities
 * are joined only where the document says what they are to each other. Returns how many facts could not be tied to an entity.
 */
export function* edgesOf(input: GraphInput): Generator<Edge, number> {
  const { document, chunks, mentions, links } = input;
  yield edge(['Document', document.id], 'BELONGS_TO', ['Project', document.projectId]);
  yield* documentEdges(input);
  let previous: ChunkRow | undefined;
  for (const chunk of chunks) {
    yield edge(['Chunk', chunk.id], 'BELONGS_TO', ['Document', document.id], chunk);
    if (previous) yield edge(['Chunk', previous.id], 'NEXT_CHUNK', ['Chunk', chunk.id]);
    previous = chunk;
  }
  for (const mention of mentions) {
    yield edge(['Chunk', mention.chunkId], 'CONTAINS_MENTION', ['EntityMention', mention.id], mention);
  }
  const named = namedEntities(mentions, links);
  for (const mention of mentions) {
    const entity = named.of(mention);
    if (entity) yield edge(['EntityMention', mention.id], 'MEMBER_OF_CLUSTER', ['CanonicalEntity', entity], mention);
  }
  const stated = factEdges(input, named);
  yield* stated.edges;
  const cited = citationEdges(input, named);
  yield* cited.edges;
  return stated.unlinked + cited.unlinked;
}

/** To other documents. A mail and its answer both state that one replies to the other: whichever is read later knows it. */
function* documentEdges({ document, thread }: GraphInput): Generator<Edge> {
  const to = (from: string, type: 'CHILD_OF' | 'ATTACHED_TO' | 'REPLIES_TO', other: string) =>
    edge(['Document', from], type, ['Document', other]);
  if (document.parentId) {
    yield to(document.id, 'CHILD_OF', document.parentId);
    if (isMail(thread.parentMediaType)) yield to(document.id, 'ATTACHED_TO', document.parentId);
  }
  for (const mail of new Set(thread.repliesTo)) yield to(document.id, 'REPLIES_TO', mail);
  for (const mail of new Set(thread.repliedBy)) yield to(mail, 'REPLIES_TO', document.id);
}
