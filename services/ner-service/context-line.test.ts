import { expect } from 'chai';
import fc from 'fast-check';
import { type ChunkPlace, contextLine } from './context-line.ts';

const place: ChunkPlace = {
  fileName: 'a.pdf',
  head: {},
  headingPath: [],
  pages: [null, null],
  anchors: undefined,
  tableHead: undefined,
};
const at = (page: number, line: number) => ({ charStart: 0, page, line });

describe('contextLine', () => {
  it('names the file where the head gives no title', () => {
    expect(contextLine(place)).to.equal('a.pdf');
  });

  it('says title, date, parties, pages, lines, path and head of the table, in this order', () => {
    const line = contextLine({
      ...place,
      head: { title: 'LEASE', date: 'May 1, 2020', parties: 'A and B' },
      headingPath: ['ARTICLE V PAYMENT', '5.2 Invoices', '(b)'],
      pages: [3, 4],
      anchors: [at(12, 4), at(13, 2)],
      tableHead: 'Item\tPrice',
    });
    expect(line).to.equal(
      'LEASE | May 1, 2020 | A and B | pp. 3-4 | 12:4-13:2 | ARTICLE V PAYMENT > 5.2 Invoices > (b) | Item / Price',
    );
  });

  it('says the page of lines once', () => {
    expect(contextLine({ ...place, anchors: [at(12, 4), at(12, 9)] })).to.equal('a.pdf | 12:4-9');
  });

  it('does not say the title twice', () => {
    expect(contextLine({ ...place, head: { title: 'ORDER' }, headingPath: ['ORDER', 'I. Facts'] })).to.equal(
      'ORDER | I. Facts',
    );
  });

  it('is well formed and of at most 300 units, whatever it is given', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(words, words, words, fc.array(words, { maxLength: 6 }), (title, parties, tableHead, headingPath) => {
        const line = contextLine({ ...place, head: { title, parties }, headingPath, tableHead });
        expect(line.length).to.be.at.most(300);
        expect(line.isWellFormed()).to.equal(true);
      }),
    );
  });
});
