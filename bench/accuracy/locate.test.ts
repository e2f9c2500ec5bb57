import { expect } from 'chai';
import fc from 'fast-check';
import { startCpuClock } from '../../test/support/cpu.ts';
import { createLocator, occurrenceAt } from './locate.ts';

const slices = (text: string, quote: string): string[] =>
  createLocator(text)
    .all(quote)
    .map(({ start, end }) => text.slice(start, end));

describe('createLocator', () => {
  it('finds words whatever the white space, quotation marks and dashes', () => {
    expect(slices('the “Effective\n   Date” of 200 U. S. 321–22', '"Effective Date"')).to.deep.equal([
      '“Effective\n   Date”',
    ]);
    expect(slices('pages 321–22', '321-22')).to.deep.equal(['321–22']);
  });

  it('finds a word that is broken over two lines, and keeps a hyphen that belongs to the word', () => {
    expect(slices('appellee Interna-\ntional Fidelity', 'International Fidelity')).to.deep.equal([
      'Interna-\ntional Fidelity',
    ]);
    expect(slices('the post-\ncure was', 'post- cure')).to.deep.equal(['post-\ncure']);
  });

  it('finds every place once, and whole words only', () => {
    expect(createLocator('Cano, Canon and Cano').all('Cano')).to.deep.equal([
      { start: 0, end: 4 },
      { start: 16, end: 20 },
    ]);
    expect(slices('1,250 and 250', '250')).to.have.length(2);
    expect(slices('section 4', '4.')).to.deep.equal([]);
  });

  it('gives places whose words are those of the quote, in any text', () => {
    const piece = fc.constantFrom('a', 'b-', '-\n', ' ', '\n', '“', '–', 'ß', '𝒳', '  \t');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        (text, quote) => {
          const whole = text.join('');
          const words = quote.join('');
          fc.pre(/\S/.test(words));
          const places = createLocator(whole).all(words);
          expect(places.every(({ start, end }) => start < end && end <= whole.length)).to.equal(true);
          const plain = (value: string) => value.replace(/[\s–-]/g, '');
          for (const { start, end } of places) expect(plain(whole.slice(start, end))).to.equal(plain(words));
        },
      ),
    );
  });

  it('counts occurrences up to a place', () => {
    const text = 'Bard, Bard and Bard';
    expect(occurrenceAt(createLocator(text), 'Bard', text.lastIndexOf('Bard'))).to.equal(3);
  });

  it('takes a long run of one character in a moment', () => {
    for (const unit of ['-', ' ', '-\n', 'A']) {
      const cpuMs = startCpuClock();
      createLocator(unit.repeat(200_000 / unit.length)).all(unit === 'A' ? 'AAAA' : 'needle');
      expect(cpuMs(), JSON.stringify(unit)).to.be.below(4_000);
    }
  });
});
