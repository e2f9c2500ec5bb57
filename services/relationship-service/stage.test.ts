import { expect } from 'chai';
import type { MentionLink } from '../../shared/domain/rows.ts';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { runStage } from '../../test/support/run-stage.ts';
import { createRelationshipStage } from './stage.ts';

const text = 'Acme sells. '.repeat(1_500);
const chunks = chunksOf(text, 9_000);
const mentions = mentionsOf(
  text,
  chunks,
  ...Array.from({ length: 1_500 }, () => ['ORGANIZATION', 'Acme'] as ['ORGANIZATION', string]),
);
const links = mentions.map(({ id }) => ({ mentionId: id, canonicalEntityId: '0190a0a0-0000-7000-8000-0000000000e1' }));

const stage = (entityMentions = mentions, decided: MentionLink[] = links) =>
  runStage(createRelationshipStage(), 'relationship', { sealed: { chunks, entityMentions, links: decided } });

describe('relationship stage', () => {
  it('stages all edges in batches, with ordinals in order and ids that are unique', async () => {
    const { rows, counts, warnings, putSizes } = await stage();
    expect(counts).to.deep.equal({
      relationships: 3_004,
      BELONGS_TO: 3,
      NEXT_CHUNK: 1,
      CONTAINS_MENTION: 1_500,
      MEMBER_OF_CLUSTER: 1_500,
    });
    expect(warnings).to.deep.equal([]);
    expect(putSizes).to.deep.equal([1_000, 1_000, 1_000, 4]);
    expect(rows.relationshipStaging.map(({ ordinal }) => ordinal)).to.deep.equal([...Array(3_004).keys()]);
    expect(new Set(rows.relationshipStaging.map(({ id }) => id)).size).to.equal(3_004);
  });

  it('stages what exists when entities were not resolved, and says what is missing', async () => {
    const { counts, warnings } = await stage(mentions, []);
    expect(counts).to.include({ CONTAINS_MENTION: 1_500 }).and.not.to.have.property('MEMBER_OF_CLUSTER');
    expect(warnings).to.deep.equal([{ code: 'links.absent', missing: true, count: 1_500 }]);
  });

  it('counts mentions that belong to no entity', async () => {
    const { warnings } = await stage(mentions, links.slice(2));
    expect(warnings).to.deep.equal([{ code: 'links.incomplete', count: 2 }]);
  });

  it('names a document without text and still joins it to its project', async () => {
    const { warnings, rows } = await runStage(createRelationshipStage(), 'relationship', {});
    expect(warnings).to.deep.equal([{ code: 'text.empty' }]);
    expect(rows.relationshipStaging.map(({ type, toLabel }) => [type, toLabel])).to.deep.equal([
      ['BELONGS_TO', 'Project'],
    ]);
  });
});
