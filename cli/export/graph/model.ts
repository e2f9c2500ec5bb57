/** What the exported graph holds: the properties of its nodes and edges, with their types. */

export type PropertyType = 'string' | 'int' | 'float' | 'string[]';

/** A row as the API gives it; what it holds beside the properties below is in the JSON Lines. */
export type Row = Record<string, unknown>;

/** Properties by kind of node, in the order of their columns. */
export const nodeProperties = {
  Project: { name: 'string' },
  Document: {
    fileName: 'string',
    mediaType: 'string',
    state: 'string',
    category: 'string',
    language: 'string',
    pageCount: 'int',
    textLength: 'int',
    createdAt: 'string',
  },
  Chunk: {
    ordinal: 'int',
    kind: 'string',
    text: 'string',
    contextLine: 'string',
    headingPath: 'string[]',
    language: 'string',
    charStart: 'int',
    charEnd: 'int',
    pageFirst: 'int',
    pageLast: 'int',
    documentId: 'string',
  },
  EntityMention: {
    type: 'string',
    text: 'string',
    value: 'string',
    score: 'float',
    charStart: 'int',
    charEnd: 'int',
    documentId: 'string',
  },
  CanonicalEntity: { type: 'string', name: 'string', aliases: 'string[]', mentionCount: 'int', documentCount: 'int' },
} as const satisfies Record<string, Record<string, PropertyType>>;

export type Label = keyof typeof nodeProperties;
export const labels = Object.keys(nodeProperties) as Label[];

/** Properties of every edge; those a type of edge does not have are empty. `more`: what else it says, as JSON. */
export const edgeProperties = {
  documentId: 'string',
  charStart: 'int',
  charEnd: 'int',
  role: 'string',
  term: 'string',
  title: 'string',
  count: 'int',
  more: 'string',
} as const satisfies Record<string, PropertyType>;

export interface GraphNode {
  id: string;
  label: Label;
  row: Row;
}

export interface GraphEdge {
  from: string;
  type: string;
  to: string;
  row: Row;
}

/** One format the graph is written in. */
export interface GraphWriter {
  node(node: GraphNode): Promise<void>;
  edge(edge: GraphEdge): Promise<void>;
  close(): Promise<void>;
}
