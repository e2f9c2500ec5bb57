/** Finds the files a person means by naming files and folders, and says which it leaves out. */
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../shared/command.ts';

export interface FoundFile {
  path: string;
  /** From the name of the named folder on, with `/`; of a named file its name. */
  sourcePath: string;
  bytes: number;
}

export interface Found {
  files: FoundFile[];
  /** Left out, and why. */
  skipped: { path: string; why: 'hidden' | 'link to a folder' | 'not a regular file' }[];
}

/**
 * All files of the folders, sorted by name, each once. In folders hidden entries are left out, named files are always
 * taken. Throws a `UsageError` for a path that does not exist.
 */
export async function collectFiles(paths: string[]): Promise<Found> {
  const found: Found = { files: [], skipped: [] };
  const seen = new Set<string>();
  const add = (path: string, sourcePath: string, bytes: number) => {
    if (seen.has(path)) return;
    seen.add(path);
    found.files.push({ path, sourcePath, bytes });
  };
  for (const path of paths.map(given => resolve(given))) {
    const stats = await statNamed(path);
    if (stats.isFile()) add(path, basename(path), stats.size);
    else if (!stats.isDirectory()) throw new UsageError(`${path}: neither a file nor a folder`);
    else await walk(path, (file, bytes) => add(file, sourcePathOf(path, file), bytes), found.skipped);
  }
  return found;
}

/** Throws a `UsageError` for a path somebody named that is not there or not ours to see. */
export const statNamed = (path: string): Promise<Stats> =>
  stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path}: ${error.code === 'ENOENT' ? 'no such file or folder' : error.code}`);
  });

const sourcePathOf = (folder: string, file: string): string =>
  [basename(folder), ...relative(folder, file).split(sep)].filter(part => part !== '').join('/');

async function walk(
  folder: string,
  add: (path: string, bytes: number) => void,
  skipped: Found['skipped'],
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) {
      skipped.push({ path, why: 'hidden' });
      continue;
    }
    const stats = await stat(path);
    // Links to folders may lead in circles, or out of the matter.
    if (stats.isDirectory() && entry.isSymbolicLink()) skipped.push({ path, why: 'link to a folder' });
    else if (stats.isDirectory()) await walk(path, add, skipped);
    else if (stats.isFile()) add(path, stats.size);
    else skipped.push({ path, why: 'not a regular file' });
  }
}
