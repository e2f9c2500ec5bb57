/** Makes the name that somebody gave to a file fit to be kept and shown. */

/** Longest name that is kept, in UTF-16 units: what file systems and screens take. */
const maxNameLength = 255;
const maxPathLength = 1_024;
/** Longest ending that survives the shortening of a name. */
const maxExtensionLength = 16;

/** Control characters, and those that turn the direction of writing and make `exe.pdf` out of `fdp.exe`. */
const unfit = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The name without its path, and the path as well if there is one: browsers send `folder/name` for whole folders. */
export function cleanFileName(given: string | undefined): { fileName: string; sourcePath: string | undefined } {
  const path = cleanPath(given ?? '');
  const parts = partsOf(path);
  const fileName = shorten(parts.at(-1)?.trim() ?? '') || 'unnamed';
  return { fileName, sourcePath: parts.length > 1 ? path : undefined };
}

const partsOf = (path: string): string[] => path.split('/').filter(part => !['', '.', '..'].includes(part));

/** A path inside a container as a name for a place: as `cleanPath`, without root, drive and steps up; may be empty. */
export const placePath = (given: string): string =>
  partsOf(cleanPath(given).replace(/^[A-Za-z]:/, ''))
    .map(part => part.trim())
    .filter(part => part !== '')
    .join('/');

/** A path as it is kept: forward slashes, NFC, no control characters, at most 1,024 units. It is never opened. */
export function cleanPath(given: string): string {
  const path = given.toWellFormed().replace(unfit, '').normalize('NFC').replaceAll('\\', '/').trim();
  return path.slice(-maxPathLength).toWellFormed();
}

/** Cuts the middle out of a long name: its ending says what to open it with. */
function shorten(name: string): string {
  if (name.length <= maxNameLength) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= maxExtensionLength ? name.slice(dot) : '';
  const stem = name.slice(0, maxNameLength - extension.length);
  // A cut between the halves of a surrogate pair would leave half a character.
  return (stem.isWellFormed() ? stem : stem.slice(0, -1)) + extension;
}
