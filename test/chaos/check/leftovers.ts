/** Nothing is left on the disks of the services. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { Breach, Invariant } from './evidence.ts';
import { filesBelow } from './files-below.ts';

/** Folders of the services are named for their kind and process; what else there is may be named by a document. */
const ownName = /^legal-[a-z]+-\d+-/;

export const noTemporaryFiles: Invariant = {
  name: 'no temporary files',
  async breaches({ temporaryFolder }) {
    if (!existsSync(temporaryFolder)) return [];
    return (await readdir(temporaryFolder)).map(entry => ({
      kind: 'other',
      detail: `left: ${ownName.exec(entry)?.[0] ?? 'an entry that no service makes'}`,
    }));
  },
};

export const noPartialCopies: Invariant = {
  name: 'no partial copies in the caches',
  async breaches({ cacheFolders }) {
    const found: Breach[] = [];
    for (const [i, folder] of cacheFolders.entries()) {
      const partial = (await filesBelow(folder)).filter(file => file.startsWith('incoming-'));
      found.push(...partial.map((file): Breach => ({ kind: 'other', detail: `${file} in cache ${i + 1}` })));
    }
    return found;
  },
};
