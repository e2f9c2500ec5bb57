/** Keeps node_modules in step with the lockfile; one process at a time. Plain JavaScript, like the bootstrap it serves. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Says why nothing can be done, and what to do about it; ends the process. */
export function stopWith(...lines) {
  process.stderr.write(`\n${lines.join('\n')}\n\n`);
  process.exit(1);
}

/** Runs `npm ci` when what is installed is not what the lockfile says. npm's output goes to stderr: stdout is the command's. */
export function ensureInstalled(root) {
  if (isInstalled(root)) return;
  process.stderr.write('Installing dependencies with npm ci ...\n');
  // Set by npm for its scripts: the file of the npm that runs us.
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const { status, error } = spawnSync(program, [...first, 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: npm === undefined && process.platform === 'win32',
  });
  if (error !== undefined) stopWith(`npm could not be started: ${error.message}`);
  if (status !== 0) stopWith('npm ci failed; its messages are above. Is the npm registry within reach?');
  if (!isInstalled(root)) stopWith('npm ci ended well, but node_modules does not fit package-lock.json.');
}

/**
 * True if all that has to be there is there, in the locked version. Compares contents, as times change with every
 * checkout. npm writes its list into node_modules last, so an install cut short does not count. Optional packages may be
 * absent: most are for other platforms.
 */
export function isInstalled(root) {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const locked = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(installedList);
  return Object.entries(locked).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

const readPackages = path => JSON.parse(readFileSync(path, 'utf8')).packages;

/** Runs `work` while no other process on this machine does so with the same folder; waits for one that does. */
export async function withLock(folder, work) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'bootstrap.lock');
  for (let waits = 0; !tryCreate(path); waits += 1) {
    if (waits === 25)
      process.stderr.write(`Waiting for another start that is installing; if there is none, delete ${path}\n`);
    if (isHeld(path)) await sleep(200);
    else discard(path);
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryCreate(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Held as long as the process lives whose id is inside. Empty: it was created this very moment. */
function isHeld(path) {
  let holder;
  try {
    holder = readFileSync(path, 'utf8');
    if (holder === '') return true;
    process.kill(Number(holder), 0);
    return true;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return false;
    // It lives and belongs to somebody else.
    if (error.code === 'EPERM') return true;
    throw error;
  }
}

/** By renaming, so that of two processes that find a dead holder one removes its file and the other finds none. */
function discard(path) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
