/** What is done after the last fault, as an operator would: wait, retry what the platform failed, resolve, sweep, send again. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sweepOnce } from '../../services/ingest-service/sweep.ts';
import { loadFileStore } from '../../shared/config/load.ts';
import { openFileStore } from '../../shared/files/open-store.ts';
import { createLog } from '../../shared/log.ts';
import { createRecordClient } from '../../shared/record/client.ts';
import { createDocuments } from '../../shared/record/documents.ts';
import type { Finding } from './check/evidence.ts';
import type { Scene } from './faults/fault.ts';
import type { World } from './world.ts';

/** Documents of a project that have not ended. */
export async function openDocuments({ query }: Pick<World, 'query'>, project: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    `select count(*)::int as n from documents where project_id = $1 and state = 'processing'`,
    [project],
  );
  return row?.n ?? 0;
}

/** Resolves when every document of a project has ended; throws after the deadline. */
export async function settled(world: Pick<World, 'query'>, project: string, deadlineMs: number): Promise<void> {
  for (const until = Date.now() + deadlineMs; ; await sleep(200)) {
    const open = await openDocuments(world, project);
    if (open === 0) return;
    if (Date.now() > until) throw new Error(`${open} documents are open after ${deadlineMs} ms`);
  }
}

/** Documents that failed, or miss something, by a fault of ours; a document that is poison is meant to. */
const failedByUs = `
  select distinct d.id from documents d left join tasks t on t.document_id = d.id and t.state = 'failed'
  where d.project_id = $1 and d.state in ('failed', 'completed_partial')
    and coalesce(t.error_code, d.error_code) like 'X\\_%' and coalesce(t.error_code, d.error_code) <> 'X_POISON'`;

/** Retries what failed for want of luck, until nothing has; answers how many documents it was. */
export async function retryFailed({ world, client, project }: Scene): Promise<number> {
  const retried = new Set<string>();
  for (let round = 0; round < 5; round++) {
    const failed = await world.query<{ id: string }>(failedByUs, [project]);
    if (failed.length === 0) break;
    for (const { id } of failed) {
      retried.add(id);
      await client.act(id, 'retry');
    }
    await settled(world, project, 180_000);
  }
  return retried.size;
}

/** `cli resolve` on both projects, after which the partition of mentions must not depend on the order of arrival. */
export async function resolveBoth({ environment }: Pick<World, 'environment'>): Promise<void> {
  for (const name of ['Calm', 'Stormy']) {
    const command = [join(import.meta.dirname, '../../cli/index.ts'), 'resolve', name];
    await promisify(execFile)(process.execPath, command, { env: { ...environment } });
  }
}

/** The sweep that ingest-service makes every hour, of whatever was stored until now. */
export async function sweepStore({ environment }: Pick<World, 'environment'>): Promise<void> {
  const record = createRecordClient({
    url: environment.SUPABASE_URL,
    serviceKey: environment.SUPABASE_SERVICE_ROLE_KEY,
  });
  try {
    const files = openFileStore(loadFileStore(environment));
    const log = createLog({ service: 'chaos', level: 'none', format: 'text' });
    const options = { files, documents: createDocuments(record), log, sweepAfterMs: 0 };
    await sweepOnce(options, new AbortController().signal);
  } finally {
    record.close();
  }
}

/** Processes that outlived the services: known by the temporary folder they were given. */
export function leftProcesses(temporaryFolder: string): Finding[] {
  const mark = `TMPDIR=${temporaryFolder}\0`;
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => environmentOf(pid).includes(mark))
    .map(pid => ({ invariant: 'no process is left', kind: 'other', detail: `process ${pid}` }));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return ''; // it ended, or is not ours
    throw error;
  }
}
