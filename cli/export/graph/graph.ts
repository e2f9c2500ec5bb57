/** The graph of a project for export: entities by their roots, every edge once and between nodes that are there. */
import { openCsv } from './csv.ts';
import { openGraphMl } from './graph-ml.ts';
import { edgeProperties, type Label, type Row } from './model.ts';

/** An edge as the API gives it. */
export interface Relationship {
  fromLabel: string;
  fromId: string;
  type: string;
  toLabel: string;
  toId: string;
  properties: Row;
  charStart?: number | null | undefined;
  charEnd?: number | null | undefined;
}

export interface Graph {
  /** Says what an entity was merged into; before any edge. */
  merge(id: string, root: string): void;
  /** Adds a node that any document may refer to. */
  shared(label: Extract<Label, 'Project' | 'Document' | 'CanonicalEntity'>, id: string, row: Row): Promise<void>;
  /** Adds a node that only its own document refers to. */
  own(label: Extract<Label, 'Chunk' | 'EntityMention'>, id: string, row: Row): Promise<void>;
  /** Adds an edge of a document, whose own nodes are all there. */
  edge(documentId: string, relationship: Relationship): Promise<void>;
  /** The document is done: its own nodes are not referred to any more. */
  endDocument(): void;
  close(): Promise<{ nodes: number; edges: number; dangling: number }>;
}

/** Types of which a document has one for each row, and nobody else any: no need to remember them. */
const never: ReadonlySet<string> = new Set([
  'BELONGS_TO',
  'NEXT_CHUNK',
  'CONTAINS_MENTION',
  'MEMBER_OF_CLUSTER',
  'CHILD_OF',
]);

/** Writes GraphML and CSV side by side; `pathOf` says where a file goes. Edges to what is not there are left out and counted. */
export async function openGraph(pathOf: (name: string) => string): Promise<Graph> {
  const writers = [await openCsv(pathOf), await openGraphMl(pathOf)];
  const roots = new Map<string, string>();
  const shared = new Set<string>();
  const own = new Set<string>();
  const replies = new Set<string>();
  const ofDocument = new Set<string>();
  const counts = { nodes: 0, edges: 0, dangling: 0 };
  const add = async (label: Label, id: string, row: Row, known: Set<string>) => {
    if (known.has(id)) return;
    known.add(id);
    counts.nodes += 1;
    for (const writer of writers) await writer.node({ id, label, row });
  };
  /** False for an edge that was there before. A mail and its answer both state theirs; two entities that are one may state one twice. */
  const isNew = (from: string, type: string, to: string): boolean => {
    if (never.has(type)) return true;
    const seen = type === 'REPLIES_TO' ? replies : ofDocument;
    const key = `${from} ${type} ${to}`;
    return !seen.has(key) && Boolean(seen.add(key));
  };
  return {
    merge: (id, root) => void roots.set(id, root),
    shared: (label, id, row) => add(label, id, row, shared),
    own: (label, id, row) => add(label, id, row, own),
    async edge(documentId, { fromId, type, toId, properties, charStart, charEnd }) {
      const [from, to] = [roots.get(fromId) ?? fromId, roots.get(toId) ?? toId];
      if (from === to || !isNew(from, type, to)) return;
      if (![from, to].every(id => shared.has(id) || own.has(id))) {
        counts.dangling += 1;
        return;
      }
      counts.edges += 1;
      const row = { ...rowOf(properties), documentId, charStart, charEnd };
      for (const writer of writers) await writer.edge({ from, type, to, row });
    },
    endDocument() {
      own.clear();
      ofDocument.clear();
    },
    async close() {
      for (const writer of writers) await writer.close();
      return counts;
    },
  };
}

/** Properties that have a column of their own, and the rest together. */
function rowOf(properties: Row): Row {
  const names = Object.keys(edgeProperties);
  const rest = Object.entries(properties).filter(([name]) => !names.includes(name));
  return { ...properties, ...(rest.length > 0 && { more: Object.fromEntries(rest) }) };
}
