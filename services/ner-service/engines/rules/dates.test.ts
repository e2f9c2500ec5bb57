import { expect } from 'chai';
import { findDates } from './dates.ts';
import { withoutOverlaps } from './found.ts';

const values = (text: string, dayFirst = false) =>
  withoutOverlaps(findDates(text, { dayFirst })).map(({ value, start, end }) => [value, text.slice(start, end)]);

describe('findDates', () => {
  const forms: [string, string, string][] = [
    ['on this 3rd day of March, 2024, before me', '2024-03-03', '3rd day of March, 2024'],
    ['the twenty-third day of March 2024', '2024-03-23', 'twenty-third day of March 2024'],
    ['Decided November 7, 1997', '1997-11-07', 'November 7, 1997'],
    ['FILED JANUARY 5, 2020', '2020-01-05', 'JANUARY 5, 2020'],
    ['Sept. 21, \n1996', '1996-09-21', 'Sept. 21, \n1996'],
    ['dated 11 April 1980', '1980-04-11', '11 April 1980'],
    ['Date: 1/26/2020', '2020-01-26', '1/26/2020'],
    ['10/7/07 Email', '2007-10-07', '10/7/07'],
    ['on 31/12/2020', '2020-12-31', '31/12/2020'],
    ['filed 2024-03-03', '2024-03-03', '2024-03-03'],
    ['in August 2015 when', '2015-08', 'August 2015'],
    ['claimed in 2008 for', '2008', '2008'],
    ['the 21st of June 2019', '2019-06-21', '21st of June 2019'],
    ['at 2021-03-04T10:00', '2021-03-04', '2021-03-04'],
  ];
  for (const [text, value, slice] of forms) {
    it(`reads ${JSON.stringify(slice)} as ${value}`, () => {
      expect(values(text)).to.deep.equal([[value, slice]]);
    });
  }

  it('reads a range as two dates', () => {
    expect(values('heard April 3-5, 2020')).to.deep.equal([
      ['2020-04-03', 'April 3'],
      ['2020-04-05', '5, 2020'],
    ]);
    expect(values('from March 30 through April 2, 2020')).to.deep.equal([
      ['2020-03-30', 'March 30'],
      ['2020-04-02', 'April 2, 2020'],
    ]);
    expect(values('from 1998 to 2004').map(([value]) => value)).to.deep.equal(['1998', '2004']);
    expect(values('heard April 3-55, 2020')).to.deep.equal([]);
  });

  it('takes day and month in the order asked for', () => {
    expect(values('on 3/4/2024')).to.deep.equal([['2024-03-04', '3/4/2024']]);
    expect(values('on 3/4/2024', true)).to.deep.equal([['2024-04-03', '3/4/2024']]);
  });

  for (const text of [
    'Docket 2019-06-0263',
    '2:15-cv-01739',
    'February 30, 2024x 13/13/2020',
    '1998 U.S. App.',
    'may 5 2',
  ]) {
    it(`finds no day in ${text}`, () => {
      expect(values(text).filter(([value]) => value?.length === 10)).to.deep.equal([]);
    });
  }
});
