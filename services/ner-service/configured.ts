/** The ner stage as the settings want it. */
import type { Stage } from '../../queues/stage.ts';
import { type BertSettings, configuredBert, refuseUnusedBert } from '../../shared/config/bert-model.ts';
import type { Config } from '../../shared/config/load.ts';
import { pickEngines } from '../../shared/config/pick-engines.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createBertEngine } from './engines/bert/engine.ts';
import type { NerEngine } from './engines/engine.ts';
import { joinEngines } from './engines/joined.ts';
import { createRulesEngine } from './engines/rules/engine.ts';
import { createNerStage } from './stage.ts';

/** With a large model on a slow core a chunk takes some ten seconds, and a part may take ten minutes. */
const chunksPerPartOfModel = 16;

/** Throws `X_CONFIG` for an engine there is not, and for a model that is not there. */
export function configuredNerStage(engines: readonly string[], bert: BertSettings): Stage {
  refuseUnusedBert(engines, bert);
  const picked = pickEngines<Makers>('NER_ENGINES', engines, {
    rules: () => ({ rules: createRulesEngine }),
    // It holds a folder: all settings are looked at before it is made.
    bert: () => {
      const configured = configuredBert(bert);
      return { model: () => createBertEngine(configured) };
    },
  });
  const { rules, model }: Makers = Object.assign({}, ...picked);
  if (!model) return createNerStage({ engine: (rules ?? noEngine)() });
  const engine = rules ? joinEngines(rules(), model()) : model();
  return createNerStage({ engine, chunksPerPart: chunksPerPartOfModel });
}

/** How to make what was named; in which order does not matter. */
interface Makers {
  rules?: () => NerEngine;
  model?: () => NerEngine;
}

function noEngine(): never {
  throw new PipelineError('X_CONFIG', 'NER_ENGINES: name at least one engine');
}

/**
 * Tasks at a time. Those that wait for a process of the model wait within the time a phase may take: only one more is begun than
 * it can serve, so that the next is read when it is free.
 */
export function nerConcurrency({ engines, bert, worker }: Pick<Config, 'engines' | 'bert' | 'worker'>): number {
  return engines.ner.includes('bert') ? Math.min(worker.concurrency, bert.processes + 1) : worker.concurrency;
}
