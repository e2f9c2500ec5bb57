/** Local copies of originals: fetched once per replica, checked against their hash, bounded in size. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { diskCode, PipelineError, toPipelineError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { newId } from '../ids.ts';
import { isRunning } from '../is-running.ts';
import type { FileStore } from './store.ts';

/** The original of a document. */
export interface Original {
  storageKey: string;
  sha256: string;
  bytes: number;
}

export interface FileCache {
  /**
   * Path of a local copy whose SHA-256 is the one given. Throws `X_FILE_CHANGED` if the store holds other bytes, `X_DISK` if
   * this machine cannot keep them.
   */
  path(original: Original): Promise<string>;
}

/** A copy being fetched longer than this belongs to a worker that died, on whatever machine it was. */
const stalePartialMs = 3_600_000;

/** Begins the names of copies being fetched; then comes the pid. Machines, or containers, may share a folder. */
const partialPrefix = `incoming-${hostname()}-`;

/** A cache in `dir`, kept under `maxBytes` by dropping what was used least recently; a copy in use may outlive its name. */
export function createFileCache(store: FileStore, dir: string, maxBytes: number): FileCache {
  const underWay = new Map<string, Promise<string>>();
  removeDead(dir);
  // What the folder holds, as far as we know; counted anew when that seems too much, and at the first copy.
  let total = Number.POSITIVE_INFINITY;

  const fetchCopy = async (original: Original): Promise<string> => {
    const path = join(dir, original.sha256);
    if (await isWhole(path, original.bytes)) return path;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const partial = join(dir, `${partialPrefix}${process.pid}-${newId()}`);
    try {
      await faultPoint('fetch-original');
      const sha256 = await fetchTo(partial, store, original.storageKey);
      if (sha256 !== original.sha256) {
        throw new PipelineError('X_FILE_CHANGED', 'the stored bytes do not match the recorded SHA-256');
      }
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    total += original.bytes;
    if (total > maxBytes) total = await shrink(dir, maxBytes, path);
    return path;
  };

  return {
    path(original) {
      const running = underWay.get(original.sha256);
      if (running) return running;
      const copy = fetchCopy(original)
        .catch(error => Promise.reject(toPipelineError(error)))
        .finally(() => underWay.delete(original.sha256));
      underWay.set(original.sha256, copy);
      return copy;
    },
  };
}

/**
 * True for a copy that can be trusted, which is then marked as used: of the right size, and made since the machine started.
 * Copies are not waited for on the disk, so that a power cut may leave anything under a name.
 */
async function isWhole(path: string, bytes: number): Promise<boolean> {
  const now = new Date();
  try {
    const found = await stat(path);
    if (found.size !== bytes || found.ctimeMs < now.getTime() - uptime() * 1_000) return false;
    await utimes(path, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Copies an original, hashing it on the way. */
async function fetchTo(path: string, store: FileStore, storageKey: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of readStore(await store.get(storageKey))) {
      hash.update(piece);
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** The pieces of a stored file: a disk that fails under them is the store's, not ours. */
async function* readStore(stored: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stored;
  } catch (error) {
    const code = diskCode(error);
    throw code ? new PipelineError('X_STORE', `file store: ${code}`, { cause: error }) : error;
  }
}

/** Removes the half copies of processes of this machine that no longer run. One of our own pid is of a process before this one. */
function removeDead(dir: string): void {
  for (const name of existsSync(dir) ? readdirSync(dir) : []) {
    if (!name.startsWith(partialPrefix)) continue;
    const pid = Number.parseInt(name.slice(partialPrefix.length), 10);
    if (!isRunning(pid) || (pid === process.pid && !begun)) rmSync(join(dir, name), { force: true });
  }
  begun = true;
}

/** A process may open a folder more than once. */
let begun = false;

/** Removes what dead workers left and, until the rest fits, the copies used least recently. Answers the bytes that stay. */
async function shrink(dir: string, maxBytes: number, keep: string): Promise<number> {
  const copies = [];
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    const found = await stat(path).catch(() => undefined); // another replica may have dropped it just now
    if (!found) continue;
    const partial = name.startsWith('incoming-');
    if (partial && found.mtimeMs < Date.now() - stalePartialMs) await rm(path, { force: true });
    else copies.push({ path, bytes: found.size, usedAt: found.mtimeMs, partial });
  }
  let total = copies.reduce((sum, copy) => sum + copy.bytes, 0);
  for (const copy of copies.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= maxBytes) break;
    if (copy.partial || copy.path === keep) continue;
    await rm(copy.path, { force: true });
    total -= copy.bytes;
  }
  return total;
}
