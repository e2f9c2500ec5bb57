/** Takes one file through the pipeline in this process, as if it had been sent to a project of its own. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type MemoryRun, runInMemory } from '../../queues/run-in-memory.ts';
import { UsageError } from '../../shared/command.ts';
import { PipelineError } from '../../shared/errors.ts';
import { detectMediaType, mediaTypeHeadBytes } from '../../shared/files/media-type.ts';
import { derivedId } from '../../shared/ids.ts';
import { defaultLimits } from '../../shared/limits.ts';
import type { Log } from '../../shared/log.ts';
import { statNamed } from '../collect-files.ts';
import type { Stages } from './stages.ts';

/** Ids are derived from the bytes under this one (any UUID would do): the same file gives the same rows. */
const namespace = '6f6f1e0c-9d0b-4c43-8a8e-2f5d1c6b7a90';

/** Rejects as intake refuses: `I_EMPTY_FILE`, `L_FILE_TOO_LARGE`, `I_UNSUPPORTED_TYPE`. A document that fails is an answer. */
export async function runFile(
  path: string,
  { stages, concurrency }: Pick<Stages, 'stages' | 'concurrency'>,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<MemoryRun> {
  const original = resolve(path);
  const stats = await statNamed(original);
  if (!stats.isFile()) throw new UsageError(`${original}: not a file`);
  const bytes = stats.size;
  if (bytes === 0) throw new PipelineError('I_EMPTY_FILE', 'the file has no bytes');
  if (bytes > defaultLimits.maxFileBytes) {
    throw new PipelineError('L_FILE_TOO_LARGE', `${bytes} bytes, at most ${defaultLimits.maxFileBytes} are allowed`);
  }
  const { mediaType, stage } = await detectMediaType(await headOf(original));
  if (stage === null) throw new PipelineError('I_UNSUPPORTED_TYPE', `${mediaType} is not read`);
  const sha256 = await sha256Of(original);
  const document = {
    id: derivedId(namespace, sha256),
    projectId: namespace,
    projectName: 'direct',
    parentId: null,
    depth: 0,
    fileName: basename(original),
    mediaType,
    bytes,
    sha256,
    storageKey: original,
    category: null,
    language: null,
    textLength: null,
  };
  return runInMemory({ document, original, first: stage, stages, concurrency, log, signal });
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mediaTypeHeadBytes), 0, mediaTypeHeadBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
