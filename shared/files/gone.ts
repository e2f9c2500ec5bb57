/** Files that are not there, and the errors that say so. */

/** True for what says that there is no such file. A file in the place of a folder says so, too. */
export const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Null for what is not there; every other error is thrown on. */
export function nullIfGone(error: unknown): null {
  if (isGone(error)) return null;
  throw error;
}
