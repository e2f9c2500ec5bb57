/** Which processes make up the product, and how the launcher starts, watches and stops them. */
import { join } from 'node:path';
import type { Log } from '../shared/log.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { type ChildSpec, startReady } from './children.ts';
import { type KeptProcess, keepRunning } from './keep-running.ts';
import { loopback } from './ports.ts';
import type { Environment, Stack } from './stack.ts';
import { expectOk } from './wait.ts';

/** One process of ours. */
export interface Service {
  name: string;
  /** The file Node runs. */
  entry: string;
  /** The setting that says where its `/readyz` answers, and the port it has unless that is taken or configured. */
  portSetting: 'INGEST_PORT' | 'DASHBOARD_PORT' | 'HEALTH_PORT';
  usualPort?: number;
}

const root = join(import.meta.dirname, '..');

const worker = (name: string): Service => ({
  name,
  entry: join(root, 'services', name, 'index.ts'),
  portSetting: 'HEALTH_PORT',
});

/** All of them. */
export const services: readonly Service[] = [
  { ...worker('ingest-service'), portSetting: 'INGEST_PORT', usualPort: 8700 },
  worker('ocr-service'),
  worker('asr-service'),
  worker('ner-service'),
  worker('llm-service'),
  worker('relationship-service'),
  { name: 'dashboard', entry: join(root, 'dashboard', 'index.ts'), portSetting: 'DASHBOARD_PORT', usualPort: 8701 },
];

export interface RunningServices {
  /** Base URL of each, by name. */
  urls: Record<string, string>;
  /** The processes, for tests that kill one. */
  processes: KeptProcess[];
  /** Asks all to end, and insists after the grace time. */
  stop(graceMs: number): Promise<void>;
}

/** A service that does not answer `/readyz` by then has failed to start. */
const readyTimeoutMs = 60_000;

/**
 * Starts them side by side and resolves when each answers `/readyz`; from then on starts anew what ends. When one does
 * not get ready, stops the others and throws. Their log lines go to ours, or to the file `output` names.
 */
export async function startServices(
  list: readonly Service[],
  stack: Pick<Stack, 'environment' | 'children' | 'ports'>,
  log: Log,
  output = 'inherit',
): Promise<RunningServices> {
  const running: { process: KeptProcess; url: string }[] = [];
  const stop = async (graceMs: number) => {
    await Promise.all(running.map(({ process }) => process.stop(graceMs)));
  };
  const placed = [];
  for (const service of list) placed.push({ service, port: await placeOf(service, stack) });
  try {
    await allOrNothing(
      placed.map(async ({ service, port }) => {
        const url = `http://${loopback}:${port}`;
        const spec = { ...specOf(service, port, stack.environment), output };
        const start = () => startReady(stack.children, spec, () => expectOk(`${url}/readyz`), readyTimeoutMs);
        running.push({ process: await keepRunning(service.name, start, log), url });
      }),
    );
  } catch (error) {
    await stop(0);
    throw error;
  }
  const urls = Object.fromEntries(running.map(({ process, url }) => [process.name, url]));
  return { urls, processes: running.map(({ process }) => process), stop };
}

/** A port somebody chose is taken as it is: if it is not free, the service says so. A worker's health port is never shared. */
async function placeOf(
  service: Service,
  { environment, ports }: Pick<Stack, 'environment' | 'ports'>,
): Promise<number> {
  const chosen = service.portSetting === 'HEALTH_PORT' ? undefined : environment[service.portSetting];
  // People type the ports of the API and the board: back to the usual one as soon as it is free.
  return chosen ? Number(chosen) : ports.pick(service.name, service.usualPort, 'usual');
}

const specOf = (service: Service, port: number, environment: Environment): Omit<ChildSpec, 'output'> => ({
  name: service.name,
  command: process.execPath,
  args: [service.entry],
  // The services reach the record through Supabase only; the owner's connection is not theirs.
  env: { ...environment, DATABASE_URL: undefined, [service.portSetting]: String(port) },
  cwd: root,
  stopSignal: 'SIGTERM',
});
