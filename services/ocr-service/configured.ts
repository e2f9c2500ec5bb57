/** The ocr stage as the settings want it. */
import { pipeline } from '../../queues/pipeline.ts';
import type { Stage } from '../../queues/stage.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import { createOcrDeps } from './deps.ts';
import { createOcrStage } from './stage.ts';

/** Throws `X_CONFIG` for an engine there is not. `processes`: reader and OCR processes, of each kind. */
export function configuredOcrStage(engines: readonly string[], processes: number): Stage {
  const createDeps = pickEngine('OCR_ENGINES', engines, { 'tesseract.js': () => createOcrDeps });
  return createOcrStage(createDeps({ concurrency: processes, partSize: pipeline.ocr.partSize }));
}
