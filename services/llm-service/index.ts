/** llm-service: what a document is, what it states, and who is who across the project. */
import { startWorker } from '../../queues/worker.ts';
import { configuredLlmStage } from './configured.ts';

await startWorker({
  stageName: 'llm',
  concurrency: config => config.worker.concurrency,
  createStage: config => configuredLlmStage(config.engines.llm, config.llm),
});
