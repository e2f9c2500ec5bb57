import { expect } from 'chai';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import type { GraphInput } from './edge.ts';
import { edgesOf } from './edges.ts';

const text = 'Acme sells. Acme ships. Roe signs.';
const chunks = chunksOf(text, 12, 12);
const mentions = mentionsOf(text, chunks, ['ORGANIZATION', 'Acme'], ['ORGANIZATION', 'Acme'], ['PERSON', 'Roe']);
const [first, second, third] = mentions.map(({ id }) => id);
const input: GraphInput = {
  document: { id: 'doc', projectId: 'project', parentId: null },
  thread: { parentMediaType: null, repliesTo: [], repliedBy: [] },
  facts: [],
  chunks,
  mentions,
  links: [
    { mentionId: first ?? '', canonicalEntityId: 'acme' },
    { mentionId: second ?? '', canonicalEntityId: 'acme' },
    { mentionId: third ?? '', canonicalEntityId: 'roe' },
  ],
};
const keyOf = (edge: { fromId: string; type: string; toId: string }) => `${edge.fromId} ${edge.type} ${edge.toId}`;

describe('edges', () => {
  it('are those of the document, each once', () => {
    const edges = [...edgesOf(input)];
    const count = (type: string) => edges.filter(edge => edge.type === type).length;
    expect(count('BELONGS_TO')).to.equal(4);
    expect(count('NEXT_CHUNK')).to.equal(2);
    expect(count('CONTAINS_MENTION')).to.equal(3);
    expect(count('MEMBER_OF_CLUSTER')).to.equal(3);
    expect(new Set(edges.map(keyOf)).size).to.equal(edges.length);
  });

  it('without facts never join two entities, nor grow faster than the mentions', () => {
    const edges = [...edgesOf(input)];
    expect(edges.filter(({ fromLabel }) => fromLabel === 'CanonicalEntity')).to.deep.equal([]);
    expect(edges.length).to.equal(1 + 2 * chunks.length - 1 + 2 * mentions.length);
  });

  it('join a child to its parent, and call it an attachment if that is a mail', () => {
    const childOf = (parentMediaType: string) =>
      [
        ...edgesOf({
          ...input,
          document: { ...input.document, parentId: 'up' },
          thread: { ...input.thread, parentMediaType },
        }),
      ].map(keyOf);
    expect(childOf('application/zip')).to.include('doc CHILD_OF up').and.not.to.include('doc ATTACHED_TO up');
    expect(childOf('message/rfc822')).to.include.members(['doc CHILD_OF up', 'doc ATTACHED_TO up']);
  });

  it('join mails to those they answer and to those that answer them', () => {
    const thread = { parentMediaType: null, repliesTo: ['first'], repliedBy: ['third'] };
    expect([...edgesOf({ ...input, thread })].map(keyOf)).to.include.members([
      'doc REPLIES_TO first',
      'third REPLIES_TO doc',
    ]);
  });

  it('carry the words of a mention as evidence', () => {
    const edges = [...edgesOf(input)].filter(({ type }) => type === 'MEMBER_OF_CLUSTER');
    expect(edges.map(({ charStart, charEnd }) => text.slice(charStart ?? 0, charEnd ?? 0))).to.deep.equal([
      'Acme',
      'Acme',
      'Roe',
    ]);
  });

  it('follow the order of the chunks', () => {
    const next = [...edgesOf(input)].filter(({ type }) => type === 'NEXT_CHUNK');
    expect(next.map(({ fromId, toId }) => [fromId, toId])).to.deep.equal([
      [chunks[0]?.id, chunks[1]?.id],
      [chunks[1]?.id, chunks[2]?.id],
    ]);
  });
});
