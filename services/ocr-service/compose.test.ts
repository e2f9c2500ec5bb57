import { expect } from 'chai';
import { composePage as compose } from './compose.ts';
import type { OcrEngine, Recognized } from './engines/engine.ts';
import { type Box, lineText } from './page.ts';
import type { OcrRequest } from './readers/pdf.ts';
import type { InkMap } from './unread-ink.ts';

const engine: OcrEngine = {
  name: 'engine',
  model: 'model',
  version: '1',
  recognize: () => Promise.reject(new Error('not called')),
};

const request = (fields: Partial<OcrRequest>): OcrRequest => ({
  pageNumber: 1,
  widthPt: 612,
  heightPt: 792,
  fault: 'none',
  words: [],
  furniture: [],
  warnings: [],
  ...fields,
});

/** Lines of words, one under the other, at the given confidence. */
function recognized(texts: string[], confidence = 90): Recognized {
  const lines = texts.map((text, at) => ({
    opens: at === 0,
    turn: 0 as const,
    size: 0.012,
    words: text.split(' ').map((word, index) => ({
      text: word,
      box: [0.08 + index / 10, 0.05 + at * 0.03, 0.05, 0.01] as Box,
      confidence,
    })),
  }));
  return { lines, turn: 0, confidence: texts.length ? confidence / 100 : 0 };
}

/** Without ink nothing is left unread. */
const noInk: InkMap = { columns: 8, rows: 8, shares: Buffer.alloc(64).toString('base64') };

const composePage = (request: OcrRequest, seen: Recognized, ocr: OcrEngine, ink = noInk) =>
  compose(request, seen, ocr, ink);

const layerWord = (text: string, box: Box) => ({ text, box, turn: 0 as const, size: 10 });

describe('composePage', () => {
  it('takes the lines of the engine in its order', () => {
    const page = composePage(request({}), recognized(['one two', 'three']), engine);
    expect(page).to.include({ state: 'text', engine: 'engine', model: 'model', confidence: 0.9 });
    expect(page.lines.map(lineText)).to.deep.equal(['one two', 'three']);
  });

  it('names a page that no engine could read, and one that was read badly', () => {
    expect(composePage(request({}), recognized([]), engine)).to.include({ state: 'missing', errorCode: 'I_NO_TEXT' });
    expect(composePage(request({}), recognized(['wrds'], 40), engine).warnings).to.deep.equal([
      { code: 'ocr.low-confidence' },
    ]);
  });

  it('does not take a stamp in the layer for the text of a page that OCR could not read', () => {
    const words = 'Appeal: 17-2218 Doc: 17 Filed: 10/31/2017 Pg: 1 of 1'
      .split(' ')
      .map((text, at) => layerWord(text, [0.1 + at * 0.06, 0.01, 0.05, 0.01]));
    const page = composePage(request({ fault: 'stamp', words }), recognized([]), engine);
    expect(page).to.include({ state: 'missing', errorCode: 'I_NO_TEXT' });
    expect(page.furniture.map(({ where }) => where)).to.deep.equal(['stamp']);
  });

  it('keeps the layer where both have a word, and adds only what the engine is sure of', () => {
    const words = [layerWord('exact', [0.08, 0.05, 0.05, 0.01])];
    const sure = composePage(request({ fault: 'picture', words }), recognized(['exoct more']), engine);
    expect(sure.lines.map(lineText)).to.deep.equal(['exact more']);
    const unsure = composePage(request({ fault: 'picture', words }), recognized(['exoct nqise'], 30), engine);
    expect(unsure).to.include({ state: 'text', engine: 'pdfium' });
    expect(unsure.lines.map(lineText)).to.deep.equal(['exact']);
  });

  it('takes the line numbers of pleading paper out of what OCR read', () => {
    const texts = Array.from({ length: 28 }, (_, at) => `${at + 1} sentence of a pleading`);
    const page = composePage(request({}), recognized(texts), engine);
    expect(page.lines.every(line => lineText(line) === 'sentence of a pleading')).to.equal(true);
    expect(page.lines.map(({ number }) => number)).to.deep.equal(texts.map((_, at) => at + 1));
    expect(page.furniture[0]).to.include({ where: 'margin' });
  });

  it('reads the brackets of a caption that the engine saw as one line running down the page', () => {
    const at = (text: string, x: number, y: number, confidence = 90) => ({
      text,
      box: [x, y, text.length * 0.01, 0.012] as Box,
      confidence,
    });
    const line = (...words: ReturnType<typeof at>[]) => ({ opens: true, turn: 0 as const, size: 0.012, words });
    const marks = ['Nr', ')', 'a', 'ww'].map((text, index) => ({
      ...at(text, 0.5, 0.2 + 0.02 * (3 - index), 30),
      box: [0.5, 0.26 - 0.02 * index, 0.008, 0.012] as Box,
    }));
    const lines = [
      line(at('Jane', 0.1, 0.2), at('Doe,', 0.15, 0.2), at('No.', 0.55, 0.2), at('12-3', 0.6, 0.2)),
      line(at('v.', 0.1, 0.23)),
      line(at('Acme,', 0.1, 0.26), at('Defendant', 0.2, 0.26)),
      { opens: true, turn: 90 as const, size: 0.01, words: marks },
    ];
    const page = composePage(request({}), { lines, turn: 0, confidence: 0.9 }, engine);
    expect(page.lines.map(lineText)).to.deep.equal(['Jane Doe,', 'v.', 'Acme, Defendant', 'No. 12-3']);
    expect(page.furniture).to.deep.equal([{ text: 'ww a ) Nr', where: 'rule' }]);
  });

  it('joins an address and says when print was left unread', () => {
    const ink: InkMap = { columns: 40, rows: 40, shares: Buffer.alloc(1600, 20).toString('base64') };
    const page = composePage(request({}), recognized(['lab @pacific.example']), engine, ink);
    expect(page.lines.map(lineText)).to.deep.equal(['lab@pacific.example']);
    expect(page.warnings).to.deep.equal([{ code: 'ocr.unread_ink', count: 1 }]);
  });
});
