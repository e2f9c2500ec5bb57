/** Runs a private Postgres with the roles and grants a Supabase project starts from. */
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Child, type Children, type ChildSpec, startReady } from './children.ts';
import { loopback } from './ports.ts';
import { type PostgresFiles, preparePostgresFiles } from './postgres-files.ts';
import type { Secrets } from './secrets.ts';

/** Where a private Postgres is, and with which passwords. */
export interface PostgresAddress {
  port: number;
  secrets: Pick<Secrets, 'ownerPassword' | 'authenticatorPassword'>;
}

export interface PostgresOptions extends PostgresAddress {
  dataDir: string;
  logDir: string;
  children: Children;
}

/** Makes the cluster on first use, starts it, and waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<Child> {
  const files = preparePostgresFiles(options.dataDir);
  if (!existsSync(files.cluster)) await initialise(files, options.secrets.ownerPassword);
  const spec: ChildSpec = {
    name: 'postgres',
    command: join(files.programs, 'postgres'),
    args: ['-D', files.cluster, ...settings(options.port)],
    env: plainEnvironment,
    cwd: files.cluster,
    user: files.user,
    output: join(options.logDir, 'postgres.log'),
    // "Fast shutdown": open sessions are ended, data is written out.
    stopSignal: 'SIGINT',
  };
  const retryUntil = Date.now() + retryMs;
  for (;;) {
    try {
      return await startReady(options.children, spec, () => prepareAddress(options), 60_000);
    } catch (error) {
      if (Date.now() > retryUntil) throw error;
      await sleep(200);
    }
  }
}

/** For a moment after a crash its last processes still hold the shared memory, and a new server refuses to start. */
const retryMs = 3_000;

/** Connection string of the owner. */
export const ownerUrl = ({ port, secrets }: PostgresAddress, database = 'postgres'): string =>
  `postgresql://postgres:${secrets.ownerPassword}@${loopback}:${port}/${database}`;

/** Connection string of the role PostgREST logs in with. */
export const authenticatorUrl = ({ port, secrets }: PostgresAddress, database = 'postgres'): string =>
  `postgresql://authenticator:${secrets.authenticatorPassword}@${loopback}:${port}/${database}`;

const prepareAddress = (address: PostgresAddress): Promise<void> =>
  prepareServer(ownerUrl(address), address.secrets.authenticatorPassword);

/** Resolves once it answers; a new server has the roles of a Supabase project then. Throws what `pg` throws. */
export async function prepareServer(url: string, authenticatorPassword: string): Promise<void> {
  const owner = await connect(url);
  try {
    const { rows } = await owner.query<{ isNew: boolean }>(`select to_regrole('authenticator') is null as "isNew"`);
    // One transaction: the role is there if and only if all the rest is.
    if (rows[0]?.isNew) {
      const password = owner.escapeLiteral(authenticatorPassword);
      await owner.query(`${supabaseBase}; alter role authenticator password ${password}`);
    }
  } finally {
    await owner.end();
  }
}

/**
 * Gives a new database what a Supabase project starts with. Not to be repeated on a database that has migrations: it
 * would grant again what they revoked.
 */
export async function applySupabaseBase(client: pg.ClientBase): Promise<void> {
  await client.query(supabaseBase);
}

const supabaseBase = readFileSync(join(import.meta.dirname, 'supabase-base.sql'), 'utf8');

/** A session of the owner or another role, or an error after two seconds. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  return client;
}

const plainEnvironment = { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' };

/** Makes the cluster beside its final place and moves it there when it is whole: a start that is killed leaves none. */
async function initialise(files: PostgresFiles, password: string): Promise<void> {
  const draft = `${files.cluster}.draft`;
  const passwordFile = join(draft, '..', 'postgres.password');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    if (files.user !== undefined) {
      for (const path of [draft, passwordFile]) chownSync(path, files.user.uid, files.user.gid);
    }
    await promisify(execFile)(
      join(files.programs, 'initdb'),
      [
        ...['--pgdata', draft, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        // Postgres' own collation: case works for every script, and the order of rows is the same on every system.
        ...['--encoding', 'UTF8', '--no-locale', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ],
      { env: plainEnvironment, cwd: draft, ...files.user },
    );
    renameSync(draft, files.cluster);
  } finally {
    rmSync(passwordFile);
  }
}

/** For a laptop: small, durable, and without document text in the log (Postgres quotes rows and statements by default). */
const settings = (port: number): string[] =>
  Object.entries({
    port,
    listen_addresses: loopback,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    fsync: 'on',
    max_wal_size: '2GB',
    // Nothing replicates from here, so the log needs to serve crash recovery only.
    wal_level: 'minimal',
    max_wal_senders: 0,
    // Queries are short and the cores busy; parallel workers also need more shared memory than containers give.
    max_parallel_workers_per_gather: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
