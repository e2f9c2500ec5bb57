/** The record as an integration test uses it: our own clients, and the owner's connection to look and to move the clock. */
import type pg from 'pg';
import { newId } from '../../shared/ids.ts';
import { createRecordClient } from '../../shared/record/client.ts';
import { createDocuments, type NewDocument } from '../../shared/record/documents.ts';
import { createProjects } from '../../shared/record/projects.ts';
import { createRows } from '../../shared/record/rows.ts';
import { type Claimed, createTasks, type Delivery } from '../../shared/record/tasks.ts';
import { connect } from '../../stack/postgres.ts';
import { createTestEnvironment, type TestEnvironment } from './stack.ts';

export type TestRecord = Awaited<ReturnType<typeof createTestRecord>>;

/** An outcome with nothing in it. */
export const emptyOutcome = { counts: {}, engine: 'test', version: '1', warnings: [] as object[] };

/** A fresh record, in an environment of its own or one that is given. */
export async function createTestRecord(given?: TestEnvironment) {
  const environment = given ?? (await createTestEnvironment());
  const { SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, DATABASE_URL } = environment.environment;
  const client = createRecordClient({ url: SUPABASE_URL, serviceKey: SUPABASE_SERVICE_ROLE_KEY });
  const owner = await connect(DATABASE_URL);
  const documents = createDocuments(client);
  const tasks = createTasks(client);
  const projects = createProjects(client);

  const query = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> =>
    (await owner.query<T>(sql, values)).rows;

  /** Accepts a text file that nobody stored; answers its id and its first delivery. */
  const accept = async (over: Partial<NewDocument> = {}) => {
    const projectId = over.projectId ?? (await projects.create('Test matter')).id;
    const id = newId();
    const sha256 = id.replaceAll('-', '').padEnd(64, '0');
    const base = {
      id,
      projectId,
      sha256,
      bytes: 10,
      mediaType: 'text/plain',
      fileName: 'a.txt',
      storageKey: `${projectId}/${id}`,
      stage: 'ocr' as const,
    };
    const answer = await documents.accept({ ...base, ...over });
    if (answer.mismatch) throw new Error('idempotency mismatch');
    return { id: answer.documentId, projectId, ...answer };
  };

  /** Claims a task, or throws. */
  const claim = async (taskId: string): Promise<Claimed> => {
    const answer = await tasks.claim({ taskId, worker: 'test', leaseMs: 30_000 });
    if (answer.status !== 'claimed') throw new Error(`not claimed: ${answer.status}`);
    return answer;
  };

  /** Claims and commits a task; answers what comes next. */
  const finish = async (
    taskId: string,
    more: { parts?: object[]; document?: object; outcome?: object } = {},
  ): Promise<Delivery[]> => {
    const { token } = await claim(taskId);
    const answer = await tasks.commit({ taskId, token, outcome: emptyOutcome, ...more });
    if (answer.status !== 'committed') throw new Error(`not committed: ${answer.status}`);
    return answer.deliveries;
  };

  /** Claims and fails a task for good; answers what comes next. */
  const fail = async (taskId: string, code: 'I_DAMAGED' | 'I_PASSWORD' = 'I_DAMAGED'): Promise<Delivery[]> => {
    const { token } = await claim(taskId);
    const answer = await tasks.fail({ taskId, token, code, message: 'test', retryable: false });
    if (answer.status !== 'failed') throw new Error(`not failed: ${answer.status}`);
    return answer.deliveries;
  };

  /** Commits whatever comes next until nothing does. */
  const finishAll = async (deliveries: Delivery[]): Promise<void> => {
    for (const queue = [...deliveries]; queue.length > 0; )
      queue.push(...(await finish((queue.shift() as Delivery).taskId)));
  };

  const state = async (
    documentId: string,
  ): Promise<{ state: string; error_code: string | null; warnings: object[] }> => {
    const [row] = await query<{ state: string; error_code: string | null; warnings: object[] }>(
      'select state, error_code, warnings from documents where id = $1',
      [documentId],
    );
    if (!row) throw new Error('no such document');
    return row;
  };

  /** Lets the lease of a running task run out. */
  const expireLease = (taskId: string) =>
    query(`update tasks set lease_until = now() - interval '1 second' where id = $1 and state = 'running'`, [taskId]);

  return {
    environment,
    client,
    documents,
    tasks,
    projects,
    rows: createRows(client),
    query,
    accept,
    claim,
    finish,
    fail,
    finishAll,
    state,
    expireLease,
    async stop() {
      client.close();
      await owner.end();
      if (!given) await environment.stop();
    },
  };
}

/** The only delivery there is. */
export function only(deliveries: Delivery[]): Delivery {
  if (deliveries.length !== 1 || !deliveries[0]) throw new Error(`${deliveries.length} deliveries, one expected`);
  return deliveries[0];
}
