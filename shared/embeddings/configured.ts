/** The embeddings engine as the settings want it. */
import type { Config } from '../config/load.ts';
import { configuredModel, refuseUnused } from '../config/model-server.ts';
import { pickEngine } from '../config/pick-engines.ts';
import type { EmbeddingEngine } from './engine.ts';
import { createOpenAiEmbeddings } from './openai.ts';

/** Undefined if none is named. Throws `X_CONFIG` for an engine there is not, and for a server that is set by half. */
export function configuredEmbeddings(engines: readonly string[], server: Config['embed']): EmbeddingEngine | undefined {
  refuseUnused('EMBED', engines, server);
  if (engines.length === 0) return undefined;
  return pickEngine('EMBED_ENGINES', engines, {
    openai: () => createOpenAiEmbeddings({ ...server, ...configuredModel('EMBED', server) }),
  });
}
