/** llm-service: what a document is, what it states, and who is who across the project. */
import { startWorker } from '../../queues/worker.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import { createRulesEngine } from './engines/rules/rules-engine.ts';
import { createLlmStage } from './stage.ts';

await startWorker({
  stageName: 'llm',
  concurrency: config => config.worker.concurrency,
  createStage: config =>
    createLlmStage({ engine: pickEngine('LLM_ENGINES', config.engines.llm, { rules: createRulesEngine }) }),
});
