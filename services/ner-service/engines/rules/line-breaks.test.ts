import { expect } from 'chai';
import { readLineBreaks } from './line-breaks.ts';

const endsAfter = (text: string, words: string) => {
  const at = text.indexOf(words) + words.length;
  return readLineBreaks(text)(at, at + 1);
};

describe('line breaks', () => {
  const prose = `Kestrel Holdings Group, Ltd. rejects all panels delivered on that day. As the report of Pacific
Laminate Testing Corp. says, they are below the strength that the parties agreed upon in
the Agreement.

Signed by
Steven Turetsky
Gridiron BioNutrients, Inc.`;

  it('go on where the next word had no room', () => {
    expect(endsAfter(prose, 'Pacific')).to.equal(false);
    expect(endsAfter(prose, 'upon in')).to.equal(false);
  });

  it('end the line where it had', () => {
    expect(endsAfter(prose, 'Signed by')).to.equal(true);
    expect(endsAfter(prose, 'Steven Turetsky')).to.equal(true);
    expect(endsAfter(prose, 'Agreement.')).to.equal(true);
  });

  it('end every line of a block without wide lines', () => {
    expect(endsAfter('Jane Roe\nHarbor Street 5\nBangor', 'Roe')).to.equal(true);
  });

  it('are none within a line', () => {
    expect(readLineBreaks('one two')(0, 7)).to.equal(false);
  });
});
