/** `direct`: one file through all stages in this process, without queue or database; the result goes to standard output. */
import type { MemoryRun } from '../queues/run-in-memory.ts';
import { loadSettings } from '../shared/config/load.ts';
import { createLog } from '../shared/log.ts';
import { segmentSeparator } from '../shared/text/clean.ts';
import type { Answer } from './answer.ts';
import { type FileRun, runFile } from './direct/run-file.ts';
import { createStages } from './direct/stages.ts';

/** `incomplete` if the document failed or something known is missing. Ctrl-C ends it and its child processes. */
export async function direct(path: string, options: { text?: boolean }): Promise<Answer> {
  const { LOG_LEVEL: level } = loadSettings(['LOG_LEVEL']);
  const log = createLog({ service: 'direct', level: level === 'info' ? 'warn' : level, format: 'text' });
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  const stages = createStages();
  try {
    const run = await runFile(path, stages, { log, signal: interrupted.signal });
    const json = jsonOf(run);
    return {
      json,
      text: options.text ? textOf(run) : JSON.stringify(json, null, 2),
      exit: isWhole(run) ? 'ok' : 'incomplete',
    };
  } finally {
    await stages.close();
    process.off('SIGINT', interrupt);
  }
}

/** True if the file and all that was found inside it was read and nothing is missing. */
const isWhole = ({ state, children }: FileRun): boolean =>
  state === 'completed' && children.every(({ run }) => run !== undefined && isWhole(run));

/** The frozen text: what all offsets count in. */
export const textOf = (run: MemoryRun): string => run.rows.segments.map(({ text }) => text).join(segmentSeparator);

/** As the HTTP API names things. */
const jsonOf = ({ state, document, stages, rows, children }: FileRun): object => {
  const { storageKey: _, projectId: __, projectName: ___, ...found } = document;
  const { segmentWords: words, entityMentions: mentions, relationshipStaging: relationships, ...more } = rows;
  const { chunkEmbeddings: embeddings, ...others } = more;
  const inside = children.map(({ run, ...child }) => ({ ...child, ...(run && jsonOf(run)) }));
  return { state, document: found, stages, ...others, embeddings, words, mentions, relationships, children: inside };
};
