import { expect } from 'chai';
import { chunksOf, mentionsOf } from '../../../../test/support/rows.ts';
import { findAmounts } from './amounts.ts';

function amountsIn(text: string, words: string, ...lengths: number[]) {
  const chunks = chunksOf(text, ...lengths);
  const mentions = mentionsOf(text, chunks, ['MONEY', words, 'USD 5.00']);
  return findAmounts({ mediaType: 'text/plain', text, charStart: 0, chunks, mentions });
}

describe('amounts', () => {
  it('quotes the sentence and points at the amount in it', () => {
    const text = 'No. 5 applies. Buyer pays Acme Inc. $5.00 per unit. Seller ships.';
    const [claim] = amountsIn(text, '$5.00');
    expect(claim?.quote).to.equal('Buyer pays Acme Inc. $5.00 per unit.');
    expect(claim?.value).to.equal('USD 5.00');
    expect(text.slice(Number(claim?.properties.amountStart), Number(claim?.properties.amountEnd))).to.equal('$5.00');
  });

  it('stays within the paragraph and the chunk', () => {
    expect(amountsIn('Price list\n\nhoney $5.00\n\nwax', '$5.00')[0]?.quote).to.equal('honey $5.00');
    expect(amountsIn('one two three $5.00 four', '$5.00', 8)[0]?.quote).to.equal('three $5.00 four');
  });

  it('cuts a table without full stops at white space', () => {
    const text = `${'cell '.repeat(400)}$5.00${' cell'.repeat(400)}`;
    const quote = amountsIn(text, '$5.00')[0]?.quote ?? '';
    expect(quote).to.match(/^cell .*\$5\.00.* cell$/);
    expect(quote.length).to.be.within(500, 620);
  });
});
