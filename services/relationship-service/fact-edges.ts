/** Edges that facts state: parties, judges, counsel and whom they stand for, defined terms. */
import type { CounselProperties, FactKind, PartyProperties } from '../../shared/domain/facts.ts';
import type { EdgeType, FactRow, MentionType, NodeLabel } from '../../shared/domain/rows.ts';
import { type Edge, edge, type GraphInput } from './edge.ts';
import type { NamedEntities } from './named-entities.ts';

/** The edges, one for each pair of nodes, and how many facts name somebody whom no mention names. */
export interface FactEdges {
  edges: Edge[];
  unlinked: number;
}

/** What may be named by a fact of a kind. */
const typesOf: Partial<Record<FactKind, ReadonlySet<MentionType>>> = {
  party: new Set(['PERSON', 'ORGANIZATION', 'LOCATION', 'JUDGE']),
  judge: new Set(['JUDGE', 'PERSON']),
  counsel: new Set(['PERSON', 'ORGANIZATION']),
};

/** A fact and the entity it speaks of. */
interface Linked {
  fact: FactRow;
  entity: string;
}

/** Facts whose quote was not found are no evidence and are left out. */
export function factEdges({ document, mentions, facts }: GraphInput, named: NamedEntities): FactEdges {
  const proven = facts.filter(({ kind, verified }) => typesOf[kind] && verified !== 'unverified');
  const linked = proven.flatMap(fact => linkOf(fact, named));
  const of = (kind: FactKind) => linked.filter(({ fact }) => fact.kind === kind);
  const pairs = createPairs();
  const add = ({ fact, entity }: Linked, type: EdgeType, properties: Record<string, unknown>) =>
    pairs.add(edge(['CanonicalEntity', entity], type, ['Document', document.id], fact, properties));
  for (const party of of('party')) add(party, 'PARTY_TO', pick(party.fact, 'role'));
  for (const judge of of('judge')) {
    // The judge of the court below did not write this document.
    if (judge.fact.properties.case !== 'below') add(judge, 'JUDGE_OF', pick(judge.fact, 'title'));
  }
  for (const counsel of of('counsel')) {
    for (const party of represented(counsel.fact, of('party'))) {
      if (party.entity === counsel.entity) continue;
      const to: [NodeLabel, string] = ['CanonicalEntity', party.entity];
      const properties = { ...pick(party.fact, 'role'), documentId: document.id };
      pairs.add(edge(['CanonicalEntity', counsel.entity], 'REPRESENTS', to, counsel.fact, properties));
    }
  }
  for (const party of of('party')) {
    const { definedAs } = party.fact.properties as Partial<PartyProperties>;
    if (definedAs) add(party, 'DEFINED_AS', { term: definedAs });
  }
  for (const mention of mentions) {
    const entity = named.of(mention);
    const term = mention.properties.definedAs;
    if (entity && typeof term === 'string') {
      pairs.add(edge(['CanonicalEntity', entity], 'DEFINED_AS', ['Document', document.id], mention, { term }));
    }
  }
  return { edges: pairs.all(), unlinked: proven.length - linked.length };
}

function linkOf(fact: FactRow, named: NamedEntities): Linked[] {
  const [start, end] = (fact.properties.name ?? [fact.charStart, fact.charEnd]) as [number, number];
  const entity = named.at(start, end, typesOf[fact.kind] as ReadonlySet<MentionType>);
  return entity ? [{ fact, entity }] : [];
}

/** Those properties of a fact that it has. */
const pick = ({ properties }: FactRow, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap(name => (properties[name] === undefined ? [] : [[name, properties[name]]])));

/** The parties counsel names; if it names none that is a party, those of the role it appears for. */
function represented(counsel: FactRow, parties: readonly Linked[]): Linked[] {
  const { for: role, parties: names = [] } = counsel.properties as Partial<CounselProperties>;
  const wanted = new Set(names.map(letters));
  const byName = parties.filter(({ fact }) => wanted.has(letters(fact.value)));
  if (byName.length > 0 || role === undefined) return byName;
  const roles = new Set(rolesIn(role));
  return parties.filter(({ fact }) => rolesIn(String(fact.properties.role ?? '')).some(each => roles.has(each)));
}

const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** "Plaintiff-Appellant" and "Plaintiff, Appellant" are both; a cross-appellee is no appellee. */
const rolesIn = (role: string): string[] =>
  role
    .toLowerCase()
    .replace(/\b(cross|counter|third|co)[-–\s]+(?=\p{L})/gu, '$1')
    .split(/[-–/,;]|\sand\s/)
    .map(word => word.trim().replace(/s$/, ''))
    .filter(Boolean);

/** One edge for each pair of nodes: the first is the evidence, what later ones say differently joins its properties as a list. */
function createPairs() {
  const byPair = new Map<string, Edge>();
  return {
    add(next: Edge) {
      const key = `${next.fromId} ${next.type} ${next.toId}`;
      const known = byPair.get(key);
      if (!known) byPair.set(key, next);
      else for (const [name, value] of Object.entries(next.properties)) join(known.properties, name, value);
    },
    all: () => [...byPair.values()],
  };
}

/** `role: Plaintiff` and `role: Counter-Defendant` become `role: Plaintiff`, `roles: [Plaintiff, Counter-Defendant]`. */
function join(properties: Record<string, unknown>, name: string, value: unknown): void {
  const [one, many] = [properties[name], properties[`${name}s`]];
  if (one === undefined) properties[name] = value;
  else if (Array.isArray(many)) many.push(...(many.includes(value) ? [] : [value]));
  else if (one !== value) properties[`${name}s`] = [one, value];
}
