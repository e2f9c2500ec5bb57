/** What every file store promises, of the one in a folder and the one in a bucket. */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { collect } from '../../cli/api.ts';
import { toPipelineError } from '../../shared/errors.ts';
import { createFileCache } from '../../shared/files/cache.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { partBytes } from '../../shared/files/s3-store.ts';
import type { FileStore } from '../../shared/files/store.ts';
import { newId } from '../../shared/ids.ts';
import { isOutage } from '../../shared/outage.ts';
import { fileStores, type StoreFixture } from '../support/file-stores.ts';

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );
async function* pieces(...list: string[]) {
  for (const piece of list) yield Buffer.from(piece);
}
/** In pieces as they come from a connection. */
async function* inPieces(content: Buffer) {
  for (let at = 0; at < content.length; at += 65_521) yield content.subarray(at, at + 65_521);
}

for (const [name, open] of Object.entries(fileStores)) {
  describe(name, () => {
    let root: string;
    let fixture: StoreFixture;
    let store: FileStore;
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'store-test-'));
      fixture = await open();
      store = fixture.store;
      await store.prepare(async () => true);
    });
    afterEach(async () => {
      await fixture.stop();
      await rm(root, { recursive: true });
    });

    it('keeps what it is given and says what that was', async () => {
      expect(await store.put('p/d', pieces('ab', 'c'))).to.deep.equal({ bytes: 3, sha256: sha256('abc') });
      expect(await text(await store.get('p/d'))).to.equal('abc');
      await store.remove('p/d');
      await store.remove('p/d');
      expect(await codeOf(store.get('p/d'))).to.equal('X_FILE_MISSING');
    });

    for (const bytes of [0, 1, partBytes, partBytes + 1, 2 * partBytes, 2.5 * partBytes]) {
      it(`keeps ${bytes} bytes as they are`, async () => {
        const content = randomBytes(bytes);
        expect(await store.put('p/d', inPieces(content))).to.deep.equal({ bytes, sha256: sha256(content) });
        expect(sha256(await buffer(await store.get('p/d')))).to.equal(sha256(content));
        expect((await collect(store.list())).map(({ key, bytes }) => [key, bytes])).to.deep.equal([['p/d', bytes]]);
        expect(await fixture.kept()).to.have.lengthOf(1);
      });
    }

    for (const bytes of [4, 2.5 * partBytes]) {
      it(`leaves nothing behind when the stream breaks after ${bytes} bytes`, async () => {
        const broken = async function* () {
          yield* inPieces(Buffer.alloc(bytes, 'half'));
          throw new Error('connection lost');
        };
        const said = await store.put('p/d', broken()).catch((error: Error) => error.message);
        expect(said).to.equal('connection lost');
        expect(await fixture.kept()).to.deep.equal([]);
      });
    }

    it('removes what uploads that died left behind, and nothing that still grows or is whole', async () => {
      await store.put('p/d', pieces('abc'));
      await fixture.age('p/d', new Date(0));
      for (const dead of ['dead-1', 'dead-2', 'dead-3']) await fixture.leaveHalf(dead, new Date(0));
      await fixture.leaveHalf('growing', new Date());
      expect(await store.removePartials(new Date(Date.now() - 3_600_000))).to.equal(3);
      expect(await fixture.kept()).to.have.lengthOf(2);
      expect(await text(await store.get('p/d'))).to.equal('abc');
    });

    it('refuses a key that leaves its place', async () => {
      expect(await codeOf(store.put('../out', pieces('x')))).to.equal('X_STORE');
    });

    it('lists what is stored, whole files only', async () => {
      expect(await collect(store.list())).to.deep.equal([]);
      const before = Date.now();
      await store.put('p/d', pieces('abc'));
      await store.put('p/e', pieces(''));
      await store.put('q/d', pieces('ab'));
      await fixture.leaveHalf('half', new Date());
      const listed = await collect(store.list());
      expect(listed.map(({ key, bytes }) => [key, bytes])).to.have.deep.members([
        ['p/d', 3],
        ['p/e', 0],
        ['q/d', 2],
      ]);
      for (const { modifiedAt } of listed) expect(modifiedAt.getTime()).to.be.at.least(before - 2_000);
    });

    it('does not take another place for the store', async () => {
      await fixture.plant('not-mounted', 'lost+found/x');
      const away = fixture.elsewhere('not-mounted');
      for (const call of [
        () => away.get('p/d'),
        () => away.put('p/d', pieces('x')),
        () => away.remove('p/d'),
        () => away.check(),
        () => collect(away.list()),
      ]) {
        const error = await call().then(() => undefined, toPipelineError);
        expect(error?.code).to.equal('X_STORE');
        expect(error && isOutage(error), 'it is waited for').to.equal(true);
      }
    });

    it('is set up where nothing was ever stored, and where files of projects lie, but not where they should and do not', async () => {
      const prepare = (place: string, isNew: boolean) => codeOf(fixture.elsewhere(place).prepare(async () => isNew));
      await fixture.plant('used', `${newId()}/${newId()}`);
      await fixture.plant('other', 'lost+found/x');
      expect(await prepare('new', true)).to.equal('no error');
      expect(await prepare('new', false)).to.equal('no error');
      expect(await prepare('used', false)).to.equal('no error');
      for (const place of ['not-mounted', 'other']) expect(await prepare(place, false), place).to.equal('X_STORE');
    });

    it('is found sound, and left as it was', async () => {
      await store.check();
      expect(await fixture.kept()).to.deep.equal([]);
    });

    describe('with a cache before it', () => {
      it('fetches a file once, also when asked twice at the same time', async () => {
        let gets = 0;
        const counting: FileStore = {
          ...store,
          get(key) {
            gets += 1;
            return store.get(key);
          },
        };
        await store.put('p/d', pieces('abc'));
        const cache = createFileCache(counting, join(root, 'cache'), 1_000);
        const document = { storageKey: 'p/d', sha256: sha256('abc'), bytes: 3 };
        const paths = await Promise.all([cache.path(document), cache.path(document)]);
        paths.push(await cache.path(document));
        expect(new Set(paths).size).to.equal(1);
        expect(gets).to.equal(1);
      });

      it('says that it is the local disk which cannot keep a copy', async () => {
        await store.put('p/d', pieces('abc'));
        await writeFile(join(root, 'file'), '');
        const full = createFileCache(store, join(root, 'file', 'cache'), 1_000);
        const document = { storageKey: 'p/d', sha256: sha256('abc'), bytes: 3 };
        expect(await codeOf(full.path(document))).to.equal('X_DISK');
      });

      it('refuses bytes that are not those recorded, and keeps no copy', async () => {
        await store.put('p/d', pieces('changed'));
        const cache = createFileCache(store, join(root, 'cache'), 1_000);
        expect(await codeOf(cache.path({ storageKey: 'p/d', sha256: sha256('abc'), bytes: 3 }))).to.equal(
          'X_FILE_CHANGED',
        );
        expect(await readdir(join(root, 'cache'))).to.deep.equal([]);
      });

      it('fetches anew a copy that a power cut left short, and sweeps what dead workers left', async () => {
        await store.put('p/d', pieces('abc'));
        const dir = join(root, 'cache');
        const cache = createFileCache(store, dir, 1_000);
        const document = { storageKey: 'p/d', sha256: sha256('abc'), bytes: 3 };
        await writeFile(await cache.path(document), '');
        await writeFile(join(dir, 'incoming-dead'), 'privileged');
        await utimes(join(dir, 'incoming-dead'), 0, 0);
        const restarted = createFileCache(store, dir, 1_000);
        expect(await readFile(await restarted.path(document), 'utf8')).to.equal('abc');
        expect(await readdir(dir)).to.deep.equal([document.sha256]);
      });

      it('sweeps at once what a killed worker of this machine left, and nothing of a living one', async () => {
        const dead = spawnSync(process.execPath, ['--version']).pid;
        const dir = join(root, 'cache');
        await mkdir(dir);
        const names = [dead, process.ppid].map(pid => `incoming-${hostname()}-${pid}-x`);
        for (const name of [...names, 'incoming-elsewhere-1-x']) await writeFile(join(dir, name), 'privileged');
        createFileCache(store, dir, 1_000);
        expect((await readdir(dir)).sort()).to.deep.equal([names[1], 'incoming-elsewhere-1-x'].sort());
      });

      it('drops what was used least recently to stay under its bound', async () => {
        const cache = createFileCache(store, join(root, 'cache'), 5);
        for (const content of ['aaa', 'bbb']) {
          await store.put(content, pieces(content));
          await cache.path({ storageKey: content, sha256: sha256(content), bytes: content.length });
        }
        expect(await readdir(join(root, 'cache'))).to.deep.equal([sha256('bbb')]);
      });
    });
  });
}

describe('folder store on a bad disk', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'store-'));
    await writeFile(join(root, 'file'), '');
  });
  afterEach(() => rm(root, { recursive: true }));

  it('says when it cannot be listed or written to', async () => {
    const notAFolder = createFolderStore(pathToFileURL(join(root, 'file')).href);
    expect(await codeOf(collect(notAFolder.list()))).to.equal('X_STORE');
    expect(await codeOf(notAFolder.check())).to.equal('X_STORE');
  });

  it('makes nothing at an empty mount point', async () => {
    await mkdir(join(root, 'not-mounted'));
    const away = createFolderStore(pathToFileURL(join(root, 'not-mounted')).href);
    expect(await codeOf(away.put('p/d', pieces('x')))).to.equal('X_STORE');
    expect(await readdir(join(root, 'not-mounted'))).to.deep.equal([]);
  });
});
