import { expect } from 'chai';
import { findDurations } from './durations.ts';
import { withoutOverlaps } from './found.ts';

const found = (text: string) =>
  withoutOverlaps([...findDurations(text)]).map(({ start, end, value }) => [text.slice(start, end), value]);

describe('findDurations', () => {
  const lengths: [string, string, string][] = [
    ['within thirty (30) days after notice', 'thirty (30) days', 'P30D'],
    ['a two-year term', 'two-year', 'P2Y'],
    ['for 24 months', '24 months', 'P24M'],
    ['one year and six months', 'one year and six months', 'P1Y6M'],
    ['2 years, 3 months', '2 years, 3 months', 'P2Y3M'],
    ['a thirty (30)-day period', 'thirty (30)-day', 'P30D'],
    ["sixty (60) days' prior notice", 'sixty (60) days', 'P60D'],
    ['one hundred eighty (180) days', 'one hundred eighty (180) days', 'P180D'],
    ['30 (thirty) days', '30 (thirty) days', 'P30D'],
    ['forty-\nfive days', 'forty-\nfive days', 'P45D'],
    ['48 hours', '48 hours', 'PT48H'],
    ['1.5 years', '1.5 years', 'P1.5Y'],
    ['two quarters', 'two quarters', 'P6M'],
  ];
  for (const [text, slice, value] of lengths) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => {
      expect(found(text)).to.deep.equal([[slice, value]]);
    });
  }

  it('says of business days that they are', () => {
    const [ten] = [...findDurations('ten (10) business days')];
    expect(ten).to.deep.include({ value: 'P10D', properties: { business: true } });
  });

  for (const text of [
    '35 years old',
    'a 5-year-old child',
    'two one days',
    'the day',
    '$30 days',
    'No. 5285 Second Street',
  ]) {
    it(`finds none in ${text}`, () => expect(found(text)).to.deep.equal([]));
  }
});
