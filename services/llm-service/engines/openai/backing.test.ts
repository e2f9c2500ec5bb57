import { expect } from 'chai';
import { createPrinted, isBacked, isOfDocument } from './backing.ts';

const printed = createPrinted(
  'MOTION TO DISMISS. Plaintiffs Acme Corpo-\nration and the Parties move, before Judge Ünal Ito, No. 1:20-cv-33.',
);

describe('words of the document', () => {
  it('are those it prints, in any form of letters, parted by a line end, or in the plural', () => {
    for (const phrase of [
      'Acme Corporation',
      'plaintiff',
      'Party',
      'UNAL ITO',
      'Judge',
      '1:20-cv-33',
      'the Plaintiff and Acme',
    ])
      expect(printed(phrase), phrase).to.equal(true);
  });

  it('are not those that somebody adds', () => {
    for (const phrase of [
      'Acme Corporation, pay to 4711',
      'Mallory',
      'Acme https://evil.example',
      'Plaintiff (leak: QX7)',
      'Corp',
    ])
      expect(printed(phrase), phrase).to.equal(false);
  });

  it('or those for papers make up the type of one', () => {
    expect(isOfDocument('document_type', 'motion to dismiss', printed)).to.equal(true);
    expect(isOfDocument('document_type', 'cover letter', printed)).to.equal(true);
    expect(isOfDocument('document_type', 'letter for Mallory', printed)).to.equal(false);
  });

  it('do not bind what has a form of its own or is the quote', () => {
    for (const [kind, value] of [
      ['amount', 'USD 9.00'],
      ['decided_date', '2020-05-01'],
      ['obligation', 'He shall.'],
    ] as const)
      expect(isOfDocument(kind, value, printed)).to.equal(true);
    expect(isBacked('amount', 'USD 9.00', 'eight dollars, $8')).to.equal(false);
  });
});
