import { expect } from 'chai';
import { parsePageNumber, similarity, stripFurniture } from './furniture.ts';
import { lineText, type ReadPage } from './page.ts';

function page(pageNumber: number, lines: [text: string, y: number][]): ReadPage {
  return {
    pageNumber,
    widthPt: 612,
    heightPt: 792,
    turn: 0,
    state: 'text',
    engine: 'pdfium',
    furniture: [],
    warnings: [],
    lines: lines.map(([text, y]) => ({
      opens: false,
      words: text.split(' ').map(word => ({ text: word, box: [0.1, y, 0.1, 0.01] })),
    })),
  };
}

/** Two lines that no other page has. */
const body = (pageNumber: number): [string, number][] => {
  const word = String.fromCharCode(96 + pageNumber).repeat(12);
  return [
    [`Words ${word} of it`, 0.3],
    [`and ${word} again`, 0.5],
  ];
};
const bodyText = (pageNumber: number) =>
  body(pageNumber)
    .map(([text]) => text)
    .join('|');
const texts = (pages: ReadPage[]) => pages.map(({ lines }) => lines.map(lineText).join('|'));

describe('stripFurniture', () => {
  it('takes heads that alternate between left and right pages, with their numbers', () => {
    const pages = Array.from({ length: 8 }, (_, at) =>
      page(at + 1, [
        [at % 2 ? `${at + 1} TARRANT v. HERRMANN` : `Cite as: 569 U. S. ____ (2013) ${at + 1}`, 0.08],
        ...body(at + 1),
      ]),
    );
    const stripped = stripFurniture(pages);
    expect(texts(stripped)).to.deep.equal(pages.map(({ pageNumber }) => bodyText(pageNumber)));
    expect(stripped[3]?.furniture).to.deep.equal([{ text: '4 TARRANT v. HERRMANN', where: 'head' }]);
  });

  it('takes heads that OCR misread a little', () => {
    const heads = [
      'Opinion of the Court',
      'Opinion of tbe Court',
      'Opinion of the Gourt',
      'Opinion of the Court',
      'Opinion of the Court',
    ];
    const stripped = stripFurniture(heads.map((head, at) => page(at + 1, [[head, 0.08], ...body(at + 1)])));
    expect(stripped.every(({ furniture }) => furniture.length === 1)).to.equal(true);
  });

  it('takes page numbers in step, bare, dashed or bracketed', () => {
    const pages = [1, 2, 3].map(number => page(number, [...body(number), [`- ${number + 4} -`, 0.93]]));
    expect(texts(stripFurniture(pages))[2]).to.equal(bodyText(3));
  });

  it('leaves a heading that stands once, numbers out of step, and the title of a single page', () => {
    const once = [page(1, [['ARGUMENT', 0.08], ...body(1)]), page(2, body(2)), page(3, [...body(3), ['1985', 0.93]])];
    expect(texts(stripFurniture(once))).to.deep.equal(texts(once));
    const single = [page(1, [['MOTION TO DISMISS', 0.08], ...body(1)])];
    expect(texts(stripFurniture(single))).to.deep.equal(texts(single));
  });

  it('leaves rows of figures at the top of table pages', () => {
    const pages = [1, 2, 3, 4, 5].map(at => page(at, [[`${at},204 ${at}57 ${at}3`, 0.1], ...body(at)]));
    expect(texts(stripFurniture(pages))).to.deep.equal(texts(pages));
  });

  it('leaves pages that are copies of each other whole', () => {
    const pages = [1, 2, 3].map(number => page(number, [['CONSENT TO ASSIGNMENT', 0.08], ...body(9)]));
    expect(texts(stripFurniture(pages))).to.deep.equal(texts(pages));
  });

  it('takes a filing stamp also from a single page', () => {
    const stamp = 'Case 1:21-cv-01061-KLM Document 5 Filed 04/16/21 USDC Colorado Page 1 of 3';
    const [stripped] = stripFurniture([page(1, [[stamp, 0.02], ...body(1)])]);
    expect(stripped?.furniture).to.deep.equal([{ text: stamp, where: 'stamp' }]);
    expect(stripped?.lines).to.have.length(2);
  });

  it('takes a Bates number at the rim of a single page, not within the text', () => {
    const [rim] = stripFurniture([page(1, [...body(1), ['BWC-0004417', 0.95]])]);
    expect(rim?.furniture).to.deep.equal([{ text: 'BWC-0004417', where: 'stamp' }]);
    const [within] = stripFurniture([page(1, [...body(1), ['BWC-0004417', 0.6]])]);
    expect(within?.furniture).to.deep.equal([]);
    const [exhibit] = stripFurniture([page(1, [...body(1), ['Exhibit A', 0.95]])]);
    expect(exhibit?.furniture).to.deep.equal([]);
  });

  it('passes on that a paragraph opened at a line it took', () => {
    const pages = [1, 2].map(number => page(number, [['In re Bard', 0.05], ...body(number)]));
    for (const { lines } of pages) (lines[0] as { opens: boolean }).opens = true;
    expect(stripFurniture(pages)[0]?.lines[0]?.opens).to.equal(true);
  });
});

describe('parsePageNumber', () => {
  it('reads the usual forms and nothing else', () => {
    const forms = ['3', '- 3 -', '[3]', '(3)', 'Page 3', '3 of 9', 'Page 3 of 9', 'iii', '3/9'];
    expect(forms.map(parsePageNumber)).to.deep.equal(forms.map(() => 3));
    expect(['7).', 'ARGUMENT', '3 apples', '$3', '1.', ''].map(parsePageNumber)).to.deep.equal(
      Array(6).fill(undefined),
    );
  });
});

describe('similarity', () => {
  it('is 1 for equal, 0 for unlike texts', () => {
    expect(similarity('opinion', 'opinion')).to.equal(1);
    expect(similarity('opinion', 'syllabus')).to.equal(0);
    expect(similarity('opinionofthecourt', 'opinionoftbecourt')).to.be.within(0.8, 0.95);
  });
});
