/** The embedded OCR engine: tesseract.js in child processes. */
import { createRequire } from 'node:module';
import type { ChildPool } from '../../../shared/child/pool.ts';
import type { OcrTask } from '../child/protocol.ts';
import type { OcrEngine } from './engine.ts';

const { version } = createRequire(import.meta.url)('tesseract.js/package.json') as { version: string };

/** `pool` runs `child/ocr-child.ts`. */
export function createTesseractEngine(pool: ChildPool<OcrTask>): OcrEngine {
  return {
    name: 'tesseract',
    // `best_int`: the most accurate published model, in integers; as fast as the `4.0.0` set and a quarter of its size.
    model: 'eng 4.0.0_best_int',
    version: `tesseract.js ${version}`,
    recognize: (picture, signal) => pool.run({ name: 'recognize', picture }, signal),
  };
}
