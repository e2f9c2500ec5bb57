import { expect } from 'chai';
import { loadConfig } from '../../shared/config/load.ts';
import { asrConcurrency } from './configured.ts';

describe('tasks of asr-service at a time', () => {
  const of = (over: Record<string, string>): number =>
    asrConcurrency(
      loadConfig({
        ...{ SUPABASE_URL: 'http://127.0.0.1:1', SUPABASE_SERVICE_ROLE_KEY: 'key', REDIS_URL: 'redis://127.0.0.1:1' },
        ...{ FILES_URL: 'file:///tmp/files', CACHE_DIR: '/tmp/cache', WORKER_CONCURRENCY: '8', ...over },
      }),
    );

  it('are one more than the processes of the model, where it is asked first', () => {
    expect(of({ ASR_ENGINES: 'whisper-onnx,openai', ASR_WHISPER_PROCESSES: '2' })).to.equal(3);
    expect(of({ ASR_ENGINES: 'whisper-onnx', ASR_WHISPER_PROCESSES: '20' })).to.equal(8);
  });

  it('are those of every worker otherwise', () => {
    expect(of({ ASR_ENGINES: 'openai,whisper-onnx' })).to.equal(8);
    expect(of({})).to.equal(8);
  });
});
