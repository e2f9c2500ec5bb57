import { expect } from 'chai';
import { withoutOverlaps } from './found.ts';
import { findMoney } from './money.ts';

describe('findMoney', () => {
  const amounts: [string, string][] = [
    ['$150,000.00', 'USD 150000.00'],
    ['$1.5 million', 'USD 1500000.00'],
    ['$0.1 million', 'USD 100000.00'],
    ['US$ 3,000', 'USD 3000.00'],
    ['U.S. $4', 'USD 4.00'],
    ['EUR 3,000', 'EUR 3000.00'],
    ['€5.20', 'EUR 5.20'],
    ['£2bn', 'GBP 2000000000.00'],
    ['CA$7', 'CAD 7.00'],
    ['50,000 dollars', 'USD 50000.00'],
    ['CHF 12', 'CHF 12.00'],
    ['$43,456.78', 'USD 43456.78'],
    ['Two Million Five Hundred Thousand U.S. Dollars', 'USD 2500000.00'],
    ['fifty dollars and twenty-five cents', 'USD 50.25'],
  ];
  for (const [text, value] of amounts) {
    it(`reads ${text} as ${value}`, () => {
      const found = withoutOverlaps(findMoney(`the sum of ${text}, payable`));
      expect(found.map(mention => mention.value)).to.deep.equal([value]);
    });
  }

  for (const text of [
    'One Hundred Thousand Dollars',
    'one hundred thousand\ndollars',
    'One Hundred Fifty Thousand Dollars',
  ]) {
    it(`reads ${text} with figures after it as two amounts, of the figures`, () => {
      const written = `the sum of ${text} ($100,000.00), payable`;
      const found = withoutOverlaps(findMoney(written)).map(({ value, start, end }) => [
        value,
        written.slice(start, end),
      ]);
      expect(found).to.deep.equal([
        ['USD 100000.00', text],
        ['USD 100000.00', '$100,000.00'],
      ]);
    });
  }

  it('leaves what is no amount', () => {
    expect(findMoney('326.328.80, 12.5%, $x, 5 percent')).to.deep.equal([]);
  });
});
