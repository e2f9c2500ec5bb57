import { expect } from 'chai';
import { judge } from './doubt.ts';

describe('doubt in what an engine wrote', () => {
  it('is not cast on what people say', () => {
    const said = [
      'Yes.',
      'No, no, no, no.',
      'Thank you. Thank you for watching the children that night, Ms. Reyes.',
      '(c) 2020',
    ];
    for (const text of said) expect(judge(text, 5_000), text).to.equal('words');
  });

  it('takes marks of sound for no words', () => {
    for (const text of [
      '',
      '  ',
      '[Music]',
      '[BLANK_AUDIO]',
      '(silence) ...',
      '♪',
      '*coughs*',
      '\0',
      '\u200b',
      '?',
      '—',
    ])
      expect(judge(text, 5_000), text).to.equal('none');
  });

  it('falls on stock phrases that are the whole answer', () => {
    for (const text of [
      'Thank you for watching!',
      'Thanks for watching.',
      'you',
      'Subtitles by the Amara.org community',
    ])
      expect(judge(text, 5_000), text).to.equal('stock_phrase');
  });

  it('falls on loops of words, and on more than can be said in the time', () => {
    expect(judge('The witness said that '.repeat(9), 25_000)).to.equal('loop');
    expect(judge(`And then ${'no '.repeat(40)}`, 25_000)).to.equal('loop');
    expect(judge('It was on the third of March that he had called her about the barrels.', 1_000)).to.equal('too_fast');
  });

  it('takes no time over a megabyte', () => {
    const texts = [
      '['.repeat(1_000_000),
      '[a] '.repeat(250_000),
      ' '.repeat(1_000_000),
      'a b '.repeat(250_000),
      '.'.repeat(1_000_000),
    ];
    for (const text of texts) {
      const startedAt = performance.now();
      judge(text, 1e9);
      expect(performance.now() - startedAt).to.be.below(1_500);
    }
  });
});
