import { expect } from 'chai';
import type { SegmentRow } from '../../shared/domain/rows.ts';
import { chunkRow, readDocumentText } from './document-text.ts';
import { readPrintedLines } from './printed-lines.ts';

type Rims = { furniture?: { text: string; where: string }[]; above?: string; below?: string };

const testimony = ['Q. Who signed it?', 'A. I did.', 'Q. When was that?', 'A. In May, as far as I', 'remember.'];
/** A blank line stands before the last. */
const printed = [1, 2, 3, 4, 6];

/** Pages of numbered lines as the ocr stage leaves them. */
function segmentsOf(pages: Rims[], lines = testimony, numbers = printed): SegmentRow[] {
  let charStart = 0;
  return pages.map(({ furniture = [], above = '', below = '' }, ordinal) => {
    const text = `${above}${lines.join('\n')}${below}`;
    let at = above.length;
    const lineNumbers = lines.map((line, index) => {
      const offset = at;
      at += line.length + 1;
      return [offset, numbers[index]];
    });
    const charEnd = charStart + text.length;
    const place = { ordinal, charStart, charEnd, pageNumber: ordinal + 1 };
    charStart = charEnd + 2;
    return {
      id: `s${ordinal}`,
      kind: 'page',
      text,
      engine: 'pdfium',
      properties: { furniture, lineNumbers },
      ...place,
    };
  });
}

const textOf = (segments: SegmentRow[]) => segments.map(({ text }) => text).join('\n\n');
const anchorsOf = (segments: SegmentRow[]) => readPrintedLines(textOf(segments), segments);
const pagesOf = (pages: Rims[]) => [...new Set(anchorsOf(segmentsOf(pages)).map(({ page }) => page))];
const head = (text: string): Rims => ({ furniture: [{ text, where: 'head' }] });

describe('readPrintedLines', () => {
  it('gives page and line of each numbered line, where it starts in the text', () => {
    const segments = segmentsOf([head('41'), head('Page 42')]);
    const anchors = anchorsOf(segments);
    expect(anchors.map(({ page, line }) => `${page}:${line}`)).to.deep.equal([
      ...printed.map(line => `41:${line}`),
      ...printed.map(line => `42:${line}`),
    ]);
    const lines = anchors.map(({ charStart }) => textOf(segments).slice(charStart).split('\n')[0]);
    expect(lines).to.deep.equal([...testimony, ...testimony]);
  });

  it('takes the number that stands alone above or below the lines: excerpts leave pages out', () => {
    expect(pagesOf([{ above: 'Page 17 of 210\n\n' }, { below: '\n- 58 -' }])).to.deep.equal([17, 58]);
  });

  it('takes a number beside other words only if it counts the pages', () => {
    expect(pagesOf([head('Doe - Direct 112'), head('113 Doe - Cross'), head('Doe - Cross')])).to.deep.equal([
      112, 113, 114,
    ]);
    expect(pagesOf([head('Deposition of March 3, 2021'), head('Deposition of March 3, 2021')])).to.deep.equal([1, 2]);
  });

  it('goes by the position in the file where no number is printed, and never by a stamp', () => {
    expect(pagesOf([{}, { furniture: [{ text: '77', where: 'stamp' }] }])).to.deep.equal([1, 2]);
  });

  it('gives none for numbered lines of a pleading, and none for testimony without numbers', () => {
    const pleading = ['Plaintiff moves for an order.', 'A hearing is set.', 'It rests on these points.'];
    expect(anchorsOf(segmentsOf([{}, {}], pleading))).to.deep.equal([]);
    const plain = segmentsOf([{}, {}]).map(segment => ({ ...segment, properties: {} }));
    expect(anchorsOf(plain)).to.deep.equal([]);
  });
});

describe('the context line of a chunk', () => {
  it('says page and line of printed testimony as of a plain-text transcript', () => {
    const document = readDocumentText(segmentsOf([head('41'), head('42')]), 400, 'a.pdf');
    expect(chunkRow(document, 0, 'en').contextLine).to.match(/\| 41:1-42:6(?: \||$)/);
  });

  it('says the lowest and highest line where two columns count the same lines', () => {
    const columns = segmentsOf([head('41')], testimony, [3, 9, 4, 8, 5]);
    const more = segmentsOf([head('41'), head('42')]).slice(1);
    const document = readDocumentText([...columns, ...more], 400, 'a.pdf');
    expect(document.chunks).to.have.length(1);
    expect(document.anchors.slice(0, 5).map(({ line }) => line)).to.deep.equal([3, 9, 4, 8, 5]);
    expect(chunkRow(document, 0, 'en').contextLine).to.match(/\| 41:3-42:6(?: \||$)/);
  });
});
