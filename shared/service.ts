/** The life of a service process: start, answer health checks, stop in phases on a signal. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Config, loadConfig } from './config/load.ts';
import { toPipelineError } from './errors.ts';
import { nameFaultScope } from './fault-points.ts';
import { createLog, type Log } from './log.ts';
import type { MetricsPage } from './metrics/page.ts';
import { describeProcess } from './metrics/process.ts';

/** What a started service lets its process do with it. */
export interface RunningService {
  /** Stops in order: take nothing new, let work finish, close. Each step has a name and is tried even if one before failed. */
  stopSteps: { name: string; run(): Promise<unknown> }[];
}

/** Longest stop of a service that gave up: what hangs would hold it up. */
const giveUpMs = 15_000;

/**
 * Reads the configuration and runs a service until SIGTERM or SIGINT; a second signal ends the process at once. Exits 1 if start
 * or a stop step fails, or when the service calls `giveUp` because only a new process helps: its supervisor starts one.
 */
export async function runService(
  name: string,
  start: (config: Config, log: Log, giveUp: () => void) => Promise<RunningService>,
): Promise<void> {
  let log = createLog({ service: name, level: 'info', format: 'json' });
  const die = (thrown: unknown) => {
    log.error('process.unhandled', { code: toPipelineError(thrown).code, stack: stackOf(thrown) });
    process.exit(1);
  };
  // Node's own report would print the message, which may quote a document.
  process.on('unhandledRejection', die);
  process.on('uncaughtException', die);
  let service: RunningService;
  let stopping = false;
  try {
    const config = loadConfig();
    log = createLog({ service: name, ...config.log });
    describeProcess(name);
    service = await start(config, log, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), config.worker.graceMs + giveUpMs);
      void stopService(log, service, 'none, it gave up', true);
    });
  } catch (thrown) {
    const error = toPipelineError(thrown);
    log.error('service.refused', {
      code: error.code,
      reason: error.message,
      stack: error.code === 'X_UNCLASSIFIED' ? stackOf(thrown) : undefined,
    });
    process.exit(1);
  }
  nameFaultScope(name);
  log.info('service.started', { pid: process.pid });
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    void stopService(log, service, signal);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function stopService(log: Log, service: RunningService, signal: string, hasFailed = false): Promise<never> {
  log.info('service.stopping', { signal });
  let failed = hasFailed;
  for (const step of service.stopSteps) {
    try {
      await step.run();
    } catch (thrown) {
      failed = true;
      log.error('service.stop_failed', { step: step.name, code: toPipelineError(thrown).code, stack: stackOf(thrown) });
    }
  }
  log.info('service.stopped');
  process.exit(failed ? 1 : 0);
}

/** The frames of a stack without its message, which may quote a document. */
export function stackOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !thrown.stack) return undefined;
  const cause = thrown.cause instanceof Error ? ` <- ${thrown.cause.name} ${stackOf(thrown.cause) ?? ''}` : '';
  // V8 puts name and message, which may have any number of lines, before the frames.
  const head = thrown.message ? `${thrown.name}: ${thrown.message}` : thrown.name;
  const stack = thrown.stack.startsWith(head)
    ? thrown.stack.slice(head.length)
    : thrown.stack.slice(thrown.stack.lastIndexOf(thrown.message) + thrown.message.length);
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line));
  return (
    frames
      .slice(0, 5)
      .map(line => line.trim())
      .join(' | ') + cause
  );
}

/** Serves `/healthz` (the process lives), `/readyz` (it can work; 503 with a code if not) and `/metrics`, on loopback or wherever asked. */
export async function serveHealth(options: {
  host: string;
  port: number;
  ready(): Promise<void>;
  metrics: MetricsPage;
}): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/healthz') answer(200, { status: 'ok' });
    else if (request.url === '/metrics')
      options.metrics(request.headers.authorization).then(
        ({ mediaType, text }) => response.writeHead(200, { 'content-type': mediaType }).end(text),
        thrown => {
          const { code } = toPipelineError(thrown);
          answer(code === 'I_UNAUTHORIZED' ? 401 : 500, { code });
        },
      );
    else if (request.url !== '/readyz') answer(404, { status: 'not found' });
    else
      options.ready().then(
        () => answer(200, { status: 'ready' }),
        thrown => answer(503, { status: 'not ready', code: toPipelineError(thrown).code }),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
