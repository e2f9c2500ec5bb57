/** The llm stage as the settings want it. */
import type { Stage } from '../../queues/stage.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import { createRulesEngine } from './engines/rules/rules-engine.ts';
import { createLlmStage } from './stage.ts';

/** Throws `X_CONFIG` for an engine there is not. */
export const configuredLlmStage = (engines: readonly string[]): Stage =>
  createLlmStage({ engine: pickEngine('LLM_ENGINES', engines, { rules: createRulesEngine }) });
