/** The graph as CSV files for `neo4j-admin database import`: one of nodes for each label, one of relationships. */
import { stringify } from 'csv-stringify/sync';
import { openTextFile, type TextFile } from '../../text-file.ts';
import {
  edgeProperties,
  type GraphWriter,
  type Label,
  labels,
  nodeProperties,
  type PropertyType,
  type Row,
} from './model.ts';

/** Between the items of a list, as U+001F: no name holds it. Passed to the import as `--array-delimiter`. */
export const arrayDelimiter = '\u001f';

const fileOf = (label: Label): string =>
  `nodes-${{ Project: 'projects', Document: 'documents', Chunk: 'chunks', EntityMention: 'mentions', CanonicalEntity: 'entities' }[label]}.csv`;
export const relationshipsFile = 'relationships.csv';
/** All files, nodes first. */
export const csvFiles: readonly string[] = [...labels.map(fileOf), relationshipsFile];

type Properties = Record<string, PropertyType>;

const columnsOf = (properties: Properties): string[] =>
  Object.entries(properties).map(([name, type]) => (type === 'string' ? name : `${name}:${type}`));

const cellsOf = (properties: Properties, row: Row): string[] => Object.keys(properties).map(name => cellOf(row[name]));

/** An empty cell is no value; the import has no other way to say so. */
function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(item => String(item).replaceAll(arrayDelimiter, ' ')).join(arrayDelimiter);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

// Line ends inside quotation marks are part of the text.
const line = (cells: string[]): string => stringify([cells], { record_delimiter: 'unix' });

/** Opens all files, with their heads; `pathOf` says where a file goes. */
export async function openCsv(pathOf: (name: string) => string): Promise<GraphWriter> {
  const nodes = Object.fromEntries(labels.map(label => [label, openTextFile(pathOf(fileOf(label)))])) as Record<
    Label,
    TextFile
  >;
  const relationships = openTextFile(pathOf(relationshipsFile));
  for (const label of labels) {
    await nodes[label].write(line(['id:ID', ...columnsOf(nodeProperties[label]), ':LABEL']));
  }
  await relationships.write(line([':START_ID', ':END_ID', ':TYPE', ...columnsOf(edgeProperties)]));
  return {
    node: ({ id, label, row }) => nodes[label].write(line([id, ...cellsOf(nodeProperties[label], row), label])),
    edge: ({ from, type, to, row }) => relationships.write(line([from, to, type, ...cellsOf(edgeProperties, row)])),
    async close() {
      for (const file of [...Object.values(nodes), relationships]) await file.close();
    },
  };
}
