/** Stands in for the record while one document is processed in one process: its rows, with the same refusals. */
import type {
  CanonicalEntityRow,
  ChunkEmbeddingRow,
  ChunkRow,
  DraftRow,
  FactRow,
  MentionLink,
  MentionRow,
  RelationshipRow,
  RowBatch,
  SegmentRow,
  SegmentWordsRow,
} from '../shared/domain/rows.ts';
import { PipelineError } from '../shared/errors.ts';
import type { Inspected } from './children.ts';
import { type MemoryEntities, memoryBlocks, withMerge } from './memory-entities.ts';
import type { DocumentReader, TaskContext } from './stage.ts';

/** What the stages made of one document, by table, in order. */
export interface MemoryRows {
  segments: SegmentRow[];
  segmentWords: SegmentWordsRow[];
  chunks: ChunkRow[];
  chunkEmbeddings: ChunkEmbeddingRow[];
  entityMentions: MentionRow[];
  facts: FactRow[];
  relationshipStaging: RelationshipRow[];
  entities: CanonicalEntityRow[];
  links: MentionLink[];
}

/** What one attempt at a task writes; nobody else sees it before `commit`. */
export interface Attempt {
  put: TaskContext['put'];
  resolve: TaskContext['resolve'];
  entities: TaskContext['entities'];
  addChild(child: Inspected): void;
  childCount(): number;
  read: DocumentReader;
  commit(): void;
}

export interface MemoryRecord {
  begin(task: TaskContext['task']): Attempt;
  /** The stage is done: what its tasks committed becomes the document's; its drafts go. */
  seal(): void;
  /** The stage failed: what its tasks committed goes. */
  discard(): void;
  /** What was sealed. */
  rows(): MemoryRows;
  /** Files found inside the document, in the order they were found. */
  children(): Inspected[];
}

type Table = Exclude<keyof RowBatch, 'taskDrafts'>;
type Rows = { [T in Table]: Map<number, NonNullable<RowBatch[T]>[number]> };
interface Draft {
  part: number;
  row: DraftRow;
}
interface Contents extends MemoryEntities {
  rows: Rows;
  drafts: Draft[];
  links: Map<string, MentionLink>;
  children: Map<string, Inspected>;
}

const tables = [
  'segments',
  'segmentWords',
  'chunks',
  'chunkEmbeddings',
  'entityMentions',
  'facts',
  'relationshipStaging',
] as const;

const empty = (): Contents => ({
  rows: Object.fromEntries(tables.map(table => [table, new Map()])) as unknown as Rows,
  drafts: [],
  entities: new Map(),
  merges: new Map(),
  links: new Map(),
  children: new Map(),
});

/** An empty record. Putting a second row at an ordinal of a table throws `X_RECORD`, as the unique keys of the real one do. */
export function createMemoryRecord(): MemoryRecord {
  const sealed = empty();
  let building = empty();
  return {
    begin(task) {
      const own = empty();
      const target = building;
      return {
        put: async batch => putAll(batch, task.ordinal, own, [sealed, target]),
        resolve: async (entities, links) => merge(own, { ...empty(), ...resolutionOf(entities, links) }),
        entities: memoryBlocks(own, [sealed, target, own]),
        addChild: child => void own.children.set(child.id, child),
        childCount: () => own.children.size,
        read: readerOf(sealed, target, own),
        commit: () => merge(target, own),
      };
    },
    seal() {
      merge(sealed, { ...building, drafts: [] });
      building = empty();
    },
    discard() {
      building = empty();
    },
    rows: () => ({
      ...(Object.fromEntries(tables.map(table => [table, inOrder(table, sealed)])) as Pick<MemoryRows, Table>),
      entities: [...sealed.entities.values()].map(entity => withMerge(entity, sealed.merges.get(entity.id))),
      links: [...sealed.links.values()],
    }),
    children: () => [...sealed.children.values()],
  };
}

const resolutionOf = (entities: CanonicalEntityRow[], links: MentionLink[]) => ({
  entities: new Map(entities.map(entity => [entity.id, entity])),
  links: new Map(links.map(link => [link.mentionId, link])),
});

function putAll(batch: RowBatch, part: number, own: Contents, others: Contents[]): void {
  own.drafts.push(...(batch.taskDrafts ?? []).map(row => ({ part, row })));
  for (const table of tables) {
    const known = own.rows[table] as Map<number, { ordinal: number }>;
    for (const row of batch[table] ?? []) {
      if (known.has(row.ordinal) || others.some(({ rows }) => rows[table].has(row.ordinal))) {
        throw new PipelineError('X_RECORD', `${table}: a second row at ordinal ${row.ordinal}`);
      }
      known.set(row.ordinal, row);
    }
  }
}

function merge(into: Contents, from: Contents): void {
  for (const table of tables) {
    for (const [ordinal, row] of from.rows[table]) (into.rows[table] as Map<number, unknown>).set(ordinal, row);
  }
  into.drafts.push(...from.drafts);
  for (const [id, entity] of from.entities) into.entities.set(id, withAliasesOf(entity, into.entities.get(id)));
  for (const [id, merge] of from.merges) into.merges.set(id, merge);
  for (const [id, link] of from.links) into.links.set(id, link);
  for (const [id, child] of from.children) into.children.set(id, child);
}

const withAliasesOf = (entity: CanonicalEntityRow, known: CanonicalEntityRow | undefined): CanonicalEntityRow => ({
  ...entity,
  aliases: [...new Set([...entity.aliases, ...(known?.aliases ?? [])])].sort(),
});

function inOrder<T extends Table>(table: T, ...sources: Contents[]): NonNullable<RowBatch[T]> {
  const rows = sources.flatMap(({ rows }) => [...rows[table].values()]) as { ordinal: number }[];
  return rows.sort((a, b) => a.ordinal - b.ordinal) as NonNullable<RowBatch[T]>;
}

function readerOf(...sources: Contents[]): DocumentReader {
  return {
    segments: async () => inOrder('segments', ...sources),
    chunks: async () => inOrder('chunks', ...sources),
    mentions: async () => inOrder('entityMentions', ...sources),
    facts: async () => inOrder('facts', ...sources),
    drafts: async () =>
      sources
        .flatMap(({ drafts }) => drafts)
        .sort((a, b) => a.part - b.part || a.row.ordinal - b.row.ordinal)
        .map(({ row }) => row),
    links: async () => sources.flatMap(({ links }) => [...links.values()]),
    thread: async () => ({ parentMediaType: null, repliesTo: [], repliedBy: [] }),
  };
}
