import { expect } from 'chai';
import { lineText } from '../page.ts';
import { type LayoutWord, layout, turnBox } from './layout.ts';

const page = { widthPt: 612, heightPt: 792 };

/** Words of one line, six points a letter, at x and y points. */
function line(text: string, x: number, y: number, size = 10): LayoutWord[] {
  let at = x;
  return text.split(' ').map(word => {
    const width = word.length * 5;
    const box: LayoutWord['box'] = [at / 612, (y - size * 0.7) / 792, width / 612, (size * 0.7) / 792];
    at += width + 4;
    return { text: word, box, turn: 0, size, baseline: y / 792 };
  });
}

const texts = (words: LayoutWord[]) => layout(words, page).lines.map(lineText);

describe('layout', () => {
  it('reads columns of prose one after the other, under a heading over both', () => {
    const left = [
      'the first column holds some prose',
      'that goes on for several lines',
      'of about the same width each',
      'and then comes to its end here',
    ];
    const right = left.map(text => text.replace('the', 'one').replaceAll('e', 'a'));
    const words = [
      ...line('A heading that spans both of the columns and closes the gutter between them', 72, 60),
      ...left.flatMap((text, at) => line(text, 72, 100 + 12 * at)),
      ...right.flatMap((text, at) => line(text, 320, 100 + 12 * at)),
    ];
    expect(texts(words).slice(1)).to.deep.equal([...left, ...right]);
  });

  it('reads a table row by row', () => {
    const rows = ['Alabama', 'Alaska', 'Arizona', 'Arkansas', 'Colorado'].map(
      (state, at) => `${state} ${at}1,204 ${at}57`,
    );
    const words = rows.flatMap((row, at) => {
      const [state = '', first = '', second = ''] = row.split(' ');
      return [
        ...line(state, 72, 100 + 14 * at),
        ...line(first, 250, 100 + 14 * at),
        ...line(second, 400, 100 + 14 * at),
      ];
    });
    expect(texts(words)).to.deep.equal(rows);
  });

  it('opens a paragraph at a wide gap and at an indented first line, not within prose', () => {
    const words = [
      ...line('This paragraph starts at the margin', 72, 100),
      ...line('and goes on for one more line.', 72, 112),
      ...line('This one is indented at its start', 90, 124),
      ...line('and then returns to the margin.', 72, 136),
      ...line('After a gap there is another one.', 72, 160),
    ];
    expect(layout(words, page).lines.map(({ opens }) => opens)).to.deep.equal([true, false, true, false, true]);
  });

  it('keeps the line numbers of pleading paper apart', () => {
    const words = Array.from({ length: 28 }, (_, at) => [
      ...line(String(at + 1), 50, 72 + 24 * at),
      ...line(`Sentence ${at} of the pleading in 2 parts`, 90, 72 + 24 * at),
    ]).flat();
    const { lines, furniture } = layout(words, page);
    expect(lineText(lines[4] as (typeof lines)[number])).to.equal('Sentence 4 of the pleading in 2 parts');
    expect(lines.map(({ number }) => number)).to.deep.equal(Array.from({ length: 28 }, (_, at) => at + 1));
    expect(furniture).to.have.length(1);
    expect(furniture[0]).to.deep.include({
      where: 'margin',
      text: Array.from({ length: 28 }, (_, at) => at + 1).join(' '),
    });
  });

  it('leaves a numbered list and a short column of numbers in the text', () => {
    const list = Array.from({ length: 9 }, (_, at) => line(`${at + 1} item of a list`, 72, 100 + 14 * at)).flat();
    const laid = layout(list, page);
    expect(laid.furniture).to.deep.equal([]);
    for (const read of laid.lines) expect(read).to.have.all.keys('words', 'opens');
  });

  it('reads a page that lies on its side, and gives the turn it needs', () => {
    const upright = [...line('first line', 72, 100), ...line('second line', 72, 112)];
    const lying = upright.map(word => ({ ...word, box: turnBox(word.box, 90), turn: 270 as const }));
    const sideways = { widthPt: 792, heightPt: 612 };
    const laid = layout(lying, sideways);
    expect(laid.turn).to.equal(270);
    expect(laid.lines.map(lineText)).to.deep.equal(['first line', 'second line']);
  });
});

describe('turnBox', () => {
  it('comes back after four quarter turns', () => {
    const box = [0.1, 0.2, 0.3, 0.05] as [number, number, number, number];
    const around = turnBox(turnBox(turnBox(turnBox(box, 90), 90), 90), 90);
    for (const [at, value] of around.entries()) expect(value).to.be.closeTo(box[at] as number, 1e-9);
    expect(turnBox(turnBox(box, 90), 270).map(value => value.toFixed(6))).to.deep.equal(
      box.map(value => value.toFixed(6)),
    );
  });
});
