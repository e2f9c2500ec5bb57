/** Stands in for the record's blocks of entities while one document is processed in one process. */
import type { EntityBlock, EntityBlocks, EntityMerge } from '../shared/domain/resolution.ts';
import type { CanonicalEntityRow } from '../shared/domain/rows.ts';

/** Where entities and merges of the document are kept. */
export interface MemoryEntities {
  entities: Map<string, CanonicalEntityRow>;
  merges: Map<string, EntityMerge>;
}

/** Blocks over what is kept, decisions going to `own`. Nobody else is at work, so no block ever changes, and nothing is judged. */
export const memoryBlocks = (own: MemoryEntities, sources: readonly MemoryEntities[]): EntityBlocks => ({
  async read(names) {
    const known = new Map(sources.flatMap(({ entities }) => [...entities]));
    const members = [...known.values()].filter(({ block }) => block !== null && names.includes(block));
    return [...Map.groupBy(members, ({ block }) => block as string)].map(
      ([block, found]): EntityBlock => ({ block, stamp: '', members: found, opinions: [], idle: false }),
    );
  },
  async decide(decisions) {
    for (const merge of decisions.flatMap(({ merges }) => merges)) own.merges.set(merge.id, merge);
    return [];
  },
  contexts: async () => [],
  judge: async () => {},
});

/** The entity, and what it was merged into. */
export function withMerge(entity: CanonicalEntityRow, merge: EntityMerge | undefined): CanonicalEntityRow {
  if (!merge) return entity;
  return { ...entity, mergedInto: merge.into, decidedBy: { ...entity.decidedBy, merge: merge.decidedBy } };
}
