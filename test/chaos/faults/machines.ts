/** Faults of a worker's machine and of a document that is too much for every worker. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { armFault, disarmFault } from '../../../shared/fault-points.ts';
import { eventually } from '../../support/wait.ts';
import { type Fault, isWorker, over, pick } from './fault.ts';

const shiftClock = join(import.meta.dirname, '..', 'shift-clock.js');

const wrongClock: Fault = {
  name: 'clock of a worker an hour off',
  async strike(scene) {
    const replica = pick(scene, scene.world.replicas.filter(isWorker));
    const hours = pick(scene, [-1, 1]);
    await replica.stop(10_000);
    await replica.start({ NODE_OPTIONS: `--import=${shiftClock}`, LP_TEST_CLOCK_HOURS: String(hours) });
    await scene.feeder.feed(scene.portion, replica.service === 'asr-service' ? 'recording' : undefined);
    await replica.stop(10_000);
    await replica.start();
    return over();
  },
};

const fullDisk: Fault = {
  name: 'disk of a worker full',
  async strike(scene) {
    const { world } = scene;
    const replica = pick(
      scene,
      world.replicas.filter(({ service }) => service === 'ocr-service'),
    );
    const fault = { id: randomUUID(), action: 'disk-full', pass: 1, always: true, pid: replica.pid() } as const;
    armFault(world.faultsFolder, replica.service, 'fetch-original', fault);
    await Promise.all([scene.feeder.feed(scene.portion), sleep(Math.min(world.outageMs, 15_000))]);
    disarmFault(world.faultsFolder, replica.service, 'fetch-original');
    return over();
  },
};

/** It kills whoever begins to look for names in it, until it is given up: that is its recovery. Nothing else may suffer for good. */
const killer: Fault = {
  name: 'document that kills its worker',
  async strike(scene) {
    const { world, client, project, background, differing } = scene;
    const name = `killer-${scene.differing.size}.txt`;
    differing.set(name, { state: 'failed', code: 'X_POISON' });
    const content = Buffer.from(
      `${name} ${project}\n\n${'This document is more than a worker can bear. '.repeat(2_000)}\n`,
    );
    const { documentId } = await client.send(project, { name, content });
    const place = `after-claim.${documentId}` as const;
    armFault(world.faultsFolder, 'ner-service', place, { id: randomUUID(), action: 'die', pass: 1, always: true });
    const ended = eventually(
      `${name} is given up`,
      async () =>
        (await world.query(`select 1 from documents where id = $1 and state <> 'processing'`, [documentId]))[0],
      world.leaseMs * 30 + 120_000,
    );
    // Six deaths take six leases: other faults go on meanwhile.
    const blow = over();
    background.push(
      ended.then(() => {
        blow.recoveryMs = Date.now() - blow.endedAt;
        disarmFault(world.faultsFolder, 'ner-service', place);
      }),
    );
    return blow;
  },
};

export const machineFaults: Fault[] = [wrongClock, wrongClock, fullDisk, killer];
