/** A way in for the checker: what listens on networks that reach nobody outside, on a port of loopback. */
import { createPortPicker } from '../../stack/ports.ts';
import { eventually } from '../support/wait.ts';
import { version } from './containers.ts';
import { docker } from './docker.ts';

const program = `
  const net = require('node:net');
  const [host, port] = process.argv.slice(1);
  net.createServer(from => {
    const to = net.connect(port, host);
    from.on('error', () => to.destroy()).pipe(to).on('error', () => from.destroy()).pipe(from);
  }).listen(9000, '0.0.0.0');`;

/** `stop` closes it again. */
export async function forward(
  network: string,
  host: string,
  port: number,
): Promise<{ port: number; stop(): Promise<void> }> {
  const own = await createPortPicker().pick(host);
  const id = await docker([
    ...['create', '--publish', `127.0.0.1:${own}:9000`, '--entrypoint', 'node', '--no-healthcheck'],
    ...[`legal-pipeline/base:${version}`, '--eval', program, host, String(port)],
  ]);
  await docker(['network', 'connect', network, id]);
  await docker(['start', id]);
  await eventually('the way in is open', async () =>
    (await docker(['inspect', '--format', '{{.State.Running}}', id])) === 'true' ? true : undefined,
  );
  return { port: own, stop: async () => void (await docker(['rm', '--force', '--volumes', id])) };
}
