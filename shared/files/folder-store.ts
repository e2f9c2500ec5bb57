/**
 * The file store in a folder: written beside its place, synced, then moved there, so that a file is whole or absent. A marker in
 * the folder tells it from an empty mount point: without it nothing is stored, and nothing is called missing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskCode, PipelineError } from '../errors.ts';
import { isGone, nullIfGone } from './gone.ts';
import { type FileStore, incoming, isProjectFolder, markerText, type StoredFile, storeMarker } from './store.ts';

/** Opens the store of a `file:///` URL; the folder is made by `prepare`. */
export function createFolderStore(url: string): FileStore {
  const root = resolve(fileURLToPath(url));
  const beThere = async (): Promise<void> => {
    try {
      await stat(join(root, storeMarker));
    } catch (error) {
      throw isGone(error)
        ? new PipelineError('X_STORE', 'file store: not mounted, or not set up', { cause: error })
        : error;
    }
  };
  const pathOf = (key: string): string => {
    const path = resolve(root, key);
    if (!path.startsWith(root + sep)) throw new PipelineError('X_STORE', 'a key that leaves the store');
    return path;
  };

  return {
    async prepare(isNew) {
      try {
        if (await exists(join(root, storeMarker))) return;
        if (!(await holdsProjects(root)) && !(await isNew())) {
          throw new PipelineError('X_STORE', 'the file store is empty and should not be: is its disk mounted?');
        }
        await mkdir(root, { recursive: true });
        await writeFile(join(root, storeMarker), markerText);
      } catch (error) {
        throw storeError(error);
      }
    },
    async put(key, bytes) {
      const path = pathOf(key);
      const partial = join(root, incoming, randomUUID());
      try {
        await beThere();
        await Promise.all([mkdir(dirname(path), { recursive: true }), mkdir(dirname(partial), { recursive: true })]);
        const written = await writeSynced(partial, bytes);
        await rename(partial, path);
        await syncFolder(dirname(path));
        return written;
      } catch (error) {
        await rm(partial, { force: true }).catch(() => undefined); // the first error is the one to tell
        throw storeError(error);
      }
    },
    async get(key) {
      const stream = createReadStream(pathOf(key));
      try {
        await once(stream, 'ready');
      } catch (error) {
        if (isGone(error) && (await exists(join(root, storeMarker)))) {
          throw new PipelineError('X_FILE_MISSING', 'the original is not in the file store', { cause: error });
        }
        throw storeError(error);
      }
      return stream;
    },
    async remove(key) {
      try {
        await beThere();
        await rm(pathOf(key), { force: true });
      } catch (error) {
        throw storeError(error);
      }
    },
    async *list() {
      await beThere().catch(error => Promise.reject(storeError(error)));
      for await (const file of filesBelow(root, root)) if (file.key !== storeMarker) yield file;
    },
    async removePartials(olderThan) {
      let count = 0;
      for await (const { key, modifiedAt } of filesBelow(root, join(root, incoming))) {
        if (modifiedAt >= olderThan) continue;
        await this.remove(key);
        count += 1;
      }
      return count;
    },
    async check() {
      const probe = join(root, incoming, `probe-${randomUUID()}`);
      try {
        await beThere();
        await mkdir(dirname(probe), { recursive: true });
        await writeSynced(probe, [Buffer.from('probe')]);
        await rm(probe);
      } catch (error) {
        throw storeError(error);
      }
    },
  };
}

/** The files below a folder, folder by folder, so that the list of a large store is never in memory. */
async function* filesBelow(root: string, folder: string): AsyncGenerator<StoredFile> {
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && path !== join(root, incoming)) yield* filesBelow(root, path);
      if (!entry.isFile()) continue;
      const found = await stat(path).catch(nullIfGone);
      if (found) yield { key: relative(root, path).replaceAll(sep, '/'), bytes: found.size, modifiedAt: found.mtime };
    }
  } catch (error) {
    if (!isGone(error)) throw storeError(error); // what is removed meanwhile is not there
  }
}

async function holdsProjects(root: string): Promise<boolean> {
  const names = await readdir(root).catch(error => nullIfGone(error) ?? []);
  return names.some(isProjectFolder);
}

const exists = (path: string): Promise<boolean> =>
  stat(path)
    .then(() => true, nullIfGone)
    .then(Boolean);

/** An error of the caller's stream (an upload cut short) goes through as it is; what the disk says becomes `X_STORE`. */
function storeError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const isOfStore = diskCode(error) || code === 'ENOENT';
  return isOfStore ? new PipelineError('X_STORE', `file store: ${code}`, { cause: error }) : error;
}

async function writeSynced(
  path: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let count = 0;
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      count += piece.length;
      for (let written = 0; written < piece.length; ) written += (await file.write(piece, written)).bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes: count, sha256: hash.digest('hex') };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
