/** A client as the API asks for: it sends every file under an Idempotency-Key, and again until it has an answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignFile } from './documents.ts';
import type { Replica } from './replica.ts';

/** An answer: the file is the pipeline's from here on. */
export interface Sent {
  project: string;
  key: string;
  documentId: string;
  fileName: string;
}

export interface Client {
  /** Every answer so far. */
  sent: Sent[];
  createProject(name: string): Promise<string>;
  /** Sends until it is answered; throws if that takes longer than three minutes. */
  send(project: string, file: CampaignFile): Promise<Sent>;
  /** One try, of a file or of one sent before: milliseconds, and the answer if there was one. */
  tryOnce(project: string, file: CampaignFile, key: string): Promise<{ ms: number; documentId: string | undefined }>;
  /** Asks a document to be retried, reprocessed or cancelled; true if that was possible. */
  act(documentId: string, action: 'retry' | 'cancel' | 'reprocess', body?: object): Promise<boolean>;
}

/** How long one try may take: a service that hangs is given up. */
const tryMs = 15_000;
const giveUpMs = 180_000;

export function createClient(world: { apiKey: string; replicas: readonly Pick<Replica, 'service' | 'url'>[] }): Client {
  const sent: Sent[] = [];
  let turn = 0;
  const ingests = world.replicas.filter(({ service }) => service === 'ingest-service');
  /** The replicas in turn, as behind a load balancer. */
  const call = (path: string, init: RequestInit): Promise<Response> => {
    const replica = ingests[turn++ % ingests.length];
    const headers = { authorization: `Bearer ${world.apiKey}`, ...init.headers };
    return fetch(`${replica?.url()}${path}`, { ...init, headers, signal: AbortSignal.timeout(tryMs) });
  };
  const until = async <T>(what: string, work: () => Promise<T | undefined>): Promise<T> => {
    for (const deadline = Date.now() + giveUpMs; ; await sleep(250)) {
      const answer = await work().catch(onlyUnanswered);
      if (answer !== undefined) return answer;
      if (Date.now() > deadline) throw new Error(`${what}: no answer within ${giveUpMs} ms`);
    }
  };
  const tryOnce: Client['tryOnce'] = async (project, { name, content }, key) => {
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(content)]), name);
    const since = performance.now();
    const answer = await call(`/v1/documents?project=${project}`, {
      method: 'POST',
      body: form,
      headers: { 'idempotency-key': key },
    })
      .then(async response => ({ ok: response.ok, status: response.status, body: await response.text() }))
      .catch(onlyUnanswered);
    const ms = performance.now() - since;
    if (!answer || answer.status >= 500) return { ms, documentId: undefined };
    const { documents } = JSON.parse(answer.body) as { documents?: { documentId: string | null }[] };
    if (!answer.ok || !documents?.[0]?.documentId) throw new Error(`${name}: ${answer.status} ${answer.body}`);
    return { ms, documentId: documents[0].documentId };
  };

  return {
    sent,
    tryOnce,
    createProject: name =>
      until('create project', async () => {
        const headers = { 'content-type': 'application/json' };
        const answer = await call('/v1/projects', { method: 'POST', headers, body: JSON.stringify({ name }) });
        return answer.ok ? ((await answer.json()) as { id: string }).id : undefined;
      }),
    async send(project, file) {
      const key = `${project}/${file.name}`;
      const documentId = await until(file.name, async () => (await tryOnce(project, file, key)).documentId);
      const line = { project, key, documentId, fileName: file.name };
      sent.push(line);
      return line;
    },
    act: (documentId, action, body = {}) =>
      until(action, async () => {
        const headers = { 'content-type': 'application/json' };
        const path = `/v1/documents/${documentId}/${action}`;
        const answer = await call(path, { method: 'POST', headers, body: JSON.stringify(body) });
        await answer.text();
        return answer.status >= 500 ? undefined : answer.ok;
      }),
  };
}

/** A connection that was refused, cut or too slow is one more try; anything else is a mistake of ours. */
function onlyUnanswered(error: Error): undefined {
  if (error instanceof TypeError || error.name === 'TimeoutError' || error.name === 'SyntaxError') return undefined;
  throw error;
}
