/** Runs the launcher as a person would: a process of its own, on a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningChildren as childrenNoted } from '../../stack/children.ts';

export interface Launcher {
  process: ChildProcess;
  /** What it printed: one setting a line. Rejects with its log if it ends before. */
  settings: Promise<Record<string, string>>;
  /** Resolves with the exit code, or the signal. */
  ended: Promise<number | NodeJS.Signals>;
  log(): string;
}

/** `npm run stack` without npm; `root` may be a copy of the tree. */
export function launch(
  dataDir: string,
  options: { root?: string; env?: Record<string, string>; user?: { uid: number; gid: number } } = {},
): Launcher {
  const root = options.root ?? join(import.meta.dirname, '..', '..');
  const child = spawn(process.execPath, [join(root, 'stack', 'stack-command.ts')], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, LOG_FORMAT: 'text', ...options.env },
    ...options.user,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let log = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    log += text;
  });
  const ended = once(child, 'exit').then(([code, signal]) => signal ?? code);
  const settings = new Promise<Record<string, string>>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', text => {
      out += text;
      if (/^DASHBOARD_PASSWORD=.*\n/m.test(out)) resolve(parse(out));
    });
    void ended.then(how => reject(new Error(`the launcher ended (${how}):\n${log}`)));
  });
  // Who only waits for the end is not told twice.
  settings.catch(() => {});
  return { process: child, settings, ended, log: () => log };
}

const parse = (out: string): Record<string, string> =>
  Object.fromEntries([...out.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));

export interface TemporaryFolder {
  path: string;
  remove(): void;
}

/** An empty folder that other users can pass through. */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'pipeline-launch-'));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The processes of the launcher on this folder that are alive: name and pid. */
export const runningChildren = (dataDir: string): { name: string; pid: number }[] =>
  childrenNoted(join(dataDir, 'run'));
