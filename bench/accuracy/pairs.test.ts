import { expect } from 'chai';
import { addDecision, noPairScores, scorePairs } from './pairs.ts';

describe('scorePairs', () => {
  it('counts merges that are right, wrong and missed', () => {
    const scores = noPairScores();
    scorePairs(
      scores,
      [
        { type: 'ORGANIZATION', a: 'Acme Corp.', b: 'ACME CORPORATION', same: true },
        { type: 'ORGANIZATION', a: 'Acme Corp.', b: 'Zebra LLC', same: true },
        { type: 'PERSON', a: 'Robert Chen', b: 'David Chen', same: false },
        { type: 'PERSON', a: 'Ann Lee', b: 'ANN LEE', same: false },
      ],
      'a',
    );
    const { slips, ...counts } = scores;
    expect(counts).to.deep.equal({
      merged: 1,
      missed: 1,
      missedUnsure: 0,
      apart: 1,
      apartUnsure: 0,
      wronglyMerged: 1,
    });
    expect(slips.map(({ kind }) => kind)).to.deep.equal(['missed', 'too much']);
  });

  it('takes unsure pairs as apart', () => {
    const scores = noPairScores();
    addDecision(scores, true, 'unsure', 'x', 'a');
    addDecision(scores, false, 'unsure', 'x', 'a');
    expect(scores).to.include({ missed: 1, missedUnsure: 1, apart: 1, apartUnsure: 1 });
  });
});
