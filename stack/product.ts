/** The whole product on one machine: the embedded stack, all services and the board. */
import { inheritedEnvironment, loadSettings } from '../shared/config/load.ts';
import { createLog, type Log } from '../shared/log.ts';
import { localApiKey } from './api-key.ts';
import { type RunningServices, services, startServices } from './services.ts';
import { type Environment, type Stack, startStack } from './stack.ts';

export interface Product {
  /** Base URLs by name: `ingest-service`, `dashboard`, every worker's health address, and `supabase`. */
  urls: Record<string, string>;
  /** A key of the HTTP API with all scopes. */
  apiKey: string;
  /** The environment the services run with. */
  environment: Environment;
  processes: RunningServices['processes'];
  /** Services first, then the stack. Says so when work in progress has to be finished first. */
  stop(): Promise<void>;
}

export interface ProductOptions {
  dataDir: string;
  environment: Environment;
  log: Log;
  /** Where the log lines of the services go; by default among our own. */
  serviceLog?: string;
}

/** Starts everything; when it resolves, everything answers. Throws, with nothing left running, when something does not. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const stack = await startStack(options);
  try {
    const running = await startServices(services, stack, options.log, options.serviceLog);
    return await describe(stack, running, options.log);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function describe(stack: Stack, running: RunningServices, log: Log): Promise<Product> {
  const { environment } = stack;
  const { SUPABASE_URL: url = '', SUPABASE_SERVICE_ROLE_KEY: serviceKey = '' } = environment;
  const { GRACE_MS } = loadSettings(['GRACE_MS'], environment);
  const urls = { ...running.urls, supabase: url };
  stack.announce({ API: running.urls['ingest-service'] ?? '', board: running.urls.dashboard ?? '', Supabase: url });
  return {
    urls,
    apiKey: await localApiKey(stack.dataDir, { url, serviceKey }),
    environment,
    processes: running.processes,
    async stop() {
      const tasks = await runningTasks({ url, serviceKey });
      if (tasks > 0) log.info('stop.finishing', { tasks, atMostMs: GRACE_MS, hint: 'Ctrl-C again ends at once' });
      // A moment longer than the services give themselves.
      await running.stop(GRACE_MS + 2_000);
      await stack.stop();
    },
  };
}

/** Tasks a worker is at. It is only said: a record that does not answer must not hold up the stop. */
async function runningTasks(supabase: { url: string; serviceKey: string }): Promise<number> {
  const headers = {
    apikey: supabase.serviceKey,
    authorization: `Bearer ${supabase.serviceKey}`,
    prefer: 'count=exact',
  };
  const query = `${supabase.url}/rest/v1/tasks?state=eq.running&select=id`;
  try {
    const answer = await fetch(query, { method: 'HEAD', headers, signal: AbortSignal.timeout(500) });
    return Number(answer.headers.get('content-range')?.split('/')[1] ?? 0);
  } catch {
    return 0;
  }
}

/** What a command that starts the product reads from the environment. */
export function launchOptions(): Pick<ProductOptions, 'dataDir' | 'environment' | 'log'> {
  const settings = loadSettings(['DATA_DIR', 'LOG_LEVEL', 'LOG_FORMAT']);
  const format = settings.LOG_FORMAT ?? (process.stderr.isTTY ? 'text' : 'json');
  return {
    dataDir: settings.DATA_DIR,
    environment: inheritedEnvironment(),
    log: createLog({ service: 'stack', level: settings.LOG_LEVEL, format }),
  };
}
