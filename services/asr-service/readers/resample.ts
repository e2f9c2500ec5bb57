/** Changes the sample rate of a stream to the 16 kHz that voice activity and speech engines want. */

export const targetRate = 16_000;

/** Samples at {@link targetRate}, in -1 to 1. The first is that of the first sample put in. */
export interface Resampler {
  push(samples: Float32Array): Float32Array;
  /** The rest, once all is in. */
  flush(): Float32Array;
}

/** Zero crossings of the filter on each side: speech keeps its band, and what lies above is 60 dB down. */
const crossings = 12;
/** Of the band kept; the rest is where the filter falls off. */
const passed = 0.92;

/** A windowed-sinc filter, one set of weights for each phase that the two rates can meet in. */
export function createResampler(rate: number): Resampler {
  if (rate === targetRate) return { push: samples => samples, flush: () => new Float32Array(0) };
  const step = rate / targetRate;
  const phases = targetRate / greatestCommonDivisor(rate, targetRate);
  const half = Math.ceil(crossings * Math.max(1, step));
  const kernels: (Float64Array | undefined)[] = new Array(phases);
  let held = new Float32Array(half); // silence before the start
  let heldFrom = -half;
  let next = 0; // index of the next sample to come out

  const drain = (until: number): Float32Array => {
    const count = Math.max(0, Math.ceil((until - half) / step) - next);
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++, next++) {
      const at = Math.floor((next * rate) / targetRate);
      const phase = next % phases;
      kernels[phase] ??= kernelAt((next * rate) / targetRate - at, half, Math.min(1, 1 / step) * passed);
      const kernel = kernels[phase];
      const first = at - half + 1 - heldFrom;
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += (held[first + k] as number) * (kernel[k] as number);
      out[i] = sum;
    }
    return out;
  };

  const append = (samples: Float32Array): void => {
    const needed = Math.max(heldFrom, Math.floor((next * rate) / targetRate) - half + 1);
    const kept = held.subarray(needed - heldFrom);
    const joined = new Float32Array(kept.length + samples.length);
    joined.set(kept);
    joined.set(samples, kept.length);
    held = joined;
    heldFrom = needed;
  };

  return {
    push(samples) {
      append(samples);
      return drain(heldFrom + held.length);
    },
    flush() {
      append(new Float32Array(half));
      return drain(heldFrom + held.length);
    },
  };
}

/** Weights of the samples `half - 1` before to `half` after, for a point `fraction` of a sample after the middle; their sum is 1. */
function kernelAt(fraction: number, half: number, band: number): Float64Array {
  const weights = Float64Array.from({ length: 2 * half }, (_, k) => {
    const distance = k - half + 1 - fraction;
    const x = Math.PI * distance * band;
    const hann = Math.cos((Math.PI * distance) / (2 * half)) ** 2;
    return (x === 0 ? 1 : Math.sin(x) / x) * hann;
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
