/** The first layer of resolution: mentions with equal names are of one canonical entity of the project. Pure: the record writes it. */
import type { CanonicalEntityRow, MentionLink, MentionRow } from '../../../shared/domain/rows.ts';
import { derivedId } from '../../../shared/ids.ts';
import { blockOf } from './decide-pair.ts';
import { displayName, entityKey, isExact } from './entity-key.ts';
import { isDefinedTerm } from './organization-name.ts';

/** Canonical entities by id, and the entity of every mention that has a name left to go by. */
export interface Resolution {
  entities: CanonicalEntityRow[];
  links: MentionLink[];
  /** Mentions whose value holds neither letter nor digit. */
  unresolved: number;
}

/**
 * A surname or first name alone says who is meant only within its document: two letters about "Smith" may be about two
 * people, and a wrong merge is worse than a missed one. So do "the Company", and an "Id. at 5" that nobody could resolve.
 */
function isLoneName({ type, properties }: MentionRow, key: string): boolean {
  if (type === 'PERSON' || type === 'JUDGE') return !key.includes(' ');
  if (type === 'CASE_CITATION')
    return /^(?:id|supra)$/.test(String(properties.form)) && properties.refersTo === undefined;
  return type === 'ORGANIZATION' && isDefinedTerm(key);
}

/** Spellings of one mention. The hyphen at the end of a line and the number of the next belong to the lines, not to the name. */
const aliasesOf = ({ type, value, text }: MentionRow): string[] =>
  type === 'DATE' || type === 'MONEY'
    ? [value]
    : [
        value,
        text
          .replace(/(?<=\p{Ll})-\s*\n\s*/gu, '')
          .replace(/\n\s*\d{1,2}\s{2,}/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      ];

/** An entity while its aliases are gathered. */
type Gathered = Omit<CanonicalEntityRow, 'name' | 'aliases'> & { aliases: Set<string> };

function entityFor(document: { id: string; projectId: string }, mention: MentionRow): Gathered | null {
  const { type, value } = mention;
  const name = entityKey(type, value);
  if (name === '') return null;
  const lone = isLoneName(mention, name);
  const key = lone ? `${name}@${document.id}` : name;
  const rule = isExact(type) ? 'same-value' : 'same-normalised-name';
  return {
    id: derivedId(document.projectId, 'entity', type, key),
    type,
    key,
    decidedBy: { rule, key, ...(lone ? { within: 'document' } : {}) },
    block: blockOf(type, key),
    aliases: new Set(),
  };
}

/**
 * Same type and same key, same entity. The id follows from project, type and key alone, so documents need not see each
 * other and the order in which they arrive changes nothing.
 */
export function resolve(document: { id: string; projectId: string }, mentions: MentionRow[]): Resolution {
  const byId = new Map<string, Gathered>();
  // A long document says few things often: the key of each is worked out once.
  const byValue = new Map<string, Gathered | null>();
  const links: MentionLink[] = [];
  for (const mention of mentions) {
    const said = `${mention.type}/${mention.value}`;
    let entity = byValue.get(said);
    if (entity === undefined) {
      const made = entityFor(document, mention);
      entity = made && (byId.get(made.id) ?? made);
      byValue.set(said, entity);
    }
    if (!entity) continue;
    byId.set(entity.id, entity);
    for (const alias of aliasesOf(mention)) entity.aliases.add(alias);
    links.push({ mentionId: mention.id, canonicalEntityId: entity.id });
  }
  const entities = [...byId.values()].map(({ aliases, ...entity }) => ({
    ...entity,
    name: displayName(aliases),
    aliases: [...aliases].sort(),
  }));
  return {
    entities: entities.sort((a, b) => (a.id < b.id ? -1 : 1)),
    links,
    unresolved: mentions.length - links.length,
  };
}
