/** Both file stores, ready for a test: each where it keeps nothing yet, and with what a test does behind its back. */
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { createS3Store } from '../../shared/files/s3-store.ts';
import { type FileStore, storeMarker } from '../../shared/files/store.ts';
import { bucket, keys, region, startS3Server } from './s3-server.ts';

export interface StoreFixture {
  /** Opened, and not prepared. */
  store: FileStore;
  /** A store in another place of the same disk or server, of which nothing is there. */
  elsewhere(place: string): FileStore;
  /** Puts a file there without a store. */
  plant(place: string, key: string): Promise<void>;
  /** All that is stored, the unfinished included, without the marker. */
  kept(): Promise<string[]>;
  /** What an upload that died leaves behind; it last grew at this time. */
  leaveHalf(name: string, grownAt: Date): Promise<void>;
  /** Makes a file look as if it were of this time. */
  age(key: string, at: Date): Promise<void>;
  stop(): Promise<void>;
}

export const fileStores: Record<string, () => Promise<StoreFixture>> = {
  'folder store': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'store-'));
    const open = (path: string) => createFolderStore(pathToFileURL(path).href);
    const root = join(folder, 'root');
    const write = async (path: string, at: Date) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, 'half');
      await utimes(path, at, at);
    };
    return {
      store: open(root),
      elsewhere: place => open(join(folder, place)),
      plant: (place, key) => write(join(folder, place, key), new Date()),
      async kept() {
        const entries = await readdir(root, { recursive: true, withFileTypes: true });
        const names = entries.filter(entry => entry.isFile()).map(({ name }) => name);
        return names.filter(name => name !== storeMarker);
      },
      leaveHalf: (name, grownAt) => write(join(root, '.incoming', name), grownAt),
      age: (key, at) => utimes(join(root, key), at, at),
      stop: () => rm(folder, { recursive: true }),
    };
  },
  'S3 store': async () => {
    const server = await startS3Server();
    const settings = { endpoint: server.endpoint, region, keys, checksums: 'sha256' as const };
    const open = (prefix: string) => createS3Store(`s3://${bucket}/${prefix}`, settings);
    const object = (at: Date) => ({ body: Buffer.from('half'), modifiedAt: at, metadata: {} });
    return {
      store: open('root'),
      elsewhere: open,
      plant: async (place, key) => void server.objects.set(`${place}/${key}`, object(new Date())),
      kept: async () => [
        ...[...server.objects.keys()].filter(key => key.startsWith('root/') && key !== `root/${storeMarker}`),
        ...[...server.uploads.values()].map(({ key }) => key),
      ],
      async leaveHalf(name, grownAt) {
        const parts = new Map([1, 2, 3].map(number => [number, { ...object(new Date(0)), checksum: undefined }]));
        parts.set(3, { ...object(grownAt), checksum: undefined });
        server.uploads.set(`died-${name}`, { key: `root/p/${name}`, begunAt: new Date(0), hasChecksums: false, parts });
      },
      async age(key, at) {
        const found = server.objects.get(`root/${key}`);
        if (found) found.modifiedAt = at;
      },
      stop: server.close,
    };
  },
};
