/** Where a model comes together before it becomes visible, and how it does: by one rename, when all of it has been checked. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../shared/command.ts';
import { nullIfGone } from '../../shared/files/gone.ts';
import { isRunning } from '../../shared/is-running.ts';

/** In the models folder, so that renaming is enough; begins with a dot, so that it is no model. */
const incoming = '.incoming';

/**
 * Runs `work` on a folder of its own for this model, which stays as it is when the work fails: the next one goes on there.
 * Throws `UsageError` while another process works on it.
 */
export async function withStaging<T>(
  modelsDir: string,
  name: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(modelsDir, incoming, name);
  const held = `${folder}.pid`;
  await mkdir(folder, { recursive: true });
  await hold(held, name);
  try {
    return await work(folder);
  } finally {
    await rm(held, { force: true });
  }
}

async function hold(path: string, name: string): Promise<void> {
  const tryHold = () =>
    writeFile(path, String(process.pid), { flag: 'wx' }).then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
    );
  if (await tryHold()) return;
  const pid = Number(await readFile(path, 'utf8').catch(nullIfGone));
  if (pid > 0 && pid !== process.pid && isRunning(pid)) {
    throw new UsageError(`process ${pid} is at work on ${name}; wait for it`);
  }
  await rm(path, { force: true });
  if (!(await tryHold())) throw new UsageError(`another process has begun to work on ${name}; wait for it`);
}

/** Makes what is in the staging folder the model of this name; one that was there is replaced. */
export async function place(modelsDir: string, name: string, staging: string): Promise<string> {
  const target = join(modelsDir, name);
  const aside = join(modelsDir, incoming, `${name}.replaced`);
  await rm(aside, { recursive: true, force: true });
  await rename(target, aside).catch(nullIfGone);
  await rename(staging, target);
  await rm(aside, { recursive: true, force: true });
  return target;
}
