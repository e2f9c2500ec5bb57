/** Tesseract in child processes: the embedded tesseract.js, and the program where it is installed. */
import { createRequire } from 'node:module';
import type { ChildPool } from '../../../shared/child/pool.ts';
import { PipelineError } from '../../../shared/errors.ts';
import type { OcrTask } from '../child/protocol.ts';
import type { InkedPicture, OcrEngine, Picture } from './engine.ts';
import type { TesseractProgram } from './tesseract-run.ts';

const { version } = createRequire(import.meta.url)('tesseract.js/package.json') as { version: string };

/** `pool` runs `child/ocr-child.ts`. */
export function createTesseractJsEngine(pool: ChildPool<OcrTask>): OcrEngine {
  return {
    name: 'tesseract.js',
    // `best_int`: the most accurate published model, in integers; as fast as the `4.0.0` set and a quarter of its size.
    model: 'eng 4.0.0_best_int',
    version: `tesseract.js ${version}`,
    recognize: (picture, { signal }) => pool.run({ name: 'recognize', picture: bare(picture) }, signal),
  };
}

/** Throws `X_CONFIG` if the program is not on the path; what it lacks besides, it says at the first page. */
export function createTesseractEngine(pool: ChildPool<OcrTask>, program: TesseractProgram | undefined): OcrEngine {
  if (!program) {
    throw new PipelineError(
      'X_CONFIG',
      'OCR_ENGINES names tesseract, which is not on the path: install it (Debian: apt-get install tesseract-ocr), or use tesseract.js',
    );
  }
  return {
    name: 'tesseract',
    model: program.bestData ? 'eng, tessdata_best where doubtful' : 'eng',
    version: 'program 1',
    recognize: (picture, { signal }) => pool.run({ name: 'recognize', picture: bare(picture), program }, signal),
  };
}

/** The ink is of no use to the child. */
const bare = ({ path, width, height, dpi }: InkedPicture): Picture => ({ path, width, height, dpi });
