/** Takes a labelled record through the real stages in memory, and hands on what the measures compare. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFile } from '../../cli/direct/run-file.ts';
import type { Stages } from '../../cli/direct/stages.ts';
import type { MemoryRun } from '../../queues/run-in-memory.ts';
import type { ChunkRow, FactRow, MentionRow } from '../../shared/domain/rows.ts';
import { PipelineError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import type { LoadedRecord } from './record.ts';

/** What came of a record. */
export interface Produced {
  text: string;
  chunks: ChunkRow[];
  mentions: MentionRow[];
  facts: FactRow[];
  category: string | null;
  /** Of the document: head fields of a mail among them. */
  properties: Record<string, unknown>;
  /** Canonical entity by id of mention. */
  entityOf: Map<string, string>;
  /** Why nothing came of it. */
  failure: string | null;
}

const nothing = (failure: string): Produced => ({
  text: '',
  chunks: [],
  mentions: [],
  facts: [],
  category: null,
  properties: {},
  entityOf: new Map(),
  failure,
});

const silent: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => silent };

/** Runs records one after the other. A file that is refused or fails is an answer: nothing came of it, and why. */
export function createRunner(stages: Stages): (record: LoadedRecord) => Promise<Produced> {
  const work = { log: silent, signal: new AbortController().signal };
  return async ({ text, file }) => {
    try {
      return produced(await (text === undefined ? runFile(file ?? '', stages, work) : runText(text, stages, work)));
    } catch (thrown) {
      // Refused as intake refuses. Anything else is no answer of the pipeline.
      if (!(thrown instanceof PipelineError)) throw thrown;
      return nothing(thrown.code);
    }
  };
}

async function runText(text: string, stages: Stages, work: Parameters<typeof runFile>[2]): Promise<MemoryRun> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-accuracy-'));
  try {
    const path = join(folder, 'text.txt');
    await writeFile(path, text);
    return await runFile(path, stages, work);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function produced({ state, document, stages, rows }: MemoryRun): Produced {
  if (state === 'failed') return nothing(stages.flatMap(({ error }) => error?.code ?? []).at(-1) ?? 'failed');
  return {
    text: rows.segments.map(segment => segment.text).join(segmentSeparator),
    chunks: rows.chunks,
    mentions: rows.entityMentions,
    facts: rows.facts,
    category: document.category,
    properties: document.properties ?? {},
    entityOf: new Map(rows.links.map(link => [link.mentionId, link.canonicalEntityId])),
    failure: null,
  };
}
