import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SaxesParser } from 'saxes';
import { createApi } from '../../cli/api.ts';
import { openGraph } from '../../cli/export/graph/graph.ts';
import { exportProject } from '../../cli/export.ts';
import type { FactRow } from '../../shared/domain/rows.ts';
import { newId } from '../../shared/ids.ts';
import { createTestIngest, type TestIngest } from '../support/ingest.ts';
import { documentOf, type Names, relateDocument, resolveDocument } from '../support/resolve-documents.ts';

/** Records of a CSV file (RFC 4180), each by the names of its head. */
function recordsOf(csv: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\n') rows.push([]);
  }
  const [head = [], ...records] = rows.filter(row => row.length > 1);
  return records.map(record => Object.fromEntries(head.map((name, at) => [name, record[at] ?? ''])));
}

/** Ids of nodes and the ends of edges of a GraphML file, which must be well-formed and use declared keys only. */
function readGraphMl(xml: string) {
  const parser = new SaxesParser();
  const [nodes, keys] = [new Set<string>(), new Map<string, string>()];
  const edges: { source: string; target: string; label: string }[] = [];
  const data: Record<string, string>[] = [];
  let key: string | undefined;
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const given = attributes as Record<string, string>;
    if (name === 'key') keys.set(given.id as string, given['attr.type'] as string);
    if (name === 'node' || name === 'edge') data.push({});
    if (name === 'node') nodes.add(given.id as string);
    if (name === 'edge') edges.push({ source: given.source as string, target: given.target as string, label: '' });
    if (name === 'data') {
      key = given.key as string;
      expect(keys.has(key), key).to.equal(true);
    }
  });
  parser.on('text', text => {
    if (!key) return;
    const last = data.at(-1) as Record<string, string>;
    last[key] = (last[key] ?? '') + text;
    if (key === 'edge-label') (edges.at(-1) as { label: string }).label = text;
  });
  parser.on('closetag', () => {
    key = undefined;
  });
  parser.write(xml).close();
  return { nodes, edges, data };
}

describe('the graph', function () {
  this.timeout(120_000);
  let ingest: TestIngest;
  let folder: string;
  before(async () => {
    ingest = await createTestIngest();
    folder = await mkdtemp(join(tmpdir(), 'graph-'));
  });
  after(async () => {
    await ingest.stop();
    await rm(folder, { recursive: true });
  });

  const factOf = (kind: 'party' | 'counsel', name: string, at: number, properties: object): FactRow => ({
    ...{
      id: newId(),
      ordinal: at,
      chunkId: null,
      kind,
      value: name,
      quote: name,
      charStart: at,
      charEnd: at + name.length,
    },
    ...{ properties: { name: [at, at + name.length], ...properties }, verified: 'verified', engine: 'test' },
  });

  it('is exported with roots, each edge once, none dangling, in both formats alike', async () => {
    const { record } = ingest;
    const project = await record.projects.create('Graph "A" & <B>');
    const mail = (messageId: string, inReplyTo?: string) => ({ mail: { messageId, ...(inReplyTo && { inReplyTo }) } });
    const papers: [Names, object][] = [
      [
        [
          ['PERSON', 'Rudolf John Herrmann'],
          ['PERSON', 'Jane Okafor'],
          ['CASE_CITATION', '564 F.3d 40'],
        ],
        mail('1@x'),
      ],
      [
        [
          ['PERSON', 'Rudolf J. Herrmann'],
          ['PERSON', 'Rudolf Herrmann'],
          ['CASE_CITATION', '564 F.3d 40'],
        ],
        mail('2@x', '1@x'),
      ],
    ];
    const documents: string[] = [];
    for (const [names, properties] of papers) {
      const document = await documentOf(record, project.id, names, properties);
      const [party = '', counsel = ''] = names.map(([, name]) => name);
      const facts = [
        factOf('party', party, 0, { role: 'Plaintiff' }),
        factOf('counsel', counsel, party.length + ' ; '.length, { for: 'Plaintiff' }),
      ];
      const { deliveries } = await resolveDocument(record, document.task, undefined, facts);
      const { counts } = await relateDocument(record, deliveries);
      expect(counts).to.include({ PARTY_TO: 1, CITES: 1, MEMBER_OF_CLUSTER: 3 });
      documents.push(document.id);
    }
    // The first was read before there was an answer, the second names it; a rerun of the first would name it again.
    expect(await record.rows.thread(documents[0] as string)).to.deep.include({
      repliesTo: [],
      repliedBy: [documents[1]],
    });
    expect(await record.rows.thread(documents[1] as string)).to.deep.include({
      repliesTo: [documents[0]],
      repliedBy: [],
    });

    const { key } = await record.projects.createKey({ name: 'export', scopes: ['read'] });
    const out = join(folder, 'out');
    const answer = await exportProject(createApi({ url: ingest.url, key }), project.id, out);
    expect(answer.json).to.deep.include({ problems: [] });
    expect((await readdir(out)).filter(name => name.includes('.partial'))).to.deep.equal([]);

    const { nodes, edges } = readGraphMl(await readFile(join(out, 'graph.graphml'), 'utf8'));
    expect(edges.every(({ source, target }) => nodes.has(source) && nodes.has(target))).to.equal(true);
    const csv = async (name: string) => recordsOf(await readFile(join(out, name), 'utf8'));
    const entities = await csv('nodes-entities.csv');
    const herrmann = entities.find(({ name }) => name?.includes('Herrmann'));
    expect(entities).to.have.length(3);
    expect(herrmann?.['aliases:string[]']?.split('\u001f')).to.have.members([
      'Rudolf John Herrmann',
      'Rudolf J. Herrmann',
      'Rudolf Herrmann',
    ]);
    const relationships = await csv('relationships.csv');
    expect(relationships.map(row => `${row[':START_ID']} ${row[':TYPE']} ${row[':END_ID']}`)).to.have.members(
      edges.map(({ source, target, label }) => `${source} ${label} ${target}`),
    );
    const count = (type: string) => edges.filter(({ label }) => label === type).length;
    // The counsel of the second paper is its party under another spelling: nobody represents himself.
    expect(['REPLIES_TO', 'REPRESENTS', 'CITES', 'PARTY_TO', 'MEMBER_OF_CLUSTER'].map(count)).to.deep.equal([
      1, 1, 2, 2, 6,
    ]);
    expect(
      edges.filter(({ label, target }) => label === 'MEMBER_OF_CLUSTER' && target === herrmann?.['id:ID']),
    ).to.have.length(3);
    const [stated] = await csv('nodes-projects.csv');
    expect(stated).to.deep.equal({ 'id:ID': project.id, name: 'Graph "A" & <B>', ':LABEL': 'Project' });
  });

  it('keeps every text readable, leaves out what has no end, and states a reply of both sides once', async () => {
    const out = await mkdtemp(join(folder, 'raw-'));
    const graph = await openGraph(name => join(out, name));
    const name = 'a\u0000b\u000b "q", <&>\r\n\ud800 ü 😀';
    await graph.shared('Document', 'one', { fileName: name, pageCount: 3 });
    await graph.shared('Document', 'two', { fileName: 'x', createdAt: undefined });
    const edge = (fromId: string, type: string, toId: string, properties = {}) =>
      graph.edge('one', { fromLabel: 'Document', fromId, type, toLabel: 'Document', toId, properties });
    await edge('two', 'REPLIES_TO', 'one', { role: 'a', roles: ['a', 'b'] });
    await edge('two', 'REPLIES_TO', 'one');
    await edge('two', 'CITES', 'nobody');
    expect(await graph.close()).to.deep.equal({ nodes: 2, edges: 1, dangling: 1 });
    const { nodes, edges, data } = readGraphMl(await readFile(join(out, 'graph.graphml'), 'utf8'));
    expect(nodes).to.deep.equal(new Set(['one', 'two']));
    expect(edges).to.deep.equal([{ source: 'two', target: 'one', label: 'REPLIES_TO' }]);
    expect(data[0]).to.include({ 'node-fileName': 'a\ufffdb\ufffd "q", <&>\r\n\ufffd ü 😀', 'node-pageCount': '3' });
    expect(data[2]).to.include({ 'edge-more': '{"roles":["a","b"]}' });
    const [row] = recordsOf(await readFile(join(out, 'nodes-documents.csv'), 'utf8'));
    expect(row).to.include({ 'id:ID': 'one', 'pageCount:int': '3', ':LABEL': 'Document' });
    expect(row?.fileName).to.equal(name.toWellFormed());
  });
});
