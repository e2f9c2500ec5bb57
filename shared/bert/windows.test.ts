import { expect } from 'chai';
import fc from 'fast-check';
import { joinWindows, windowsOf } from './windows.ts';

describe('windows over tokens', () => {
  it('are one where all fits, and else of one length that overlap', () => {
    expect(windowsOf(0, 510, 128)).to.deep.equal([]);
    expect(windowsOf(510, 510, 128)).to.deep.equal([{ from: 0, to: 510 }]);
    expect(windowsOf(511, 510, 128)).to.deep.equal([
      { from: 0, to: 320 },
      { from: 191, to: 511 },
    ]);
  });

  it('cover all tokens, none longer than allowed, each sharing enough with the next', () => {
    const counts = fc.record({ count: fc.nat(3_000), overlap: fc.nat(60), more: fc.integer({ min: 1, max: 400 }) });
    const check = ({ count, overlap, more }: { count: number; overlap: number; more: number }) => {
      const windows = windowsOf(count, overlap + more, overlap);
      expect(windows.at(0)?.from ?? 0).to.equal(0);
      expect(windows.at(-1)?.to ?? 0).to.equal(count);
      for (const [at, { from, to }] of windows.entries()) {
        expect(to - from).to.be.within(1, overlap + more);
        const next = windows[at + 1];
        if (next) expect(to - next.from).to.be.at.least(overlap);
      }
    };
    fc.assert(fc.property(counts, check));
  });

  it('decide about a token where it lies deepest', () => {
    const windows = windowsOf(20, 10, 4);
    const names = windows.map(({ from, to }, at) => Array.from({ length: to - from }, () => 'abc'[at]));
    expect(windows.map(({ from, to }) => `${from}-${to}`)).to.deep.equal(['0-10', '6-16', '10-20']);
    expect(joinWindows(windows, names, 20).join('')).to.equal('aaaaaaaabbbbbccccccc');
  });

  it('give each token what was said of that token', () => {
    const check = (count: number) => {
      const windows = windowsOf(count, 30, 10);
      const answers = windows.map(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at));
      expect(joinWindows(windows, answers, count)).to.deep.equal(Array.from({ length: count }, (_, at) => at));
    };
    fc.assert(fc.property(fc.nat(300), check));
  });
});
