/** The HTTP server under the app: listens, and stops without cutting off who is being served. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PipelineError } from '../../shared/errors.ts';

export interface HttpServer {
  port: number;
  /** Accepts no connection any more, lets requests finish within the grace time, then closes them. */
  stop(graceMs: number): Promise<void>;
}

/** A connection on which nothing moves for this long is closed; an upload may take as long as it likes. */
const idleMs = 120_000;
const headersMs = 30_000;
/** Above the usual 60 s of load balancers, so that they, and not we, end an idle connection. */
const keepAliveMs = 65_000;

/** Resolves when it listens. Port 0 picks a free one. Throws `X_CONFIG` when the port cannot be had. */
export async function listen(
  app: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> {
  const server = createServer({ requestTimeout: 0, headersTimeout: headersMs, keepAliveTimeout: keepAliveMs }, app);
  server.setTimeout(idleMs);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new PipelineError('X_CONFIG', `cannot listen on ${host}, port ${port}: ${cause.code}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop(graceMs) {
      const closed = new Promise(resolve => server.close(resolve));
      // Connections fall idle one by one as their requests end.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const hurry = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(hurry);
    },
  };
}
