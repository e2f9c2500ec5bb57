/** Sets up what the stage works with: reader and OCR processes, and the folder they share. */
import { type ChildPool, createChildPool } from '../../shared/child/pool.ts';
import { makeTempFolder, removeTempFolder } from '../../shared/child/temp-folder.ts';
import type { OcrTask, ReaderTask } from './child/protocol.ts';
import type { OcrEngine } from './engines/engine.ts';
import { createTesseractJsEngine } from './engines/tesseract.ts';
import type { OcrStageDeps } from './stage.ts';

export interface OcrOptions {
  /** Processes of each kind, and pages under OCR at a time; about the number of cores. */
  concurrency: number;
  /** Pages in one part. */
  partSize: number;
  /** Where the temporary folder is made; the system's if absent. */
  tempFolder?: string;
  /** The engines, in order; `pool` runs `child/ocr-child.ts`. tesseract.js if absent. */
  createEngines?: (pool: ChildPool<OcrTask>) => OcrEngine[];
}

const MB = 1024 ** 2;
// Measured: Node 24 with PDFium and no file open counts 0.8 GB of data already, with Tesseract 1.5 GB. A JPEG of 40
// megapixels, the default limit, needs the reader's margin. The watchdog on resident memory is the tighter guard.
/** A part of eight pages reads in under a second; a page of OCR takes four, and many times that on a loaded machine. */
const timeoutMs = { reader: 120_000, ocr: 180_000 };
/** An orphan's last guard; with the tasks a process is given it never comes near. */
const cpuSeconds = 3_600;
/** What one plan may do by itself: some seconds of work, less than a fan-out of tasks would cost. */
const planLimits = { pages: 64, ocrPages: 4 };

/** Processes start with the first document. `close` ends them. */
export function createOcrDeps(options: OcrOptions): OcrStageDeps {
  const tempFolder = makeTempFolder('ocr', options.tempFolder);
  const reader = createChildPool<ReaderTask>({
    entry: new URL('./child/reader-child.ts', import.meta.url),
    size: options.concurrency,
    maxTasks: 200,
    timeoutMs: timeoutMs.reader,
    limits: { dataBytes: 2048 * MB, residentBytes: 1536 * MB, cpuSeconds },
    tempFolder,
  });
  const ocr = createChildPool<OcrTask>({
    entry: new URL('./child/ocr-child.ts', import.meta.url),
    size: options.concurrency,
    maxTasks: 100,
    timeoutMs: timeoutMs.ocr,
    limits: { dataBytes: 2048 * MB, residentBytes: 2048 * MB, cpuSeconds },
    tempFolder,
  });
  const engines = enginesOf(options, ocr, tempFolder);
  return {
    reader,
    engines,
    tempFolder,
    concurrency: options.concurrency,
    partSize: options.partSize,
    planLimits,
    async close() {
      await Promise.all([reader.close(), ocr.close()]);
      removeTempFolder(tempFolder);
    },
  };
}

/** Settings that do not do leave no folder behind. */
function enginesOf({ createEngines }: OcrOptions, pool: ChildPool<OcrTask>, tempFolder: string): OcrEngine[] {
  try {
    return createEngines?.(pool) ?? [createTesseractJsEngine(pool)];
  } catch (thrown) {
    removeTempFolder(tempFolder);
    throw thrown;
  }
}
