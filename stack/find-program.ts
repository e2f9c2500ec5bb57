/** Finds programs the stack runs but does not bring along. */
import { delimiter, join } from 'node:path';
import { findProgram as findOnPath } from '../shared/find-program.ts';

/** Where the bootstrap unpacks programs for a user who may not install any. */
export const toolsFolder = join(import.meta.dirname, '..', '.data', 'tools', 'bin');

/** The full path of the first of these names found on the search path or in {@link toolsFolder}. */
export const findProgram = (names: string[], searchPath: string): string | undefined =>
  findOnPath(names, `${searchPath}${delimiter}${toolsFolder}`);
