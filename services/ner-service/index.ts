/** ner-service: frozen text to chunks and entity mentions. */
import { startWorker } from '../../queues/worker.ts';
import { configuredNerStage } from './configured.ts';

await startWorker({
  stageName: 'ner',
  concurrency: config => config.worker.concurrency,
  createStage: config => configuredNerStage(config.engines.ner),
});
