import { expect } from 'chai';
import { brokenWord, flow, vocabularyOf } from './dehyphenate.ts';
import type { Box, Line } from './page.ts';

const lines = (...texts: string[]): Line[] =>
  texts.map(text => ({
    opens: text.startsWith('¶'),
    words: text
      .replace('¶', '')
      .split(' ')
      .map(word => ({ text: word, box: [0, 0, 0, 0] })),
  }));
const run = (...texts: string[]) => {
  const parsed = lines(...texts);
  return flow(parsed, vocabularyOf([parsed]))
    .map(({ before, text }) => before + text)
    .join('');
};

describe('brokenWord', () => {
  it('joins a syllable break and keeps the hyphen of a compound, by what the document writes elsewhere', () => {
    expect(brokenWord('Okla-', 'homa', new Set())).to.equal('join');
    expect(brokenWord('water-', 'shed', new Set(['water', 'shed', 'watershed']))).to.equal('join');
    expect(brokenWord('court-', 'appointed', new Set(['court-appointed']))).to.equal('keep');
    expect(brokenWord('court-', 'appointed', new Set(['court', 'appointed']))).to.equal('keep');
  });

  it('leaves numbers, names and dashes alone', () => {
    const pairs = [
      ['737-', '800'],
      ['Smith-', 'Jones'],
      ['M-', '30'],
      ['--', 'and'],
      ['out-of-', 'state'],
      ['C-', 'corp'],
    ];
    expect(pairs.map(([a = '', b = '']) => brokenWord(a, b, new Set()))).to.deep.equal(Array(6).fill(undefined));
  });
});

describe('flow', () => {
  it('moves the second half up and breaks the line after it', () => {
    expect(run('in Okla-', 'homa’s portion of it', 'and more')).to.equal('in Oklahoma’s\nportion of it\nand more');
  });

  it('keeps lines and sets a blank line before a paragraph', () => {
    expect(run('one', 'two', '¶three')).to.equal('one\ntwo\n\nthree');
  });

  it('does not join over a paragraph', () => {
    expect(run('a broken-', '¶word here')).to.equal('a broken-\n\nword here');
  });

  it('breaks the line also when the second half was all of it', () => {
    expect(run('the manu-', 'facturer', 'agrees')).to.equal('the manufacturer\nagrees');
  });

  it('keeps the number of a line with its first word, also where that word moved up', () => {
    const words = ['in Okla-', 'homa it rained'].map(text =>
      text.split(' ').map(word => ({ text: word, box: [0, 0, 0, 0] as Box })),
    );
    const lines = words.map((own, at) => ({ words: own, opens: false, number: at + 7 }));
    const numbered = flow(lines, new Set()).filter(word => word.lineNumber !== undefined);
    expect(numbered.map(({ text, lineNumber }) => [text, lineNumber])).to.deep.equal([
      ['in', 7],
      ['homa', 8],
    ]);
  });
});
