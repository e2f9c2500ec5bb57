/** The folder where child processes leave their results, and what remains of earlier services that were killed. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder that only this user can read; `kind` (letters only) tells those of the services apart. Removes those of processes that no longer run: they hold privileged text. */
export function makeTempFolder(kind: string, parent = tmpdir()): string {
  const prefix = `legal-${kind}-`;
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(parent, `${prefix}${process.pid}-`));
}

export const removeTempFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, as another user.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
