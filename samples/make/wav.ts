/** Synthesises a short telephone tone as a WAV file: audio without speech. */
import { Buffer } from 'node:buffer';

const rate = 8_000;

/** A second of silence, a second of the 440 + 480 Hz ring-back tone of North American telephones, half a second of silence. */
export function encodeRingTone(): Buffer {
  const samples = Buffer.alloc(rate * 2.5 * 2);
  for (let index = rate; index < 2 * rate; index += 1) {
    const time = index / rate;
    const level = Math.sin(2 * Math.PI * 440 * time) + Math.sin(2 * Math.PI * 480 * time);
    samples.writeInt16LE(Math.round(level * 6_000), index * 2);
  }
  return Buffer.concat([wavHeader(samples.length), samples]);
}

/** The header of mono 16 bit PCM (RIFF WAVE). */
function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
