/** asr-service: recordings to timed transcripts. */
import { startWorker } from '../../queues/worker.ts';
import { createAsrStage } from './stage.ts';

await startWorker({
  stageName: 'asr',
  concurrency: config => config.worker.concurrency,
  createStage: config => createAsrStage({ engines: config.engines.asr }),
});
