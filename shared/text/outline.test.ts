import { expect } from 'chai';
import { readOutlineLine, readPlainHeading } from './outline.ts';

describe('readOutlineLine', () => {
  const headings: [string, string][] = [
    ['ARTICLE V', 'ARTICLE V'],
    ['ARTICLE V. PAYMENT', 'ARTICLE V. PAYMENT'],
    ['Exhibit 10.1', 'Exhibit 10.1'],
    ['TITLE 1—GENERAL PROVISIONS', 'TITLE 1—GENERAL PROVISIONS'],
    ['SECTION 3.', 'SECTION 3'],
    ['I. BACKGROUND', 'I. BACKGROUND'],
    ['B. Judgment as a Matter of Law in Favor of IFIC', 'B. Judgment as a Matter of Law in Favor of IFIC'],
    ['2. GRANT OF RIGHTS', '2. GRANT OF RIGHTS'],
    ['Standard of Review', 'Standard of Review'],
    ['§ 2-601. Buyer’s rights on improper delivery.', '§ 2-601. Buyer’s rights on improper delivery'],
    ['STATUTORY NOTES AND RELATED SUBSIDIARIES', 'STATUTORY NOTES AND RELATED SUBSIDIARIES'],
  ];
  for (const [line, title] of headings) {
    it(`reads ${line} as a heading`, () => {
      expect(readOutlineLine(line)).to.include({ kind: 'heading', title });
    });
  }

  it('reads a clause with its run-in title', () => {
    const clause = readOutlineLine(
      '8. Notice. Any notice provided for under the terms of this Agreement by either party',
    );
    expect(clause).to.include({ kind: 'clause', title: '8. Notice', titled: true });
  });

  for (const line of ['(b) the Seller delivers the goods', '5.2 The Lessee shall pay the rent when it falls due']) {
    it(`reads ${line} as a clause without a title`, () => {
      const label = line.split(' ')[0];
      expect(readOutlineLine(line)).to.include({ kind: 'clause', titled: false, title: label });
    });
  }

  for (const line of [
    'Section 5.2 of this Agreement shall survive',
    'Section 5.2 of the Lease',
    'Article IV hereof',
    'Exhibit A and the Schedules',
    '§ 2-714(2).',
    '[Signature Page Follows]',
    'SARIS, C.J.',
    'IT IS SO ORDERED.',
    'AFFIRMED IN PART.',
    'Article V of the Treaty provides otherwise, as both parties concede.',
    '§ 12 of the Act applies to the transfer',
    'R. C. Boyd Enterprises, LLC, a Texas limited liability company',
    'UNITED STATES DISTRICT COURT',
    'CALVARY CHAPEL OF BANGOR,',
    'The parties agree as follows',
    'CONFIDENTIAL',
  ]) {
    it(`does not read ${line} as a heading`, () => {
      expect(readOutlineLine(line)?.kind).not.to.equal('heading');
    });
  }

  it('takes I. after H. and (i) after (h) for letters', () => {
    expect(readOutlineLine('I. Costs', { style: 'letter', value: 8 })).to.include({ style: 'letter', value: 9 });
    expect(readOutlineLine('I. Costs')).to.include({ style: 'roman', value: 1 });
    expect(readOutlineLine('(i) the costs', { style: 'bracket-letter', value: 8 })).to.include({
      style: 'bracket-letter',
    });
    expect(readOutlineLine('(iv) the costs')).to.include({ style: 'bracket-roman', value: 4 });
  });
});

describe('readPlainHeading', () => {
  it('takes a few capitalised words, not a party or a sentence', () => {
    expect(readPlainHeading('Sponsorship Agreement')?.title).to.equal('Sponsorship Agreement');
    expect(readPlainHeading('Consolidated with')).to.equal(undefined);
    expect(readPlainHeading('International Fidelity Insurance Company,')).to.equal(undefined);
  });
});
