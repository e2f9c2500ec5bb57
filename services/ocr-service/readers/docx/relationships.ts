/** Finds the parts of an Office file by their relationships, as the Open Packaging Conventions say, not by their usual names. */
import { posix } from 'node:path';
import type { Package } from './package.ts';

/** One relationship; `type` is the last word of its URI: `officeDocument`, `styles`, `header`. */
export interface Relationship {
  id: string;
  type: string;
  /** Name of the part; of an external relationship the address as written. */
  target: string;
  external: boolean;
}

/** The relationships of a part, or of the package itself (`''`). None if it has no list. */
export async function readRelationships(file: Package, part: string): Promise<Relationship[]> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const found: Relationship[] = [];
  if (!file.has(name)) return found;
  await file.read(name, {
    open(element, attributes) {
      if (element !== 'rel:Relationship') return;
      const { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode } = attributes;
      const external = mode === 'External';
      found.push({
        id,
        type: type.split('/').at(-1) ?? '',
        target: external ? target : resolve(folder, target),
        external,
      });
    },
    close() {},
  });
  return found;
}

/** An absolute target starts at the root of the package. */
const resolve = (folder: string, target: string): string =>
  target.startsWith('/') ? target.slice(1) : posix.join(folder, target);

/** Answers the content type of a part: its own, else that of its extension; undefined if the package gives none. */
export async function readContentTypes(file: Package): Promise<(part: string) => string | undefined> {
  const ofParts = new Map<string, string>();
  const ofExtensions = new Map<string, string>();
  await file.read('[Content_Types].xml', {
    open(element, { PartName: name, Extension: extension, ContentType: type }) {
      if (element === 'ct:Override' && name && type) ofParts.set(name.replace(/^\//, '').toLowerCase(), type);
      if (element === 'ct:Default' && extension && type) ofExtensions.set(extension.toLowerCase(), type);
    },
    close() {},
  });
  return part => {
    const name = part.toLowerCase();
    return ofParts.get(name) ?? ofExtensions.get(posix.extname(name).slice(1));
  };
}
