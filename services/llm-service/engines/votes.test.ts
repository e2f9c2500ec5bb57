import { expect } from 'chai';
import type { Category } from '../../../shared/domain/category.ts';
import { decideByVotes, type Vote } from './votes.ts';

const votesFor = (...named: (Category | [Category, number])[]): Vote[] =>
  named.map((name, index) => {
    const [category, confidence] = typeof name === 'string' ? [name, 0.9] : name;
    return { category, confidence, quote: `words ${index}`, charStart: index * 100 };
  });

describe('votes on a category', () => {
  it('count from the last stretch, too', () => {
    const doubtful = Array.from({ length: 12 }, (): [Category, number] => ['other', 0.01]);
    const { category, claims } = decideByVotes(votesFor(...doubtful, ['order', 1]));
    expect(category).to.equal('order');
    expect(claims[0]).to.include({ value: 'order', quote: 'words 12', charStart: 1200 });
  });

  it('are led by the beginning, however much is attached to it', () => {
    const attached = Array.from({ length: 1_500 }, (): Category => 'exhibit');
    expect(decideByVotes(votesFor('motion', 'motion', ...attached)).category).to.equal('motion');
  });

  it('overrule a beginning that is not sure', () => {
    expect(decideByVotes(votesFor(['other', 0.2], 'deposition', 'deposition')).category).to.equal('deposition');
  });

  it('have places, whatever order they come in', () => {
    const votes = votesFor('motion', 'exhibit', 'contract', ['motion', 0.5]);
    expect(decideByVotes(votes.toReversed())).to.deep.equal(decideByVotes(votes));
  });

  it('without words for it prove nothing', () => {
    const wordless = votesFor('motion').map(vote => ({ ...vote, quote: ' ' }));
    expect(decideByVotes(wordless)).to.deep.include({ claims: [], warnings: [{ code: 'category.unproved' }] });
    expect(decideByVotes([])).to.deep.include({ category: 'other', claims: [] });
  });
});
