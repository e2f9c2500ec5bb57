/** The real services as processes, several replicas of each, on an embedded stack of their own that can be hurt in every part. */
import { mkdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createLog, type Log } from '../../shared/log.ts';
import { stopInTurn } from '../../stack/all-or-nothing.ts';
import { localApiKey } from '../../stack/api-key.ts';
import { type Children, createChildren } from '../../stack/children.ts';
import { startGateway } from '../../stack/gateway.ts';
import { migrateDatabase } from '../../stack/migrate.ts';
import { createPortPicker, type PortPicker } from '../../stack/ports.ts';
import { authenticatorUrl, ownerUrl, startPostgres } from '../../stack/postgres.ts';
import { startPostgrest } from '../../stack/postgrest.ts';
import { redisUrl, startRedis } from '../../stack/redis.ts';
import { makeSecrets } from '../../stack/secrets.ts';
import { services } from '../../stack/services.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { eventually } from '../support/wait.ts';
import { type Component, createComponent } from './component.ts';
import { type LossyProxy, startLossyProxy } from './lossy-proxy.ts';
import { createReplica, type Replica } from './replica.ts';
import { installWitness } from './witness.ts';

export interface WorldOptions {
  /** How many processes of each worker, and of ingest. */
  replicas: number;
  leaseMs: number;
  /** How long a part of the stack stays away when it goes for longer. */
  outageMs: number;
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Starts everything; when it resolves, everything answers. `stop` leaves nothing running and removes the folder. */
export async function createWorld(options: WorldOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-'));
  // As root, Postgres runs as another user, who must get through.
  mkdirSync(join(folder, 'tmp'), { mode: 0o700 });
  await chmod(folder, 0o711);
  const stops: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true })];
  try {
    return await assemble(folder, options, stops);
  } catch (error) {
    await stopInTurn(stops);
    throw error;
  }
}

async function assemble(folder: string, options: WorldOptions, stops: (() => Promise<void> | void)[]) {
  const log = createLog({ service: 'chaos', level: 'none', format: 'text' });
  const stack = await startParts(folder, log, stops);
  const { environment, children, ports } = stack;
  const replicas: Replica[] = [];
  const names = services.filter(({ name }) => name !== 'dashboard');
  const started = names.flatMap(service =>
    Array.from({ length: options.replicas }, (_, i) =>
      createReplica(service, i + 1, {
        children,
        ports,
        log,
        logFolder: join(folder, 'log'),
        environment: {
          ...environment,
          ...settingsOf(folder, options),
          CACHE_DIR: join(folder, 'cache', `${service.name}-${i + 1}`),
        },
      }),
    ),
  );
  stops.push(() => Promise.all(replicas.map(replica => replica.stop(10_000))).then(() => undefined));
  replicas.push(...started);
  // A few at a time: twelve processes that start at once take longer, and time out.
  for (let i = 0; i < replicas.length; i += 4)
    await Promise.all(replicas.slice(i, i + 4).map(replica => replica.start()));
  return {
    ...stack,
    ...options,
    folder,
    replicas,
    faultsFolder: join(folder, 'faults'),
    temporaryFolder: join(folder, 'tmp'),
    filesFolder: join(folder, 'files'),
    logFolder: join(folder, 'log'),
    cacheFolders: replicas.map(({ name }) => join(folder, 'cache', name)),
    apiKey: await localApiKey(folder, {
      url: environment.SUPABASE_URL,
      serviceKey: environment.SUPABASE_SERVICE_ROLE_KEY,
    }),
    /** Asks all services to end, as an operator would. */
    stopServices: () => Promise.all(replicas.map(replica => replica.stop(15_000))),
    stop: () => stopInTurn(stops),
  };
}

const settingsOf = (folder: string, { leaseMs }: WorldOptions): Record<string, string> => ({
  LP_TEST_FAULTS: join(folder, 'faults'),
  TMPDIR: join(folder, 'tmp'),
  LEASE_MS: String(leaseMs),
  GRACE_MS: '5000',
  OCR_PROCESSES: '1',
  OCR_CONCURRENCY: '3',
  ASR_PROCESSES: '1',
  WORKER_CONCURRENCY: '4',
  LOG_LEVEL: 'info',
  LOG_FORMAT: 'json',
  NODE_COMPILE_CACHE: join(tmpdir(), 'chaos-compiled'),
});

export interface Parts {
  environment: Record<string, string> & { SUPABASE_URL: string; SUPABASE_SERVICE_ROLE_KEY: string };
  children: Children;
  ports: PortPicker;
  postgres: Component;
  postgrest: Component;
  redis: Component;
  /** The folder in which Redis keeps its data. */
  redisFolder: string;
  proxy: LossyProxy;
  engine: OpenAiServer;
  /** Asks the database as its owner; waits while it is away. */
  query<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>;
  /** A connection of the test's own. */
  connectRedis(): Redis;
}

async function startParts(folder: string, log: Log, stops: (() => Promise<void> | void)[]): Promise<Parts> {
  for (const part of ['files', 'log', 'faults', 'cache']) mkdirSync(join(folder, part));
  const secrets = makeSecrets();
  const ports = createPortPicker();
  const children = createChildren(join(folder, 'run'));
  const common = {
    dataDir: folder,
    logDir: join(folder, 'log'),
    children,
    searchPath: process.env.PATH ?? '',
    secrets,
  };
  const database = { port: await ports.pick('postgres'), secrets };
  const postgres = await createComponent('postgres', () => startPostgres({ ...common, ...database }), log);
  stops.push(() => postgres.stop());
  await migrateDatabase(ownerUrl(database));
  const pool = new pg.Pool({ connectionString: ownerUrl(database), max: 4, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => undefined); // a connection that breaks while idle is replaced
  stops.push(() => pool.end());
  await installWitness(pool);

  const redisAddress = { port: await ports.pick('redis'), password: secrets.redisPassword };
  const redis = await createComponent('redis', () => startRedis({ ...common, ...redisAddress }), log);
  stops.push(() => redis.stop());

  const rest = {
    port: await ports.pick('postgrest'),
    adminPort: await ports.pick('admin'),
    jwtSecret: secrets.jwtSecret,
  };
  const databaseUrl = authenticatorUrl(database);
  const postgrest = await createComponent('postgrest', () => startPostgrest({ ...common, ...rest, databaseUrl }), log);
  stops.push(() => postgrest.stop());
  const apiKeys = [secrets.anonKey, secrets.serviceRoleKey];
  const gateway = await startGateway({ postgrestPort: rest.port, port: await ports.pick('gateway'), apiKeys });
  stops.push(gateway.stop);
  const proxy = await startLossyProxy(gateway.url, await ports.pick('proxy'));
  stops.push(proxy.stop);
  const engine = await startOpenAiServer();
  stops.push(engine.close);

  return {
    children,
    ports,
    postgres,
    postgrest,
    redis,
    redisFolder: join(folder, 'redis'),
    proxy,
    engine,
    environment: {
      PATH: process.env.PATH ?? '',
      TZ: 'UTC',
      SUPABASE_URL: proxy.url,
      SUPABASE_SERVICE_ROLE_KEY: secrets.serviceRoleKey,
      DATABASE_URL: ownerUrl(database),
      REDIS_URL: redisUrl(redisAddress),
      QUEUE_PREFIX: 'chaos',
      FILES_URL: pathToFileURL(join(folder, 'files')).href,
      ASR_ENGINES: 'openai',
      ASR_BASE_URL: engine.baseUrl,
      ASR_MODEL: 'stand-in',
    },
    query: <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
      eventually(
        'the database answers',
        () => pool.query<T>(sql, values).then(({ rows }) => rows, onlyIfAway),
        180_000,
      ),
    connectRedis: () => {
      const own = new Redis(redisUrl(redisAddress), { maxRetriesPerRequest: null });
      own.on('error', () => undefined); // it is killed on purpose
      return own;
    },
  };
}

/** Class 57 is a server that stops or starts; without a SQLSTATE there was no connection. */
function onlyIfAway(error: Error & { code?: string }): undefined {
  if (/^[0-9A-Z]{5}$/.test(error.code ?? '') && !/^(57|08)/.test(error.code ?? '')) throw error;
  return undefined;
}
