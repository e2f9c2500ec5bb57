/** ocr-service: every file that holds text, or pictures of text, to citable, frozen text. */
import { startWorker } from '../../queues/worker.ts';
import { configuredOcrStage } from './configured.ts';

await startWorker({
  stageName: 'ocr',
  concurrency: config => config.worker.ocrConcurrency,
  createStage: config => configuredOcrStage(config.engines.ocr, config.ocr, config.worker.ocrProcesses),
});
