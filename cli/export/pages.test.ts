import { expect } from 'chai';
import { pagesOf } from './pages.ts';

const segments = [
  { charStart: 0, charEnd: 10, pageNumber: 1 },
  { charStart: 12, charEnd: 20, pageNumber: 2 },
  { charStart: 22, charEnd: 30, pageNumber: 3 },
];

describe('pages of a span', () => {
  it('are those of its first and its last character', () => {
    expect(pagesOf(segments, { charStart: 0, charEnd: 10 })).to.deep.equal({ pageFirst: 1, pageLast: 1 });
    expect(pagesOf(segments, { charStart: 9, charEnd: 13 })).to.deep.equal({ pageFirst: 1, pageLast: 2 });
    expect(pagesOf(segments, { charStart: 12, charEnd: 23 })).to.deep.equal({ pageFirst: 2, pageLast: 3 });
  });

  it('count a separator to the page before', () => {
    expect(pagesOf(segments, { charStart: 0, charEnd: 12 })).to.deep.equal({ pageFirst: 1, pageLast: 1 });
  });

  it('are unknown without a span or without pages', () => {
    const none = { pageFirst: null, pageLast: null };
    expect(pagesOf(segments, { charStart: null, charEnd: null })).to.deep.equal(none);
    expect(pagesOf([{ charStart: 0, charEnd: 5, pageNumber: null }], { charStart: 1, charEnd: 2 })).to.deep.equal(none);
  });
});
