import { expect } from 'chai';
import fc from 'fast-check';
import { readLines } from './lines.ts';

const words = 'The Seller shall deliver the goods to the Buyer on time and in the agreed condition. ';
const read = (text: string) =>
  readLines(text).map(({ textStart, textEnd, opensParagraph }) => [text.slice(textStart, textEnd), opensParagraph]);

describe('readLines', () => {
  it('takes wide gaps in a long line for the line breaks they were', () => {
    const long = words.repeat(4).trim();
    expect(read(`${long}     1.1. Notice. ${long}     1.2.   Law. ${long}`)).to.deep.equal([
      [long, true],
      [`1.1. Notice. ${long}`, true],
      [`1.2.   Law. ${long}`, true],
    ]);
  });

  it('leaves columns of a table in one line', () => {
    expect(read('Item      Units      Price\n')).to.deep.equal([['Item      Units      Price', true]]);
  });

  it('takes each line of a text that was never wrapped for a paragraph', () => {
    const long = words.repeat(2).trim();
    expect(read(`${long}\nShort.\n${long}`).map(([, opens]) => opens)).to.deep.equal([true, true, true]);
    expect(read(`${words}\n${words}`).map(([, opens]) => opens)).to.deep.equal([true, false]);
  });

  it('takes numbers in the margin off', () => {
    const text = Array.from(
      { length: 28 },
      (_, n) => `${String(n + 1).padStart(2)}  ${n === 5 ? '' : 'Some words'}`,
    ).join('\n');
    const lines = readLines(text);
    expect(lines.map(({ number }) => number)).to.deep.equal(Array.from({ length: 28 }, (_, n) => n + 1));
    expect(text.slice(lines[0]?.textStart, lines[0]?.textEnd)).to.equal('Some words');
    expect(lines[6]?.opensParagraph).to.equal(true);
  });

  it('partitions any text from its first line on', () => {
    const piece = fc.constantFrom('\n', ' ', '     ', '1. A. ', words.repeat(4), ' 7 x\n', '\t', '😀', 'a');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        const lines = readLines(text);
        for (const [at, { start, textStart, textEnd, end }] of lines.entries()) {
          if (at > 0) expect(start).to.equal(lines[at - 1]?.end);
          expect([start <= textStart, textStart <= textEnd, textEnd <= end]).to.deep.equal([true, true, true]);
        }
        if (lines.length) expect(lines.at(-1)?.end).to.equal(text.length);
        else expect(text.trim()).to.equal('');
      }),
    );
  });
});
