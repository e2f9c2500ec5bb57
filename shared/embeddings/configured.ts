/** The embeddings engine as the settings want it. */

import { configuredEmbeddingModel, refuseUnusedEmbeddingModel } from '../config/embedding-model.ts';
import type { Config } from '../config/load.ts';
import { configuredModel, refuseUnused } from '../config/model-server.ts';
import { pickEngine } from '../config/pick-engines.ts';
import type { EmbeddingEngine } from './engine.ts';
import { createOnnxEmbeddings } from './onnx.ts';
import { createOpenAiEmbeddings } from './openai.ts';

/** Undefined if none is named. Throws `X_CONFIG` for an engine there is not, for a server that is set by half, and for a model that is not there. */
export function configuredEmbeddings(
  engines: readonly string[],
  { onnx, ...server }: Config['embed'],
): EmbeddingEngine | undefined {
  refuseUnused('EMBED', engines, server);
  refuseUnusedEmbeddingModel(engines, onnx);
  if (engines.length === 0) return undefined;
  return pickEngine('EMBED_ENGINES', engines, {
    openai: () => createOpenAiEmbeddings({ ...server, ...configuredModel('EMBED', server) }),
    onnx: () => createOnnxEmbeddings(configuredEmbeddingModel(onnx)),
  });
}
