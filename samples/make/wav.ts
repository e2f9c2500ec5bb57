/** Synthesises an open telephone line as a WAV file: audio without speech. */
import { Buffer } from 'node:buffer';
import { createRandom } from './random.ts';

const rate = 8_000;

/** Two and a half seconds of a line on which nobody speaks: now and then the last bit of the converter flickers. */
export function encodeOpenLine(): Buffer {
  const samples = Buffer.alloc(rate * 2.5 * 2);
  const random = createRandom(21);
  for (let at = 0; at < samples.length; at += 2) samples.writeInt16LE(random() < 0.002 ? 1 : 0, at);
  return Buffer.concat([wavHeader(samples.length), samples]);
}

/** How long a file of mono 16 bit PCM with a plain header plays. */
export const wavDurationMs = (wav: Buffer): number =>
  Math.round(((wav.length - 44) / 2 / wav.readUInt32LE(24)) * 1_000);

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
