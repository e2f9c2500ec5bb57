/** Where the command line finds what it talks to: options, the environment, or the embedded stack that is running. */
import { inheritedEnvironment, loadSettings } from '../shared/config/load.ts';
import { PipelineError } from '../shared/errors.ts';
import { knownApiKey } from '../stack/api-key.ts';
import { readHolder } from '../stack/lock.ts';
import { loadSecrets } from '../stack/secrets.ts';

/** The HTTP API. */
export interface ApiConnection {
  url: string;
  key: string;
}

type Environment = Record<string, string | undefined>;

const howToStart =
  'Start the embedded stack with `npm start` in another terminal, or name a server with --url and --key (LP_URL, LP_API_KEY).';

/**
 * Options first, then the environment, then the running embedded stack. The key of the embedded stack is sent to no
 * other server. Throws `X_CONFIG` that says how to start when there is nothing to talk to.
 */
export function apiConnection(
  options: { url?: string | undefined; key?: string | undefined },
  environment: Environment = inheritedEnvironment(),
): ApiConnection {
  const settings = loadSettings(['LP_URL', 'LP_API_KEY', 'DATA_DIR'], environment);
  const url = options.url ?? settings.LP_URL;
  const key = options.key ?? settings.LP_API_KEY;
  if (url !== undefined) {
    if (key === undefined) throw new PipelineError('X_CONFIG', `no API key for ${url}: give --key or set LP_API_KEY.`);
    return { url: url.replace(/\/+$/, ''), key };
  }
  const api = readHolder(settings.DATA_DIR)?.urls.API;
  if (!api) throw new PipelineError('X_CONFIG', `nothing is running on ${settings.DATA_DIR}. ${howToStart}`);
  const known = key ?? knownApiKey(settings.DATA_DIR);
  if (known === undefined) throw new PipelineError('X_CONFIG', `the stack on ${settings.DATA_DIR} is still starting.`);
  return { url: api, key: known };
}

/** The record itself, with the service key: for what the HTTP API does not offer. Throws `X_CONFIG` as above. */
export function recordConnection(environment: Environment = inheritedEnvironment()): {
  url: string;
  serviceKey: string;
} {
  if (environment.SUPABASE_URL) {
    const settings = loadSettings(['SUPABASE_URL', 'SUPABASE_SERVICE_ROLE_KEY'], environment);
    return { url: settings.SUPABASE_URL, serviceKey: settings.SUPABASE_SERVICE_ROLE_KEY };
  }
  const { DATA_DIR: dataDir } = loadSettings(['DATA_DIR'], environment);
  const url = readHolder(dataDir)?.urls.Supabase;
  if (!url) {
    throw new PipelineError(
      'X_CONFIG',
      `nothing is running on ${dataDir}. Start it with \`npm start\`, or set SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY.`,
    );
  }
  return { url, serviceKey: loadSecrets(dataDir).serviceRoleKey };
}

/** What commands for the whole installation know of it. */
export interface Installation {
  /** As a service sees it: what is configured here, and behind it what a running stack says of itself. */
  environment: Environment;
  /** True if a stack runs on the data folder. */
  isRunning: boolean;
  board: string | undefined;
}

/**
 * Gathers where everything is; what neither is configured nor runs is absent. Keys of the embedded stack come from its own
 * folder, which only its owner can read, and are sent to its own servers alone.
 */
export function installation(environment: Environment = inheritedEnvironment()): Installation {
  const { DATA_DIR: dataDir } = loadSettings(['DATA_DIR'], environment);
  const configured = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const holder = readHolder(dataDir);
  const known: Environment = { ...holder?.settings };
  if (known.SUPABASE_URL) known.SUPABASE_SERVICE_ROLE_KEY = loadSecrets(dataDir).serviceRoleKey;
  if (known.REDIS_URL) known.REDIS_URL = withPassword(known.REDIS_URL, loadSecrets(dataDir).redisPassword);
  // A server that is configured here is not opened with the keys of another.
  if (configured.SUPABASE_URL) delete known.SUPABASE_SERVICE_ROLE_KEY;
  // Nor is a server that is only known from the running stack opened with a key that may be meant for another.
  for (const engine of ['ASR', 'LLM', 'EMBED'] as const) {
    const [server, key] = [`${engine}_BASE_URL`, `${engine}_API_KEY`];
    if (known[server] && !configured[server]) delete configured[key];
  }
  return {
    environment: { ...known, ...configured },
    isRunning: holder !== undefined,
    board: boardOf(configured, holder),
  };
}

function withPassword(address: string, password: string): string {
  const url = new URL(address);
  url.password = password;
  return url.href;
}

function boardOf(configured: Environment, holder: ReturnType<typeof readHolder>): string | undefined {
  if (holder?.urls.board) return holder.urls.board;
  if (!configured.DASHBOARD_PORT) return undefined;
  const { DASHBOARD_HOST: host, DASHBOARD_PORT: port } = loadSettings(['DASHBOARD_HOST', 'DASHBOARD_PORT'], configured);
  return `http://${host}:${port}`;
}
