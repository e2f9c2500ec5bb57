/** Child processes that hold a model of the BERT family: each works on one thread, with the model in its memory. */
import { createChildPool } from '../child/pool.ts';
import { makeTempFolder, removeTempFolder } from '../child/temp-folder.ts';
import type { BertFolder } from '../config/bert-folder.ts';
import { PipelineError } from '../errors.ts';

export interface ModelPoolOptions {
  /** For one window; the first of a process loads the model as well. */
  timeoutMs?: number;
  /** Where the temporary folder is made; the system's if absent. */
  tempFolder?: string;
}

export interface ModelPool<Task> {
  /**
   * What the model says of one window. Rejects with a `PipelineError`, or with the reason of an aborted signal: a window that has
   * begun is then waited for by nobody, but not killed, as the model would have to be loaded anew.
   */
  run<Answer>(task: Task, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

interface PoolOf {
  /** Of the engine, in its errors. */
  engine: string;
  /** Tells its temporary folders from those of others: letters only. */
  folder: string;
  /** Module of the child process. */
  entry: URL;
}

const MB = 1024 ** 2;
/** Node, the runtime, and the widest layer of a window. */
const baseBytes = 1_024 * MB;
/** The runtime reads the weights, and lays them out anew while it still holds what it read. */
const timesModel = 3;
/** Models do not leak as parsers do, and take long to load. */
const maxTasks = 10_000;
/** An orphan's last guard: more than a process uses up in `maxTasks`. */
const cpuSeconds = 360_000;
const defaultTimeoutMs = 180_000;

/** Processes start with the first window. */
export function createModelPool<Task>(
  { engine, folder: kind, entry }: PoolOf,
  { processes, modelBytes }: Pick<BertFolder, 'processes' | 'modelBytes'>,
  { timeoutMs = defaultTimeoutMs, tempFolder }: ModelPoolOptions,
): ModelPool<Task> {
  const folder = makeTempFolder(kind, tempFolder);
  const residentBytes = baseBytes + timesModel * modelBytes;
  const pool = createChildPool<Task>({
    ...{ entry, size: processes, maxTasks, timeoutMs, tempFolder: folder },
    limits: { dataBytes: residentBytes + 2_048 * MB, residentBytes, cpuSeconds },
  });

  /** All windows are alike to the model: one that took too much memory is no fault of the document. */
  const ask = async <Answer>(task: Task): Promise<Answer> => {
    try {
      return await pool.run<Answer>(task, new AbortController().signal);
    } catch (thrown) {
      if (!(thrown instanceof PipelineError)) throw thrown;
      const code = thrown.code === 'L_MEMORY' ? 'X_ENGINE_FAILED' : thrown.code;
      throw new PipelineError(code, thrown.message, { cause: thrown, engine });
    }
  };

  return {
    async run<Answer>(task: Task, signal: AbortSignal) {
      signal.throwIfAborted();
      return orAborted(ask<Answer>(task), signal);
    },
    async close() {
      await pool.close();
      removeTempFolder(folder);
    },
  };
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  return promise;
}
