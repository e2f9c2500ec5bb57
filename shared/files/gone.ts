/** Files that are not there, and the errors that say so. */

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

export const isGone = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** Null for what is not there, or cannot be, as a file stands in the place of its folder; every other error is thrown on. */
export function nullIfGone(error: unknown): null {
  if (isGone(error) || codeOf(error) === 'ENOTDIR') return null;
  throw error;
}
