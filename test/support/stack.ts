/** What an integration test needs of the outside world: real Postgres, PostgREST, Redis and files, of its own. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { stopInTurn } from '../../stack/all-or-nothing.ts';
import { type Children, createChildren } from '../../stack/children.ts';
import { startGateway } from '../../stack/gateway.ts';
import { signUserJwt } from '../../stack/jwt.ts';
import { migrateDatabase } from '../../stack/migrate.ts';
import { createPortPicker, type PortPicker } from '../../stack/ports.ts';
import { applySupabaseBase, authenticatorUrl, connect, ownerUrl, startPostgres } from '../../stack/postgres.ts';
import { startPostgrest } from '../../stack/postgrest.ts';
import { redisUrl, startRedis } from '../../stack/redis.ts';
import { makeSecrets, type Secrets } from '../../stack/secrets.ts';

/** The settings of `.env.example` that point at the outside world, ready for a service or a client. */
export interface TestEnvironment {
  environment: Record<
    | 'SUPABASE_URL'
    | 'SUPABASE_ANON_KEY'
    | 'SUPABASE_SERVICE_ROLE_KEY'
    | 'DATABASE_URL'
    | 'REDIS_URL'
    | 'QUEUE_PREFIX'
    | 'FILES_URL'
    | 'CACHE_DIR',
    string
  >;
  /** A folder of this environment alone. */
  folder: string;
  /** Where the servers of all environments of this run write their logs. */
  logFolder: string;
  /** The token of a signed-in user, as Supabase Auth would give it. */
  userToken(userId: string): string;
  /** Drops everything of this environment. */
  stop(): Promise<void>;
}

/** The servers all test files of one run share. */
interface Servers {
  folder: string;
  searchPath: string;
  secrets: Secrets;
  ports: PortPicker;
  children: Children;
  postgresPort: number;
  redisPort: number;
  stops: (() => Promise<void> | void)[];
}

const templateName = 'migrated_template';
let starting: Promise<Servers> | undefined;
let environmentsMade = 0;

// At the root: the first file that imports this module brings along the end of the run.
after('stop the shared servers', async function () {
  this.timeout(30_000);
  if (starting !== undefined) await stopInTurn((await starting).stops);
});

/**
 * A fresh database with all migrations, behind its own PostgREST and gateway; a Redis database; a file store. Takes
 * about half a second, the first one of a run about two: call it in a `before` with a timeout of 60 s.
 */
export async function createTestEnvironment(): Promise<TestEnvironment> {
  starting ??= startServers();
  const servers = await starting;
  environmentsMade += 1;
  const name = `test_${environmentsMade}`;
  const stops: Servers['stops'] = [];
  try {
    await createDatabase(servers, name);
    stops.push(() => dropDatabase(servers, name));
    const supabaseUrl = await serveDatabase(servers, name, stops);
    const folder = join(servers.folder, name);
    const filesUrl = pathToFileURL(join(folder, 'files')).href;
    await createFolderStore(filesUrl).prepare(async () => true);
    mkdirSync(join(folder, 'cache'));
    const { secrets } = servers;
    return {
      environment: {
        SUPABASE_URL: supabaseUrl,
        SUPABASE_ANON_KEY: secrets.anonKey,
        SUPABASE_SERVICE_ROLE_KEY: secrets.serviceRoleKey,
        DATABASE_URL: ownerUrl({ port: servers.postgresPort, secrets }, name),
        REDIS_URL: redisUrl({ port: servers.redisPort, password: secrets.redisPassword }, environmentsMade),
        QUEUE_PREFIX: `test-${environmentsMade}`,
        FILES_URL: filesUrl,
        CACHE_DIR: join(folder, 'cache'),
      },
      folder,
      logFolder: servers.folder,
      userToken: userId => signUserJwt(userId, secrets.jwtSecret),
      stop: () => stopInTurn(stops),
    };
  } catch (error) {
    await stopInTurn(stops);
    throw error;
  }
}

async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-test-'));
  // As root, Postgres runs as another user, who must get through.
  chmodSync(folder, 0o711);
  const ports = createPortPicker();
  const servers: Servers = {
    folder,
    ports,
    searchPath: process.env.PATH ?? '',
    secrets: makeSecrets(),
    children: createChildren(join(folder, 'run')),
    postgresPort: await ports.pick('postgres'),
    redisPort: await ports.pick('redis'),
    stops: [() => rmSync(folder, { recursive: true })],
  };
  try {
    await startBoth(servers);
    return servers;
  } catch (error) {
    await stopInTurn(servers.stops);
    throw error;
  }
}

async function startBoth(servers: Servers): Promise<void> {
  const { folder, secrets, stops } = servers;
  const common = { ...servers, dataDir: folder, logDir: folder };
  const postgres = await startPostgres({ ...common, port: servers.postgresPort });
  stops.push(() => postgres.stop(10_000));
  const redis = await startRedis({ ...common, port: servers.redisPort, password: secrets.redisPassword });
  stops.push(() => redis.stop(10_000));
  await asOwner(servers, 'postgres', `create database ${templateName}`);
  const templateUrl = ownerUrl({ port: servers.postgresPort, secrets }, templateName);
  const client = await connect(templateUrl);
  try {
    await applySupabaseBase(client);
  } finally {
    await client.end();
  }
  await migrateDatabase(templateUrl);
}

const createDatabase = (servers: Servers, name: string) =>
  asOwner(servers, 'postgres', `create database ${name} template ${templateName}`);

const dropDatabase = (servers: Servers, name: string) =>
  asOwner(servers, 'postgres', `drop database ${name} with (force)`);

async function asOwner(servers: Servers, database: string, sql: string): Promise<void> {
  const client = await connect(ownerUrl({ port: servers.postgresPort, secrets: servers.secrets }, database));
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function serveDatabase(servers: Servers, name: string, stops: Servers['stops']): Promise<string> {
  const { secrets, ports } = servers;
  const postgrestPort = await ports.pick(`${name}-postgrest`);
  const postgrest = await startPostgrest({
    ...servers,
    name: `postgrest-${name}`,
    logDir: servers.folder,
    port: postgrestPort,
    adminPort: await ports.pick(`${name}-admin`),
    databaseUrl: authenticatorUrl({ port: servers.postgresPort, secrets }, name),
    jwtSecret: secrets.jwtSecret,
  });
  stops.push(() => postgrest.stop(5_000));
  const gateway = await startGateway({
    postgrestPort,
    port: await ports.pick(`${name}-gateway`),
    apiKeys: [secrets.anonKey, secrets.serviceRoleKey],
  });
  stops.push(gateway.stop);
  return gateway.url;
}
