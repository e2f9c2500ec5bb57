/** Writes sound as every engine takes it, and reads it back. */
import { targetRate } from './resample.ts';

const headerBytes = 44;

/** A WAV file: 16 kHz, one channel, 16 bits. */
export function wavOf(samples: Int16Array): Buffer {
  const bytes = samples.length * 2;
  const wav = Buffer.alloc(headerBytes + bytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(headerBytes - 8 + bytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(targetRate, 24);
  wav.writeUInt32LE(targetRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(bytes, 40);
  for (let i = 0; i < samples.length; i++) wav.writeInt16LE(samples[i] as number, headerBytes + 2 * i);
  return wav;
}

/** The samples of such a file, -1 to 1. */
export const samplesOf = (wav: Buffer): Float32Array =>
  Float32Array.from(
    { length: (wav.length - headerBytes) >> 1 },
    (_, i) => wav.readInt16LE(headerBytes + 2 * i) / 32_768,
  );
