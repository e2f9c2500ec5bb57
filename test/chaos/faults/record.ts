/** Faults of the system of record and the way to it. What it acknowledged it keeps; nothing else can be asked of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, over, type Scene } from './fault.ts';

const underLoad = (name: string, hurt: (scene: Scene) => Promise<void>): Fault => ({
  name,
  takesAway: true,
  async strike(scene) {
    const feeding = scene.feeder.feed(scene.portion);
    await sleep(300);
    await hurt(scene);
    const blow = over();
    await feeding;
    return blow;
  },
});

export const recordFaults: Fault[] = [
  underLoad('postgres stopped at once and restarted', ({ world }) => world.postgres.away('SIGQUIT', 0)),
  underLoad('postgres down', ({ world }) => world.postgres.away('SIGQUIT', world.outageMs)),
  underLoad('postgrest killed', async ({ world }) => world.postgrest.signal('SIGKILL')),
  ...['commit_tasks', 'claim_tasks', 'accept_document', 'put_rows', 'fail_task'].map(name =>
    underLoad('answer of the record lost', async ({ world }) => {
      world.proxy.lose([name], 5);
      await sleep(2_000);
      world.proxy.lose([], 0);
    }),
  ),
];
