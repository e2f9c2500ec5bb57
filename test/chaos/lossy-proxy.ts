/** Stands between the services and the record, and now and then loses an answer after the record has done what was asked. */
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LossyProxy {
  url: string;
  /** Loses the answers to the next so many calls of these functions. */
  lose(functions: readonly string[], count: number): void;
  /** How many answers were lost so far. */
  lost(): number;
  stop(): Promise<void>;
}

export async function startLossyProxy(target: string, port: number): Promise<LossyProxy> {
  const agent = new Agent({ keepAlive: true, timeout: 10_000 });
  const { hostname, port: targetPort } = new URL(target);
  let toLose = { functions: [] as readonly string[], count: 0 };
  let lost = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url: path = '' } = incoming;
    const name = path.match(/\/rpc\/(\w+)/)?.[1] ?? '';
    const onward = request({ hostname, port: targetPort, method, path, headers, agent });
    onward.on('error', () => outgoing.destroy());
    onward.on('response', answer => {
      if (toLose.count > 0 && toLose.functions.includes(name)) {
        toLose.count -= 1;
        lost += 1;
        answer.resume();
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) onward.destroy();
    });
    incoming.pipe(onward);
  });
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lose: (functions, count) => {
      toLose = { functions, count };
    },
    lost: () => lost,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}
