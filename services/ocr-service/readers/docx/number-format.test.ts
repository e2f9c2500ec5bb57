import { expect } from 'chai';
import { formatNumber } from './number-format.ts';

const all = (format: string, ...values: number[]) => values.map(value => formatNumber(value, format));

describe('formatNumber', () => {
  it('writes Roman numbers and letters as Word counts them', () => {
    expect(all('upperRoman', 1, 4, 9, 14, 40, 1994)).to.deep.equal(['I', 'IV', 'IX', 'XIV', 'XL', 'MCMXCIV']);
    expect(all('lowerLetter', 1, 26, 27, 28, 53)).to.deep.equal(['a', 'z', 'aa', 'bb', 'aaa']);
    expect(all('lowerRoman', 0, 3)).to.deep.equal(['0', 'iii']);
  });

  it('writes numbers in words', () => {
    expect(all('ordinal', 1, 2, 3, 4, 11, 12, 13, 21, 112)).to.deep.equal([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '112th',
    ]);
    expect(all('cardinalText', 1, 15, 42, 100, 1250)).to.deep.equal([
      'One',
      'Fifteen',
      'Forty-two',
      'One hundred',
      'One thousand two hundred fifty',
    ]);
    expect(all('ordinalText', 1, 2, 3, 8, 12, 20, 31, 100)).to.deep.equal([
      'First',
      'Second',
      'Third',
      'Eighth',
      'Twelfth',
      'Twentieth',
      'Thirty-first',
      'One hundredth',
    ]);
  });

  it('pads with zeros, by the pattern of a custom format too', () => {
    expect(all('decimalZero', 1, 10)).to.deep.equal(['01', '10']);
    expect(formatNumber(7, 'custom', '001, 002, 003, ...')).to.equal('007');
  });

  it('shows nothing for bullets, and digits for scripts it does not know', () => {
    expect(all('bullet', 3)).to.deep.equal(['']);
    expect(all('hebrew1', 3)).to.deep.equal(['3']);
  });

  it('stays short whatever the number', () => {
    for (const format of ['upperLetter', 'upperRoman', 'cardinalText', 'chicago', 'ordinal'])
      expect(formatNumber(999_999_999, format).length, format).to.be.lessThan(60);
  });
});
