import { expect } from 'chai';
import { chunksOf, mentionsOf } from '../../../../test/support/rows.ts';
import { findDockets } from './dockets.ts';

describe('dockets', () => {
  it('takes the number of a federal case that is all of its line', () => {
    const text = 'Opinion\n23-cv-03041-TC\nSmith sued in 21-cv-00001 before.';
    const chunks = chunksOf(text);
    const mentions = mentionsOf(
      text,
      chunks,
      ['DOCKET', '23-cv-03041-TC', '23-cv-03041-TC'],
      ['DOCKET', '21-cv-00001', '21-cv-00001'],
    );
    const claims = findDockets({ mediaType: 'text/plain', text, charStart: 0, chunks, mentions });
    expect(claims.map(({ value }) => value)).to.deep.equal(['23-cv-03041-TC']);
  });

  it('states each number of the head once, and tells the case below apart', () => {
    const text = `No. 96-7169\nConsolidated with\nNo. 96-7186\nAppeals from the District Court\n(No. 94cv00385)\nNo. 96-7169\n${'x '.repeat(3_000)}No. 11-1`;
    const chunks = chunksOf(text);
    const mentions = mentionsOf(
      text,
      chunks,
      ['DOCKET', 'No. 96-7169', '96-7169'],
      ['DOCKET', 'No. 96-7186', '96-7186'],
      ['DOCKET', 'No. 94cv00385', '94cv00385'],
      ['DOCKET', 'No. 96-7169', '96-7169'],
      ['DOCKET', 'No. 11-1', '11-1'],
    );
    const claims = findDockets({ mediaType: 'text/plain', text, charStart: 0, chunks, mentions });
    expect(claims.map(({ value, properties }) => [value, properties.case])).to.deep.equal([
      ['96-7169', 'own'],
      ['96-7186', 'own'],
      ['94cv00385', 'below'],
    ]);
    expect(claims[0]).to.include({ quote: 'No. 96-7169', charStart: 0 });
  });
});
