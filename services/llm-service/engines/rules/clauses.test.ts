import { expect } from 'chai';
import { textPassage } from '../../../../test/support/passage.ts';
import { findClauses } from './clauses.ts';

const clausesIn = (text: string) =>
  findClauses(textPassage(text, 'contract')).map(({ kind, value }) => `${kind}: ${value}`);

describe('clauses', () => {
  const laws: [sentence: string, law: string | undefined][] = [
    [
      'This Agreement shall be governed by the laws of the State of New York, without regard to conflicts of law.',
      'New York',
    ],
    ['This Lease is to be construed and enforced in accordance with the internal laws of Delaware.', 'Delaware'],
    ['This Agreement is governed by the laws of England and Wales.', 'England and Wales'],
    [
      'This Agreement shall be governed by, and construed under, the substantive laws of the Delaware, in the country of the United State of America.',
      'Delaware',
    ],
    ['THIS AGREEMENT SHALL BE GOVERNED BY THE LAWS OF THE STATE OF NEW JERSEY.', 'New Jersey'],
    ['This contract is governed by Ohio law.', 'Ohio'],
    ['Texas law governs this Agreement.', 'Texas'],
    ['Supplier shall comply with the laws of the State of Ohio.', undefined],
    ['This Agreement shall be governed by applicable law.', undefined],
  ];
  for (const [sentence, law] of laws) {
    it(`choose ${law ?? 'no law'} in "${sentence.slice(0, 60)}"`, () => {
      const found = findClauses(textPassage(`1. Scope. Goods are sold. ${sentence}`, 'contract')).filter(
        ({ kind }) => kind === 'governing_law',
      );
      expect(found.map(({ value }) => value)).to.deep.equal(law ? [law] : []);
      for (const { quote } of found) expect(quote).to.equal(sentence);
    });
  }

  it('say how long a contract runs', () => {
    for (const sentence of [
      'The term of this Agreement shall be one (1) year, commencing January 1, 2008.',
      'This Agreement begins on the Effective Date and continues until February 28, 2024 (the “Initial Term”).',
      'This Agreement shall remain in full force and effect for five years.',
      'This Agreement shall automatically renew for successive terms of one year.',
    ])
      expect(clausesIn(sentence)).to.include(`term: ${sentence}`);
  });

  it('say how it may end', () => {
    for (const sentence of [
      'Either Party may terminate this Agreement at any time prior to delivery.',
      'This Agreement may be terminated by Buyer upon thirty days notice.',
      'Harbor has the right to terminate this Agreement if the goods are late.',
      'This Lease shall terminate upon the sale of the premises.',
    ])
      expect(clausesIn(sentence)).to.deep.equal([`termination: ${sentence}`]);
  });

  it('are not made of what speaks of an end or a term in passing', () => {
    expect(
      clausesIn(
        'During the term of this Agreement the fee shall be paid. If any term or provision of this Agreement is held invalid, the rest shall remain in full force and effect. Section 5 shall survive the termination of this Agreement.',
      ),
    ).to.deep.equal([]);
  });

  it('are found in contracts only', () => {
    const text = 'The policy shall be governed by the laws of the State of Ohio.';
    expect(findClauses(textPassage(text, 'order'))).to.deep.equal([]);
    expect(findClauses(textPassage(text))).to.deep.equal([]);
  });

  it('quote the words that matter of a sentence that runs over a page', () => {
    const text = `Whatever ${'may come or go '.repeat(100)}either party may terminate this Agreement ${'at any time '.repeat(200)}.`;
    const [claim] = findClauses(textPassage(text, 'contract'));
    expect(claim?.quote).to.include('may terminate this Agreement').and.to.have.length.below(900);
    expect(text.slice(claim?.charStart ?? 0).startsWith(claim?.quote ?? '-')).to.equal(true);
  });
});
