/** Waits until documents, and those found inside them, have ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sideBySide } from '../shared/side-by-side.ts';
import type { Api } from './api.ts';
import { type ApiDocument, documentSchema, listedDocumentSchema } from './api-answers.ts';

export interface WaitOptions {
  projectId: string;
  /** The wait gives up after this long; by default never. */
  timeoutMs?: number | undefined;
  /** Called after every look with how many of the given documents have ended. */
  onLook?: (ended: number) => void;
}

const shortestPauseMs = 250;
const longestPauseMs = 3_000;

/**
 * The documents in the order given, once neither they nor their attachments are in progress any more, or as they are when
 * the time is over. One request a look, however many they are.
 */
export async function waitForEnd(api: Api, ids: string[], options: WaitOptions): Promise<ApiDocument[]> {
  const giveUpAt = options.timeoutMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + options.timeoutMs;
  const wanted = new Set(ids);
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 1.3, longestPauseMs)) {
    const open = await inProgress(api, options.projectId, wanted);
    options.onLook?.(wanted.size - open.size);
    if (open.size === 0 || Date.now() > giveUpAt) break;
    await sleep(pauseMs);
  }
  return sideBySide(ids, 8, id => api.get(`/v1/documents/${id}`, documentSchema));
}

async function inProgress(api: Api, projectId: string, wanted: Set<string>): Promise<Set<string>> {
  const open = new Set<string>();
  const query = `/v1/documents?project=${encodeURIComponent(projectId)}&state=processing`;
  for await (const { id, rootId } of api.list(query, listedDocumentSchema)) {
    if (wanted.has(rootId)) open.add(rootId);
    else if (wanted.has(id)) open.add(id);
  }
  return open;
}
