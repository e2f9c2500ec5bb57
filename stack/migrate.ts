/** Applies the migrations of `supabase/migrations`, and keeps the ledger the Supabase command line keeps. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { PipelineError } from '../shared/errors.ts';

/** Where our own migrations are. */
export const migrationsFolder = join(import.meta.dirname, '..', 'supabase', 'migrations');

interface Migration {
  version: string;
  name: string;
  sql: string;
}

/** Any number that only this command uses. */
const advisoryLock = 7_203_114_501;

/**
 * Applies what is missing, in order, each file in a transaction of its own together with its line in the ledger, so
 * that `supabase db push` continues from here and the other way round. Two at once: one waits for the other. Answers
 * with the versions it applied.
 */
export async function migrate(client: pg.ClientBase, folder = migrationsFolder): Promise<string[]> {
  const migrations = readMigrations(folder);
  await client.query('select pg_advisory_lock($1)', [advisoryLock]);
  try {
    const known = await appliedVersions(client);
    const missing = migrations.filter(({ version }) => !known.has(version));
    for (const migration of missing) await apply(client, migration);
    await client.query(`notify pgrst, 'reload schema'`);
    return missing.map(({ version }) => version);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryLock]);
  }
}

/** {@link migrate} in a session of its own. */
export async function migrateDatabase(databaseUrl: string, folder = migrationsFolder): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await migrate(client, folder);
  } finally {
    await client.end();
  }
}

/** Files named `<timestamp>_<name>.sql`, oldest first; anything else in the folder is a mistake worth stopping for. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder).filter(file => !file.startsWith('.'));
  const migrations = files.sort().map(file => {
    const [, version, name] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
    if (version === undefined || name === undefined) {
      throw new PipelineError('X_SCHEMA', `${file} in ${folder} is not named <14 digits>_<name>.sql`);
    }
    return { version, name, sql: readFileSync(join(folder, file), 'utf8') };
  });
  const twice = migrations.find(({ version }, index) => migrations[index - 1]?.version === version);
  if (twice !== undefined) throw new PipelineError('X_SCHEMA', `two migrations have the version ${twice.version}`);
  return migrations;
}

/** The ledger as the Supabase command line makes it. */
async function appliedVersions(client: pg.ClientBase): Promise<Set<string>> {
  await client.query('create schema if not exists supabase_migrations');
  await client.query(
    'create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text)',
  );
  const { rows } = await client.query<{ version: string }>('select version from supabase_migrations.schema_migrations');
  return new Set(rows.map(({ version }) => version));
}

async function apply(client: pg.ClientBase, { version, name, sql }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query(
      'insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)',
      [version, [sql], name],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new PipelineError('X_SCHEMA', `migration ${version}_${name} failed${describe(cause, sql)}`, { cause });
  }
}

/** Postgres counts the position of an error in characters from the start of the file; people read lines. */
function describe(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError)) return '';
  const line =
    error.position === undefined ? '' : ` in line ${sql.slice(0, Number(error.position)).split('\n').length}`;
  return `${line}: ${error.message}`;
}
