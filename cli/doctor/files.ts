/** Looks at the file store and the cache of originals: whether they can be written to, and have room. */
import { randomUUID } from 'node:crypto';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFileStore } from '../../shared/config/load.ts';
import { openFileStore } from '../../shared/files/open-store.ts';
import { broken, type Finding, fine, thrownFinding, warning } from './finding.ts';

const leastFreeBytes = 1024 ** 3;
const leastFreeShare = 0.05;

export async function storeFindings(environment: Record<string, string | undefined>): Promise<Finding[]> {
  const check = 'file store';
  const isBucket = environment.FILES_URL?.startsWith('s3:') ?? false;
  try {
    const settings = loadFileStore(environment);
    await openFileStore(settings).check();
    if (isBucket) return [fine(check, `${settings.url} can be written to and listed`)];
    return spaceFindings(check, await spaceOf(fileURLToPath(settings.url)));
  } catch (thrown) {
    return [thrownFinding(check, thrown, isBucket ? mendBucket : mendFolder)];
  }
}

const mendFolder =
  'look at the folder of FILES_URL: whether its disk is mounted, its owner, its permissions; a new one is set up by ingest-service';
const mendBucket =
  'set FILES_URL and FILES_S3_* to a bucket that is there and a key that may read, write, remove and list in it, and restart; a new one is set up by ingest-service';

export async function cacheFindings(folder: string): Promise<Finding[]> {
  const probe = join(folder, `probe-${randomUUID()}`);
  try {
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    await rm(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'ENOENT') return [fine('cache', 'not there yet: a worker makes it when it starts')];
    return [
      broken(
        'cache',
        'X_STORE',
        `CACHE_DIR cannot be written to (${code})`,
        'look at its disk, its owner, its permissions',
      ),
    ];
  }
  return spaceFindings('cache', await spaceOf(folder));
}

interface Space {
  freeBytes: number;
  totalBytes: number;
}

async function spaceOf(path: string): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(path);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Little is less than a gigabyte, or than a twentieth of the disk. */
export function spaceFindings(check: string, { freeBytes, totalBytes }: Space): Finding[] {
  const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GB of ${(totalBytes / 1024 ** 3).toFixed(1)} GB free`;
  if (freeBytes >= leastFreeBytes && freeBytes >= leastFreeShare * totalBytes)
    return [fine(check, `can be written to; ${free}`)];
  return [warning(check, `its disk is almost full: ${free}`, 'make room, or move it to a larger disk')];
}
