import { expect } from 'chai';
import { type Line, readLines } from './lines.ts';
import { isTestimony, readAnchors, readTestimonyLine } from './testimony.ts';

const page = (number: number) =>
  `                                        Page ${number}\n${Array.from({ length: 25 }, (_, n) => `${String(n + 1).padStart(2)}   ${n % 2 ? 'A.   Yes.' : 'Q.   Who?'}`).join('\n')}\n`;

describe('isTestimony', () => {
  const isRead = (text: string) => isTestimony(text, readLines(text));

  it('knows questions and answers with a period, a gap or no more than a space behind the letter', () => {
    for (const behind of ['. ', ':  ', '    ', '\t', ' ']) {
      const text = `Q${behind}Who signed?\nA${behind}I did.\n`.repeat(3);
      expect(isRead(text), JSON.stringify(behind)).to.equal(true);
      expect(readTestimonyLine(text, readLines(text)[2] as Line)).to.equal('question');
    }
  });

  it('knows a brief that quotes some, and lines that begin with an article, for none', () => {
    expect(isRead('Q Who signed?\nA I did.\n'.repeat(3) + 'The witness was mistaken.\n'.repeat(100))).to.equal(false);
    expect(isRead('A Delaware corporation\nA party to the lease\n'.repeat(10))).to.equal(false);
    expect(isRead('Q and A\nA list of them\n'.repeat(10))).to.equal(false);
  });
});

describe('readAnchors', () => {
  it('gives page and line of each numbered line', () => {
    const text = page(12) + page(13);
    const anchors = readAnchors(text);
    expect(anchors).to.have.length(50);
    expect(anchors[0]).to.deep.equal({ charStart: text.indexOf('Q.'), page: 12, line: 1 });
    expect(anchors.at(-1)).to.include({ page: 13, line: 25 });
    for (const { charStart } of anchors) expect(text.slice(charStart, charStart + 2)).to.match(/[QA]\./);
  });

  it('takes page numbers below the lines they count', () => {
    const below = (number: number) => `${page(number).split('\n').slice(1).join('\n')}${' '.repeat(40)}${number}\n`;
    const anchors = readAnchors(`${below(7)}${below(8)}`);
    expect(anchors[0]).to.include({ page: 7, line: 1 });
    expect(anchors.at(-1)).to.include({ page: 8, line: 25 });
  });

  it('reads page and line printed together', () => {
    const text = Array.from({ length: 25 }, (_, n) => `00012:${String(n + 1).padStart(2, '0')}  Q.   Who?`).join('\n');
    expect(readAnchors(text)[3]).to.include({ page: 12, line: 4 });
  });

  it('gives none for text without page or line numbers', () => {
    expect(readAnchors('Page 1\n1. The parties agree.\n2. They sign.\n')).to.deep.equal([]);
    expect(readAnchors('Q. Who?\nA. I.\n')).to.deep.equal([]);
  });
});
