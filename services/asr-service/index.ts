/** asr-service: recordings, and the sound of video, to timed transcripts. */
import { startWorker } from '../../queues/worker.ts';
import { asrConcurrency, configuredAsrStage } from './configured.ts';

await startWorker({
  stageName: 'asr',
  concurrency: asrConcurrency,
  createStage: config => configuredAsrStage(config.engines.asr, config.asr, config.worker.asrProcesses),
});
