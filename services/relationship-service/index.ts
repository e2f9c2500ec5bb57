/** relationship-service: the edges of the graph. */
import { startWorker } from '../../queues/worker.ts';
import { createRelationshipStage } from './stage.ts';

await startWorker({
  stageName: 'relationship',
  concurrency: config => config.worker.concurrency,
  createStage: () => createRelationshipStage(),
});
