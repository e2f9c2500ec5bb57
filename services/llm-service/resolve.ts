/** Decides which mentions of a document name the same canonical entity of the project. Pure: the record writes it. */
import type { CanonicalEntityRow, MentionLink, MentionRow } from '../../shared/domain/rows.ts';
import { derivedId } from '../../shared/ids.ts';
import { displayName, entityKey, isExact } from './entity-key.ts';

/** Canonical entities by id, and the entity of every mention that has a name left to go by. */
export interface Resolution {
  entities: CanonicalEntityRow[];
  links: MentionLink[];
  /** Mentions whose value holds neither letter nor digit. */
  unresolved: number;
}

/**
 * A surname or first name alone says who is meant only within its document: two letters about "Smith" may be about two
 * people, and a wrong merge is worse than a missed one.
 */
const isLoneName = (mention: MentionRow, key: string): boolean => mention.type === 'PERSON' && !key.includes(' ');

const aliasesOf = (mention: MentionRow): string[] =>
  mention.type === 'DATE' || mention.type === 'MONEY'
    ? [mention.value]
    : [mention.value, mention.text.replace(/\s+/g, ' ').trim()];

/**
 * Same type and same key, same entity. The id follows from project, type and key alone, so documents need not see each
 * other and the order in which they arrive changes nothing.
 */
export function resolve(document: { id: string; projectId: string }, mentions: MentionRow[]): Resolution {
  const entities = new Map<string, { row: CanonicalEntityRow; aliases: Set<string> }>();
  const links: MentionLink[] = [];
  for (const mention of mentions) {
    const name = entityKey(mention.type, mention.value);
    if (!/[\p{L}\p{N}]/u.test(name)) continue;
    const lone = isLoneName(mention, name);
    const key = lone ? `${name}@${document.id}` : name;
    const id = derivedId(document.projectId, 'entity', mention.type, key);
    const rule = isExact(mention.type) ? 'same-value' : 'same-normalised-name';
    const known = entities.get(id) ?? {
      row: {
        id,
        type: mention.type,
        key,
        name: '',
        aliases: [],
        decidedBy: { rule, key, ...(lone ? { within: 'document' } : {}) },
      },
      aliases: new Set<string>(),
    };
    for (const alias of aliasesOf(mention)) known.aliases.add(alias);
    entities.set(id, known);
    links.push({ mentionId: mention.id, canonicalEntityId: id });
  }
  const rows = [...entities.values()].map(({ row, aliases }) => ({
    ...row,
    name: displayName(aliases),
    aliases: [...aliases].sort(),
  }));
  return { entities: rows.sort((a, b) => (a.id < b.id ? -1 : 1)), links, unresolved: mentions.length - links.length };
}
