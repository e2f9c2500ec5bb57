/** What transcribing means while no engine is built in: every recording fails, permanently and by name, until one is configured. */
import type { Stage } from '../../queues/stage.ts';
import { PipelineError } from '../../shared/errors.ts';

/** The engines this version knows by name. */
const known: readonly string[] = [];

/** Throws `X_CONFIG` for an engine this version does not have; without one, recordings fail as `I_ENGINE_MISSING`. */
export function createAsrStage({ engines }: { engines: readonly string[] }): Stage {
  const unknown = engines.filter(engine => !known.includes(engine));
  if (unknown.length > 0) throw new PipelineError('X_CONFIG', `ASR_ENGINES: no such engine: ${unknown.join(', ')}`);
  return {
    plan: async () => {
      throw new PipelineError('I_ENGINE_MISSING', 'no speech engine is configured: set ASR_ENGINES, restart asr-service, then reprocess from asr');
    },
  };
}
