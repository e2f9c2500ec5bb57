/** A task context whose record is in memory, for tests of what a stage means without the record that runs it. */
import type { FailedPart, PartInput, TaskContext } from '../../queues/stage.ts';
import type {
  CanonicalEntityRow,
  ChunkRow,
  FactRow,
  MentionLink,
  MentionRow,
  RelationshipRow,
} from '../../shared/domain/rows.ts';
import type { Phase, StageName } from '../../shared/domain/stage.ts';
import { derivedId } from '../../shared/ids.ts';
import { defaultLimits } from '../../shared/limits.ts';
import type { Log } from '../../shared/log.ts';
import { defaultSettings } from '../../shared/settings.ts';

/** What the stages before have sealed, and what the stage under test writes. */
export interface MemoryRecord {
  chunks: ChunkRow[];
  mentions: MentionRow[];
  links: MentionLink[];
  facts: FactRow[];
  relationships: RelationshipRow[];
  entities: CanonicalEntityRow[];
  /** Rows of each `put`. */
  putSizes: number[];
}

export const emptyRecord = (): MemoryRecord => ({
  chunks: [],
  mentions: [],
  links: [],
  facts: [],
  relationships: [],
  entities: [],
  putSizes: [],
});

const silent: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => silent };

/** A context of one phase over this record. Document and project ids are the same every time. */
export function memoryContext(
  record: MemoryRecord,
  stage: StageName,
  phase: Phase,
  options: { ordinal?: number; input?: PartInput; failed?: FailedPart[]; mediaType?: string; parentId?: string } = {},
): TaskContext {
  const id = '0190a0a0-0000-7000-8000-00000000000a';
  const ordinal = options.ordinal ?? 0;
  return {
    task: {
      id: derivedId(id, stage, phase, ordinal),
      stage,
      phase,
      ordinal,
      generation: 1,
      attempt: 1,
      input: options.input ?? {},
    },
    document: {
      id,
      projectId: '0190a0a0-0000-7000-8000-000000000001',
      projectName: 'Test',
      parentId: options.parentId ?? null,
      fileName: 'test.txt',
      mediaType: options.mediaType ?? 'text/plain',
      bytes: 1,
      sha256: '',
      storageKey: '',
      category: null,
      language: 'en',
      textLength: record.chunks.at(-1)?.charEnd ?? 0,
    },
    limits: defaultLimits,
    settings: defaultSettings,
    parts: { total: 0, failed: options.failed ?? [] },
    read: {
      segments: async () => [],
      chunks: async () => record.chunks,
      mentions: async () => record.mentions,
      facts: async () => record.facts,
      drafts: async () => [],
      links: async () => record.links,
    },
    async put({ facts = [], relationshipStaging = [] }) {
      record.putSizes.push(facts.length + relationshipStaging.length);
      record.facts.push(...facts);
      record.relationships.push(...relationshipStaging);
    },
    async resolve(entities, links) {
      record.entities.push(...entities);
      record.links.push(...links);
    },
    original: async () => {
      throw new Error('this context has no file');
    },
    rowId: (table, row) => derivedId(id, stage, phase, ordinal, table, row),
    signal: new AbortController().signal,
    log: silent,
  };
}
