import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { collect } from '../../cli/api.ts';
import { createFileCache } from '../../shared/files/cache.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import type { FileStore } from '../../shared/files/store.ts';

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );
async function* pieces(...list: string[]) {
  for (const piece of list) yield Buffer.from(piece);
}

describe('folder store', () => {
  let root: string;
  let store: FileStore;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'store-'));
    store = createFolderStore(pathToFileURL(root).href);
  });
  afterEach(() => rm(root, { recursive: true }));
  const filesLeft = async () =>
    (await readdir(root, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).length;

  it('keeps what it is given and says what that was', async () => {
    expect(await store.put('p/d', pieces('ab', 'c'))).to.deep.equal({ bytes: 3, sha256: sha256('abc') });
    expect(await text(await store.get('p/d'))).to.equal('abc');
    await store.remove('p/d');
    await store.remove('p/d');
    expect(await codeOf(store.get('p/d'))).to.equal('X_STORE');
  });

  it('leaves nothing behind when the stream breaks', async () => {
    const broken = async function* () {
      yield Buffer.from('half');
      throw new Error('connection lost');
    };
    expect(await store.put('p/d', broken()).catch((error: Error) => error.message)).to.equal('connection lost');
    expect(await filesLeft()).to.equal(0);
  });

  it('refuses a key that leaves its folder', async () => {
    expect(await codeOf(store.put('../out', pieces('x')))).to.equal('X_STORE');
  });

  it('lists what is stored, whole files only', async () => {
    expect(await collect(createFolderStore(pathToFileURL(join(root, 'none')).href).list())).to.deep.equal([]);
    const before = Date.now();
    await store.put('p/d', pieces('abc'));
    await store.put('p/e', pieces(''));
    await store.put('q/d', pieces('ab'));
    await mkdir(join(root, '.incoming'), { recursive: true });
    await writeFile(join(root, '.incoming', 'half'), 'half');
    const listed = await collect(store.list());
    expect(listed.map(({ key, bytes }) => [key, bytes])).to.have.deep.members([
      ['p/d', 3],
      ['p/e', 0],
      ['q/d', 2],
    ]);
    for (const { modifiedAt } of listed) expect(modifiedAt.getTime()).to.be.at.least(before - 2_000);
  });

  it('says when it cannot be listed', async () => {
    await writeFile(join(root, 'file'), '');
    const notAFolder = createFolderStore(pathToFileURL(join(root, 'file')).href);
    expect(await codeOf(collect(notAFolder.list()))).to.equal('X_STORE');
  });

  it('says when it cannot be written to', async () => {
    await writeFile(join(root, 'file'), '');
    await createFolderStore(pathToFileURL(root).href).check();
    expect(await codeOf(createFolderStore(pathToFileURL(join(root, 'file')).href).check())).to.equal('X_STORE');
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
