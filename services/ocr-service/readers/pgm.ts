/** Grey pictures as files that engines take: Netpbm's PGM, a header and the bare pixels. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Raster } from './raster.ts';

const header = ({ width, height }: Raster): string => `P5\n${width} ${height}\n255\n`;

export const toPgm = (raster: Raster): Buffer => Buffer.concat([Buffer.from(header(raster), 'latin1'), raster.pixels]);

/** Reads what {@link toPgm} makes; pixels are a view on `bytes`. */
export function readPgm(bytes: Buffer): Raster {
  const match = /^P5\n(\d+) (\d+)\n255\n/.exec(bytes.subarray(0, 40).toString('latin1'));
  if (!match) throw new TypeError('not a PGM file of ours');
  const [whole, width, height] = match;
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(whole.length) };
}

/** Writes the picture without copying its pixels, which may be borrowed memory. */
export function writePgm(path: string, raster: Raster): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, header(raster));
    for (let done = 0; done < raster.pixels.length; ) done += writeSync(file, raster.pixels, done);
  } finally {
    closeSync(file);
  }
}
