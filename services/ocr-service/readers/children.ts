/** Leaves the files found inside a document in the folder of its task, within the limits of the project. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundChild, Warning } from '../../../queues/stage.ts';
import { type ErrorCode, PipelineError } from '../../../shared/errors.ts';
import type { DocumentTask } from './document.ts';

/** A file inside, before its bytes are asked for. */
export interface ChildSource {
  partPath: string;
  fileName: string;
  properties?: Record<string, unknown>;
  /** How many bytes there are, where that is known before they are had. */
  size?: number;
  /** Gives the bytes, in pieces; may throw a `PipelineError`, which then is the child's. */
  bytes(): AsyncIterable<Uint8Array>;
}

export interface Children {
  /** Saves a file as the next child, or notes why it has no bytes. */
  add(source: ChildSource): Promise<void>;
  /** Notes a file that cannot be had. */
  refuse(source: Omit<ChildSource, 'bytes'>, code: ErrorCode, message: string): void;
  found(): FoundChild[];
  /** Says how many were left out. */
  warnings(): Warning[];
}

/** All files inside one document together may hold this many times the bytes that one file may. */
const totalFactor = 2;

/** Collects children of the document of `task`. One that is too large, too deep or empty becomes a child with its code. */
export function createChildren({ folder, limits, depth }: Pick<DocumentTask, 'folder' | 'limits' | 'depth'>): Children {
  const found: FoundChild[] = [];
  let leftOut = 0;
  let total = 0;
  const maxTotal = totalFactor * limits.maxFileBytes;
  const isFull = () => {
    if (found.length < limits.maxChildren) return false;
    leftOut++;
    return true;
  };
  const push = (source: Omit<ChildSource, 'bytes'>, rest: Pick<FoundChild, 'path' | 'error'>) => {
    const { partPath, fileName, properties } = source;
    found.push({ partPath, fileName, ...(properties && { properties }), ...rest });
  };
  return {
    async add(source) {
      if (isFull()) return;
      if (depth + 1 > limits.maxDepth) {
        const message = `depth ${depth + 1}, at most ${limits.maxDepth} is allowed`;
        push(source, { error: { code: 'L_TOO_DEEP', message } });
        return;
      }
      const path = join(folder, `${found.length}`);
      const most = Math.min(limits.maxFileBytes, maxTotal - total);
      try {
        if ((source.size ?? 0) > most) throw tooLarge(most);
        const bytes = await save(path, source.bytes(), most);
        total += bytes;
        if (bytes === 0) throw new PipelineError('I_EMPTY_FILE', 'the file has no bytes');
        push(source, { path });
      } catch (thrown) {
        // What is not kept must not fill the disk: an archive may hold many that are too large.
        await rm(path, { force: true });
        if (!(thrown instanceof PipelineError) || thrown.code.startsWith('X_')) throw thrown;
        push(source, { error: { code: thrown.code, message: thrown.message } });
      }
    },
    refuse(source, code, message) {
      if (!isFull()) push(source, { error: { code, message } });
    },
    found: () => found,
    warnings: () => (leftOut ? [{ code: 'children.tooMany', count: leftOut, missing: true }] : []),
  };
}

const tooLarge = (maxBytes: number) =>
  new PipelineError('L_FILE_TOO_LARGE', `the file has more than the ${maxBytes} bytes that are allowed`);

async function save(path: string, pieces: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
  return bytes;
}
