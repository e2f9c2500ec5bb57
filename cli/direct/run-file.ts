/** Takes one file through the pipeline in this process, as if it had been sent to a project of its own. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Inspected } from '../../queues/children.ts';
import { type MemoryRun, runInMemory } from '../../queues/run-in-memory.ts';
import type { TaskDocument } from '../../queues/stage.ts';
import { UsageError } from '../../shared/command.ts';
import type { StageName } from '../../shared/domain/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { detectFileType } from '../../shared/files/media-type.ts';
import { sha256Of } from '../../shared/files/sha256.ts';
import { derivedId } from '../../shared/ids.ts';
import { defaultLimits } from '../../shared/limits.ts';
import type { Log } from '../../shared/log.ts';
import { statNamed } from '../collect-files.ts';
import type { Stages } from './stages.ts';

/** Ids are derived from the bytes under this one (any UUID would do): the same file gives the same rows. */
const namespace = '6f6f1e0c-9d0b-4c43-8a8e-2f5d1c6b7a90';

/** What became of a file, and of the files found inside it. */
export interface FileRun extends MemoryRun {
  children: ChildRun[];
}

/** A file found inside another. `run` is absent for one that is not read, with the reason in its codes. */
export type ChildRun = Omit<Inspected, 'path'> & { run?: FileRun };

interface RunOptions {
  stages: Stages['stages'];
  concurrency: number;
  log: Log;
  signal: AbortSignal;
}

/** Rejects as intake refuses: `I_EMPTY_FILE`, `L_FILE_TOO_LARGE`, `I_UNSUPPORTED_TYPE`. A document that fails is an answer. */
export async function runFile(
  path: string,
  { stages, concurrency }: Pick<Stages, 'stages' | 'concurrency'>,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<FileRun> {
  const original = resolve(path);
  const stats = await statNamed(original);
  if (!stats.isFile()) throw new UsageError(`${original}: not a file`);
  const bytes = stats.size;
  if (bytes === 0) throw new PipelineError('I_EMPTY_FILE', 'the file has no bytes');
  if (bytes > defaultLimits.maxFileBytes) {
    throw new PipelineError('L_FILE_TOO_LARGE', `${bytes} bytes, at most ${defaultLimits.maxFileBytes} are allowed`);
  }
  const { mediaType, stage } = await detectFileType(original);
  if (stage === null) throw new PipelineError('I_UNSUPPORTED_TYPE', `${mediaType} is not read`);
  const sha256 = await sha256Of(original);
  const place = { id: derivedId(namespace, sha256), parentId: null, depth: 0, fileName: basename(original) };
  const childFolder = await mkdtemp(join(tmpdir(), 'legal-direct-'));
  try {
    const options = { stages, concurrency, log, signal };
    return await runFamily({ ...place, mediaType, bytes, sha256 }, original, stage, childFolder, options);
  } finally {
    await rm(childFolder, { recursive: true, force: true });
  }
}

type Known = Pick<TaskDocument, 'id' | 'parentId' | 'depth' | 'fileName' | 'mediaType' | 'bytes' | 'sha256'>;

/** The file itself, then one after the other what was found inside it. */
async function runFamily(
  known: Known,
  original: string,
  first: StageName,
  childFolder: string,
  options: RunOptions,
): Promise<FileRun> {
  const unknown = { category: null, language: null, textLength: null };
  const document = { ...known, projectId: namespace, projectName: 'direct', storageKey: original, ...unknown };
  const run = await runInMemory({ document, original, first, childFolder, ...options });
  const children: ChildRun[] = [];
  for (const { path, ...child } of run.children) {
    if (path === undefined || child.stage === undefined) {
      children.push(child);
      continue;
    }
    const { size: bytes } = await stat(path);
    const place = { parentId: known.id, depth: known.depth + 1, bytes, sha256: await sha256Of(path) };
    const { id, fileName, mediaType } = child;
    const own = { id, fileName, mediaType, ...place };
    children.push({ ...child, run: await runFamily(own, path, child.stage, childFolder, options) });
  }
  return { ...run, children };
}
