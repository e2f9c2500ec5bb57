/** Removes from the file store what no document names: bytes of uploads and of claims that died before they were recorded. */
import { every } from '../../queues/every.ts';
import { toPipelineError } from '../../shared/errors.ts';
import type { FileStore } from '../../shared/files/store.ts';
import type { Log } from '../../shared/log.ts';
import type { Documents } from '../../shared/record/documents.ts';

export interface SweepOptions {
  files: FileStore;
  documents: Pick<Documents, 'knownFiles'>;
  log: Log;
  /** Longer than anything may take between storing bytes and recording them: younger files are let be. */
  sweepAfterMs: number;
}

const hourMs = 3_600_000;
const firstMs = 300_000;
const batchSize = 500;

/** Starts it: a few minutes from now, then every hour. Any number may run; `stop` ends the round in progress at its next batch. */
export function startSweeper(options: SweepOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const round = () => sweepOnce(options, stopping.signal);
  // Not all replicas at the same moment.
  const jitter = 0.8 + 0.4 * Math.random();
  const rounds = every(
    hourMs * jitter,
    round,
    thrown => {
      const { code, message } = toPipelineError(thrown);
      options.log.warn('sweep.round_failed', { code, reason: message });
    },
    firstMs * jitter,
  );
  return {
    stop() {
      stopping.abort();
      return rounds.stop();
    },
  };
}

/**
 * One round. A file goes only if it is old and the record, asked afterwards, says that no document names it: what is stored now
 * and recorded in a moment is young, and what was recorded is named for good.
 */
export async function sweepOnce(options: SweepOptions, signal: AbortSignal): Promise<void> {
  const { files, log, sweepAfterMs } = options;
  const olderThan = new Date(Date.now() - sweepAfterMs);
  let count = await files.removePartials(olderThan);
  let batch: string[] = [];
  for await (const { key, modifiedAt } of files.list()) {
    if (signal.aborted) break;
    if (modifiedAt < olderThan) batch.push(key);
    if (batch.length < batchSize) continue;
    count += await removeUnknown(options, batch);
    batch = [];
  }
  if (batch.length > 0) count += await removeUnknown(options, batch);
  if (count > 0) log.info('file.swept', { count });
}

async function removeUnknown({ files, documents }: SweepOptions, keys: string[]): Promise<number> {
  const known = new Set(await documents.knownFiles(keys));
  const unknown = keys.filter(key => !known.has(key));
  for (const key of unknown) await files.remove(key);
  return unknown.length;
}
