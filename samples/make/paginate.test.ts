import { expect } from 'chai';
import { heading, paragraph } from './block.ts';
import { courtPaper, type Measure } from './look.ts';
import { setPages } from './paginate.ts';

/** Every character as wide as half the font size. */
const measure: Measure = (text, _font, size) => (text.length * size) / 2;
const set = (blocks: Parameters<typeof setPages>[0], look = courtPaper) => setPages(blocks, { look, measure });

const filler = (count: number) => Array.from({ length: count }, () => paragraph('One line.'));

describe('setPages', () => {
  it('gives back the words of a paragraph whole, wherever its lines were broken', () => {
    const text = 'the manufacturer warrants merchantability notwithstanding acceptance, '.repeat(8).trim();
    const [page] = set([paragraph(text, { tight: true })]);
    expect(page?.text).to.equal(text);
    expect(page?.items.some(item => item.text.endsWith('-'))).to.equal(true);
  });

  it('puts a footnote on the page of its mark, behind the body', () => {
    const pages = set([...filler(25), paragraph('Marked.^1^', { notes: { 1: 'The note.' } }), ...filler(3)]);
    const page = pages.find(({ text }) => text.includes('Marked.1'));
    expect(page?.text.endsWith('\n\n1 The note.')).to.equal(true);
  });

  it('never leaves headings alone at the foot of a page', () => {
    for (let count = 20; count < 30; count += 1) {
      const pages = set([...filler(count), heading('COUNT I'), heading('(Fraud)'), ...filler(2)]);
      const holding = pages.filter(({ text }) => text.includes('COUNT I'));
      expect(
        holding.map(({ text }) => text.includes('(Fraud)\n\nOne line.')),
        `${count}`,
      ).to.deep.equal([true]);
    }
  });

  it('keeps running heads out of the text and counts pages in them', () => {
    const pages = set(filler(40), { ...courtPaper, head: (page, total) => `Page ${page} of ${total}` });
    expect(pages.map(page => page.heads)).to.deep.equal([['Page 1 of 2'], ['Page 2 of 2']]);
    expect(pages.some(page => page.text.includes('Page'))).to.equal(false);
  });

  it('stands every double-spaced line of pleading paper on a numbered line', () => {
    const look = { ...courtPaper, tightLeading: 12, numberedLines: { count: 28, hasRules: true } };
    const [page] = set([heading('A'), paragraph('B', { tight: true }), ...filler(5)], look);
    const tops = page?.items.filter(item => item.text === 'One line.').map(item => (item.y - look.top) % look.leading);
    expect(tops).to.deep.equal([0, 0, 0, 0, 0]);
  });
});
