import { expect } from 'chai';
import { emptyRecord, memoryContext } from '../../test/support/memory-context.ts';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { createRelationshipStage } from './stage.ts';

const text = 'Acme sells. '.repeat(1_500);
const chunks = chunksOf(text, 9_000);
const mentions = mentionsOf(
  text,
  chunks,
  ...Array.from({ length: 1_500 }, () => ['ORGANIZATION', 'Acme'] as ['ORGANIZATION', string]),
);
const links = mentions.map(({ id }) => ({ mentionId: id, canonicalEntityId: '0190a0a0-0000-7000-8000-0000000000e1' }));

async function stage(given: Partial<ReturnType<typeof emptyRecord>>) {
  const record = { ...emptyRecord(), ...given };
  const { outcome } = await createRelationshipStage().plan(memoryContext(record, 'relationship', 'plan'));
  return { record, outcome };
}

describe('relationship stage', () => {
  it('stages all edges in batches, with ordinals in order and ids that are unique', async () => {
    const { record, outcome } = await stage({ chunks, mentions, links });
    expect(outcome.counts).to.deep.equal({
      relationships: 3_004,
      BELONGS_TO: 3,
      NEXT_CHUNK: 1,
      CONTAINS_MENTION: 1_500,
      MEMBER_OF_CLUSTER: 1_500,
    });
    expect(outcome.warnings).to.deep.equal([]);
    expect(record.putSizes).to.deep.equal([1_000, 1_000, 1_000, 4]);
    expect(record.relationships.map(({ ordinal }) => ordinal)).to.deep.equal([...Array(3_004).keys()]);
    expect(new Set(record.relationships.map(({ id }) => id)).size).to.equal(3_004);
  });

  it('stages what exists when entities were not resolved, and says what is missing', async () => {
    const { outcome } = await stage({ chunks, mentions });
    expect(outcome.counts).to.include({ CONTAINS_MENTION: 1_500 }).and.not.to.have.property('MEMBER_OF_CLUSTER');
    expect(outcome.warnings).to.deep.equal([{ code: 'links.absent', missing: true, count: 1_500 }]);
  });

  it('counts mentions that belong to no entity', async () => {
    const { outcome } = await stage({ chunks, mentions, links: links.slice(2) });
    expect(outcome.warnings).to.deep.equal([{ code: 'links.incomplete', count: 2 }]);
  });

  it('names a document without text and still joins it to its project', async () => {
    const { outcome, record } = await stage({});
    expect(outcome.warnings).to.deep.equal([{ code: 'text.empty' }]);
    expect(record.relationships.map(({ type, toLabel }) => [type, toLabel])).to.deep.equal([['BELONGS_TO', 'Project']]);
  });
});
