/** The folder where child processes leave their results, and what remains of earlier services that were killed. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../is-running.ts';

/** What this process made: in a container the one before it had the same pid. */
const ours = new Set<string>();

/** Makes a folder that only this user can read; `kind` (letters only) tells those of the services apart. Removes those of processes that no longer run: they hold privileged text. */
export function makeTempFolder(kind: string, parent = tmpdir()): string {
  const prefix = `legal-${kind}-`;
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    const path = join(parent, name);
    if (pid && !ours.has(path) && (Number(pid) === process.pid || !isRunning(Number(pid)))) removeTempFolder(path);
  }
  const made = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  ours.add(made);
  return made;
}

export const removeTempFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
