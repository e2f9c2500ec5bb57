/** Edges between documents and the authorities they cite, or are. */
import type { MentionRow, MentionType } from '../../shared/domain/rows.ts';
import { type Edge, edge, type GraphInput } from './edge.ts';
import type { NamedEntities } from './named-entities.ts';

const authorities: ReadonlySet<MentionType> = new Set(['CASE_CITATION', 'STATUTE', 'REGULATION']);
/** Forms that cite again; without `refersTo` nobody knows what. */
const again: ReadonlySet<unknown> = new Set(['short', 'id', 'supra']);

/** The edges, and how many statements of a document's own citation no mention backs. */
export interface CitationEdges {
  edges: Edge[];
  unlinked: number;
}

/**
 * CITES goes from the document to the entity of each authority, once, with the number of citations and the first as evidence.
 * How the document itself is cited is no citation: IDENTIFIES goes from that entity to the document. So the documents of the
 * project that cite another one of it are `(:Document)-[:CITES]->(:CanonicalEntity)-[:IDENTIFIES]->(:Document)`, whichever came first.
 */
export function citationEdges({ document, mentions, facts }: GraphInput, named: NamedEntities): CitationEdges {
  const own = facts.filter(({ kind, verified }) => kind === 'citation' && verified !== 'unverified');
  const identities = new Map(
    own.flatMap(fact => {
      const entity = named.at(fact.charStart as number, fact.charEnd as number, authorities);
      return entity ? [[entity, fact] as const] : [];
    }),
  );
  const cited = new Map<string, { first: MentionRow; count: number }>();
  for (const mention of mentions) {
    const entity = isCitation(mention) ? named.of(mention) : undefined;
    if (!entity || identities.has(entity)) continue;
    const known = cited.get(entity);
    if (known) known.count += 1;
    else cited.set(entity, { first: mention, count: 1 });
  }
  return {
    edges: [
      ...[...cited].map(([entity, { first, count }]) =>
        edge(['Document', document.id], 'CITES', ['CanonicalEntity', entity], first, { count }),
      ),
      ...[...identities].map(([entity, fact]) =>
        edge(['CanonicalEntity', entity], 'IDENTIFIES', ['Document', document.id], fact),
      ),
    ],
    unlinked: own.length - identities.size,
  };
}

const isCitation = ({ type, properties }: MentionRow): boolean =>
  authorities.has(type) && !(again.has(properties.form) && properties.refersTo === undefined);
