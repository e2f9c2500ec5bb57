/** The ocr stage as the settings want it. */
import { pipeline } from '../../queues/pipeline.ts';
import type { Stage } from '../../queues/stage.ts';
import { bareEnvironment, type Config } from '../../shared/config/load.ts';
import { configuredModel, refuseUnused } from '../../shared/config/model-server.ts';
import { pickEngines } from '../../shared/config/pick-engines.ts';
import { findProgram } from '../../shared/find-program.ts';
import { createOcrDeps } from './deps.ts';
import { createMistralEngine } from './engines/mistral.ts';
import { createTesseractEngine, createTesseractJsEngine } from './engines/tesseract.ts';
import { createVisionEngine } from './engines/vision.ts';
import { createOcrStage } from './stage.ts';

const setting = 'OCR_ENGINES';

/** Throws `X_CONFIG` for an engine there is not, and for one that is set by half. `processes`: reader and OCR processes, of each kind. */
export function configuredOcrStage(
  engines: readonly string[],
  { tesseract, mistral, vision }: Config['ocr'],
  processes: number,
): Stage {
  // The address of Mistral has a default, which by itself asks for nothing.
  refuseUnused('OCR_MISTRAL', engines, { ...mistral, baseUrl: undefined }, { engine: 'mistral', setting });
  refuseUnused('OCR_VISION', engines, vision, { engine: 'vision', setting });
  const program = findProgram(['tesseract'], bareEnvironment().PATH ?? '');
  const deps = createOcrDeps({
    ...{ concurrency: processes, partSize: pipeline.ocr.partSize },
    createEngines: pool =>
      pickEngines(setting, engines, {
        'tesseract.js': () => createTesseractJsEngine(pool),
        mistral: () => {
          const server = configuredModel('OCR_MISTRAL', mistral, { engine: 'mistral', setting });
          return createMistralEngine({ ...server, input: mistral.input });
        },
        vision: () => createVisionEngine(configuredModel('OCR_VISION', vision, { engine: 'vision', setting })),
        tesseract: () => createTesseractEngine(pool, program ? { path: program, ...tesseract } : undefined),
      }),
  });
  return createOcrStage(deps);
}
