/** Search of a project: what is found, and where it stands. */
import type { ChunkKind } from '../domain/rows.ts';
import type { RecordClient } from './client.ts';
import type { EngineCallClosing, EngineCallOpened, EngineCallOpening, EngineCallVerdict } from './tasks.ts';

/** How what was searched for points, and by which model. */
export interface QueryVector {
  model: string;
  vector: number[];
}

/** What narrows a search; absent: all. */
export interface SearchFilters {
  documents?: string[] | undefined;
  categories?: string[] | undefined;
  kinds?: ChunkKind[] | undefined;
}

/** A chunk that was found. `text` is what the document says, `contextLine` what we say about it. */
export interface SearchHit {
  chunkId: string;
  documentId: string;
  fileName: string;
  ordinal: number;
  kind: ChunkKind;
  text: string;
  charStart: number;
  charEnd: number;
  headingPath: string[];
  contextLine: string;
  pageFirst: number | null;
  pageLast: number | null;
  pageLabelFirst: string | null;
  pageLabelLast: string | null;
  startMs: number | null;
  endMs: number | null;
  /** Of both methods together; comparable within one answer only. */
  score: number;
  byText: { rank: number; score: number } | null;
  byVector: { rank: number; similarity: number } | null;
}

export interface SearchAnswer {
  methods: ('text' | 'vectors')[];
  /** Why not by vectors: no query vector, none stored of its model, too many to look at. */
  noVectors: 'no_query_vector' | 'none_stored' | 'too_many' | null;
  /** Chunks that only words can find, as they have no vector of the model; null without vectors. */
  withoutVector: number | null;
  hits: SearchHit[];
}

export type Search = ReturnType<typeof createSearch>;

export const createSearch = (record: RecordClient) => ({
  /** Best first, at most `limit` (100). Null if there is no such project. */
  chunks: (
    projectId: string,
    {
      query,
      vector,
      limit,
      ...filters
    }: { query: string; vector?: QueryVector | undefined; limit: number } & SearchFilters,
  ): Promise<SearchAnswer | null> =>
    record.rpc('search_chunks', {
      p_project: projectId,
      p_query: query,
      p_embedding: vector?.vector ?? null,
      p_model: vector?.model ?? null,
      p_limit: limit,
      p_documents: filters.documents ?? null,
      p_categories: filters.categories ?? null,
      p_kinds: filters.kinds ?? null,
    }),

  /** Asks for one call of the engine that embeds what is searched for. */
  openCall: (projectId: string, call: EngineCallOpening) =>
    record.rpc<EngineCallOpened>('open_search_call', { p_project: projectId, p_call: call }),

  /** Books it. */
  closeCall: (projectId: string, call: EngineCallClosing) =>
    record.rpc<EngineCallVerdict>('close_search_call', { p_project: projectId, p_call: call }),
});
