import { expect } from 'chai';
import { textPassage } from '../../../../test/support/passage.ts';
import { findOwnCitation } from './own-citation.ts';

const citationIn = (text: string) => findOwnCitation(textPassage(text)).map(({ value }) => value);

describe('own citation', () => {
  it('is a line of the head that is nothing else', () => {
    for (const line of [
      'T.C. Memo. 2020-26',
      '569 U. S. 614 (2013)',
      '930 F.2d 204',
      '2019-Ohio-1234',
      '2015 UT 3',
      '2021 IL App (1st) 200123',
      'Pub. L. 112–231',
      '149 T.C. No. 5',
    ])
      expect(citationIn(`\n   ${line}\n\nUNITED STATES TAX COURT\n`), line).to.deep.equal([line]);
  });

  it('is what "Cite as" says', () => {
    expect(citationIn('Cite as: 569 U. S. ____ (2013)\nOpinion of the Court')).to.deep.equal(['569 U. S. ____ (2013)']);
  });

  it('is no citation of another', () => {
    expect(
      citationIn(
        'See Roe v. Lind, 930 F.2d 204.\n12 Main Street\n5 May 2020\n300 Harbor Boulevard\n1201 Market Square',
      ),
    ).to.deep.equal([]);
    expect(citationIn(`${'x\n'.repeat(2_000)}930 F.2d 204\n`)).to.deep.equal([]);
  });
});
