/** Whisper beside us, by ONNX: every process holds a model of its own and works on one thread, and nothing leaves the machine. */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type ChildPool, createChildPool } from '../../../shared/child/pool.ts';
import { makeTempFolder, removeTempFolder } from '../../../shared/child/temp-folder.ts';
import type { ConfiguredWhisper } from '../../../shared/config/whisper-model.ts';
import { PipelineError } from '../../../shared/errors.ts';
import type { WhisperTask } from '../child/protocol.ts';
import type { AsrEngine, HeardPiece } from './engine.ts';

const name = 'whisper-onnx';
const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };

export interface WhisperOptions {
  /** For one window; the first of a process loads the model as well. */
  timeoutMs: number;
  /** Most resident memory of a process; by default what a model of this size takes. */
  residentBytes?: number;
  /** Where the temporary folder is made; the system's if absent. */
  tempFolder?: string;
}

const MB = 1024 ** 2;
/** Node, library and runtime take 183 MB; what the largest models compute with for half a minute, some 400 MB by its shapes. */
const baseBytes = 1_024 * MB;
/** At loading weights take 1.5 times their size (measured, fp32); on a CPU those of half precision are widened to double. */
const timesModel = 3;
/** What Node sets aside without using it, 520 MB, with room to spare. */
const unusedBytes = 2_048 * MB;
/** Models do not leak as parsers do, and take long to load. */
const maxTasks = 1_000;
/** An orphan's last guard: more than a process uses up in `maxTasks`. */
const cpuSeconds = 360_000;

/** Processes start with the first window. */
export function createWhisperEngine(model: ConfiguredWhisper, options: WhisperOptions): AsrEngine {
  const folder = makeTempFolder('whisper', options.tempFolder);
  const residentBytes = options.residentBytes ?? baseBytes + timesModel * model.modelBytes;
  const pool = createChildPool<WhisperTask>({
    entry: new URL('../child/whisper-child.ts', import.meta.url),
    ...{ size: model.processes, maxTasks, timeoutMs: options.timeoutMs, tempFolder: folder },
    limits: { dataBytes: residentBytes + unusedBytes, residentBytes, cpuSeconds },
  });
  return {
    ...{ name, model: model.name, version: `onnxruntime ${version}`, isSteady: true },
    async transcribe({ wav, before }, { signal }) {
      const wavPath = join(folder, `${randomUUID()}.wav`);
      try {
        await writeFile(wavPath, wav, { flag: 'wx', mode: 0o600 });
        const pieces = await ask(pool, { model, wavPath, before }, signal);
        return { text: pieces.map(({ text }) => text).join(''), pieces, usage: { requests: 0 } };
      } finally {
        await rm(wavPath, { force: true });
      }
    },
    async close() {
      await pool.close();
      removeTempFolder(folder);
    },
  };
}

/** All windows are of one size to the model: one that took too much memory is no fault of the recording. */
async function ask(pool: ChildPool<WhisperTask>, task: WhisperTask, signal: AbortSignal): Promise<HeardPiece[]> {
  try {
    return await pool.run<HeardPiece[]>(task, signal);
  } catch (thrown) {
    if (!(thrown instanceof PipelineError)) throw thrown;
    const code = thrown.code === 'L_MEMORY' ? 'X_ENGINE_FAILED' : thrown.code;
    throw new PipelineError(code, thrown.message, { cause: thrown, engine: name });
  }
}
