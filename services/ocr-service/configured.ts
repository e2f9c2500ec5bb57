/** The ocr stage as the settings want it. */
import { pipeline } from '../../queues/pipeline.ts';
import type { Stage } from '../../queues/stage.ts';
import { bareEnvironment, type Config } from '../../shared/config/load.ts';
import { pickEngines } from '../../shared/config/pick-engines.ts';
import { findProgram } from '../../shared/find-program.ts';
import { createOcrDeps } from './deps.ts';
import { createTesseractEngine, createTesseractJsEngine } from './engines/tesseract.ts';
import { createOcrStage } from './stage.ts';

/** Throws `X_CONFIG` for an engine there is not, and for one that is set by half. `processes`: reader and OCR processes, of each kind. */
export function configuredOcrStage(engines: readonly string[], { tesseract }: Config['ocr'], processes: number): Stage {
  const program = findProgram(['tesseract'], bareEnvironment().PATH ?? '');
  const deps = createOcrDeps({
    ...{ concurrency: processes, partSize: pipeline.ocr.partSize },
    createEngines: pool =>
      pickEngines('OCR_ENGINES', engines, {
        'tesseract.js': () => createTesseractJsEngine(pool),
        tesseract: () => createTesseractEngine(pool, program ? { path: program, ...tesseract } : undefined),
      }),
  });
  return createOcrStage(deps);
}
