import { expect } from 'chai';
import type { Category } from '../../../../shared/domain/category.ts';
import { textPassage } from '../../../../test/support/passage.ts';
import { chunksOf, mentionsOf } from '../../../../test/support/rows.ts';
import { passageOf } from '../../passage.ts';
import { findDates } from './dates.ts';

function dateIn(text: string, words: string) {
  const chunks = chunksOf(text);
  const mentions = mentionsOf(text, chunks, ['DATE', words, 'value']);
  const [claim] = findDates({ mediaType: 'text/plain', text, charStart: 0, chunks, mentions });
  const start = claim?.charStart ?? -1;
  expect(text.slice(start, start + (claim?.quote.length ?? 0))).to.equal(claim?.quote);
  return { kind: claim?.kind, quote: claim?.quote };
}

const cases: [text: string, words: string, kind: string, quote: string][] = [
  ['Argued April 23, 2013—Decided June 13, 2013', 'April 23, 2013', 'argued_date', 'Argued April 23, 2013'],
  ['Argued April 23, 2013—Decided June 13, 2013', 'June 13, 2013', 'decided_date', 'Decided June 13, 2013'],
  ['FILED\nSep 13, 2019\n01:20 PM', 'Sep 13, 2019', 'filing_date', 'FILED\nSep 13, 2019'],
  ['Doc: 17 Filed: 10/31/2017 Pg: 1', '10/31/2017', 'filing_date', 'Filed: 10/31/2017'],
  ['is entered into as of June 12, 2019 by', 'June 12, 2019', 'executed_date', 'entered into as of June 12, 2019'],
  [
    'dated June 1, 2019 (the “Effective Date”) by',
    'June 1, 2019',
    'effective_date',
    'June 1, 2019 (the “Effective Date”)',
  ],
  [
    'is executed in duplicate on the 5th day of May, 2007',
    '5th day of May, 2007',
    'executed_date',
    'executed in duplicate on the 5th day of May, 2007',
  ],
  ['effective as of July 1, 2020, the rent', 'July 1, 2020', 'effective_date', 'effective as of July 1, 2020'],
  ['Dated: May 4, 2021\nTom Hale', 'May 4, 2021', 'signed_date', 'Dated: May 4, 2021'],
  [
    'THIS AGREEMENT made this 5th day of May, 2007, between',
    'this 5th day of May, 2007',
    'executed_date',
    'AGREEMENT made this 5th day of May, 2007',
  ],
];

describe('dates', () => {
  for (const [text, words, kind, quote] of cases) {
    it(`reads ${kind} from "${quote.replaceAll('\n', ' ')}"`, () => {
      expect(dateIn(text, words)).to.deep.equal({ kind, quote });
    });
  }

  it('takes a day alone on its line in the head of a decision for the day of it, and nowhere else', () => {
    const text = 'HARBOR v. LIND\n\nDecember 22, 2020\n\nLIND, Judge.';
    const kindIn = (category: Category) =>
      findDates(textPassage(text, category, ['DATE', 'December 22, 2020', '2020-12-22']))[0]?.kind;
    expect(kindIn('order')).to.equal('decided_date');
    expect(kindIn('correspondence')).to.equal('date');
  });

  it('reads the day a notice of a court says', () => {
    const text =
      'The following transaction was entered by Lind, Olaf on 10/9/2022 at 3:14 PM EDT and filed on 10/10/2022';
    const said = findDates(textPassage(text, 'email', ['DATE', '10/9/2022'], ['DATE', '10/10/2022']));
    expect(said.map(({ kind }) => kind)).to.deep.equal(['filing_date', 'filing_date']);
  });

  it('looks no further than the chunk', () => {
    const text = 'FILED\nMay 3, 2020';
    const chunks = chunksOf(text, 6);
    const mentions = mentionsOf(text, chunks, ['DATE', 'May 3, 2020', '2020-05-03']);
    expect(findDates(passageOf('text/plain', chunks, mentions))[0]?.kind).to.equal('date');
  });

  it('gives no role to a date in a story, and quotes its sentence', () => {
    const text = 'He fell down. The complaint was filed on May 3, 2020 by counsel. It was denied.';
    expect(dateIn(text, 'May 3, 2020')).to.deep.equal({
      kind: 'date',
      quote: 'The complaint was filed on May 3, 2020 by counsel.',
    });
  });
});
