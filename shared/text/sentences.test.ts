import { expect } from 'chai';
import { sentenceEnds } from './sentences.ts';

function sentences(text: string): string[] {
  let start = 0;
  return sentenceEnds(text, 0, text.length).map(end => {
    const sentence = text.slice(start, end);
    start = end;
    return sentence;
  });
}

describe('sentenceEnds', () => {
  it('ends sentences, white space included', () => {
    expect(sentences('We affirm.  The judgment stands. So ordered.')).to.deep.equal([
      'We affirm.  ',
      'The judgment stands. ',
      'So ordered.',
    ]);
  });

  it('goes past closing quotation marks and brackets', () => {
    expect(sentences('He said “yes.” She left. (It was late.) They met.')).to.have.length(4);
  });

  for (const text of [
    'See Smith v. Jones, No. 20-1507, 564 F.3d 40, 44 (1st Cir. 2009).',
    'under 28 U.S.C. § 586(b) and F. Supp. 2d Art. 5 Sec. 3',
    'between Acme, Inc. and Mr. J. W. Briggs of Washington, D.C. Metro',
    'Id. The same rule holds',
    '1. The Lessee shall pay',
  ]) {
    it(`does not cut ${text}`, () => {
      expect(sentences(text)).to.deep.equal([text]);
    });
  }

  it('ends a sentence at a number', () => {
    expect(sentences('It happened in 2009. Nobody saw it.')).to.have.length(2);
  });

  it('knows full stops of scripts without spaces', () => {
    expect(sentences('判决驳回上诉。本判决为终审判决。')).to.have.length(2);
  });
});
