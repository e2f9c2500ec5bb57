/** The asr stage as the settings want it. */
import type { Stage } from '../../queues/stage.ts';
import { configuredModel, type ModelServerSettings, refuseUnused } from '../../shared/config/model-server.ts';
import { pickEngines } from '../../shared/config/pick-engines.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createAsrDeps } from './deps.ts';
import { createOpenAiAsrEngine } from './engines/openai.ts';
import { createAsrStage } from './stage.ts';

/** Throws `X_CONFIG` for an engine there is not, and for a server that is set by half. `processes`: those that open recordings. */
export function configuredAsrStage(engines: readonly string[], server: ModelServerSettings, processes: number): Stage {
  refuseUnused('ASR', engines, server);
  const picked = pickEngines('ASR_ENGINES', engines, {
    openai: () => createOpenAiAsrEngine(configuredModel('ASR', server)),
  });
  if (picked.length > 1) throw new PipelineError('X_CONFIG', 'ASR_ENGINES: name at most one engine');
  return { ...createAsrStage({ ...createAsrDeps({ processes }), engine: picked[0] }), needs: { part: engines } };
}
