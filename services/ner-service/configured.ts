/** The ner stage as the settings want it. */
import type { Stage } from '../../queues/stage.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import { createRulesEngine } from './engines/rules/engine.ts';
import { createNerStage } from './stage.ts';

/** Throws `X_CONFIG` for an engine there is not. */
export const configuredNerStage = (engines: readonly string[]): Stage =>
  createNerStage({ engine: pickEngine('NER_ENGINES', engines, { rules: createRulesEngine }) });
