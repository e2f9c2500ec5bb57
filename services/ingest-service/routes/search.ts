/** Search: by words, and by meaning where an engine for embeddings is configured; the answer says how it was found. */
import type { EngineCallOptions } from '../../../queues/engine-calls.ts';
import { createSearchCalls } from '../../../queues/search-calls.ts';
import type { EmbeddingEngine } from '../../../shared/embeddings/engine.ts';
import type { EngineCalls } from '../../../shared/engine-calls.ts';
import { PipelineError } from '../../../shared/errors.ts';
import type { Log } from '../../../shared/log.ts';
import type { QueryVector, Search } from '../../../shared/record/search.ts';
import { settingsSchema } from '../../../shared/settings.ts';
import type { Access } from '../access.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { searchQuery } from '../schemas/input.ts';
import { searchSchema } from '../schemas/search.ts';

/** Somebody waits for the answer: after this long, words alone have to do. */
const embedMs = 10_000;

export const searchRoute = (
  access: Access,
  search: Search,
  embeddings: EmbeddingEngine | undefined,
  options: EngineCallOptions,
): Endpoint =>
  endpoint({
    method: 'get',
    path: '/v1/search',
    summary: 'Find chunks of a project',
    description:
      'By words (`"a phrase"`, `or`, `-not`) and, where an engine for embeddings is configured, by meaning. Each hit is the exact text of a chunk, to be cited by its span.',
    scope: 'read',
    query: searchQuery,
    answers: { 200: { description: 'What was found, best first, and how.', schema: searchSchema } },
    async handle({ caller, query: { project: reference, q, limit, document, category, kind }, response }) {
      const project = await access.project(caller, reference);
      const settings = settingsSchema.parse(project.settings);
      const calls = createSearchCalls(project.id, settings, search, options, AbortSignal.timeout(embedMs));
      const asked = await vectorOf(q, embeddings, calls, response.locals.log);
      const filters = { documents: document, categories: category, kinds: kind };
      const found = await search.chunks(project.id, { query: q, vector: asked.vector, limit, ...filters });
      if (!found) throw new PipelineError('I_NOT_FOUND', 'no such project');
      return { body: { projectId: project.id, ...found, noVectors: asked.noVectors ?? found.noVectors } };
    },
  });

/** The vector of a query, or why there is none: an engine that is away must not keep anybody from searching by words. */
async function vectorOf(
  text: string,
  embeddings: EmbeddingEngine | undefined,
  calls: EngineCalls,
  log: Log,
): Promise<{ vector?: QueryVector; noVectors: string | null }> {
  if (!embeddings) return { noVectors: 'not_configured' };
  try {
    const { vectors } = await embeddings.embed([{ context: '', text, isQuery: true }], calls);
    return { vector: { model: embeddings.model, vector: vectors[0] ?? [] }, noVectors: null };
  } catch (thrown) {
    if (!(thrown instanceof PipelineError)) throw thrown;
    log.warn('search.without_vectors', { code: thrown.code, reason: thrown.message });
    return { noVectors: thrown.code };
  }
}
