/** Runs a private Redis (or Valkey): append-only file, no eviction, loopback, password. */
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PipelineError } from '../shared/errors.ts';
import { type Child, type Children, type ChildSpec, startReady } from './children.ts';
import { findProgram } from './find-program.ts';
import { loopback } from './ports.ts';

export interface RedisOptions {
  dataDir: string;
  logDir: string;
  port: number;
  password: string;
  searchPath: string;
  children: Children;
}

/** Starts it and waits until it has loaded its data and answers. */
export async function startRedis(options: RedisOptions): Promise<Child> {
  const command = findProgram(['redis-server', 'valkey-server'], options.searchPath);
  if (command === undefined) {
    throw new PipelineError(
      'X_CONFIG',
      'neither redis-server nor valkey-server was found. Install one (Debian: `apt-get install redis-server`) or set REDIS_URL.',
    );
  }
  const folder = join(options.dataDir, 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const spec: ChildSpec = {
    name: 'redis',
    command,
    args: ['-'],
    input: redisConfiguration(folder, options),
    env: { PATH: options.searchPath, TZ: 'UTC', LC_ALL: 'C' },
    cwd: folder,
    output: join(options.logDir, 'redis.log'),
    stopSignal: 'SIGTERM',
  };
  return startReady(options.children, spec, () => ping(options.port, options.password), 30_000);
}

/** The connection string of that Redis, with one of its databases. */
export const redisUrl = ({ port, password }: Pick<RedisOptions, 'port' | 'password'>, database = 0): string =>
  `redis://:${password}@${loopback}:${port}/${database}`;

/** `noeviction` is what BullMQ needs: any other policy may drop jobs. 256 databases: one for each test file. */
const redisConfiguration = (folder: string, { port, password }: RedisOptions): string =>
  [
    `bind ${loopback}`,
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${folder}"`,
    'maxmemory-policy noeviction',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'databases 256',
    'daemonize no',
    '',
  ].join('\n');

/** Speaks just enough of the protocol (RESP) to tell "answers" from "still loading". */
function ping(port: number, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: loopback, timeout: 1_000 });
    let answer = '';
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.once('timeout', () => socket.destroy(new Error('no answer to PING within a second')));
    socket.once('error', reject);
    socket.on('data', data => {
      answer += data;
      if (answer.split('\r\n').length < 3) return;
      if (answer === '+OK\r\n+PONG\r\n') resolve();
      else reject(new Error(`unexpected answer to PING: ${answer.slice(0, 80)}`));
      socket.destroy();
    });
  });
}
