/** Stands where the API gateway of Supabase stands: `/rest/v1/*` with API keys, in front of PostgREST. */
import {
  Agent,
  type ClientRequest,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { loopback } from './ports.ts';

export interface GatewayOptions {
  /** Where it listens; by default on loopback. */
  host?: string;
  port: number;
  postgrestPort: number;
  /** The values an `apikey` may have: the anon and the service key. */
  apiKeys: string[];
}

export interface Gateway {
  /** What `createClient` of supabase-js takes. */
  url: string;
  /** Stops listening and ends open connections. */
  stop(): Promise<void>;
}

const prefix = '/rest/v1';

/** These describe one connection, not the message (RFC 9110, section 7.6.1); `apikey` is for us alone. */
const notForwarded = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'upgrade',
  'expect',
  'host',
  'apikey',
]);

/** Shorter than the 30 s after which PostgREST closes idle connections: we never reuse one it is about to close. */
const idleConnectionMs = 10_000;

/** Bodies pass through as they come, in both directions. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host = loopback } = options;
  const agent = new Agent({ keepAlive: true, timeout: idleConnectionMs });
  const server = createServer((incoming, outgoing) => handle(incoming, outgoing, { ...options, agent }));
  // Clients keep their connections; closing them here first would fail a request that is on its way.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  return {
    url: `http://${host}:${options.port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

type HandlerOptions = GatewayOptions & { agent: Agent };

function handle(incoming: IncomingMessage, outgoing: ServerResponse, options: HandlerOptions): void {
  const path = incoming.url ?? '/';
  const authorization = authorizationOf(incoming, options.apiKeys);
  if (!/^\/rest\/v1(?=[/?]|$)/.test(path)) answer(outgoing, 404, `The embedded stack serves ${prefix} only.`);
  else if (authorization === 'refused') answer(outgoing, 401, 'Invalid API key');
  // Browsers ask before they send a key.
  else if (authorization === undefined && incoming.method !== 'OPTIONS') {
    answer(outgoing, 401, 'No API key found in request');
  } else relay(incoming, outgoing, ask(incoming, authorization, options));
}

function ask(incoming: IncomingMessage, authorization: string | undefined, options: HandlerOptions): ClientRequest {
  const headers = forwarded(incoming.headers);
  return request({
    agent: options.agent,
    host: loopback,
    port: options.postgrestPort,
    method: incoming.method,
    path: (incoming.url ?? '').slice(prefix.length).replace(/^(?!\/)/, '/'),
    headers: authorization === undefined ? headers : { ...headers, authorization },
  });
}

const forwarded = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !notForwarded.has(name)));

/** The caller's own token if there is one (PostgREST verifies it), else the API key as the token. */
function authorizationOf(incoming: IncomingMessage, apiKeys: string[]): string | 'refused' | undefined {
  const { apikey, authorization } = incoming.headers;
  if (apikey === undefined) return authorization;
  if (typeof apikey !== 'string' || !apiKeys.includes(apikey)) return 'refused';
  return authorization ?? `Bearer ${apikey}`;
}

function relay(incoming: IncomingMessage, outgoing: ServerResponse, upstream: ClientRequest): void {
  upstream.once('response', response => {
    outgoing.writeHead(response.statusCode ?? 502, forwarded(response.headers));
    response.pipe(outgoing);
    // An answer that breaks off must not look complete.
    response.once('error', () => outgoing.destroy());
  });
  upstream.once('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else answer(outgoing, 503, 'PostgREST does not answer.');
  });
  // The caller is gone: so is the reason to ask.
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) upstream.destroy();
  });
  incoming.pipe(upstream);
}

function answer(outgoing: ServerResponse, status: number, message: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}
