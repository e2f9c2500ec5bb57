/** What transcribing means while no engine is built in: every recording fails, permanently and by name, until one is configured. */
import type { Stage } from '../../queues/stage.ts';
import { pickEngines } from '../../shared/config/pick-engines.ts';
import { PipelineError } from '../../shared/errors.ts';

/** Without an engine, recordings fail as `I_ENGINE_MISSING`. Throws `X_CONFIG` for an engine this version does not have. */
export function createAsrStage({ engines }: { engines: readonly string[] }): Stage {
  pickEngines('ASR_ENGINES', engines, {});
  return {
    plan: async () => {
      throw new PipelineError(
        'I_ENGINE_MISSING',
        'no speech engine is configured: set ASR_ENGINES, restart asr-service, then reprocess from asr',
      );
    },
  };
}
