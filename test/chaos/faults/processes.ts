/** Faults of our own processes: killed, frozen, blocked, hung, rolled. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultPoint, ingestFaultPoints, workerFaultPoints } from '../../../shared/fault-points.ts';
import { eventually } from '../../support/wait.ts';
import type { Replica } from '../replica.ts';
import { arm, type Fault, isWorker, over, pick, type Scene } from './fault.ts';

const workers = ['ocr-service', 'asr-service', 'ner-service', 'llm-service', 'relationship-service'];

/** Where each service can be hit. */
const places: { service: string; point: FaultPoint }[] = [
  ...workers.flatMap(service =>
    workerFaultPoints
      // The last stage has nothing to publish.
      .filter(point => service !== 'relationship-service' || !point.endsWith('publish'))
      .map(point => ({ service, point })),
  ),
  ...[...ingestFaultPoints, 'before-publish' as const, 'after-publish' as const].map(point => ({
    service: 'ingest-service',
    point,
  })),
];

const killsAtPoints: Fault[] = places.map(({ service, point }) => ({
  name: `kill ${point}`,
  async strike(scene) {
    const struck = await arm(scene, service, point, {
      action: 'die',
      pass: service === 'asr-service' ? 1 : 1 + Math.floor(scene.random() * 2),
    });
    return struck && over([struck]);
  },
}));

const throwAtPoint: Fault = {
  name: 'throw at a point',
  async strike(scene) {
    const { service, point } = pick(scene, places);
    const struck = await arm(scene, service, point, { action: 'throw', pass: 1 });
    return struck && over();
  },
};

const delayAtPoint: Fault = {
  name: 'delay at a point',
  async strike(scene) {
    const { service, point } = pick(scene, places);
    const ms = scene.world.leaseMs / 2;
    const struck = await arm(scene, service, point, { action: 'delay', pass: 1, ms });
    if (!struck) return undefined;
    await sleep(ms);
    return over();
  },
};

/** What never comes back holds its lease until its phase has run too long; that moment is brought nearer. */
const hangAtPoint: Fault = {
  name: 'hang at a point',
  async strike(scene) {
    const { service, point } = pick(scene, places.slice(0, -5));
    const struck = await arm(scene, service, point, { action: 'hang', pass: 1 });
    if (!struck) return undefined;
    const { query, leaseMs } = scene.world;
    await query(
      `update tasks set deadline_at = least(deadline_at, now() + make_interval(secs => $2)) where state = 'running' and worker like $1`,
      [`%/${struck.pid}/%`, leaseMs / 1_000],
    );
    return { ...over([struck]), victimsLive: true };
  },
};

/** Longer than the lease and a round of the reconciler: others have taken over what the process believes to be its own. */
const pastLeaseMs = ({ leaseMs }: Scene['world']): number => Math.round(leaseMs * 1.2) + 7_000;

const blockEventLoop = (point: FaultPoint): Fault => ({
  name: 'event loop blocked',
  async strike(scene) {
    const ms = pastLeaseMs(scene.world);
    const struck = await arm(scene, pick(scene, workers), point, { action: 'block', pass: 1, ms });
    if (!struck) return undefined;
    await sleep(ms);
    return over([struck]);
  },
});

const freeze: Fault = {
  name: 'frozen past its lease (zombie)',
  async strike(scene) {
    const { world, feeder, portion } = scene;
    const candidates = world.replicas.filter(replica => isWorker(replica) && replica.service !== 'asr-service');
    const replica = pick(scene, candidates);
    const feeding = feeder.feed(portion);
    // It has to be at work, or there is nothing it could do twice.
    const pid = await atWork(scene, replica);
    process.kill(pid, 'SIGSTOP');
    const at = Date.now();
    await feeding;
    await sleep(pastLeaseMs(world));
    process.kill(pid, 'SIGCONT');
    return over([{ pid, at }]);
  },
};

/** Waits until a process runs and, for a moment, until it holds a lease. */
async function atWork({ world }: Scene, replica: Replica): Promise<number> {
  await eventually(`${replica.name} runs`, () => (isAlive(replica.pid()) ? true : undefined), 60_000);
  const holds = `select 1 from tasks where state = 'running' and worker like $1 limit 1`;
  const held = async () => (await world.query(holds, [`%/${replica.pid()}/%`]))[0];
  await eventually('a task is running', held, 5_000).catch(() => undefined);
  return replica.pid();
}

/** More deaths in a minute than a task may normally see: the poison limit is raised for as long as it lasts. */
const storm: Fault = {
  name: 'storm of SIGKILL',
  takesAway: true,
  async strike(scene) {
    const { world, feeder, portion, background } = scene;
    await setPoisonLimit(scene, 1_000);
    const victims = [];
    const feeding = feeder.feed(portion * 4);
    for (const until = Date.now() + world.leaseMs * 1.5; Date.now() < until; ) {
      await sleep(500 + scene.random() * 1_500);
      const pid = pick(scene, world.replicas).pid();
      if (!isAlive(pid)) continue;
      process.kill(pid, 'SIGKILL');
      victims.push({ pid, at: Date.now() });
    }
    await feeding;
    background.push(calmDown(scene));
    return over(victims);
  },
};

/** Once the last leases of the storm have run out, deaths count again, from the beginning. */
async function calmDown(scene: Scene): Promise<void> {
  await sleep(scene.world.leaseMs * 2 + 10_000);
  await scene.world.query(
    `update tasks set expirations = 0 where state in ('queued', 'running') and not document_id = any (select id from documents where file_name = any ($1))`,
    [[...scene.differing.keys()]],
  );
  await setPoisonLimit(scene, 5);
}

const setPoisonLimit = ({ world }: Scene, limit: number) =>
  world.query(
    `create or replace function lp.poison_limit() returns int language sql immutable as $$ select ${limit} $$`,
  );

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // it is being started again
  }
}

const roll: Fault = {
  name: 'rolling restart (SIGTERM)',
  async strike(scene) {
    const { world, feeder, portion } = scene;
    const feeding = feeder.feed(portion * 2);
    const services = Map.groupBy(world.replicas, ({ service }) => service);
    await Promise.all([...services.values()].map(rollService));
    await feeding;
    return over();
  },
};

/** One replica after the other: there is always one at work. */
async function rollService(replicas: readonly Replica[]): Promise<void> {
  for (const replica of replicas) {
    const pid = replica.pid();
    if (!isAlive(pid)) continue;
    process.kill(pid, 'SIGTERM');
    await eventually(`${replica.name} is back`, () => (replica.pid() === pid ? undefined : true), 120_000);
  }
}

export const processFaults: Fault[] = [
  ...killsAtPoints,
  throwAtPoint,
  throwAtPoint,
  delayAtPoint,
  hangAtPoint,
  hangAtPoint,
  blockEventLoop('after-claim'),
  blockEventLoop('before-commit'),
  freeze,
  freeze,
  storm,
  roll,
];
