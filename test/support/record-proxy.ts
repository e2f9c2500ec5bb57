/** A gateway to the record that loses, refuses or never answers the calls a test picks. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createRecordClient } from '../../shared/record/client.ts';
import { createTasks } from '../../shared/record/tasks.ts';
import type { TestRecord } from './record.ts';

/** `refuse`: 503, as while Postgres is away; `lose`: done, but the answer is lost; `hang`: never answered, never done. */
export type Fate = 'pass' | 'refuse' | 'lose' | 'hang';

/** `decide` is asked once a call, with the name of the function or table. `tasks` go through it. */
export async function createRecordProxy(record: TestRecord, decide: (name: string) => Fate) {
  const { SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY } = record.environment.environment;
  const forward = async (request: IncomingMessage): Promise<Response> =>
    fetch(`${SUPABASE_URL}${request.url}`, {
      method: request.method ?? 'GET',
      headers: request.headers as Record<string, string>,
      ...(request.method === 'POST' && { body: new Uint8Array(await buffer(request)) }),
    });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fate = decide(/[^/?]+(?=\?|$)/.exec(request.url ?? '')?.[0] ?? '');
    if (fate === 'hang') return;
    if (fate === 'refuse') return void response.writeHead(503).end('{}');
    const answer = await forward(request);
    const text = await answer.text();
    if (fate === 'lose') request.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createRecordClient({ url, serviceKey: SUPABASE_SERVICE_ROLE_KEY });
  return {
    url,
    tasks: createTasks(client),
    close() {
      client.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
