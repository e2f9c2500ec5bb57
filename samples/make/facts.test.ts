import { expect } from 'chai';
import { findFacts } from './facts.ts';

describe('findFacts', () => {
  it('finds a spelling over a line break, once', () => {
    expect(findFacts('dates', ['on March 1,\n2021 and March 1, 2021'])).to.deep.equal([
      { text: 'March 1, 2021', value: '2021-03-01' },
    ]);
  });

  it('does not find a short spelling inside a longer one', () => {
    expect(findFacts('amounts', ['$18,450.00']).map(found => found.text)).to.deep.equal(['$18,450.00']);
    expect(findFacts('statutes', ['Fed. R. Civ. P. 45(d)(2)(B)(i)']).map(found => found.text)).to.deep.equal([
      'Fed. R. Civ. P. 45(d)(2)(B)(i)',
    ]);
  });
});
