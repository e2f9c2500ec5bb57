/** Nothing is left on the disks of the services. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../../shared/is-running.ts';
import type { Breach, Invariant } from './evidence.ts';
import { filesBelow } from './files-below.ts';

/** Folders of the services are named for their kind and process (`makeTempFolder`); what else there is may be named by a document. */
const ownName = /^legal-[a-z]+-(\d+)-/;

/** A service that runs and is idle has a folder, and nothing in it. */
export const noTemporaryFiles: Invariant = {
  name: 'no temporary files',
  async breaches({ temporaryFolder }) {
    const found: Breach[] = [];
    for (const entry of existsSync(temporaryFolder) ? await readdir(temporaryFolder) : []) {
      const [own, pid] = ownName.exec(entry) ?? [];
      const files = await filesBelow(join(temporaryFolder, entry));
      if (pid !== undefined && isRunning(Number(pid)) && files.length === 0) continue;
      const detail = `${own ?? 'an entry that no service makes'} is left, with ${files.length} files`;
      found.push({ kind: 'other', detail });
    }
    return found;
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
