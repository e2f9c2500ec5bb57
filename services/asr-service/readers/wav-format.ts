/** Reads the chunks before the samples of a WAV file: RIFF, and RF64 or BW64 for files over 4 GB (EBU Tech 3306). */
import { PipelineError } from '../../../shared/errors.ts';

/** How one sample of one channel is written. */
export type SampleCoding = 'unsigned' | 'signed' | 'float' | 'alaw' | 'mulaw';

export interface WavFormat {
  coding: SampleCoding;
  bytesPerSample: number;
  channels: number;
  sampleRate: number;
  /** Where the samples start in the file, and how many bytes of them are there. */
  dataStart: number;
  dataBytes: number;
  /** `truncated`: the file ends before its samples do; `unfinished`: the length was never written, as in a broken-off recording. */
  state: 'whole' | 'truncated' | 'unfinished';
}

/** Reads bytes of the file; fewer at its end. */
export type ReadAt = (position: number, length: number) => Buffer;

/** Sample rates that occur in the field are well within. */
const rates = { lowest: 1_000, highest: 768_000 };
const maxChannels = 64;
/** Chunks before the samples: a handful in practice. */
const maxChunks = 1_000;
/** In a file over 4 GB, and in one that was never closed. */
const unknownSize = 0xffff_ffff;

/**
 * The format and place of the samples; undefined for codings of WAV that need a decoder (ADPCM, GSM, MP3). Throws `I_DAMAGED`.
 */
export function readWavFormat(read: ReadAt, fileBytes: number): WavFormat | undefined {
  const head = read(0, 12);
  const isLarge = /^(?:RF64|BW64)$/.test(head.toString('latin1', 0, 4));
  if (head.length < 12 || head.toString('latin1', 8, 12) !== 'WAVE') throw damaged('no WAVE header');
  let format: SampleFormat | undefined;
  let largeDataBytes: number | undefined;
  let position = 12;
  for (let count = 0; count < maxChunks && position + 8 <= fileBytes; count++) {
    const chunk = read(position, 8);
    const id = chunk.toString('latin1', 0, 4);
    const size = chunk.readUInt32LE(4);
    const start = position + 8;
    if (id === 'ds64' && isLarge) {
      const sizes = read(start, 16);
      if (sizes.length < 16) throw damaged('its length cannot be read');
      largeDataBytes = Number(sizes.readBigUInt64LE(8));
    }
    if (id === 'fmt ') format = readFormat(read(start, Math.min(size, 40)));
    if (id === 'data') {
      if (!format) throw damaged('samples before their format');
      if (format.coding === undefined) return undefined;
      const declared = size === unknownSize && isLarge ? largeDataBytes : size;
      return { ...format, coding: format.coding, ...extentOf(format, start, declared, fileBytes) };
    }
    // Chunks are padded to an even length.
    position = start + size + (size % 2);
  }
  throw damaged('no samples');
}

type SampleFormat = Omit<WavFormat, 'coding' | 'dataStart' | 'dataBytes' | 'state'> & {
  coding: SampleCoding | undefined;
};

const codings: Readonly<Record<number, SampleCoding>> = { 1: 'signed', 3: 'float', 6: 'alaw', 7: 'mulaw' };
const extensible = 0xfffe;

function readFormat(chunk: Buffer): SampleFormat {
  if (chunk.length < 16) throw damaged('its format cannot be read');
  const tag = chunk.readUInt16LE(0);
  // The first two bytes of the sub-format's GUID are the tag it stands for.
  const code = tag === extensible && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const channels = chunk.readUInt16LE(2);
  const sampleRate = chunk.readUInt32LE(4);
  const bytesPerSample = chunk.readUInt16LE(12) / channels;
  const coding = code === 1 && bytesPerSample === 1 ? 'unsigned' : codings[code];
  if (coding === undefined) return { coding, bytesPerSample, channels, sampleRate };
  const isReadable = channels >= 1 && channels <= maxChannels && widths[coding].includes(bytesPerSample);
  if (!isReadable || sampleRate < rates.lowest || sampleRate > rates.highest) throw damaged('a format that cannot be');
  return { coding, bytesPerSample, channels, sampleRate };
}

const widths: Readonly<Record<SampleCoding, number[]>> = {
  unsigned: [1],
  signed: [2, 3, 4],
  float: [4, 8],
  alaw: [1],
  mulaw: [1],
};

function extentOf(
  { bytesPerSample, channels }: SampleFormat,
  dataStart: number,
  declared: number | undefined,
  fileBytes: number,
): Pick<WavFormat, 'dataStart' | 'dataBytes' | 'state'> {
  const there = Math.max(0, fileBytes - dataStart);
  const isKnown = declared !== undefined && declared !== unknownSize && !(declared === 0 && there > 0);
  const bytes = isKnown ? Math.min(declared, there) : there;
  const frame = bytesPerSample * channels;
  const state = !isKnown ? 'unfinished' : declared > there ? 'truncated' : 'whole';
  return { dataStart, dataBytes: bytes - (bytes % frame), state };
}

const damaged = (what: string): PipelineError => new PipelineError('I_DAMAGED', `the WAV file is damaged: ${what}`);
