/** Faults of Redis, which may lose everything at any moment. */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/wait.ts';
import type { Replica } from '../replica.ts';
import { type Blow, type Fault, over, type Scene } from './fault.ts';

/** Work comes in all the while. */
const underLoad = (name: string, hurt: (scene: Scene) => Promise<void>): Fault => ({
  name,
  takesAway: true,
  async strike(scene) {
    const feeding = scene.feeder.feed(scene.portion);
    await hurt(scene);
    await feeding;
    return over();
  },
});

/** Time for the queues to fill with what is about to be lost. */
const fillMs = 300;

const kill = underLoad('redis killed', async ({ world }) => {
  await sleep(fillMs);
  world.redis.signal('SIGKILL');
});

const emptied = underLoad('redis restarted on an empty disk', async ({ world }) => {
  await sleep(fillMs);
  await world.redis.away('SIGKILL', 500, () => rm(world.redisFolder, { recursive: true }));
});

const oldCopy = underLoad('redis restarted on an old copy', async ({ world }) => {
  const copy = join(world.folder, 'redis-copy');
  // Frozen while it is copied: the copy is of one moment.
  world.redis.signal('SIGSTOP');
  await cp(world.redisFolder, copy, { recursive: true });
  world.redis.signal('SIGCONT');
  await sleep(Math.min(world.outageMs, 5_000));
  await world.redis.away('SIGKILL', 500, async () => {
    await rm(world.redisFolder, { recursive: true });
    await mkdir(world.redisFolder);
    await cp(copy, world.redisFolder, { recursive: true });
    await rm(copy, { recursive: true });
  });
});

const flushed = underLoad('redis FLUSHALL', async ({ world }) => {
  await sleep(fillMs);
  await withRedis(world, redis => redis.flushall());
});

const full = underLoad('redis full (maxmemory)', async ({ world }) => {
  // Below what it holds: it takes nothing new.
  await withRedis(world, redis => redis.config('SET', 'maxmemory', '1mb'));
  await sleep(Math.min(world.outageMs, 20_000));
  await withRedis(world, redis => redis.config('SET', 'maxmemory', '0'));
});

const evicting = underLoad('redis evicts keys', async ({ world }) => {
  await withRedis(world, async redis => {
    const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
    await redis.config('SET', 'maxmemory-policy', 'allkeys-random');
    await redis.config('SET', 'maxmemory', String(used - 100_000));
  });
  await sleep(Math.min(world.outageMs, 20_000));
  await withRedis(world, async redis => {
    await redis.config('SET', 'maxmemory', '0');
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
  });
});

async function withRedis(
  world: Scene['world'],
  work: (redis: ReturnType<typeof world.connectRedis>) => Promise<unknown>,
) {
  const redis = world.connectRedis();
  try {
    await work(redis);
  } finally {
    redis.disconnect();
  }
}

const hung: Fault = {
  name: 'redis hung (SIGSTOP)',
  takesAway: true,
  strike: scene => whileUploading(scene, () => scene.world.redis.hang(scene.world.outageMs)),
};

const down: Fault = {
  name: 'redis down',
  takesAway: true,
  strike: scene => whileUploading(scene, () => scene.world.redis.away('SIGTERM', scene.world.outageMs)),
};

/** Uploads one after the other before and during an outage: none may be refused, and none should notice. */
async function whileUploading(scene: Scene, outage: () => Promise<void>): Promise<Blow> {
  await scene.feeder.feed(scene.portion);
  // One that an earlier fault killed takes no file, with or without Redis.
  const ingests = scene.world.replicas.filter(({ service }) => service === 'ingest-service');
  for (const replica of ingests) await eventually(`${replica.name} takes files`, () => isReady(replica), 120_000);
  const measureMs = Math.min(scene.world.outageMs * 0.6, 15_000);
  scene.uploads.with.push(...(await upload(scene, measureMs)));
  let gone = true;
  const away = outage().finally(() => {
    gone = false;
  });
  await sleep(500); // until it is gone for certain
  scene.uploads.without.push(...(await upload(scene, measureMs, () => gone)));
  await away;
  return over();
}

const isReady = async (replica: Replica): Promise<true | undefined> =>
  (await fetch(`${replica.url()}/readyz`).catch(() => undefined))?.ok ? true : undefined;

let uploaded = 0;

/** Letters of their own project, some twenty a second; milliseconds of each, -1 for one that was not taken. */
async function upload({ client }: Scene, forMs: number, goOn: () => boolean = () => true): Promise<number[]> {
  const project = await client.createProject('Probes');
  const took: number[] = [];
  for (const until = Date.now() + forMs; Date.now() < until && goOn(); await sleep(30)) {
    const name = `probe-${uploaded++}.txt`;
    const { ms, documentId } = await client.tryOnce(project, { name, content: Buffer.from(`Probe ${name}\n`) }, name);
    took.push(documentId === undefined ? -1 : ms);
  }
  return took;
}

export const redisFaults: Fault[] = [kill, emptied, oldCopy, flushed, hung, down, full, evicting];
