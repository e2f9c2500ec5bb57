/**
 * Makes sure that Redis can be started: if none is installed, fetches Debian's package and unpacks it into a folder of
 * ours. That needs no rights, starts no system service and changes nothing else on the machine.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stopWith } from './bootstrap-install.js';

const names = ['redis-server', 'valkey-server'];

/** `tools` gets `bin/redis-server`, where the launcher looks besides the search path. Stops with advice if there is no way. */
export function ensureRedis(tools) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(tools, 'bin')];
  if (folders.some(folder => names.some(name => isExecutable(join(folder, name))))) return;
  if (!runs('apt-get', ['--version']) || !runs('dpkg', ['--version'])) advise('This system has no apt-get.');
  process.stderr.write('Fetching Redis (Debian package redis-server, unpacked into .data/tools) ...\n');
  const work = join(tools, 'work');
  const unpacked = join(tools, 'root');
  rmSync(work, { recursive: true, force: true });
  for (const deb of download(work)) {
    const { status, stderr } = run('dpkg', ['-x', deb, unpacked]);
    if (status !== 0) advise(`dpkg could not unpack ${deb}: ${lastLine(stderr)}`);
  }
  rmSync(work, { recursive: true });
  writeStarter(tools, unpacked);
  const started = run(join(tools, 'bin', 'redis-server'), ['--version']);
  if (started.status !== 0) advise(`The unpacked redis-server does not start: ${lastLine(started.stderr)}`);
}

/** With the package lists of the system if they are there and fresh, else with lists of our own, which need no root. */
function download(work) {
  const debs = join(work, 'debs');
  mkdirSync(debs, { recursive: true });
  if (tryDownload([], debs) !== undefined) {
    const own = ownLists(work);
    const updated = apt([...own, 'update'], work);
    if (updated.status !== 0) advise(`apt-get update failed: ${lastLine(updated.stderr)}`);
    const problem = tryDownload(own, debs);
    if (problem !== undefined) advise(problem);
  }
  return readdirSync(debs).map(name => join(debs, name));
}

/** redis-server and those of its dependencies that are not installed, as apt itself works them out. Answers with what went wrong. */
function tryDownload(options, debs) {
  const plan = apt([...options, 'install', '--simulate', '--no-install-recommends', 'redis-server'], debs);
  if (plan.status !== 0) return `apt-get knows no package redis-server: ${lastLine(plan.stderr)}`;
  const packages = [...plan.stdout.matchAll(/^Inst (\S+)/gm)].map(match => match[1]);
  if (packages.length === 0) return 'The package redis-server is installed, but its program is not on the search path.';
  const fetched = apt([...options, 'download', ...packages], debs);
  return fetched.status === 0 ? undefined : `apt-get download failed: ${lastLine(fetched.stderr)}`;
}

function ownLists(work) {
  const state = join(work, 'apt');
  mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(state, 'cache', 'archives', 'partial'), { recursive: true });
  return ['-o', `Dir::State::Lists=${join(state, 'lists')}`, '-o', `Dir::Cache=${join(state, 'cache')}`];
}

/** A script in place of the program: it must find the libraries that were unpacked with it. Works when the folder is moved. */
function writeStarter(tools, unpacked) {
  const libraries = ['usr/lib', 'lib'].flatMap(folder => linuxFolders(unpacked, folder));
  const path = libraries.map(folder => `$here/root/${folder}`).join(':');
  const script = [
    '#!/bin/sh',
    'here=$(cd "$(dirname "$0")/.." && pwd)',
    `LD_LIBRARY_PATH="${path}" exec "$here/root/usr/bin/redis-server" "$@"`,
    '',
  ].join('\n');
  mkdirSync(join(tools, 'bin'), { recursive: true });
  writeFileSync(join(tools, 'bin', 'redis-server'), script, { mode: 0o755 });
}

function linuxFolders(unpacked, folder) {
  try {
    return readdirSync(join(unpacked, folder))
      .filter(name => name.includes('linux-gnu'))
      .map(name => `${folder}/${name}`);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function advise(reason) {
  stopWith(
    `Redis is needed and was not found: neither redis-server nor valkey-server is on the search path. ${reason}`,
    'Install Redis 7 or newer, or Valkey:',
    '  Debian, Ubuntu   apt-get install redis-server',
    '  Fedora           dnf install valkey',
    '  macOS            brew install redis',
    'or set REDIS_URL to a running one whose maxmemory-policy is noeviction.',
  );
}

/** English messages, no questions; as root without a change of user, which could not write into our folder. */
const apt = (args, cwd) => run('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', ...args], cwd);

const run = (program, args, cwd) =>
  spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const runs = (program, args) => run(program, args).status === 0;

const lastLine = text => (text ?? '').trim().split('\n').at(-1);

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
