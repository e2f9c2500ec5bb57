/** The passes that a page needs of Tesseract, in whichever form it runs. */
import { readFileSync } from 'node:fs';
import type { Turn } from '../page.ts';
import { readPgm, toPgm } from '../readers/pgm.ts';
import { type Raster, turnRaster } from '../readers/raster.ts';
import { eraseRuledLines } from '../readers/ruled-lines.ts';
import { countUnreadCells, mapInk } from '../unread-ink.ts';
import type { Picture, Recognized } from './engine.ts';

/** Reads a PGM that is the picture in a clockwise turn; boxes are those of the picture as it was given. */
export type RecognizeAs = (image: Buffer, picture: Picture, turned: Turn) => Promise<Recognized>;

export const confidenceOf = ({ confidence = 0 }: Recognized): number => confidence;

/** Below this a page may lie in a turn that OSD did not find (it wants some thirty characters). */
const doubtful = 0.6;
/** Another turn must read this much better to be believed. */
const clearlyBetter = 0.15;

/** A table has this much of ruled lines, an underline or two has not. */
const fewestRuledInches = 6;

/** Reads a picture; turned pages are found and read in the turn in which they are upright, ruled tables without their rules. */
export async function readInPasses(picture: Picture, recognizeAs: RecognizeAs): Promise<Recognized> {
  const bytes = readFileSync(picture.path);
  const raster = readPgm(bytes);
  let best = await recognizeAs(bytes, picture, 0);
  if (confidenceOf(best) < doubtful) {
    for (const turn of [90, 270, 180] as const) {
      const tried = await recognizeAs(toPgm(turnRaster(raster, turn)), picture, turn);
      if (confidenceOf(tried) > confidenceOf(best) + clearlyBetter) best = tried;
    }
  }
  return withoutRules(picture, raster, best, recognizeAs);
}

/**
 * Tesseract takes a ruled table for a drawing and skips it. If print was left unread, the picture is read once more
 * without its ruled lines, and what leaves less unread is kept. Not done at first: rules help to tell columns apart.
 */
async function withoutRules(
  picture: Picture,
  raster: Raster,
  first: Recognized,
  recognizeAs: RecognizeAs,
): Promise<Recognized> {
  if (eraseRuledLines(raster, picture.dpi) < fewestRuledInches) return first;
  const ink = mapInk(raster, picture.dpi);
  const unread = ({ lines }: Recognized) =>
    countUnreadCells(
      ink,
      lines.flatMap(line => line.words.map(word => word.box)),
    );
  if (!unread(first)) return first;
  const second = await recognizeAs(toPgm(raster), picture, 0);
  return unread(second) < unread(first) ? second : first;
}
