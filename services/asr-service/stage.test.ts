import { expect } from 'chai';
import type { TaskContext } from '../../queues/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createAsrStage } from './stage.ts';

describe('asr stage', () => {
  it('fails a recording with the code that says which engine to configure', async () => {
    const thrown = await createAsrStage({ engines: [] })
      .plan({} as TaskContext)
      .catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(PipelineError).with.property('code', 'I_ENGINE_MISSING');
    expect((thrown as Error).message).to.contain('ASR_ENGINES');
  });

  it('refuses an engine it does not have', () => {
    expect(() => createAsrStage({ engines: ['whisper'] })).to.throw(PipelineError, 'whisper');
  });
});
