import { expect } from 'chai';
import { textPassage } from '../../../../test/support/passage.ts';
import { findObligations } from './obligations.ts';

const dutiesIn = (text: string, ...said: Parameters<typeof textPassage>[2][]) =>
  findObligations(textPassage(text, 'contract', ...said)).claims.map(
    ({ properties }) => `${properties.party} ${properties.cue}`,
  );

describe('obligations', () => {
  const duties: [sentence: string, duties: string[]][] = [
    ['Buyer shall pay the price within thirty days.', ['Buyer shall']],
    ['The Company agrees to feature two persons on the show.', ['The Company agrees to']],
    ['The Company agrees that the logo shall appear on the boat.', ['The Company agrees that']],
    ['Each Party shall promptly notify the other of a breach.', ['Each Party shall']],
    ['Consultant shall not disclose the information.', ['Consultant shall not']],
    ['Lender covenants and agrees to keep the records.', ['Lender covenants and agrees to']],
    ['Tenant must insure the premises.', ['Tenant must']],
    ['Supplier is responsible for delivery.', ['Supplier is responsible for']],
    [
      'Harbor Farms agrees to sell Product and Lind agrees to purchase it.',
      ['Harbor Farms agrees to', 'Lind agrees to'],
    ],
    ['Lind, at its sole cost and expense, shall maintain the patents.', ['Lind shall']],
  ];
  for (const [sentence, found] of duties) {
    it(`says who owes in "${sentence}"`, () => expect(dutiesIn(`1. Duties. ${sentence} End.`)).to.deep.equal(found));
  }

  it('are no rights, definitions, disclaimers or recitals', () => {
    for (const sentence of [
      'Sponsor shall be entitled to place signs.',
      'The Company shall have the right to inspect.',
      '“Product” shall mean hemp.',
      'Supplier shall not be liable for delay.',
      'This Agreement shall bind the parties.',
      'Notices shall be sent by mail.',
      'The Term shall begin in May.',
      'WHEREAS, Harbor will pay Lind certain fees; and',
      'Confidential Information shall include drawings.',
    ])
      expect(dutiesIn(sentence), sentence).to.deep.equal([]);
  });

  it('take the name of a person or organisation for a party whatever it does', () => {
    const sentence = 'Zebra will host the event.';
    expect(dutiesIn(sentence)).to.deep.equal([]);
    expect(dutiesIn(sentence, ['ORGANIZATION', 'Zebra'])).to.deep.equal(['Zebra will']);
  });

  it('keep the weightiest of a chunk and count the rest', () => {
    const light = Array.from({ length: 15 }, (_, index) => `Tenant will attend meeting ${index}.`).join(' ');
    const { claims, warnings } = findObligations(textPassage(`${light} Tenant shall pay the rent.`, 'contract'));
    expect(claims).to.have.length(12);
    expect(claims.map(({ quote }) => quote)).to.include('Tenant shall pay the rent.');
    expect(warnings).to.deep.equal([{ code: 'obligations.capped', count: 4 }]);
  });

  it('are found in contracts only', () => {
    expect(findObligations(textPassage('Buyer shall pay the price.', 'order')).claims).to.deep.equal([]);
  });
});
