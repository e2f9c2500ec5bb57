import { expect } from 'chai';
import fc from 'fast-check';
import { type Frames, findWindows, frameMs, fromMs, toMs } from './speech.ts';
import { groupStretches, readWindows, writeWindows } from './stretches.ts';

/** Frames as drawn: `#` clear voice that rises and falls, `+` voice, `-` one that is very quiet, `.` none; a tenth of a second each. */
function heard(drawn: string): Frames {
  const signs = [...drawn].flatMap(sign => Array<string>(Math.round(100 / frameMs)).fill(sign));
  return {
    voice: Uint8Array.from(signs, sign => ({ '#': 2, '+': 1, '-': 2 })[sign] ?? 0),
    levels: Uint8Array.from(signs, (sign, i) => ('.-'.includes(sign) ? 10 : 60 + 10 * (Math.floor(i / 4) % 3))),
  };
}
const speechOf = (drawn: string) => findWindows(heard(drawn)).map(({ speech }) => speech);

describe('speech', () => {
  it('is found with a margin, breaks within words closed, clicks left out', () => {
    expect(speechOf('..........####.####..........')).to.deep.equal([[[750, 1_860]]]);
    expect(findWindows({ voice: Uint8Array.of(0, 0, 1, 1, 0, 0, 0), levels: new Uint8Array(7) })).to.deep.equal([]);
    expect(speechOf('')).to.deep.equal([]);
  });

  it('goes on over a pause while a window is short, and ends at one when it is not', () => {
    const short = `${'#'.repeat(20)}${'.'.repeat(20)}${'#'.repeat(20)}`;
    expect(speechOf(short)).to.have.length(1);
    expect(speechOf(short)[0]).to.have.length(2);
    expect(speechOf(`${'#'.repeat(60)}${'.'.repeat(15)}${'#'.repeat(20)}`)).to.have.length(2);
    expect(speechOf(`${'#'.repeat(20)}${'.'.repeat(60)}${'#'.repeat(20)}`)).to.have.length(2);
    expect(speechOf(`${'#'.repeat(60)}${'.'.repeat(5)}${'#'.repeat(20)}`)).to.have.length(1);
  });

  it('without a pause is cut where it is quietest', () => {
    const frames = heard('#'.repeat(500));
    frames.levels.fill(50).fill(5, 700, 702);
    const windows = findWindows(frames);
    expect(windows.map(fromMs).slice(0, 2)).to.deep.equal([0, 701 * frameMs]);
    for (const window of windows) expect(toMs(window) - fromMs(window)).to.be.at.most(28_020);
  });

  it('breaks at a pause that noise fills, and is sent with it; a far voice is speech', () => {
    const [window, ...more] = findWindows(heard(`${'#'.repeat(20)}${'-'.repeat(8)}${'#'.repeat(20)}`));
    expect(more).to.deep.equal([]);
    expect(window?.speech).to.have.length(2);
    const far = findWindows(heard(`${'#'.repeat(60)}${'-'.repeat(30)}${'#'.repeat(60)}`));
    expect(far.flatMap(({ speech }) => speech)).to.deep.equal([[0, 13_500]]);
  });

  it('is sent with up to a second of what is around it, and nothing is sent twice', () => {
    const windows = findWindows(
      heard(`${'.'.repeat(30)}${'#'.repeat(60)}${'.'.repeat(12)}${'#'.repeat(20)}${'.'.repeat(30)}`),
    );
    expect(windows.map(({ sound }) => sound)).to.deep.equal([
      [1_560, 8_640],
      [8_640, 12_120],
    ]);
  });

  it('is clear if there is a second of it whose level rises and falls', () => {
    const clear = (drawn: string) => findWindows(heard(drawn)).map(({ isClear }) => isClear);
    expect(clear(`${'#'.repeat(20)}`)).to.deep.equal([true]);
    expect(clear(`${'#'.repeat(5)}${'+'.repeat(20)}`)).to.deep.equal([false]);
    const steady = heard('#'.repeat(40));
    steady.levels.fill(60);
    expect(findWindows(steady).map(({ isClear }) => isClear)).to.deep.equal([false]);
  });

  it('is in exactly one window, in order, whatever was heard', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('#', '+', '-', '.'), fc.integer({ min: 1, max: 80 }))), runs => {
        const frames = heard(runs.map(([sign, count]) => sign.repeat(count)).join(''));
        const windows = findWindows(frames);
        const spans = windows.flatMap(({ speech }) => speech);
        spans.forEach(([from, to], i) => {
          expect(from).to.be.at.least(spans[i - 1]?.[1] ?? 0);
          expect(to).to.be.above(from);
        });
        for (const window of windows) expect(toMs(window) - fromMs(window)).to.be.at.most(28_020);
        const isCovered = (ms: number) => windows.some(({ sound: [from, to] }) => from <= ms && ms < to);
        for (let i = 0; i + 4 < frames.voice.length; i++) {
          const isRun = frames.voice.subarray(i, i + 4).every(voice => voice > 0);
          if (isRun) expect(isCovered(i * frameMs), `frame ${i}`).to.equal(true);
        }
        expect(groupStretches(windows).flat()).to.deep.equal(windows);
        for (const stretch of groupStretches(windows))
          expect(readWindows(writeWindows(stretch))).to.deep.equal(stretch);
      }),
      { numRuns: 100 },
    );
  });

  it('makes parts of at most five minutes', () => {
    const windows = findWindows(heard(`${'#'.repeat(70)}${'.'.repeat(30)}`.repeat(70)));
    const stretches = groupStretches(windows);
    expect(stretches.length).to.equal(3);
    for (const stretch of stretches) {
      expect(toMs(stretch.at(-1) as never) - fromMs(stretch[0] as never)).to.be.at.most(300_000);
    }
  });

  it('of twelve hours is found in a moment', () => {
    const length = (12 * 3_600_000) / frameMs;
    const voice = Uint8Array.from({ length }, (_, i) => (i % 97 < 60 ? 2 : 0));
    const startedAt = performance.now();
    const windows = findWindows({ voice, levels: voice });
    expect(windows.length).to.be.above(1_000);
    expect(performance.now() - startedAt).to.be.below(3_000);
  });
});
