import { expect } from 'chai';
import { containsSpan, indexOfSpanAt, sliceSpan, spansOverlap } from './spans.ts';

describe('spans', () => {
  const span = (charStart: number, charEnd: number) => ({ charStart, charEnd });

  it('slice the text', () => {
    expect(sliceSpan('Smith v. Jones', span(9, 14))).to.equal('Jones');
  });

  it('contain and overlap as half-open ranges', () => {
    expect(containsSpan(span(0, 10), span(0, 10))).to.equal(true);
    expect(containsSpan(span(0, 10), span(5, 11))).to.equal(false);
    expect(spansOverlap(span(0, 5), span(5, 9))).to.equal(false);
    expect(spansOverlap(span(0, 6), span(5, 9))).to.equal(true);
  });

  it('are found by offset; a gap belongs to the one before', () => {
    const pages = [span(0, 10), span(12, 20), span(22, 30)];
    expect([0, 9, 11, 12, 29, 40].map(offset => indexOfSpanAt(pages, offset))).to.deep.equal([0, 0, 0, 1, 2, 2]);
    expect(indexOfSpanAt([span(5, 6)], 0)).to.equal(-1);
    expect(indexOfSpanAt([], 0)).to.equal(-1);
  });
});
