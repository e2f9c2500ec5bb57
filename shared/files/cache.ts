/** Local copies of originals: fetched once per replica, checked against their hash, bounded in size. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { FileStore } from './store.ts';

export interface FileCache {
  /** Path of a local copy whose SHA-256 is the one given. Throws `X_FILE_CHANGED` if the store holds other bytes. */
  path(document: { storageKey: string; sha256: string }): Promise<string>;
}

/** A cache in `dir`, kept under `maxBytes` by dropping what was used least recently; a copy in use may outlive its name. */
export function createFileCache(store: FileStore, dir: string, maxBytes: number): FileCache {
  const underWay = new Map<string, Promise<string>>();

  const fetchCopy = async (storageKey: string, sha256: string): Promise<string> => {
    const path = join(dir, sha256);
    if (await touch(path)) return path;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const partial = join(dir, `incoming-${newId()}`);
    try {
      await pipeline(await store.get(storageKey), createWriteStream(partial, { mode: 0o600 }));
      if ((await sha256Of(partial)) !== sha256)
        throw new PipelineError('X_FILE_CHANGED', 'the stored bytes do not match the recorded SHA-256');
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    await shrink(dir, maxBytes, path);
    return path;
  };

  return {
    path({ storageKey, sha256 }) {
      const running = underWay.get(sha256);
      if (running) return running;
      const copy = fetchCopy(storageKey, sha256).finally(() => underWay.delete(sha256));
      underWay.set(sha256, copy);
      return copy;
    },
  };
}

async function touch(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

async function shrink(dir: string, maxBytes: number, keep: string): Promise<void> {
  const names = await readdir(dir);
  const copies = [];
  for (const name of names.filter(n => !n.startsWith('incoming-'))) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    if (found) copies.push({ path: join(dir, name), bytes: found.size, usedAt: found.mtimeMs });
  }
  let total = copies.reduce((sum, copy) => sum + copy.bytes, 0);
  for (const copy of copies.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= maxBytes) return;
    if (copy.path === keep) continue;
    await rm(copy.path, { force: true });
    total -= copy.bytes;
  }
}
