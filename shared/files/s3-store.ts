/**
 * The file store in a bucket of S3, or of a server that speaks its protocol (0025). A file of one part is written in one call, a
 * larger one in parts that become a file when they are put together: it is whole or absent.
 */
import { createHash, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { PipelineError } from '../errors.ts';
import { createS3Calls, type Deadlines, type PartUpload, type S3Calls, type S3Settings } from './s3-calls.ts';
import { isForbidden, isNotThere } from './s3-errors.ts';
import { type FileStore, incoming, isProjectFolder, markerText, storeMarker } from './store.ts';

/** Memory of an upload; at most 10,000 make a file, so that 80 GB is the largest. AWS takes none under 5 MB but the last. */
export const partBytes = 8 * 1024 ** 2;

/** Opens the store of an `s3://bucket/prefix` URL; asks nothing of it yet. */
export function createS3Store(url: string, settings: S3Settings, deadlines?: Partial<Deadlines>): FileStore {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(url) ?? [];
  const prefix = path === '' ? '' : `${path}/`;
  const calls = createS3Calls(bucket, settings, deadlines);
  const nameOf = (key: string): string => {
    // Some servers make paths of them.
    if (key.split('/').some(part => /^\.{0,2}$/.test(part))) {
      throw new PipelineError('X_STORE', 'a key that leaves the store');
    }
    return prefix + key;
  };
  const look = async (): Promise<void> => {
    try {
      await buffer(await calls.read(prefix + storeMarker));
    } catch (error) {
      if (!isNotThere(error)) throw error;
      const message = 'file store: never set up, or not the bucket and prefix that it was';
      throw new PipelineError('X_STORE', message, { cause: error });
    }
  };
  let seen = false;
  /** Once is enough: a bucket is not unmounted. */
  const beThere = async (): Promise<void> => {
    if (!seen) await look();
    seen = true;
  };

  return {
    async prepare(isNew) {
      if (await isThere(calls, prefix + storeMarker)) return;
      if (!(await holdsProjects(calls, prefix)) && !(await isNew())) {
        throw new PipelineError(
          'X_STORE',
          'the file store is empty and should not be: is it the right bucket and prefix?',
        );
      }
      await calls.write(prefix + storeMarker, Buffer.from(markerText));
    },
    async put(key, bytes) {
      const name = nameOf(key);
      await beThere();
      return putInParts(calls, name, bytes);
    },
    async get(key) {
      try {
        return await calls.read(nameOf(key));
      } catch (error) {
        if (!isNotThere(error)) throw error;
        await look();
        throw new PipelineError('X_FILE_MISSING', 'the original is not in the file store', { cause: error });
      }
    },
    async remove(key) {
      const name = nameOf(key);
      await beThere();
      await calls.remove(name);
    },
    async *list() {
      await beThere();
      for await (const file of calls.list(prefix)) {
        const key = file.key.slice(prefix.length);
        if (key !== storeMarker && !key.startsWith(`${incoming}/`)) yield { ...file, key };
      }
    },
    async removePartials(olderThan) {
      let count = 0;
      for await (const upload of calls.uploads()) {
        if (!upload.name.startsWith(prefix) || upload.begunAt >= olderThan) continue;
        if (((await calls.grownAt(upload)) ?? upload.begunAt) >= olderThan) continue;
        await calls.abortUpload(upload);
        count += 1;
      }
      for await (const { key, modifiedAt } of calls.list(`${prefix}${incoming}/`)) {
        if (modifiedAt >= olderThan) continue;
        await calls.remove(key);
        count += 1;
      }
      return count;
    },
    async check() {
      await look();
      const probe = `${prefix}${incoming}/probe-${randomUUID()}`;
      await calls.write(probe, Buffer.from('probe'));
      await calls.remove(probe);
      try {
        if (!(await isThere(calls, probe))) return;
      } catch (error) {
        if (!isForbidden(error)) throw error;
        const message = 'file store: the key may not list (s3:ListBucket), so that what is missing looks forbidden';
        throw new PipelineError('X_STORE', message, { cause: error });
      }
      throw new PipelineError('X_STORE', 'file store: what was removed is still there');
    },
  };
}

/** One part in memory at a time. After an error nothing of it stays, as far as the server lets us. */
async function putInParts(
  calls: S3Calls,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let count = 0;
  let upload: PartUpload | undefined;
  const written: Awaited<ReturnType<S3Calls['writePart']>>[] = [];
  let mayExist = false;
  try {
    for await (const { part, isLast } of partsOf(bytes)) {
      hash.update(part);
      count += part.length;
      mayExist ||= isLast;
      if (isLast && !upload) await calls.write(name, part, { sha256: hash.copy().digest('hex') });
      else {
        upload ??= await calls.beginUpload(name);
        written.push(await calls.writePart(upload, written.length + 1, part));
      }
    }
    if (upload) await complete(calls, upload, written, count);
    return { bytes: count, sha256: hash.digest('hex') };
  } catch (error) {
    // The first error is the one to tell; what stays is swept. A call without an answer may have been carried out.
    if (upload) await calls.abortUpload(upload).catch(() => undefined);
    if (mayExist) await calls.discard(name).catch(() => undefined);
    throw error;
  }
}

/** Puts it together; the server's word on the size is asked for, as there is none on the SHA-256 of the whole. */
async function complete(
  calls: S3Calls,
  upload: PartUpload,
  written: Parameters<S3Calls['completeUpload']>[1],
  count: number,
): Promise<void> {
  await calls.completeUpload(upload, written);
  const stored = await calls.bytesOf(upload.name);
  if (stored !== count) throw new PipelineError('X_STORE', `file store: ${stored} bytes of ${count} were stored`);
}

/** The bytes in parts of one size, the last may be smaller. All are the same memory: done with when the next is asked for. */
async function* partsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ part: Buffer; isLast: boolean }> {
  const part = Buffer.allocUnsafeSlow(partBytes);
  let filled = 0;
  for await (const piece of bytes) {
    for (let taken = 0; taken < piece.length; ) {
      if (filled === partBytes) {
        yield { part, isLast: false };
        filled = 0;
      }
      const some = piece.subarray(taken, taken + partBytes - filled);
      part.set(some, filled);
      filled += some.length;
      taken += some.length;
    }
  }
  yield { part: part.subarray(0, filled), isLast: true };
}

async function holdsProjects(calls: S3Calls, prefix: string): Promise<boolean> {
  for await (const { key } of calls.list(prefix)) {
    const [folder = ''] = key.slice(prefix.length).split('/');
    if (isProjectFolder(folder)) return true;
  }
  return false;
}

/** Of a small file. Asked with GET: the answer to HEAD does not say whether it is the file or the bucket that is missing. */
async function isThere(calls: S3Calls, name: string): Promise<boolean> {
  try {
    await buffer(await calls.read(name));
    return true;
  } catch (error) {
    if (isNotThere(error)) return false;
    throw error;
  }
}
