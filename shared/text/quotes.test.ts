import { expect } from 'chai';
import fc from 'fast-check';
import { createQuoteFinder, findQuote } from './quotes.ts';

describe('findQuote', () => {
  it('verifies what stands in the text', () => {
    expect(findQuote('We affirm. We remand.', ' We remand. ')).to.deep.equal({
      charStart: 11,
      charEnd: 21,
      quote: 'We remand.',
      verified: 'verified',
    });
  });

  const repaired: [string, string, string][] = [
    ['the surety, Interna-\ntional Fidelity Insurance', 'International Fidelity', 'Interna-\ntional Fidelity'],
    ['appellee/cross-\nappellant here', 'cross-appellant', 'cross-\nappellant'],
    ['in his   official\n\ncapacity only', 'official capacity', 'official\n\ncapacity'],
    ['the “Execution Date” of ‘this’ deed', '"Execution Date" of \'this\'', '“Execution Date” of ‘this’'],
    ['Okla\u00adhoma law', 'Oklahoma law', 'Okla\u00adhoma law'],
    ['pages 283–288 of it', 'pages 283-288', 'pages 283–288'],
  ];
  for (const [text, quote, slice] of repaired) {
    it(`repairs ${JSON.stringify(quote)} to the exact slice`, () => {
      const found = findQuote(text, quote);
      expect(found).to.include({ quote: slice, verified: 'repaired' });
      expect(text.slice(found?.charStart, found?.charEnd)).to.equal(slice);
    });
  }

  it('does not find what is not there, nor nothing', () => {
    expect(findQuote('We affirm.', 'We reverse.')).to.equal(undefined);
    expect(findQuote('We affirm.', '  ')).to.equal(undefined);
    expect(findQuote('twenty-two', 'twenty–3')).to.equal(undefined);
  });

  it('prefers an occurrence after the hint, and falls back to the first', () => {
    const finder = createQuoteFinder('We affirm. And again: We affirm. Or  we affirm.');
    expect(finder.find('We affirm.', 5)?.charStart).to.equal(22);
    expect(finder.find('We affirm.', 40)?.charStart).to.equal(0);
  });

  it('always returns the slice it names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab -\n“"’\'–\u00ad') }),
        fc.nat(40),
        fc.nat(40),
        (text, a, b) => {
          const quote = text.slice(Math.min(a, b), Math.max(a, b)).replace(/\n/g, ' ').replace(/[“]/g, '"');
          const found = findQuote(text, quote);
          if (found) expect(text.slice(found.charStart, found.charEnd)).to.equal(found.quote);
          else expect(/[\p{L}"'’]/u.test(quote.trim()), 'a quote of the text itself is found').to.equal(false);
        },
      ),
    );
  });
});
