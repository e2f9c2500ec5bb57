/** The graph as GraphML (graphml.graphdrawing.org): one file, keys declared, nodes before edges. */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { openTextFile, type TextFile } from '../../text-file.ts';
import { edgeProperties, type GraphWriter, labels, nodeProperties, type PropertyType, type Row } from './model.ts';

export const graphMlFile = 'graph.graphml';

type Properties = Record<string, PropertyType>;
/** Lists are written as JSON: GraphML has none. */
const types: Record<PropertyType, string> = { string: 'string', int: 'int', float: 'double', 'string[]': 'string' };

const allNodeProperties: Properties = Object.assign({ label: 'string' }, ...labels.map(label => nodeProperties[label]));
const allEdgeProperties: Properties = { label: 'string', ...edgeProperties };

const keysOf = (domain: 'node' | 'edge', properties: Properties): string =>
  Object.entries(properties)
    .map(
      ([name, type]) =>
        `<key id="${domain}-${name}" for="${domain}" attr.name="${name}" attr.type="${types[type]}"/>\n`,
    )
    .join('');

const head = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
${keysOf('node', allNodeProperties)}${keysOf('edge', allEdgeProperties)}<graph id="project" edgedefault="directed">
`;

/** What XML 1.0 allows as characters (section 2.2); the rest, which no escape makes legal, becomes U+FFFD. */
const illegal = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(illegal, '\u{FFFD}')
    .replace(/[&<>"\r]/g, character => escapes[character] as string);

function dataOf(domain: 'node' | 'edge', properties: Properties, row: Row): string {
  return Object.keys(properties)
    .map(name => {
      const value = row[name];
      if (value === undefined || value === null) return '';
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `<data key="${domain}-${name}">${escaped(text)}</data>`;
    })
    .join('');
}

/** Edges wait in a file of their own until all nodes are written; `pathOf` says where a file goes. */
export async function openGraphMl(pathOf: (name: string) => string): Promise<GraphWriter> {
  const file = openTextFile(pathOf(graphMlFile));
  const edgesPath = pathOf(`${graphMlFile}.edges`);
  const edges = openTextFile(edgesPath);
  await file.write(head);
  return {
    node: ({ id, label, row }) =>
      file.write(`<node id="${escaped(id)}">${dataOf('node', allNodeProperties, { ...row, label })}</node>\n`),
    edge: ({ from, type, to, row }) =>
      edges.write(
        `<edge source="${escaped(from)}" target="${escaped(to)}">${dataOf('edge', allEdgeProperties, { ...row, label: type })}</edge>\n`,
      ),
    async close() {
      await edges.close();
      await append(edgesPath, file);
      await file.write('</graph>\n</graphml>\n');
      await file.close();
      await rm(edgesPath);
    },
  };
}

async function append(path: string, file: TextFile): Promise<void> {
  for await (const piece of createReadStream(path, { encoding: 'utf8' })) await file.write(piece as string);
}
