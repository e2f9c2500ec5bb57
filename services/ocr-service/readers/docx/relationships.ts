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

/** Content types of the parts that are named one by one, by name in small letters, without leading slash. */
export async function readContentTypes(file: Package): Promise<Map<string, string>> {
  const types = new Map<string, string>();
  await file.read('[Content_Types].xml', {
    open(element, { PartName: name, ContentType: type }) {
      if (element === 'ct:Override' && name && type) types.set(name.replace(/^\//, '').toLowerCase(), type);
    },
    close() {},
  });
  return types;
}
