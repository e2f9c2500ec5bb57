/** `verify`: all histories against their hash chains, all originals against the SHA-256 and size they were accepted with. */
import { createHash } from 'node:crypto';
import { loadFileStore } from '../shared/config/load.ts';
import { type ErrorCode, toPipelineError } from '../shared/errors.ts';
import { openFileStore } from '../shared/files/open-store.ts';
import type { FileStore } from '../shared/files/store.ts';
import { type BrokenHistory, createOperations, type Operations, type Original } from '../shared/record/operations.ts';
import { createProjects } from '../shared/record/projects.ts';
import type { Answer } from './answer.ts';
import { installation } from './connection.ts';
import { projectByName, withRecord } from './record.ts';
import { counted, table } from './table.ts';

interface BrokenOriginal {
  documentId: string;
  code: ErrorCode;
}

/** Histories in one call: some 50 events a document. */
const documentsAtOnce = 200;

/** Reads every original. `error` if anything is broken. Throws `I_NOT_FOUND` if there is no such project. */
export const verify = (projectName?: string, environment = installation().environment): Promise<Answer> =>
  withRecord(async record => {
    const projectId = projectName === undefined ? null : (await projectByName(createProjects(record), projectName)).id;
    const store = openFileStore(loadFileStore(environment));
    const operations = createOperations(record);
    const histories = await verifyHistories(operations, projectId);
    const originals = await verifyOriginals(operations.originals(projectId), store);
    const isBroken = histories.broken.length + originals.broken.length > 0;
    const sound = [
      `histories: ${counted(histories.documents, 'document')}, ${counted(histories.events, 'event')}, ${histories.broken.length} broken`,
      `originals: ${counted(originals.files, 'file')}, ${originals.bytes} bytes, ${originals.broken.length} broken`,
    ];
    return {
      json: { histories, originals },
      text: [...sound, ...tables(histories.broken, originals.broken)].join('\n'),
      exit: isBroken ? 'error' : 'ok',
    };
  }, environment);

async function verifyHistories(operations: Operations, projectId: string | null) {
  const all = { documents: 0, events: 0, broken: [] as BrokenHistory[] };
  for (let after: string | null = null; ; ) {
    const page = await operations.verifyEvents(projectId, after, documentsAtOnce);
    all.documents += page.documents;
    all.events += page.events;
    all.broken.push(...page.broken);
    if (page.last === null) return all;
    after = page.last;
  }
}

/** One after the other: the disk is the bound, and workers want it, too. */
async function verifyOriginals(originals: AsyncIterable<Original>, store: FileStore) {
  const all = { files: 0, bytes: 0, broken: [] as BrokenOriginal[] };
  for await (const original of originals) {
    all.files += 1;
    all.bytes += original.bytes;
    const code = await faultOf(original, store);
    if (code) all.broken.push({ documentId: original.id, code });
  }
  return all;
}

/** `X_FILE_MISSING` for one that is not there, `X_STORE` if it cannot be read, `X_FILE_CHANGED` for other bytes. Throws if the store is away. */
async function faultOf({ storageKey, sha256, bytes }: Original, store: FileStore): Promise<ErrorCode | undefined> {
  const hash = createHash('sha256');
  let count = 0;
  try {
    for await (const piece of await store.get(storageKey)) {
      hash.update(piece);
      count += piece.length;
    }
  } catch (thrown) {
    const { code } = toPipelineError(thrown);
    if (code === 'X_STORE') await store.check();
    return code;
  }
  return count === bytes && hash.digest('hex') === sha256 ? undefined : 'X_FILE_CHANGED';
}

const meaning: Record<BrokenHistory['problem'], string> = {
  gap: 'an event is missing before it',
  chain: 'it does not follow the event before it',
  hash: 'it was changed',
  end: 'the document ends its history elsewhere',
};

function tables(histories: BrokenHistory[], originals: BrokenOriginal[]): string[] {
  const rows = [
    ...histories.map(({ documentId, sequence, problem }) => [documentId, `event ${sequence}`, meaning[problem]]),
    ...originals.map(({ documentId, code }) => [documentId, 'original', code]),
  ];
  return rows.length === 0 ? [] : ['', table(['document', 'what', 'is broken'], rows)];
}
