/** llm-service: what a document is, what it states, and who is who across the project. */
import { startWorker } from '../../queues/worker.ts';
import { configuredEmbeddings } from '../../shared/embeddings/configured.ts';
import { configuredLlmStage } from './configured.ts';

await startWorker({
  stageName: 'llm',
  concurrency: config => config.worker.concurrency,
  createStage: ({ engines, llm, embed }) =>
    configuredLlmStage(engines.llm, llm, configuredEmbeddings(engines.embed, embed)),
});
