/** The embedded stack under different users: Postgres refuses root, and an ordinary user may not change users. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { preparePostgresFiles } from '../../stack/postgres-files.ts';
import { launch, type TemporaryFolder, temporaryFolder } from '../support/launcher.ts';

const root = join(import.meta.dirname, '..', '..');
const isRoot = process.getuid?.() === 0;

describe(`embedded stack, tests run as ${isRoot ? 'root' : 'an ordinary user'}`, function () {
  this.timeout(90_000);
  let folder: TemporaryFolder;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());

  const startAndStop = async (dataDir: string, options: Parameters<typeof launch>[1]) => {
    const launcher = launch(dataDir, options);
    const settings = await launcher.settings;
    launcher.process.kill('SIGTERM');
    expect(await launcher.ended).to.equal(0);
    return settings;
  };

  it('runs as an ordinary user', async () => {
    const dataDir = join(folder.path, 'ordinary');
    mkdirSync(dataDir);
    if (!isRoot) return startAndStop(dataDir, {});
    const user = { uid: 65_534, gid: 65_534 };
    chownSync(dataDir, user.uid, user.gid);
    const before = await startAndStop(dataDir, { user, root: readableTree(user) });
    // Root takes over what an ordinary user began.
    return expect((await startAndStop(dataDir, {})).SUPABASE_ANON_KEY).to.equal(before.SUPABASE_ANON_KEY);
  });

  if (isRoot) {
    it('as root, finds a place for the database when the data folder is closed to other users', async () => {
      const closed = join(folder.path, 'closed');
      const dataDir = join(closed, 'data');
      mkdirSync(dataDir, { recursive: true });
      chmodSync(closed, 0o700);
      const { cluster } = preparePostgresFiles(dataDir);
      expect(cluster).to.match(/^\/var\/lib\//);
      const first = await startAndStop(dataDir, {});
      expect((await startAndStop(dataDir, {})).SUPABASE_ANON_KEY).to.equal(first.SUPABASE_ANON_KEY);
      rmSync(dirname(cluster), { recursive: true });
      // Only if no other stack of this machine has its place there.
      spawnSync('rmdir', [dirname(dirname(cluster))]);
    });
  }

  /** This tree, or a copy of it when it is closed to the user. */
  function readableTree(user: { uid: number; gid: number }): string {
    if (spawnSync('test', ['-r', join(root, 'package.json')], { ...user, cwd: '/' }).status === 0) return root;
    const copy = join(folder.path, 'tree');
    for (const part of ['stack', 'shared', 'supabase', 'package.json', 'node_modules']) {
      cpSync(join(root, part), join(copy, part), { recursive: true, verbatimSymlinks: true });
    }
    chmodSync(copy, 0o755);
    return copy;
  }
});
