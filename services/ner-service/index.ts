/** ner-service: frozen text to chunks and entity mentions. */
import { startWorker } from '../../queues/worker.ts';
import { configuredNerStage, nerConcurrency } from './configured.ts';

await startWorker({
  stageName: 'ner',
  concurrency: nerConcurrency,
  createStage: config => configuredNerStage(config.engines.ner, config.bert),
});
