/** ocr-service: every file that holds text, or pictures of text, to citable, frozen text. */
import { pipeline } from '../../queues/pipeline.ts';
import { startWorker } from '../../queues/worker.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import { createOcrDeps } from './deps.ts';
import { createOcrStage } from './stage.ts';

await startWorker({
  stageName: 'ocr',
  concurrency: config => config.worker.ocrConcurrency,
  createStage: config => {
    const options = { concurrency: config.worker.ocrConcurrency, partSize: pipeline.ocr.partSize };
    const createDeps = pickEngine('OCR_ENGINES', config.engines.ocr, { 'tesseract.js': () => createOcrDeps });
    return createOcrStage(createDeps(options));
  },
});
