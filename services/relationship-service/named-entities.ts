/** Finds the entity that a stretch of the text names: what ties a fact to a node of the graph. */
import type { MentionLink, MentionRow, MentionType } from '../../shared/domain/rows.ts';

export interface NamedEntities {
  /** The entity of the mention of one of these types that shares most characters with the span; undefined if none does. */
  at(start: number, end: number, types: ReadonlySet<MentionType>): string | undefined;
  /** The entity of a mention; undefined if it was not resolved. */
  of(mention: MentionRow): string | undefined;
}

/** `mentions` by start, none overlapping. */
export function namedEntities(mentions: readonly MentionRow[], links: readonly MentionLink[]): NamedEntities {
  const entityOf = new Map(links.map(link => [link.mentionId, link.canonicalEntityId]));
  return {
    of: mention => entityOf.get(mention.id),
    at(start, end, types) {
      let best: { shared: number; entity: string } | undefined;
      for (let at = firstEndingAfter(mentions, start); (mentions[at]?.charStart ?? end) < end; at += 1) {
        const mention = mentions[at] as MentionRow;
        const entity = entityOf.get(mention.id);
        const shared = Math.min(end, mention.charEnd) - Math.max(start, mention.charStart);
        if (entity && types.has(mention.type) && shared > (best?.shared ?? 0)) best = { shared, entity };
      }
      return best?.entity;
    },
  };
}

function firstEndingAfter(mentions: readonly MentionRow[], offset: number): number {
  let [from, to] = [0, mentions.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((mentions[middle] as MentionRow).charEnd > offset) to = middle;
    else from = middle + 1;
  }
  return from;
}
