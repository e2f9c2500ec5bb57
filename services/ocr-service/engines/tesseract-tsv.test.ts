import { expect } from 'chai';
import { PipelineError } from '../../../shared/errors.ts';
import { toRecognized } from './tesseract-blocks.ts';
import { parseTsv } from './tesseract-tsv.ts';

const head =
  'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n' +
  '1\t1\t0\t0\t0\t0\t0\t0\t1000\t500\t-1\t\n';
const row = (block: number, line: number, [x, y, w, h]: number[], text: string, confidence = 96.5) =>
  `5\t1\t${block}\t1\t${line}\t1\t${x}\t${y}\t${w}\t${h}\t${confidence}\t${text}\n`;
const size = { width: 1000, height: 500 };

describe('parseTsv', () => {
  it('gives words with boxes and confidence, by line and paragraph', () => {
    const tsv = `${head}${row(1, 1, [100, 50, 100, 20], 'In')}${row(1, 1, [220, 50, 80, 20], 'witness')}${row(2, 1, [100, 90, 60, 20], 'Signed')}`;
    const { lines, turn, confidence } = toRecognized({ blocks: parseTsv(tsv) }, size, 0);
    expect(lines.map(line => [line.opens, line.words.map(word => word.text).join(' ')])).to.deep.equal([
      [true, 'In witness'],
      [true, 'Signed'],
    ]);
    expect(lines[0]?.words[0]).to.deep.include({ box: [0.1, 0.1, 0.1, 0.04], confidence: 97 });
    expect(turn).to.equal(0);
    expect(confidence).to.be.closeTo(0.97, 0.01);
  });

  it('tells from the way of the words that a page is turned, also for a line of one word', () => {
    const tsv = `${head}${row(1, 1, [50, 400, 20, 80], 'up')}${row(1, 1, [50, 200, 20, 80], 'we')}${row(1, 2, [90, 400, 20, 80], 'go')}`;
    const { lines, turn } = toRecognized({ blocks: parseTsv(tsv) }, size, 0);
    expect(turn).to.equal(90);
    expect(lines.map(line => line.turn)).to.deep.equal([90, 90]);
  });

  it('keeps a quotation mark and drops specks', () => {
    const tsv = `${head}${row(1, 1, [0, 0, 9, 9], '"Seller"')}${row(1, 1, [20, 0, 2, 2], '.', 12)}`;
    const { lines } = toRecognized({ blocks: parseTsv(tsv) }, size, 0);
    expect(lines.flatMap(line => line.words.map(word => word.text))).to.deep.equal(['"Seller"']);
  });

  it('gives nothing for a page without words', () => {
    expect(parseTsv(head)).to.deep.equal([]);
  });

  for (const [what, tsv] of Object.entries({
    'nothing at all': '',
    'something else': 'Usage: tesseract',
    'a row cut off': `${head}5\t1\t1\t1\t1\t1\t10`,
  })) {
    it(`refuses ${what}`, () => {
      expect(() => parseTsv(tsv))
        .to.throw(PipelineError)
        .with.property('code', 'X_ENGINE_ANSWER');
    });
  }
});
