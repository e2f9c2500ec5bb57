import { expect } from 'chai';
import type { FoundMention } from './engine.ts';
import { joinMentions } from './joined.ts';

const mention = (type: FoundMention['type'], start: number, end: number, more: Partial<FoundMention> = {}) => ({
  ...{ type, start, end, value: `${type} ${start}-${end}`, properties: {}, score: 0.8 },
  ...more,
});
const joined = (ruled: FoundMention[], learnt: FoundMention[]) => joinMentions(ruled, learnt).map(({ value }) => value);

describe('mentions of rules and of a model', () => {
  it('are joined by start', () => {
    expect(joined([mention('DATE', 10, 20)], [mention('PERSON', 0, 5), mention('PERSON', 20, 25)])).to.deep.equal([
      'PERSON 0-5',
      'DATE 10-20',
      'PERSON 20-25',
    ]);
  });

  it('are those of the rules wherever both found something, however sure the model is', () => {
    const sure = { score: 0.99 };
    for (const type of ['CASE_CITATION', 'DATE', 'MONEY', 'COURT', 'JUDGE', 'STATUTE'] as const)
      expect(joined([mention(type, 5, 10)], [mention('PERSON', 0, 20, sure)])).to.deep.equal([`${type} 5-10`]);
    expect(joined([mention('PERSON', 5, 10)], [mention('ORGANIZATION', 5, 10, sure)])).to.deep.equal(['PERSON 5-10']);
    expect(joined([mention('PERSON', 5, 10)], [mention('PERSON', 7, 15, sure)])).to.deep.equal(['PERSON 5-10']);
  });

  it('are those of the model where it holds all of a name that a rule only guessed, and more, and is surer', () => {
    const longer = mention('ORGANIZATION', 0, 15, { score: 0.95 });
    expect(joined([mention('LOCATION', 0, 7)], [longer])).to.deep.equal(['ORGANIZATION 0-15']);
    expect(joined([mention('LOCATION', 0, 7), mention('PERSON', 8, 15)], [longer])).to.deep.equal([
      'ORGANIZATION 0-15',
    ]);
    expect(joined([mention('LOCATION', 0, 7, { score: 0.96 })], [longer])).to.deep.equal(['LOCATION 0-7']);
    expect(joined([mention('LOCATION', 0, 7), mention('DATE', 8, 12)], [longer])).to.deep.equal([
      'LOCATION 0-7',
      'DATE 8-12',
    ]);
    for (const proof of ['title', 'role', 'form', 'state'])
      expect(joined([mention('PERSON', 0, 7, { properties: { [proof]: 'x' } })], [longer])).to.deep.equal([
        'PERSON 0-7',
      ]);
  });
});
