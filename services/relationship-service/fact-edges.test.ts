import { expect } from 'chai';
import type { FactKind } from '../../shared/domain/facts.ts';
import type { FactRow, MentionType } from '../../shared/domain/rows.ts';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { citationEdges } from './citation-edges.ts';
import type { Edge, GraphInput } from './edge.ts';
import { factEdges } from './fact-edges.ts';
import { namedEntities } from './named-entities.ts';

const text =
  'T.C. Memo. 2020-26. Acme Corp. ("Acme"), Plaintiff, v. Bo Poe, Defendant. Jane Law for Plaintiff. Dan Bar for Mr. Poe. ' +
  'Judge Kerr. See 564 F.3d 40; 564 F.3d 40; Id. at 41; 26 U.S.C. 61.';
const said: [MentionType, string][] = [
  ['CASE_CITATION', 'T.C. Memo. 2020-26'],
  ['ORGANIZATION', 'Acme Corp.'],
  ['PERSON', 'Bo Poe'],
  ['PERSON', 'Jane Law'],
  ['PERSON', 'Dan Bar'],
  ['JUDGE', 'Kerr'],
  ['CASE_CITATION', '564 F.3d 40'],
  ['CASE_CITATION', '564 F.3d 40'],
  ['CASE_CITATION', 'Id. at 41'],
  ['STATUTE', '26 U.S.C. 61'],
];
const mentions = mentionsOf(text, chunksOf(text), ...said);
const links = mentions.map(({ id, value }) => ({ mentionId: id, canonicalEntityId: value }));

const factOf = (
  kind: FactKind,
  name: string,
  properties: Record<string, unknown> = {},
  over: Partial<FactRow> = {},
): FactRow => {
  const start = text.indexOf(name);
  const span = [start, start + name.length];
  return {
    ...{
      id: `${kind} ${name}`,
      ordinal: 0,
      chunkId: null,
      kind,
      value: name,
      quote: name,
      charStart: start,
      charEnd: start + name.length,
    },
    ...{ properties: kind === 'citation' ? {} : { name: span, ...properties }, verified: 'verified', engine: 'test' },
    ...over,
  };
};

const input = (...facts: FactRow[]): GraphInput => ({
  document: { id: 'doc', projectId: 'project', parentId: null },
  thread: { parentMediaType: null, repliesTo: [], repliedBy: [] },
  ...{ chunks: [], mentions, links, facts },
});
const named = namedEntities(mentions, links);
const shape = ({ fromId, type, toId, properties }: Edge) => [fromId, type, toId, properties];

const acme = factOf('party', 'Acme Corp.', { role: 'Plaintiff', definedAs: 'Acme' });
const poe = factOf('party', 'Bo Poe', { role: 'Defendant' });

describe('edges of facts', () => {
  it('say who is party and judge, and under what term', () => {
    const { edges, unlinked } = factEdges(
      input(
        acme,
        poe,
        factOf('judge', 'Kerr', { title: 'Judge', case: 'own' }),
        factOf('judge', 'Jane Law', { case: 'below' }),
      ),
      named,
    );
    expect(edges.map(shape)).to.deep.equal([
      ['Acme Corp.', 'PARTY_TO', 'doc', { role: 'Plaintiff' }],
      ['Bo Poe', 'PARTY_TO', 'doc', { role: 'Defendant' }],
      ['Kerr', 'JUDGE_OF', 'doc', { title: 'Judge' }],
      ['Acme Corp.', 'DEFINED_AS', 'doc', { term: 'Acme' }],
    ]);
    expect(unlinked).to.equal(0);
    expect(edges.map(({ charStart, charEnd }) => text.slice(charStart ?? 0, charEnd ?? 0))[1]).to.equal('Bo Poe');
  });

  it('join counsel to the parties it names, else to those of the role', () => {
    const jane = factOf('counsel', 'Jane Law', { for: 'Plaintiff-Appellant' });
    const dan = factOf('counsel', 'Dan Bar', { for: 'Plaintiff', parties: ['BO POE'] });
    const { edges } = factEdges(input(acme, poe, jane, dan), named);
    expect(edges.filter(({ type }) => type === 'REPRESENTS').map(shape)).to.deep.equal([
      ['Jane Law', 'REPRESENTS', 'Acme Corp.', { role: 'Plaintiff', documentId: 'doc' }],
      ['Dan Bar', 'REPRESENTS', 'Bo Poe', { role: 'Defendant', documentId: 'doc' }],
    ]);
  });

  it('join counsel to its own side where both appeal', () => {
    const ours = factOf('party', 'Acme Corp.', { role: 'Appellant/Cross-Appellee' });
    const theirs = factOf('party', 'Bo Poe', { role: 'Appellee/Cross-Appellant' });
    const jane = factOf('counsel', 'Jane Law', { for: 'Appellants/Cross-Appellees' });
    const dan = factOf('counsel', 'Dan Bar', { for: 'Appellee' });
    const { edges } = factEdges(input(ours, theirs, jane, dan), named);
    const represents = edges.filter(({ type }) => type === 'REPRESENTS').map(({ fromId, toId }) => [fromId, toId]);
    expect(represents).to.deep.equal([
      ['Jane Law', 'Acme Corp.'],
      ['Dan Bar', 'Bo Poe'],
    ]);
  });

  it('are one for each pair, with all roles', () => {
    const again = factOf('party', 'Acme Corp.', { role: 'Counter-Defendant' });
    const { edges } = factEdges(input(acme, again), named);
    expect(edges.filter(({ type }) => type === 'PARTY_TO').map(shape)).to.deep.equal([
      ['Acme Corp.', 'PARTY_TO', 'doc', { role: 'Plaintiff', roles: ['Plaintiff', 'Counter-Defendant'] }],
    ]);
  });

  it('count facts that name nobody, and are silent about what is not proven', () => {
    const nobody = factOf('party', 'Plaintiff');
    const { edges, unlinked } = factEdges(
      input(nobody, factOf('party', 'Bo Poe', {}, { verified: 'unverified' })),
      named,
    );
    expect({ edges, unlinked }).to.deep.equal({ edges: [], unlinked: 1 });
  });
});

describe('edges of citations', () => {
  it('go to each authority once, with the number of citations; "id." alone goes nowhere', () => {
    const { edges } = citationEdges(input(), named);
    const withId = mentions.map(mention =>
      mention.text.startsWith('Id.') ? { ...mention, properties: { form: 'id' } } : mention,
    );
    const { edges: without } = citationEdges({ ...input(), mentions: withId }, named);
    expect(edges.map(shape)).to.deep.include(['doc', 'CITES', '564 F.3d 40', { count: 2 }]);
    expect(edges).to.have.length(4);
    expect(without.map(({ toId }) => toId)).to.deep.equal(['T.C. Memo. 2020-26', '564 F.3d 40', '26 U.S.C. 61']);
  });

  it('tell how the document itself is cited, which is no citation', () => {
    const { edges, unlinked } = citationEdges(input(factOf('citation', 'T.C. Memo. 2020-26')), named);
    expect(edges.map(shape)).to.deep.include(['T.C. Memo. 2020-26', 'IDENTIFIES', 'doc', {}]);
    expect(edges.filter(({ type }) => type === 'CITES').map(({ toId }) => toId)).not.to.include('T.C. Memo. 2020-26');
    expect(unlinked).to.equal(0);
    expect(citationEdges(input(factOf('citation', 'Judge')), named).unlinked).to.equal(1);
  });
});
