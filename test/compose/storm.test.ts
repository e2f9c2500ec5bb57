/** Containers that are killed, removed, rolled, and a Redis that loses its volume, while files come in: nothing is lost, nothing doubled. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { connect } from '../../stack/postgres.ts';
import { keysAreKept } from '../chaos/check/accepted.ts';
import type { Evidence } from '../chaos/check/evidence.ts';
import { check } from '../chaos/check.ts';
import { createClient } from '../chaos/client.ts';
import { campaignFiles, markerOf } from '../chaos/documents.ts';
import { createFeeder } from '../chaos/feeder.ts';
import { installWitness } from '../chaos/witness.ts';
import { type Containers, createContainers, workers } from './containers.ts';
import { docker } from './docker.ts';
import { forward } from './forward.ts';

const seed = 6;
const documents = 90;
const two = Object.fromEntries(workers.map(name => [name, 2]));

describe('containers in a storm', function () {
  this.timeout(900_000);
  let containers: Containers;
  const folder = mkdtempSync(join(tmpdir(), 'compose-storm-'));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];

  before(async () => {
    const settings = { OCR_PROCESSES: '1', LEASE_MS: '5000', GRACE_MS: '5000', OCR_MEMORY: '3g' };
    containers = await createContainers(['docker-compose.yml', 'docker-compose.local.yml'], settings);
    stops.push(containers.stop);
    await containers.up(two);
  });
  after(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  /** Ends a service as a crash would: its process, under the one that has to start it again. */
  const crash = async (id: string): Promise<void> => {
    await docker(['exec', id, 'sh', '-c', 'kill -9 $(cat /proc/1/task/1/children)']);
  };

  it('loses nothing and doubles nothing', async () => {
    const wayIn = await forward(`${containers.project}_record`, 'postgres', 5432);
    stops.push(wayIn.stop);
    const owner = await connect(containers.urlOf('database_url', wayIn.port));
    stops.push(() => owner.end());
    await installWitness(owner);
    const files = await campaignFiles(seed, documents);
    const { key, createProject, settled } = await containers.api();
    const url = () => `http://127.0.0.1:${containers.apiPort}`;
    const client = createClient({ apiKey: key, replicas: [{ service: 'ingest-service', url }] });

    const calm = await createProject('Calm');
    await createFeeder(client, calm, files).feed(files.length);
    await settled(calm, 300_000);

    const project = await createProject('Stormy');
    const feeder = createFeeder(client, project, files);
    const portion = Math.floor(documents / (workers.length + 4));
    for (const service of workers) {
      await feeder.feed(portion);
      const [first = '', second = ''] = await containers.ids(service);
      await crash(first);
      // Removed for good, as by somebody who tidies up; another takes its place.
      await docker(['rm', '--force', second]);
      await containers.compose(['up', '--detach', '--no-build', ...scaled(two)]);
    }
    await feeder.feed(portion);
    // What a new version does, service by service.
    for (const service of [...workers, 'ingest-service', 'dashboard']) {
      const sending = feeder.feed(3);
      await containers.compose([
        'up',
        '--detach',
        '--no-build',
        '--no-deps',
        '--force-recreate',
        ...scaled(two),
        service,
      ]);
      await sending;
    }
    await feeder.feed(portion);
    await emptyRedis(containers);
    await feeder.feed(feeder.left());
    await containers.up(two);
    await settled(project, 300_000);

    for (const name of ['Calm', 'Stormy']) await containers.exec('ingest-service', ['cli', 'resolve', name]);
    const evidence = await gather({ containers, folder, stops, owner, calm, stormy: project, sent: client.sent });
    const { findings, accepted, terminal } = await check(evidence);
    const resend = async (idempotencyKey: string) => {
      const sent = client.sent.find(line => line.key === idempotencyKey);
      const file = files.find(({ name }) => name === sent?.fileName);
      if (!sent || !file) throw new Error('a key that was never sent');
      return (await client.tryOnce(sent.project, file, idempotencyKey)).documentId ?? 'nothing';
    };
    const changed = await keysAreKept.breaches({ ...evidence, resend });
    console.log(`      accepted ${accepted} terminal ${terminal} findings ${findings.length + changed.length}`);
    expect([...findings, ...changed]).to.deep.equal([]);
    expect(accepted).to.be.at.least(documents);
    expect(terminal).to.equal(accepted);
  });
});

const scaled = (replicas: Record<string, number>): string[] =>
  Object.entries(replicas).flatMap(([name, count]) => ['--scale', `${name}=${count}`]);

/** Redis comes back with nothing. */
async function emptyRedis({ project, compose }: Containers): Promise<void> {
  await compose(['rm', '--stop', '--force', 'redis']);
  await docker(['volume', 'rm', `${project}_redis`]);
  await compose(['up', '--detach', '--no-build', '--no-deps', 'redis']);
}

/** What the checker looks at, brought out of the containers. */
async function gather(found: {
  containers: Containers;
  folder: string;
  stops: (() => unknown)[];
  owner: Evidence['owner'];
  calm: string;
  stormy: string;
  sent: Evidence['sent'];
}): Promise<Evidence> {
  const { containers, folder, stops, ...evidence } = found;
  const queue = await forward(`${containers.project}_queue`, 'redis', 6379);
  stops.push(queue.stop);
  const redis = new Redis(containers.urlOf('redis_url', queue.port));
  stops.push(() => redis.disconnect());
  const [logFolder, filesFolder, temporaryFolder] = ['log', 'files', 'tmp'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(logFolder);
  mkdirSync(temporaryFolder);
  for (const [name, text] of await containers.logs()) writeFileSync(join(logFolder, name), text);
  const [ingest = ''] = await containers.ids('ingest-service');
  await docker(['cp', `${ingest}:/var/lib/legal-pipeline/files`, filesFolder]);
  for (const id of (await Promise.all(workers.map(service => containers.ids(service)))).flat())
    expect(await docker(['exec', id, 'find', '/tmp', '-type', 'f']), 'temporary files').to.equal('');
  return {
    ...{ ...evidence, redis, logFolders: [logFolder], filesFolder, temporaryFolder },
    // What is in those of the containers was looked at above: process ids in their names mean nothing here.
    ...{ prefix: 'lp', markers: [markerOf(seed)], cacheFolders: [], differing: new Map() },
  };
}
