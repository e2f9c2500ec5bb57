import { expect } from 'chai';
import fc from 'fast-check';
import { defaultLimits } from '../../shared/limits.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import { assemblePages, cleanPage } from './assemble.ts';
import type { Box, ReadPage } from './page.ts';
import { missingPage } from './readers/pdf.ts';

function page(pageNumber: number, lines: string[], fields: Partial<ReadPage> = {}): ReadPage {
  return {
    pageNumber,
    widthPt: 612,
    heightPt: 792,
    turn: 0,
    state: 'text',
    engine: 'pdfium',
    furniture: [],
    warnings: [],
    lines: lines.map((text, at) => ({
      opens: at === 0,
      words: text.split(' ').map(word => ({ text: word, box: [0.1, 0.3 + at / 50, 0.1, 0.01] })),
    })),
    ...fields,
  };
}

describe('assemblePages', () => {
  it('places segments in the frozen text and words in their segment', () => {
    const { segments, words, document } = assemblePages(
      [page(1, ['one two', 'three']), page(2, ['four'])],
      defaultLimits,
    );
    expect(segments.map(({ text, charStart, charEnd }) => [text, charStart, charEnd])).to.deep.equal([
      ['one two\nthree', 0, 13],
      ['four', 15, 19],
    ]);
    expect(words[0]?.starts).to.deep.equal([0, 4, 8]);
    expect(words[0]?.confidences).to.deep.equal([]);
    expect(document).to.include({ pageCount: 2, textLength: 19 });
  });

  it('leaves a placeholder for a missing page and names it', () => {
    const { segments, warnings, counts } = assemblePages(
      [page(1, ['text']), missingPage(2, 'X_TIMEOUT', 'none')],
      defaultLimits,
    );
    expect(segments[1]).to.include({ kind: 'missing', text: '', errorCode: 'X_TIMEOUT', pageNumber: 2 });
    expect(warnings).to.deep.equal([{ code: 'pages.missing', missing: true, count: 1, at: [2] }]);
    expect(counts).to.include({ pages: 2, missingPages: 1 });
  });

  it('names blank pages, and a blank document', () => {
    const { warnings } = assemblePages([page(1, [], { state: 'blank' })], defaultLimits);
    expect(warnings.map(({ code }) => code)).to.deep.equal(['page.blank', 'document.blank']);
  });

  it('fails with the code of the pages when not one could be read', () => {
    const pages = [missingPage(1, 'I_NO_TEXT', 'tesseract'), page(2, [], { state: 'blank' })];
    expect(() => assemblePages(pages, defaultLimits))
      .to.throw()
      .with.property('code', 'I_NO_TEXT');
  });

  it('refuses more text than the project allows', () => {
    const pages = [page(1, ['more than ten bytes'])];
    expect(() => assemblePages(pages, { ...defaultLimits, maxTextBytes: 10 }))
      .to.throw()
      .with.property('code', 'L_TEXT_TOO_LARGE');
  });

  it('keeps the numbers of lines that are left when furniture is taken', () => {
    const numbered = (pageNumber: number) => {
      const lines = page(pageNumber, ['Q. Who?', 'A. I saw Okla-', 'homa then.', `${40 + pageNumber}`]).lines;
      const numbers = [1, 2, 4];
      const foot = { words: [{ text: `${40 + pageNumber}`, box: [0.5, 0.95, 0.1, 0.01] as Box }], opens: true };
      return page(pageNumber, [], {
        lines: [...lines.slice(0, 3).map((line, at) => ({ ...line, number: numbers[at] as number })), foot],
      });
    };
    const { segments } = assemblePages([numbered(1), numbered(2)], defaultLimits);
    expect(segments.map(({ text }) => text)).to.deep.equal(Array(2).fill('Q. Who?\nA. I saw Oklahoma\nthen.'));
    expect(segments[1]?.properties).to.deep.equal({
      furniture: [{ text: '42', where: 'foot' }],
      lineNumbers: [
        [0, 1],
        [8, 2],
        [21, 4],
      ],
    });
  });

  it('says nothing of line numbers where there are none', () => {
    expect(assemblePages([page(1, ['one', 'two'])], defaultLimits).segments[0]?.properties).to.deep.equal({});
  });

  it('keeps every offset true for any words', () => {
    const anyWord = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('Okla-', 'homa', 'e', '\u0301x', '\u212b'),
    );
    const anyPages = fc.array(fc.array(fc.array(anyWord, { maxLength: 5 }), { maxLength: 5 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(anyPages, texts => {
        const pages = texts.map((lines, at) =>
          cleanPage({
            ...page(at + 1, []),
            lines: lines.map((words, number) => ({
              opens: false,
              number,
              words: words.map(text => ({ text, box: [0, 0.5, 0, 0] })),
            })),
          }),
        );
        const { segments, words, document } = assemblePages(pages, defaultLimits);
        const text = segments.map(segment => segment.text).join(segmentSeparator);
        expect(text.length).to.equal(document.textLength);
        expect(text.isWellFormed()).to.equal(true);
        for (const segment of segments) expect(text.slice(segment.charStart, segment.charEnd)).to.equal(segment.text);
        for (const row of words) {
          const own = segments[row.ordinal]?.text ?? '';
          const slices = row.starts.map((start, at) => own.slice(start, row.ends[at]));
          expect(slices.every(slice => slice.length > 0 && !/\s/u.test(slice))).to.equal(true);
          expect(slices.join('')).to.equal(own.replace(/\s/gu, ''));
          expect(row.boxes).to.have.length(4 * row.starts.length);
          const numbers = segments[row.ordinal]?.properties?.lineNumbers as [number, number][];
          const printed = pages[row.ordinal]?.lines.map(line => line.number);
          expect(numbers.map(([, number]) => number)).to.deep.equal(printed);
          expect(row.starts).to.include.members(numbers.map(([offset]) => offset));
        }
      }),
    );
  });
});
