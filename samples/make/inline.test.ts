import { expect } from 'chai';
import { hyphenate, parseInline, wordText } from './inline.ts';

describe('parseInline', () => {
  it('splits at spaces and keeps a change of style inside a word', () => {
    const words = parseInline('the “**Agreement**” of *Id.*');
    expect(words.map(wordText)).to.deep.equal(['the', '“Agreement”', 'of', 'Id.']);
    expect(words[1]?.map(piece => piece.style.bold)).to.deep.equal([false, true, false]);
    expect(words[3]?.[0]?.style.italic).to.equal(true);
  });
});

describe('hyphenate', () => {
  it('breaks between two consonants, the latest place first, and keeps the mark after the word', () => {
    expect(hyphenate('jurisdiction,')).to.deep.equal([
      ['jurisdic-', 'tion,'],
      ['juris-', 'diction,'],
    ]);
  });

  it('leaves names, short words and consonants of one sound alone', () => {
    for (const word of ['Wilmington', 'seller', 'processing', 'forthwith']) expect(hyphenate(word)).to.deep.equal([]);
  });
});
