import { expect } from 'chai';
import { withoutOverlaps } from './found.ts';
import { findPercents } from './percents.ts';

const found = (text: string) =>
  withoutOverlaps([...findPercents(text)]).map(({ start, end, value }) => [text.slice(start, end), value]);

describe('findPercents', () => {
  const shares: [string, string][] = [
    ['12.5%', '12.5'],
    ['5 percent', '5'],
    ['five percent (5%)', '5'],
    ['two  percent (2.0%)', '2'],
    ['twenty (20%) percent', '20'],
    ['one percent and one-half (1.5%)', '1.5'],
    ['fifty-one percent', '51'],
    ['one-half of one percent', '0.5'],
    ['seven and one-half percent', '7.5'],
    ['2 1/2%', '2.5'],
    ['5½%', '5.5'],
    ['25 basis points', '0.25'],
    ['1,250%', '1250'],
    ['50 per cent', '50'],
  ];
  for (const [text, value] of shares) {
    it(`reads ${text} as ${value}`, () => {
      expect(found(`at a rate of ${text}, or more`)).to.deep.equal([[text, value]]);
    });
  }

  it('reads both ends of a range', () => {
    expect(found('5%-10%').map(([, value]) => value)).to.deep.equal(['5', '10']);
  });

  for (const text of ['a percentage of it', '% of', 'percent', '$5%20']) {
    it(`finds none in ${text}`, () => expect(found(text)).to.deep.equal([]));
  }
});
