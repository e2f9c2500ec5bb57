/** asr-service: recordings, and the sound of video, to timed transcripts. */
import { startWorker } from '../../queues/worker.ts';
import { configuredAsrStage } from './configured.ts';

await startWorker({
  stageName: 'asr',
  concurrency: config => config.worker.concurrency,
  createStage: config => configuredAsrStage(config.engines.asr, config.asr, config.worker.asrProcesses),
});
