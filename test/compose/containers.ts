/** The product in containers, as `docker-compose.yml` and its override files start it: a project of its own, used from outside. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createPortPicker } from '../../stack/ports.ts';
import { createApiClient } from '../support/api-client.ts';
import { eventually } from '../support/wait.ts';
import { compose, composeForm, docker, type RunOptions, root, run } from './docker.ts';

/** The tag of what is built here. */
export const version = 'test';

/** Its images, smallest first. */
export const images = ['base', 'rest', 'postgres', 'ocr', 'ner', 'asr'] as const;

export const workers = ['ocr-service', 'asr-service', 'ner-service', 'llm-service', 'relationship-service'] as const;

export type Containers = Awaited<ReturnType<typeof createContainers>>;

/** Builds all images from the checkout; says how long that took. */
export async function buildImages(): Promise<string> {
  const since = performance.now();
  for (const image of images) {
    const tag = `legal-pipeline/${image}:${version}`;
    await docker(['build', '--target', image, '--tag', tag, root], { timeoutMs: 900_000 });
  }
  return `${((performance.now() - since) / 1_000).toFixed(0)} s`;
}

/** Prepares a project: secrets, free ports. Nothing runs yet. `stop` removes all there is of it, data included. */
export async function createContainers(files: readonly string[], settings: Record<string, string> = {}) {
  const secrets = await mkdtemp(join(tmpdir(), 'compose-secrets-'));
  await run(join(root, 'deploy/containers/make-secrets.sh'), [secrets]);
  const ports = createPortPicker();
  const [apiPort, boardPort] = [await ports.pick('api'), await ports.pick('board')];
  const project = `lptest${apiPort}`;
  const environment: Record<string, string> = {
    ...{ SECRETS_DIR: secrets, LEGAL_PIPELINE_VERSION: version },
    ...{ INGEST_PORT: `127.0.0.1:${apiPort}`, DASHBOARD_PORT: `127.0.0.1:${boardPort}` },
    ...settings,
  };
  const first = ['--project-name', project, ...files.flatMap(file => ['--file', join(root, file)])];
  const composed = (args: readonly string[], more: Record<string, string> = {}): Promise<string> =>
    compose([...first, ...args], { environment: { ...environment, ...more }, timeoutMs: 400_000 });
  const label = `label=com.docker.compose.project=${project}`;

  /** Ids of the containers of a service, or of all; stopped ones too if asked. */
  const ids = async (service?: string, stopped = false): Promise<string[]> => {
    const filters = [label, ...(service ? [`label=com.docker.compose.service=${service}`] : [])];
    const found = await docker([
      ...['ps', '--quiet', '--no-trunc'],
      ...(stopped ? ['--all'] : []),
      ...filters.flatMap(filter => ['--filter', filter]),
    ]);
    return found.split('\n').filter(Boolean);
  };
  const only = async (service: string): Promise<string> => {
    const [id] = await ids(service);
    if (!id) throw new Error(`no container of ${service} runs`);
    return id;
  };
  /** Runs a program in a container of a service. */
  const exec = async (service: string, command: readonly string[], options?: RunOptions): Promise<string> =>
    docker(['exec', '--interactive', await only(service), ...command], options);

  /** Waits until all that run say they are healthy. */
  const healthy = (deadlineMs = 180_000): Promise<void> =>
    eventually(
      'all containers are healthy',
      async () => {
        const states = await docker(['ps', '--filter', label, '--format', '{{.Names}} {{.Status}}']);
        return states.split('\n').every(line => line.includes('(healthy)')) ? true : undefined;
      },
      deadlineMs,
      500,
    ).then(() => undefined);

  const forget = () => rmSync(secrets, { recursive: true });

  return {
    ...{ project, environment, secrets, apiPort, boardPort, compose: composed, ids, exec, healthy },
    /** Starts, or changes to, so many replicas of services, and waits until all answer. */
    async up(replicas: Record<string, number> = {}) {
      const scales = Object.entries(replicas).flatMap(([name, count]) => ['--scale', `${name}=${count}`]);
      await composed(['up', '--detach', '--no-build', ...scales]);
      await healthy();
    },
    /** The HTTP API through the published port, with a new key. */
    async api() {
      const answer = await exec('ingest-service', [
        'cli',
        '--json',
        'keys',
        'create',
        '--name',
        'test',
        '--scopes',
        'read,write,admin',
      ]);
      const { key } = JSON.parse(answer) as { key: string };
      return { key, ...createApiClient(`http://127.0.0.1:${apiPort}`, key) };
    },
    /** Asks the record as its owner. */
    async query<T extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
      const filled = sql.replace(/\$(\d+)/g, (_, n) => pg.escapeLiteral(String(values[Number(n) - 1])));
      const psql =
        'PGPASSWORD="$(cat /run/secrets/postgres_password)" psql -h 127.0.0.1 -U postgres -X -q -At -v ON_ERROR_STOP=1';
      const input = `select coalesce(json_agg(t), '[]') from (${filled}) t;`;
      return JSON.parse(await exec('postgres', ['sh', '-c', psql], { input })) as T[];
    },
    /** The URL of a secret, for somebody on the host who comes in by another port. */
    urlOf(name: 'database_url' | 'redis_url', port: number): string {
      const url = new URL(readFileSync(join(secrets, name), 'utf8').trim());
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    /** Runs one of `deploy/containers` against this project. */
    script: async (name: string, ...args: string[]): Promise<string> =>
      run(join(root, 'deploy/containers', name), args, {
        environment: {
          ...environment,
          COMPOSE: (await composeForm()).join(' '),
          COMPOSE_PROJECT_NAME: project,
          COMPOSE_FILE: files.join(':'),
        },
        timeoutMs: 400_000,
      }),
    /** What no log may hold. */
    secretValues: (): string[] =>
      readdirSync(secrets)
        .flatMap(name => readFileSync(join(secrets, name), 'utf8').trim())
        .filter(value => value !== ''),
    /** What each container has logged, by its name; those that have been removed are not among them. */
    async logs(): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      for (const id of await ids(undefined, true)) {
        const name = await docker(['inspect', '--format', '{{.Name}}', id]);
        found.set(name.slice(1), await run('sh', ['-c', `exec docker logs ${id} 2>&1`]));
      }
      return found;
    },
    async stop() {
      await composed(['down', '--volumes', '--remove-orphans', '--timeout', '5']);
      forget();
    },
    /** Of a project of which nothing was started. */
    forget,
  };
}
