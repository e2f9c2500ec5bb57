import { expect } from 'chai';
import fc from 'fast-check';
import { createResampler, targetRate } from './resample.ts';

const tone = (rate: number, hertz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));

function resample(samples: Float32Array, rate: number, pieces: number[] = [4_096]): Float32Array {
  const resampler = createResampler(rate);
  const out: number[] = [];
  for (let at = 0, i = 0; at < samples.length; i++) {
    const size = pieces[i % pieces.length] as number;
    out.push(...resampler.push(samples.subarray(at, at + size)));
    at += size;
  }
  out.push(...resampler.flush());
  return Float32Array.from(out);
}

const loudness = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

describe('resampling', () => {
  for (const rate of [8_000, 11_025, 16_000, 22_050, 44_100, 47_999, 48_000, 96_000]) {
    it(`keeps a tone and its place from ${rate} Hz`, () => {
      const out = resample(tone(rate, 440, 0.3), rate);
      expect(out.length).to.be.closeTo(0.3 * targetRate, 2);
      const wanted = tone(targetRate, 440, 0.3);
      for (let i = 400; i < 4_400; i++) expect(out[i]).to.be.closeTo(wanted[i] as number, 0.01);
    });
  }

  it('lets nothing through that 16 kHz cannot hold', () => {
    expect(loudness(resample(tone(44_100, 12_000, 0.3), 44_100))).to.be.below(0.002);
  });

  it('gives the same however the samples come', () => {
    const samples = tone(44_100, 300, 0.05);
    const whole = resample(samples, 44_100, [samples.length]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }), pieces => {
        expect(resample(samples, 44_100, pieces)).to.deep.equal(whole);
      }),
      { numRuns: 30 },
    );
  });
});
