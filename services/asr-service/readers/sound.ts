/** Sound as the rest of the service takes it: 16-bit samples of one channel at 16 kHz, in pieces, from any point on. */
import type { Warning } from '../../../queues/stage.ts';
import { targetRate } from './resample.ts';

/** A recording that can be read. `samples` may be called again; it never holds more than some pieces at a time. */
export interface Sound {
  /** As the file names it: `pcm_s16le`, `mp3`. */
  codec: string;
  sampleRate: number;
  channels: number;
  samples(range: { fromMs: number; toMs: number }): AsyncGenerator<Int16Array>;
  /** What to know of the file once all of it was read. */
  warnings(readMs: number): Warning[];
}

export const samplesPerMs = targetRate / 1_000;

/** Samples between -1 and 1 in 16 bits. */
export function toInt16(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    out[i] = Math.max(-32_768, Math.min(32_767, Math.round((samples[i] as number) * 32_768)));
  }
  return out;
}
