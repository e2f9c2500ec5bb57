/** Hears voices in sound, by the detector of WebRTC (compiled to WebAssembly, read from the package), and measures levels. */
import createFvad from '@echogarden/fvad-wasm';
import { type Frames, frameMs } from '../speech.ts';
import { targetRate } from './resample.ts';
import { samplesPerMs } from './sound.ts';

export interface Heard extends Frames {
  durationMs: number;
  /** The loudest sample, 0 to 1. */
  peak: number;
}

/**
 * Modes of the detector: 3 takes least else for speech; 2 misses hardly any, and leaves the pauses that 0 and 1 run over
 * (of the second between two sentences they leave a quarter).
 */
const modes = { lax: 2, strict: 3 };
const frameSamples = frameMs * samplesPerMs;

/**
 * The detector takes any sound for a voice until it knows the noise: the first second is played to it beforehand. Backwards,
 * because it goes on hearing a voice for a while: so it ends with what the recording begins with.
 */
const warmUpFrames = Math.round(1_000 / frameMs);

/** `gain` is for recordings so quiet that the detector, which knows absolute levels only, hears nothing. */
export async function hear(sound: AsyncIterable<Int16Array>, gain = 1): Promise<Heard> {
  const detector = await createDetector();
  const voice = new GrowingBytes();
  const levels = new GrowingBytes();
  const take = (frame: Int16Array) => {
    voice.push(detector(frame));
    levels.push(levelOf(frame));
  };
  const first: Int16Array[] = [];
  let isWarm = false;
  const warmUp = () => {
    isWarm = true;
    for (const frame of first.toReversed()) detector(frame);
    for (const frame of first) take(frame);
  };
  const frame = new Int16Array(frameSamples);
  let [filled, total, peak] = [0, 0, 0];
  for await (const samples of sound) {
    total += samples.length;
    for (const sample of samples) {
      peak = Math.max(peak, Math.abs(sample));
      frame[filled++] = Math.max(-32_768, Math.min(32_767, sample * gain));
      if (filled < frameSamples) continue;
      filled = 0;
      if (isWarm) take(frame);
      else if (first.push(frame.slice()) === warmUpFrames) warmUp();
    }
  }
  if (!isWarm) warmUp();
  return {
    voice: voice.all(),
    levels: levels.all(),
    durationMs: Math.round(total / samplesPerMs),
    peak: peak / 32_768,
  };
}

async function createDetector(): Promise<(frame: Int16Array) => 0 | 1 | 2> {
  const fvad = await createFvad();
  const place = fvad._malloc(frameSamples * 2);
  const [lax, strict] = [modes.lax, modes.strict].map(mode => {
    const handle = fvad._fvad_new();
    if (fvad._fvad_set_mode(handle, mode) !== 0 || fvad._fvad_set_sample_rate(handle, targetRate) !== 0)
      throw new TypeError('the voice detector does not take its settings');
    return handle;
  }) as [number, number];
  return frame => {
    fvad.HEAP16.set(frame, place / 2);
    // Both have to hear every frame: they adapt to what they hear.
    const isStrict = fvad._fvad_process(strict, place, frameSamples) === 1;
    const isLax = fvad._fvad_process(lax, place, frameSamples) === 1;
    return isStrict && isLax ? 2 : isLax ? 1 : 0;
  };
}

/** Decibels above -100 dBFS of the mean power. */
function levelOf(frame: Int16Array): number {
  let power = 0;
  for (const sample of frame) power += sample * sample;
  const decibels = 10 * Math.log10(power / frame.length / 32_768 ** 2 + 1e-10);
  return Math.round(Math.max(0, Math.min(100, decibels + 100)));
}

/** Bytes of an unknown number: twelve hours are 1.4 million frames. */
class GrowingBytes {
  #bytes = new Uint8Array(65_536);
  #length = 0;

  push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }

  all = (): Uint8Array => this.#bytes.slice(0, this.#length);
}
