/** ner-service: frozen text to chunks and entity mentions. */
import { startWorker } from '../../queues/worker.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import { createRulesEngine } from './engines/rules/engine.ts';
import { createNerStage } from './stage.ts';

await startWorker({
  stageName: 'ner',
  concurrency: config => config.worker.concurrency,
  createStage: config =>
    createNerStage({ engine: pickEngine('NER_ENGINES', config.engines.ner, { rules: createRulesEngine }) }),
});
