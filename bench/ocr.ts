/** Pages per core-second of the Tesseract engines, over the pictures of the sample matter. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rendered } from '../services/ocr-service/child/protocol.ts';
import { createOcrDeps } from '../services/ocr-service/deps.ts';
import type { InkedPicture, OcrEngine } from '../services/ocr-service/engines/engine.ts';
import { createTesseractEngine, createTesseractJsEngine } from '../services/ocr-service/engines/tesseract.ts';
import { bareEnvironment } from '../shared/config/load.ts';
import { directCalls } from '../shared/engine-calls.ts';
import { findProgram } from '../shared/find-program.ts';
import { defaultLimits } from '../shared/limits.ts';
import { processesBelow } from './processes.ts';

const matter = (name: string) => new URL(`../samples/matter/${name}`, import.meta.url).pathname;
const files = [
  { path: matter('09-test-report-scan.pdf'), mediaType: 'application/pdf' },
  { path: matter('11-invoice-photo.jpg'), mediaType: 'image/jpeg' },
  { path: matter('12-termination-fax.tif'), mediaType: 'image/tiff' },
  { path: matter('13-subpoena.png'), mediaType: 'image/png' },
];
const rounds = 3;

/** One page at a time; the first of each engine, which starts it, is not counted. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-ocr-'));
  const path = findProgram(['tesseract'], bareEnvironment().PATH ?? '');
  let engines: OcrEngine[] = [];
  const deps = createOcrDeps({
    ...{ concurrency: 1, partSize: 1, tempFolder: folder },
    createEngines(pool) {
      engines = [createTesseractJsEngine(pool), ...(path ? [createTesseractEngine(pool, { path })] : [])];
      return engines;
    },
  });
  const { signal } = new AbortController();
  try {
    if (!path) console.log('tesseract is not on the path: only tesseract.js is measured');
    const pictures: InkedPicture[] = [];
    for (const [index, file] of files.entries()) {
      const picturePath = join(folder, `${index}.pgm`);
      const { maxPagePixels } = defaultLimits;
      const task = { name: 'render', ...file, pageNumber: 1, maxPagePixels, picturePath } as const;
      const rendered = await deps.reader.run<Rendered>(task, signal);
      if ('picture' in rendered) pictures.push(rendered.picture);
    }
    for (const engine of engines) await measure(engine, pictures, signal);
  } finally {
    await deps.close();
    await rm(folder, { recursive: true });
  }
}

async function measure(engine: OcrEngine, pictures: InkedPicture[], signal: AbortSignal): Promise<void> {
  const read = async (picture: InkedPicture) => {
    const { lines } = await engine.recognize(picture, directCalls(signal));
    return lines.reduce((sum, line) => sum + line.words.length, 0);
  };
  await read(pictures[0] as InkedPicture);
  const [before, start] = [await ocrCpuMs(), performance.now()];
  let words = 0;
  for (let round = 0; round < rounds; round++) for (const picture of pictures) words += await read(picture);
  const pages = rounds * pictures.length;
  const core = ((await ocrCpuMs()) - before) / 1_000;
  const clock = (performance.now() - start) / 1_000;
  const rate = (pages / core).toFixed(3);
  console.log(
    `${engine.name.padEnd(14)} ${rate} pages per core-second   ${core.toFixed(1)} core-seconds, ${clock.toFixed(1)} s, ${pages} pages, ${words} words`,
  );
}

/** The program counts with the OCR process that ran it. */
async function ocrCpuMs(): Promise<number> {
  const processes = await processesBelow();
  return processes.filter(({ kind }) => kind === 'ocr-child').reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}
