/** Tesseract as WebAssembly, with the English data from npm: needs no install and no network. Runs in a child process. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import type { Turn } from '../page.ts';
import type { Picture, Recognized } from './engine.ts';
import { toRecognized } from './tesseract-blocks.ts';
import { readInPasses } from './tesseract-passes.ts';

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

/** Reads a picture, as often as it takes (`tesseract-passes.ts`). */
export const recognize = (picture: Picture): Promise<Recognized> => readInPasses(picture, recognizeAs);

async function recognizeAs(image: Buffer, picture: Picture, turned: Turn): Promise<Recognized> {
  const tesseract = await worker();
  await tesseract.setParameters({ user_defined_dpi: String(Math.round(picture.dpi)) });
  const { data } = await tesseract.recognize(image, {}, { text: false, blocks: true });
  const sideways = turned === 90 || turned === 270;
  const [width, height] = sideways ? [picture.height, picture.width] : [picture.width, picture.height];
  return toRecognized(data, { width, height }, turned);
}
