/** The bootstrap, and the files npm reads before any of our code runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type TemporaryFolder, temporaryFolder } from '../support/launcher.ts';

const root = join(import.meta.dirname, '..', '..');
const bootstrap = join(root, 'stack', 'bootstrap.js');
const installModule = join(root, 'stack', 'bootstrap-install.js');

interface LockedPackage {
  version?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

async function run(program: string, args: string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (out += text));
  const [code, signal] = await once(child, 'close');
  return { code, signal, out };
}

describe('bootstrap', () => {
  let folder: TemporaryFolder;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());

  it('names the commands when it gets none, or a wrong one', async () => {
    const { code, out } = await run(process.execPath, [bootstrap, 'strat']);
    expect(code).to.equal(2);
    expect(out).to.contain('demo|start');
  });

  it('passes arguments, output and the exit code through', async () => {
    const { code, out } = await run(process.execPath, [bootstrap, 'migrate'], { PATH: process.env.PATH });
    expect(code).to.equal(1);
    expect(out).to.contain('DATABASE_URL is not set');
  });

  it('takes settings from .env, behind the environment and without the empty ones', async () => {
    const { readSettings } = (await import(join(root, 'stack', 'bootstrap-settings.js'))) as {
      readSettings(path: string, environment: Record<string, string | undefined>): string[];
    };
    const path = join(folder.path, '.env');
    expect(readSettings(path, {})).to.deep.equal([]);
    writeFileSync(path, '# a comment\nREDIS_URL=redis://file:1\nLOG_LEVEL="debug"\nFILES_URL=\nDATA_DIR=from-file\n');
    const environment = { REDIS_URL: 'redis://mine:1', LOG_LEVEL: ' ' };
    expect(readSettings(path, environment)).to.have.members(['LOG_LEVEL', 'DATA_DIR']);
    expect(environment).to.deep.equal({ REDIS_URL: 'redis://mine:1', LOG_LEVEL: 'debug', DATA_DIR: 'from-file' });
  });

  it('takes the file of --profile out of the arguments, wherever it stands', async () => {
    const { takeProfile } = (await import(join(root, 'stack', 'bootstrap-settings.js'))) as {
      takeProfile(args: string[]): { profile?: string; rest: string[]; missing?: boolean };
    };
    const path = join(folder.path, 'own.env');
    writeFileSync(path, 'LOG_LEVEL=debug\n');
    expect(takeProfile(['ingest', 'x'])).to.deep.equal({ rest: ['ingest', 'x'] });
    for (const args of [
      ['--profile', path, 'ingest', 'x'],
      ['ingest', '--profile', path, 'x'],
      ['ingest', 'x', `--profile=${path}`],
    ]) {
      expect(takeProfile(args)).to.deep.equal({ profile: path, rest: ['ingest', 'x'], missing: false });
    }
    for (const args of [['--profile'], ['--profile='], ['--profile', '/nowhere.env']]) {
      expect(takeProfile(args).missing, args.join(' ')).to.equal(true);
    }
    expect(takeProfile(['ingest', '--', '--profile']).rest).to.deep.equal(['ingest', '--', '--profile']);
  });

  it('puts a profile behind the environment, and refuses one that is not there', async () => {
    const path = join(folder.path, 'behind.env');
    writeFileSync(path, 'DATABASE_URL=postgres://nobody@127.0.0.1:9/none\nLOG_LEVEL=debug\n');
    const taken = await run(process.execPath, [bootstrap, 'migrate', '--profile', path], {
      PATH: process.env.PATH,
      LOG_LEVEL: 'error',
    });
    expect(taken.code).to.equal(1);
    expect(taken.out).to.contain(`settings from ${path}: DATABASE_URL\n`).and.not.contain('DATABASE_URL is not set');
    const absent = await run(process.execPath, [bootstrap, 'start', '--profile', '/nowhere.env']);
    expect(absent.code).to.equal(2);
    expect(absent.out).to.contain('there is no /nowhere.env');
  });

  it('answers --help and wrong options without starting anything, and without a stack', async () => {
    for (const command of ['start', 'stack', 'demo', 'migrate', 'models', 'bench', 'samples']) {
      const [help, wrong] = await Promise.all(
        ['--help', '--nonsense'].map(option => run(process.execPath, [bootstrap, command, option])),
      );
      if (!help || !wrong) expect.fail('both have run');
      expect(help.code, command).to.equal(0);
      expect(help.out).to.match(/^Usage: npm (run |start)/);
      expect(wrong.code, command).to.equal(2);
      expect(wrong.out).to.contain("'--nonsense'").and.not.contain('    at ');
    }
  }).timeout(120_000);

  it('says what to install when there is no Redis and no way to get it', async () => {
    const script = `
      import { ensureRedis } from '${join(root, 'stack', 'bootstrap-redis.js')}';
      ensureRedis('${join(folder.path, 'tools')}');`;
    const { code, out } = await run(process.execPath, ['--input-type=module', '-e', script], { PATH: '/nowhere' });
    expect(code).to.equal(1);
    expect(out).to.contain('apt-get install redis-server').and.to.contain('REDIS_URL');
  });

  it('installs once when two start at the same time', async () => {
    const script = `
      import { appendFileSync } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { withLock } from '${installModule}';
      await withLock('${folder.path}', async () => {
        appendFileSync('${join(folder.path, 'log')}', 'in ');
        await sleep(100);
        appendFileSync('${join(folder.path, 'log')}', 'out ');
      });`;
    writeFileSync(join(folder.path, 'bootstrap.lock'), '999999999');
    const module = ['--input-type=module', '-e', script];
    await Promise.all([1, 2, 3].map(() => run(process.execPath, module)));
    expect(readFileSync(join(folder.path, 'log'), 'utf8')).to.equal('in out in out in out ');
  });

  it('sees when node_modules does not fit the lockfile', async () => {
    const { isInstalled } = (await import(installModule)) as { isInstalled(root: string): boolean };
    const locked = {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1', optional: true },
    };
    const write = (file: string, packages: object) =>
      writeFileSync(join(folder.path, file), JSON.stringify({ packages }));
    write('package-lock.json', locked);
    expect(isInstalled(folder.path)).to.equal(false);
    mkdirSync(join(folder.path, 'node_modules'));
    const installed = 'node_modules/.package-lock.json';
    write(installed, { 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(folder.path), 'an optional package may be absent').to.equal(true);
    write(installed, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2' } });
    expect(isInstalled(folder.path)).to.equal(false);
    write(installed, { 'node_modules/b': { version: '1' } });
    expect(isInstalled(folder.path)).to.equal(false);
    rmSync(join(folder.path, 'node_modules'), { recursive: true });
  });
});

describe('lockfile', () => {
  const packages = Object.entries(readJson('package-lock.json').packages as Record<string, LockedPackage>);

  it('names no registry, so that everybody installs from their own', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).to.deep.equal([]);
  });

  it('holds the packages for other platforms: without them `npm ci` refuses it', () => {
    const held = new Set(packages.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13)));
    const wanted = packages.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
    expect(wanted.filter(name => !held.has(name))).to.deep.equal([]);
  });

  it('holds no package that wants to run code on installation without our having denied it', () => {
    const { allowScripts } = readJson('package.json');
    const wanting = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    expect(wanting.filter(path => allowScripts[path.replace(/^.*node_modules\//, '')] !== false)).to.deep.equal([]);
  });
});
