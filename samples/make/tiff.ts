/** Writes bilevel pictures as a TIFF of several pages with PackBits compression (TIFF 6.0, sections 3, 4 and 9). */
import { Buffer } from 'node:buffer';
import type { Picture } from './picture.ts';

/** One page per picture; pixels below half grey are black. Little-endian, one strip a page. */
export function encodeTiff(pictures: Picture[], dpi: number): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])];
  let offset = 8;
  for (const [index, picture] of pictures.entries()) {
    const strip = packStrip(picture);
    const directory = encodeDirectory(picture, strip.length, dpi, offset, index === pictures.length - 1);
    parts.push(directory, strip);
    offset += directory.length + strip.length;
  }
  return Buffer.concat(parts);
}

const short = 3;
const long = 4;
const rational = 5;
const entryCount = 12;
const directoryBytes = 2 + entryCount * 12 + 4;

/** An image file directory with its two resolution values behind it; the strip follows, then the next directory. */
function encodeDirectory(picture: Picture, stripBytes: number, dpi: number, offset: number, last: boolean): Buffer {
  const resolutionAt = offset + directoryBytes;
  const stripAt = resolutionAt + 16;
  // Field types and meanings by tag: TIFF 6.0, section 8. They must be in ascending order.
  const entries: [tag: number, type: number, value: number][] = [
    [256, long, picture.width],
    [257, long, picture.height],
    [258, short, 1],
    [259, short, 32_773],
    [262, short, 0],
    [273, long, stripAt],
    [277, short, 1],
    [278, long, picture.height],
    [279, long, stripBytes],
    [282, rational, resolutionAt],
    [283, rational, resolutionAt + 8],
    [296, short, 2],
  ];
  const bytes = Buffer.alloc(directoryBytes + 16);
  bytes.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 2 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  }
  // A directory must begin on an even byte: strips are padded to that.
  bytes.writeUInt32LE(last ? 0 : stripAt + stripBytes, directoryBytes - 4);
  for (const at of [directoryBytes, directoryBytes + 8]) {
    bytes.writeUInt32LE(dpi, at);
    bytes.writeUInt32LE(1, at + 4);
  }
  return bytes;
}

function packStrip({ width, height, data }: Picture): Buffer {
  const rowBytes = Math.ceil(width / 8);
  const packed: number[] = [];
  for (let y = 0; y < height; y += 1) {
    const row = new Uint8Array(rowBytes);
    for (let x = 0; x < width; x += 1) {
      if ((data[y * width + x] ?? 255) < 128) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
    }
    packed.push(...packBits(row));
  }
  if (packed.length % 2) packed.push(0x80);
  return Buffer.from(packed);
}

/** Runs of 3 to 128 equal bytes become a count and the byte; all else is copied behind its length. */
export function packBits(row: Uint8Array): number[] {
  const out: number[] = [];
  let literal: number[] = [];
  const flush = () => {
    if (literal.length) out.push(literal.length - 1, ...literal);
    literal = [];
  };
  for (let at = 0; at < row.length; ) {
    const byte = row[at] ?? 0;
    let run = 1;
    while (run < 128 && row[at + run] === byte) run += 1;
    if (run >= 3) {
      flush();
      out.push(257 - run, byte);
      at += run;
    } else {
      literal.push(byte);
      at += 1;
      if (literal.length === 128) flush();
    }
  }
  flush();
  return out;
}
