/** Finds programs the stack runs but does not bring along. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where the bootstrap unpacks programs for a user who may not install any. */
export const toolsFolder = join(import.meta.dirname, '..', '.data', 'tools', 'bin');

/** The full path of the first of these names found on the search path or in {@link toolsFolder}. */
export function findProgram(names: string[], searchPath: string): string | undefined {
  const folders = [...searchPath.split(delimiter).filter(folder => folder !== ''), toolsFolder];
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
