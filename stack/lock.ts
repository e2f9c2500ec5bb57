/** Makes sure that one launcher at a time uses a data folder. */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PipelineError } from '../shared/errors.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { processIdentity } from './process-identity.ts';

const holderSchema = z.object({
  pid: z.number(),
  identity: z.string(),
  /** What the holder serves, by name; filled in once it is ready. */
  urls: z.record(z.string(), z.string()),
  /** Settings its services run with, for commands; no keys, no passwords. */
  settings: z.record(z.string(), z.string()).default({}),
});
type Holder = z.infer<typeof holderSchema>;

export interface Lock {
  /** Lets a second start say where the first one listens, and commands find what its services use. */
  announce(urls: Record<string, string>, settings?: Record<string, string>): void;
  release(): void;
}

/** Takes the lock of this folder; throws `X_CONFIG` naming the holder and its URLs if another live process has it. */
export function takeLock(folder: string): Lock {
  const path = join(folder, 'lock.json');
  const identity = processIdentity(process.pid);
  if (identity === undefined) throw new Error('the system does not say when this process started');
  const mine: Holder = { pid: process.pid, identity, urls: {}, settings: {} };
  while (!tryLink(path, mine)) {
    const text = readIfThere(path);
    if (text === undefined) continue;
    const holder = holderSchema.parse(JSON.parse(text));
    if (processIdentity(holder.pid) === holder.identity) throw heldBy(folder, holder);
    discard(path, text);
  }
  return {
    announce: (urls, settings = {}) => writeJsonFile(path, { ...mine, urls, settings }),
    release: () => rmSync(path, { force: true }),
  };
}

/** Who holds the lock of this folder now, if anybody. */
export function readHolder(folder: string): Holder | undefined {
  const holder = readJsonFile(join(folder, 'lock.json'), holderSchema);
  return holder !== undefined && processIdentity(holder.pid) === holder.identity ? holder : undefined;
}

/** A hard link appears with its whole content or not at all, and never replaces an existing file. */
function tryLink(path: string, holder: Holder): boolean {
  const draft = `${path}.${randomUUID()}`;
  writeJsonFile(draft, holder);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** Removes a dead holder's file; puts it back if another starter was faster and the file is by now theirs. */
function discard(path: string, deadText: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== deadText) linkSync(aside, path);
  rmSync(aside);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function heldBy(folder: string, holder: Holder): PipelineError {
  const urls = Object.entries(holder.urls).map(([name, url]) => `${name} ${url}`);
  const where = urls.length === 0 ? 'it is still starting' : `it serves ${urls.join(', ')}`;
  return new PipelineError(
    'X_CONFIG',
    `${folder} is in use by process ${holder.pid}: ${where}. Stop it, or set DATA_DIR to another folder.`,
  );
}
