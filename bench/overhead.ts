/**
 * What the pipeline itself costs a document: time from one stage's commit to the next one's claim, and CPU by kind of process.
 * The documents are small; what their stages cost by themselves is measured beside it, to be taken off.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFile } from '../cli/direct/run-file.ts';
import { createStages } from '../cli/direct/stages.ts';
import { createLog } from '../shared/log.ts';
import { connect } from '../stack/postgres.ts';
import { type Product, startProduct } from '../stack/product.ts';
import { processesBelow } from './processes.ts';

const documents = 200;
const trickle = 30;

/** Starts the product in a folder of its own, measures, stops it. */
export async function run(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-overhead-'));
  const log = createLog({ service: 'bench', level: 'error', format: 'text' });
  const environment = { ...process.env, LOG_LEVEL: 'error', GRACE_MS: '2000' };
  const product = await startProduct({ dataDir, environment, log });
  const database = await connect(product.environment.DATABASE_URL ?? '');
  try {
    const ask = async <T>(sql: string, values: unknown[]): Promise<T[]> =>
      (await database.query(sql, values)).rows as T[];
    // Until plans are cached and code is compiled, as they are in a service that has run for a minute.
    await measure('warm-up', product, ask, 300, 16);
    console.log(
      `\nstage work alone, in one process, without queue and record: ${(await stageWork(dataDir)).toFixed(1)} CPU ms per document`,
    );
    await measure('idle: one document at a time', product, ask, trickle, 1);
    await measure('loaded: all at once', product, ask, documents, 16);
  } finally {
    await database.end();
    await product.stop();
    await rm(dataDir, { recursive: true });
  }
}

type Ask = <T>(sql: string, values: unknown[]) => Promise<T[]>;

async function measure(name: string, product: Product, ask: Ask, count: number, atOnce: number): Promise<void> {
  const project = await call<{ id: string }>(product, 'POST', '/v1/projects', JSON.stringify({ name }));
  const before = await cpuByKind();
  const startedAt = performance.now();
  let next = 0;
  const client = async () => {
    for (let n = next++; n < count; n = next++) {
      await upload(product, project.id, n);
      if (atOnce === 1) await drained(ask, project.id, 25);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  await drained(ask, project.id, 100);
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await cpuByKind();
  if (name === 'warm-up') return;

  const hops = await ask<{ stage: string; p50: number; p95: number }>(
    `select coalesce(stage, 'all') as stage,
       percentile_cont(0.5) within group (order by extract(epoch from started_at - created_at) * 1000) as p50,
       percentile_cont(0.95) within group (order by extract(epoch from started_at - created_at) * 1000) as p95
     from tasks where project_id = $1 group by rollup (stage)`,
    [project.id],
  );
  console.log(`\n${name}: ${count} documents in ${seconds.toFixed(1)} s = ${(count / seconds).toFixed(1)} documents/s`);
  console.log(
    `  ms per hop (recorded to claimed)  ${hops.map(h => `${h.stage} p50 ${h.p50.toFixed(1)} p95 ${h.p95.toFixed(1)}`).join('   ')}`,
  );
  const spent = Object.keys(after)
    .map(kind => ({ kind, ms: ((after[kind] ?? 0) - (before[kind] ?? 0)) / count }))
    .filter(s => s.ms >= 0.05);
  const total = spent.reduce((sum, s) => sum + s.ms, 0);
  console.log(
    `  CPU ms per document ${total.toFixed(1)}  =  ${spent
      .sort((a, b) => b.ms - a.ms)
      .map(s => `${s.kind} ${s.ms.toFixed(1)}`)
      .join('  ')}`,
  );
}

const letter = (project: string, n: number): string =>
  `Letter ${project} ${n}\n\nOn March ${(n % 28) + 1}, 2024 we sent you USD ${n + 1}.00 under the agreement.\n`;

/** CPU milliseconds all stages together take for one of the documents. */
async function stageWork(folder: string): Promise<number> {
  const stages = createStages();
  const work = {
    log: createLog({ service: 'bench', level: 'error', format: 'text' }),
    signal: new AbortController().signal,
  };
  const process1 = async (n: number) => {
    const path = join(folder, `letter-${n}.txt`);
    await writeFile(path, letter('alone', n));
    await runFile(path, stages, work);
  };
  for (let n = 0; n < 20; n++) await process1(n);
  const before = process.cpuUsage();
  for (let n = 0; n < documents; n++) await process1(n);
  const { user, system } = process.cpuUsage(before);
  await stages.close();
  return (user + system) / 1_000 / documents;
}

async function upload(product: Product, project: string, n: number): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([letter(project, n)]), `letter-${n}.txt`);
  await call(product, 'POST', `/v1/documents?project=${project}`, form);
}

async function call<T>(product: Product, method: string, path: string, body: string | FormData): Promise<T> {
  const headers: Record<string, string> = { authorization: `Bearer ${product.apiKey}` };
  if (typeof body === 'string') headers['content-type'] = 'application/json';
  const answer = await fetch(`${product.urls['ingest-service']}${path}`, { method, headers, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Waits until nothing of the project is in progress; throws if something did not complete. */
async function drained(ask: Ask, project: string, pauseMs: number): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    const [row] = await ask<{ open: number; bad: number }>(
      `select count(*) filter (where state = 'processing')::int as open, count(*) filter (where state not in ('processing', 'completed'))::int as bad from documents where project_id = $1`,
      [project],
    );
    if (row?.bad) throw new Error(`${row.bad} documents did not complete`);
    if (row?.open === 0) return;
    if (Date.now() > until) throw new Error(`${row?.open} documents still open after 120 s`);
    await new Promise(resolve => setTimeout(resolve, pauseMs));
  }
}

/** CPU milliseconds spent so far by this process and all below it, by kind. */
async function cpuByKind(): Promise<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const { kind, cpuMs } of await processesBelow()) {
    const name = kind === 'this' ? 'client and gateway' : kind;
    kinds[name] = (kinds[name] ?? 0) + cpuMs;
  }
  return kinds;
}
