/** Tesseract as WebAssembly, with the English data from npm: needs no install and no network. Runs in a child process. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createWorker, OEM, type Page, PSM, type Worker } from 'tesseract.js';
import { turnBox } from '../layout/layout.ts';
import { around, type Box, type Turn, type Word } from '../page.ts';
import { readPgm, toPgm } from '../readers/pgm.ts';
import { type Raster, turnRaster } from '../readers/raster.ts';
import { eraseRuledLines } from '../readers/ruled-lines.ts';
import { countUnreadCells, mapInk } from '../unread-ink.ts';
import type { Picture, Recognized, RecognizedLine } from './engine.ts';

const require = createRequire(import.meta.url);
const dataFolder = (language: string) =>
  join(dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), '4.0.0_best_int');

let started: Promise<Worker> | undefined;

function worker(): Promise<Worker> {
  started ??= start();
  return started;
}

async function start(): Promise<Worker> {
  // The core with the legacy engine, because finding turned pages (OSD) needs it; text is read by the LSTM engine.
  const options = { legacyCore: true, langPath: dataFolder('eng'), cacheMethod: 'none' };
  const tesseract = await createWorker('eng', OEM.LSTM_ONLY, options);
  const orientationData = gunzipSync(readFileSync(join(dataFolder('osd'), 'osd.traineddata.gz')));
  await tesseract.FS('writeFile', ['./osd.traineddata', new Uint8Array(orientationData)]);
  await tesseract.setParameters({ tessedit_pageseg_mode: PSM.AUTO_OSD });
  return tesseract;
}

/** Below this a page may lie in a turn that OSD did not find (it wants some thirty characters). */
const doubtful = 0.6;
/** Another turn must read this much better to be believed. */
const clearlyBetter = 0.15;

/** A table has this much of ruled lines, an underline or two has not. */
const fewestRuledInches = 6;

/** Reads a picture; turned pages are found and read in the turn in which they are upright, ruled tables without their rules. */
export async function recognize(picture: Picture): Promise<Recognized> {
  const bytes = readFileSync(picture.path);
  const raster = readPgm(bytes);
  let best = await recognizeAs(bytes, picture, 0);
  if (best.confidence < doubtful) {
    for (const turn of [90, 270, 180] as const) {
      const tried = await recognizeAs(toPgm(turnRaster(raster, turn)), picture, turn);
      if (tried.confidence > best.confidence + clearlyBetter) best = tried;
    }
  }
  return withoutRules(picture, raster, best);
}

/**
 * Tesseract takes a ruled table for a drawing and skips it. If print was left unread, the picture is read once more
 * without its ruled lines, and what leaves less unread is kept. Not done at first: rules help to tell columns apart.
 */
async function withoutRules(picture: Picture, raster: Raster, first: Recognized): Promise<Recognized> {
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

async function recognizeAs(image: Buffer, picture: Picture, turned: Turn): Promise<Recognized> {
  const tesseract = await worker();
  await tesseract.setParameters({ user_defined_dpi: String(Math.round(picture.dpi)) });
  const { data } = await tesseract.recognize(image, {}, { text: false, blocks: true });
  const sideways = turned === 90 || turned === 270;
  const [width, height] = sideways ? [picture.height, picture.width] : [picture.width, picture.height];
  return toRecognized(data, { width, height }, turned);
}

/** Tesseract's blocks as lines; boxes are turned back to the picture that was given. */
export function toRecognized(
  data: Pick<Page, 'blocks'>,
  size: { width: number; height: number },
  turned: Turn,
): Recognized {
  const lines: RecognizedLine[] = [];
  const back = ((360 - turned) % 360) as Turn;
  for (const block of data.blocks ?? []) {
    for (const paragraph of block.paragraphs) {
      let opens = true;
      for (const line of paragraph.lines) {
        const words = line.words.map(word => toWord(word, size, back)).filter(isLikelyPrint);
        if (!words.length) continue;
        const turn = ((baselineTurn(line.baseline) + turned) % 360) as Turn;
        const [, , , height] = turnBox(around(words.map(word => word.box)), turn);
        lines.push({ words, opens, turn, size: height });
        opens = false;
      }
    }
  }
  const [turn = 0] = [...weights(lines)].sort((a, b) => b[1] - a[1]).map(([value]) => value);
  return { lines, turn, confidence: meanConfidence(lines) };
}

interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

function toWord(
  { text, bbox, confidence }: { text: string; bbox: Bounds; confidence: number },
  { width, height }: { width: number; height: number },
  back: Turn,
): Word {
  const box: Box = [bbox.x0 / width, bbox.y0 / height, (bbox.x1 - bbox.x0) / width, (bbox.y1 - bbox.y0) / height];
  return { text: text.trim(), box: turnBox(box, back), confidence: Math.round(confidence) };
}

/** Specks come out as punctuation that the engine itself does not believe. Letters and digits always stay. */
const isLikelyPrint = ({ text, confidence = 0 }: Word): boolean =>
  text.length > 0 && (confidence >= 40 || /[\p{L}\p{N}]/u.test(text));

/** Tesseract gives baselines in the direction of reading, y down. */
function baselineTurn({ x0, y0, x1, y1 }: Bounds): Turn {
  const [dx, dy] = [x1 - x0, y1 - y0];
  if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? 180 : 0;
  return dy < 0 ? 90 : 270;
}

function weights(lines: RecognizedLine[]): Map<Turn, number> {
  const sums = new Map<Turn, number>();
  for (const line of lines) sums.set(line.turn, (sums.get(line.turn) ?? 0) + line.words.length);
  return sums;
}

function meanConfidence(lines: RecognizedLine[]): number {
  let [sum, characters] = [0, 0];
  for (const { text, confidence = 0 } of lines.flatMap(line => line.words)) {
    sum += confidence * text.length;
    characters += text.length;
  }
  return characters ? sum / characters / 100 : 0;
}
