/** The file store holds what the record says, and nothing else. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { storeMarker } from '../../../shared/files/store.ts';
import type { Breach, Invariant } from './evidence.ts';
import { filesBelow } from './files-below.ts';

interface Stored {
  id: string;
  key: string;
  sha256: string;
  bytes: string;
  /** A file inside another that could not be had has a row and no bytes. */
  isKept: boolean;
}

/** Of all projects: an object knows its key only. */
export const storeFits: Invariant = {
  name: 'every object has a document and the reverse',
  async breaches({ owner, filesFolder }) {
    const { rows } = await owner.query<Stored>(
      `select id, storage_key as key, sha256, bytes::text, bytes > 0 and state <> 'deleted' as "isKept" from public.documents`,
    );
    const byKey = new Map(rows.map(row => [row.key, row]));
    const objects = (await filesBelow(filesFolder)).filter(name => name !== storeMarker);
    const found: Breach[] = [];
    for (const object of objects) {
      const document = byKey.get(object);
      if (object.startsWith('.incoming')) found.push({ kind: 'other', detail: 'an upload is left in .incoming' });
      else if (!document) found.push({ kind: 'other', detail: `object ${object} has no document` });
      else if (!(await holds(join(filesFolder, object), document)))
        found.push({ kind: 'lost', detail: `object ${object} is not what document ${document.id} says` });
    }
    const there = new Set(objects);
    for (const { id, key, isKept } of rows) {
      if (isKept && !there.has(key)) found.push({ kind: 'lost', detail: `document ${id} has no object` });
    }
    return found;
  },
};

async function holds(path: string, { sha256, bytes }: Stored): Promise<boolean> {
  if ((await stat(path)).size !== Number(bytes)) return false;
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex') === sha256;
}
