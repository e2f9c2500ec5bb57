/** Makes recordings for tests: sound that passes for a voice, silence and tones, in any coding of WAV. */

const rate = 16_000;

/** One channel, -1 to 1, at {@link rate} unless said otherwise. */
export type Wave = Float32Array;

/** Harmonics of a low voice, four syllables a second: what a detector of voices, which hears no words, takes for speech. */
export const babble = (seconds: number, at = rate, volume = 0.4): Wave =>
  wave(seconds, at, t => {
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * t)) ** 2 + 0.02;
    let sum = 0;
    for (let n = 1; n <= 20; n++) sum += Math.sin(2 * Math.PI * 130 * n * t + n * n) / n;
    return (volume * syllable * sum) / 2;
  });

export const silence = (seconds: number, at = rate): Wave => wave(seconds, at, () => 0);
export const tone = (seconds: number, hertz: number, at = rate): Wave =>
  wave(seconds, at, t => 0.1 * Math.sin(2 * Math.PI * hertz * t));

/** The same noise every time. */
export function noise(seconds: number, volume: number): Wave {
  let state = 1;
  return wave(seconds, rate, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (volume * state) / 2 ** 31;
  });
}

const wave = (seconds: number, at: number, value: (t: number) => number): Wave =>
  Float32Array.from({ length: Math.round(seconds * at) }, (_, i) => value(i / at));

export const join = (...waves: Wave[]): Wave => {
  const joined = new Float32Array(waves.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of waves) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

export interface WavOptions {
  sampleRate?: number;
  /** Every channel holds the same. */
  channels?: number;
  /** Format tag: 1 PCM, 3 float, 6 A-law, 7 mu-law. */
  tag?: 1 | 3 | 6 | 7;
  bytesPerSample?: number;
  extensible?: boolean;
  /** Written as RF64, with its length in a chunk of its own. */
  large?: boolean;
  /** In place of the true length of the samples. */
  declaredBytes?: number;
}

/** The file. A-law and mu-law hold silence only, whatever the wave. */
export function wavFile(samples: Wave, options: WavOptions = {}): Buffer {
  const { sampleRate = rate, channels = 1, tag = 1, bytesPerSample = 2, extensible = false, large = false } = options;
  const data = Buffer.alloc(samples.length * channels * bytesPerSample);
  for (let i = 0, at = 0; i < samples.length; i++) {
    for (let channel = 0; channel < channels; channel++, at += bytesPerSample) {
      writeSample(data, at, samples[i] as number, tag, bytesPerSample);
    }
  }
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels * bytesPerSample, 8);
  format.writeUInt16LE(channels * bytesPerSample, 12);
  format.writeUInt16LE(bytesPerSample * 8, 14);
  if (extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(tag, 24);
  }
  const sizes = Buffer.alloc(28);
  sizes.writeBigUInt64LE(BigInt(data.length), 8);
  const declared = options.declaredBytes ?? (large ? 0xffff_ffff : data.length);
  const chunks = [
    ...(large ? [chunk('ds64', sizes)] : []),
    chunk('LIST', Buffer.from('INFOodd')),
    chunk('fmt ', format),
    chunk('data', data, declared),
  ];
  return Buffer.concat([Buffer.from(large ? 'RF64\xff\xff\xff\xffWAVE' : 'RIFF\0\0\0\0WAVE', 'latin1'), ...chunks]);
}

function chunk(id: string, body: Buffer, size = body.length): Buffer {
  const head = Buffer.from(`${id}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function writeSample(data: Buffer, at: number, value: number, tag: number, bytes: number): void {
  const tame = Math.max(-1, Math.min(0.9999, value));
  if (tag === 3) bytes === 4 ? data.writeFloatLE(value, at) : data.writeDoubleLE(value, at);
  else if (tag === 6) data[at] = 0xd5;
  else if (tag === 7) data[at] = 0xff;
  else if (bytes === 1) data[at] = Math.round(tame * 127) + 128;
  else data.writeIntLE(Math.round(tame * 2 ** (bytes * 8 - 1)), at, bytes);
}
