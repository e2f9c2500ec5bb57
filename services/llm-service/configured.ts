/** The llm stage as the settings want it. */
import type { Stage } from '../../queues/stage.ts';
import type { Config } from '../../shared/config/load.ts';
import { configuredModel, refuseUnused } from '../../shared/config/model-server.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import type { EmbeddingEngine } from '../../shared/embeddings/engine.ts';
import { createOpenAiEngine } from './engines/openai/openai-engine.ts';
import { createRulesEngine } from './engines/rules/rules-engine.ts';
import { createLlmStage } from './stage.ts';

/** With a large model on a slow core a chunk takes two seconds, all tasks of a service may wait for one process, and a part may take ten minutes. */
const chunksPerPartBesideUs = 32;

/** Throws `X_CONFIG` for an engine there is not, and for a server that is set by half. */
export function configuredLlmStage(
  engines: readonly string[],
  server: Config['llm'],
  embeddings?: EmbeddingEngine | undefined,
): Stage {
  refuseUnused('LLM', engines, server);
  const engine = pickEngine('LLM_ENGINES', engines, {
    rules: createRulesEngine,
    openai: () => createOpenAiEngine({ ...server, ...configuredModel('LLM', server) }),
  });
  const needed = engines.filter(name => name === 'openai');
  const sized = embeddings?.isBesideUs ? { chunksPerPart: chunksPerPartBesideUs } : {};
  return { ...createLlmStage({ engine, embeddings, ...sized }), needs: { plan: needed, part: needed } };
}
