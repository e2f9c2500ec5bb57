/** The embedded default: starts those of Postgres, PostgREST with its gateway, Redis and the file store that are not configured. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { allOrNothing, stopInTurn } from './all-or-nothing.ts';
import { type Child, type Children, createChildren } from './children.ts';
import { startGateway } from './gateway.ts';
import { keepRunning } from './keep-running.ts';
import { takeLock } from './lock.ts';
import { migrateDatabase, migrationsFolder } from './migrate.ts';
import { notedSettings } from './noted-settings.ts';
import { createPortPicker, type PortPicker } from './ports.ts';
import { authenticatorUrl, ownerUrl, startPostgres } from './postgres.ts';
import { startPostgrest } from './postgrest.ts';
import { redisUrl, startRedis } from './redis.ts';
import { loadSecrets, type Secrets } from './secrets.ts';

export type Environment = Record<string, string | undefined>;

export interface StackOptions {
  /** Kept between runs; one stack at a time may use it. */
  dataDir: string;
  /** What is configured: a URL that is set here is used instead of starting something. */
  environment: Environment;
  log: Log;
  /** The folder of migrations; by default our own. */
  migrations?: string;
}

export interface Stack {
  /** For services: what was given, with all URLs and keys filled in. */
  environment: Environment;
  /** The same folder, as an absolute path. */
  dataDir: string;
  /** For further processes of the same run: whoever starts them stops them; the next start ends those left over. */
  children: Children;
  ports: PortPicker;
  /** Tells a second start where this one listens, and commands where its parts are. */
  announce(urls: Record<string, string>): void;
  /** Stops all in order and gives the data folder free. */
  stop(): Promise<void>;
}

/** What the parts of one start share. Each adds what undoes it to `stops`. */
interface Assembly {
  dataDir: string;
  logDir: string;
  searchPath: string;
  migrations: string;
  log: Log;
  secrets: Secrets;
  children: Children;
  ports: PortPicker;
  stops: (() => Promise<void> | void)[];
}

/** How long a component may take to write out its data before it is killed. */
const stopGraceMs = 15_000;

/**
 * Starts what is missing and applies the migrations. When it resolves, everything answers. Throws `X_CONFIG` when the
 * data folder is in use, the configuration is half set or a program is missing; nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const configured = options.environment;
  refuseHalfSet(configured);
  const dataDir = resolve(options.dataDir);
  makeDataDir(dataDir);
  const lock = takeLock(dataDir);
  const stops: Assembly['stops'] = [lock.release];
  try {
    const assembly = assemble({ ...options, dataDir }, stops);
    await endOrphans(assembly);
    const [supabase, redis] = await allOrNothing([
      configured.SUPABASE_URL ? useSupabase(configured, assembly) : startSupabase(assembly),
      configured.REDIS_URL ? {} : startQueue(assembly),
    ]);
    const environment = { ...defaults(assembly), ...withoutEmpty(configured), ...supabase, ...redis, TZ: 'UTC' };
    const { children, ports } = assembly;
    const announce = (urls: Record<string, string>) => lock.announce(urls, notedSettings(environment, configured));
    return { environment, dataDir, children, ports, announce, stop: () => stopInTurn(stops) };
  } catch (error) {
    await stopInTurn(stops);
    throw error;
  }
}

function refuseHalfSet(environment: Environment): void {
  if (environment.SUPABASE_URL && !environment.SUPABASE_SERVICE_ROLE_KEY) {
    throw new PipelineError('X_CONFIG', 'SUPABASE_URL is set, SUPABASE_SERVICE_ROLE_KEY is not: set both or neither.');
  }
  if (environment.DATABASE_URL && !environment.SUPABASE_URL) {
    throw new PipelineError(
      'X_CONFIG',
      'DATABASE_URL is set, SUPABASE_URL is not. For your own Supabase set both; for the embedded stack set neither.',
    );
  }
}

/** Postgres may run as another user, who must get through to its own folder; the other folders are closed. */
function makeDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  for (const folder of ['log', 'run', 'files', 'cache']) {
    mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
  }
}

function assemble(options: StackOptions, stops: Assembly['stops']): Assembly {
  const { dataDir, log } = options;
  return {
    dataDir,
    log,
    stops,
    logDir: join(dataDir, 'log'),
    searchPath: options.environment.PATH ?? '',
    migrations: options.migrations ?? migrationsFolder,
    secrets: loadSecrets(dataDir),
    children: createChildren(join(dataDir, 'run')),
    ports: createPortPicker(join(dataDir, 'ports.json')),
  };
}

/** Before anything starts: two Redis on one append-only file would damage it. */
async function endOrphans({ children, log }: Assembly): Promise<void> {
  const names = await children.reap();
  if (names.length > 0) log.warn('orphans.ended', { processes: names.join(' ') });
}

/** Somebody else's Supabase: we only bring its schema up to date, if we are told how to reach the database. */
async function useSupabase(environment: Environment, { migrations, log }: Assembly): Promise<Environment> {
  if (environment.DATABASE_URL) logApplied(log, await migrateDatabase(environment.DATABASE_URL, migrations));
  return {};
}

async function startSupabase(assembly: Assembly): Promise<Environment> {
  const { secrets, ports } = assembly;
  const database = { port: await ports.pick('postgres', 8704), secrets };
  await keep(assembly, 'postgres', () => startPostgres({ ...assembly, ...database }));
  logApplied(assembly.log, await migrateDatabase(ownerUrl(database), assembly.migrations));
  const port = await ports.pick('postgrest', 8703);
  const adminPort = await ports.pick('postgrest-admin');
  const rest = { port, adminPort, databaseUrl: authenticatorUrl(database), jwtSecret: secrets.jwtSecret };
  await keep(assembly, 'postgrest', () => startPostgrest({ ...assembly, ...rest }));
  const gateway = await startGateway({
    port: await ports.pick('gateway', 8702),
    postgrestPort: port,
    apiKeys: [secrets.anonKey, secrets.serviceRoleKey],
  });
  assembly.stops.push(gateway.stop);
  return {
    SUPABASE_URL: gateway.url,
    SUPABASE_ANON_KEY: secrets.anonKey,
    SUPABASE_SERVICE_ROLE_KEY: secrets.serviceRoleKey,
    DATABASE_URL: ownerUrl(database),
  };
}

async function startQueue(assembly: Assembly): Promise<Environment> {
  const address = { port: await assembly.ports.pick('redis', 8705), password: assembly.secrets.redisPassword };
  await keep(assembly, 'redis', () => startRedis({ ...assembly, ...address }));
  return { REDIS_URL: redisUrl(address) };
}

async function keep(assembly: Assembly, name: string, start: () => Promise<Child>): Promise<void> {
  const kept = await keepRunning(name, start, assembly.log);
  assembly.stops.push(() => kept.stop(stopGraceMs));
}

function logApplied(log: Log, versions: string[]): void {
  if (versions.length > 0) log.info('migrations.applied', { count: versions.length, last: versions.at(-1) });
}

const defaults = ({ dataDir, secrets }: Assembly): Environment => ({
  FILES_URL: pathToFileURL(join(dataDir, 'files')).href,
  CACHE_DIR: join(dataDir, 'cache'),
  // Node keeps what it compiled: seven processes load much the same modules on every start.
  NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
  DASHBOARD_PASSWORD: secrets.dashboardPassword,
});

const withoutEmpty = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
