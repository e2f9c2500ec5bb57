import { expect } from 'chai';
import type { PlacedWord } from './fragments.ts';
import { findMargin } from './margin.ts';

const page = { width: 612, height: 792 };
const pitch = 24;
const baselineOf = (line: number) => 100 + pitch * (line - 1);

const word = (text: string, left: number, baseline: number): PlacedWord => ({
  word: { text, box: [0, 0, 0, 0] },
  left,
  right: left + 6 * text.length,
  baseline,
  size: 12,
});

/** A margin of 25 numbers without those that were not read, beside a few lines of text. */
const marginWithout = (...lost: number[]) =>
  findMargin(
    [
      ...Array.from({ length: 25 }, (_, at) => at + 1)
        .filter(line => !lost.includes(line))
        .map(line => word(String(line), 50, baselineOf(line))),
      ...[1, 2, 5].map(line => word('Words', 90, baselineOf(line))),
    ],
    page,
  );

describe('findMargin', () => {
  it('numbers a line by its height, also below lines that are blank', () => {
    const { words, numberAt } = marginWithout();
    expect(words.size).to.equal(25);
    expect([1, 2, 5, 25].map(line => numberAt(baselineOf(line)))).to.deep.equal([1, 2, 5, 25]);
  });

  it('allows for the tilt of a scan, and gives print between two numbers none', () => {
    const { numberAt } = marginWithout();
    expect(numberAt(baselineOf(7) + 0.2 * pitch)).to.equal(7);
    expect(numberAt(baselineOf(7) - 0.2 * pitch)).to.equal(7);
    expect(numberAt(baselineOf(7) + 0.5 * pitch)).to.equal(undefined);
  });

  it('gives head and foot none', () => {
    const { numberAt } = marginWithout();
    expect([0, -1, 26, 27].map(line => numberAt(baselineOf(line)))).to.deep.equal(Array(4).fill(undefined));
  });

  it('numbers the line of a number that was not read', () => {
    const { numberAt } = marginWithout(1, 8, 9);
    expect([1, 7, 8, 9, 10].map(line => numberAt(baselineOf(line)))).to.deep.equal([1, 7, 8, 9, 10]);
    expect(numberAt(baselineOf(0))).to.equal(undefined);
  });

  it('numbers no line of a page without such a margin', () => {
    const list = [1, 2, 3].map(line => word(String(line), 50, baselineOf(line)));
    const { words, numberAt } = findMargin(list, page);
    expect(words.size).to.equal(0);
    expect(numberAt(baselineOf(2))).to.equal(undefined);
  });
});
