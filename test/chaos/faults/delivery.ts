/** Faults of delivery and of people at the board: jobs that come more than once, in any order, or are thrown away. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueues, type Queues } from '../../../queues/connection.ts';
import { stageNames } from '../../../shared/domain/stage.ts';
import { type Fault, over, pick, type Scene } from './fault.ts';

/** Every job that waits is there three times, in another order, under names of its own. */
const thrice: Fault = {
  name: 'every job delivered three times',
  async strike(scene) {
    const feeding = scene.feeder.feed(scene.portion * 2);
    await withQueues(scene, async queues => {
      for (let round = 0; round < 20; round++) {
        for (const stage of stageNames) {
          const waiting = await queues[stage].getJobs(['prioritized', 'wait', 'active'], 0, 100);
          const again = waiting.filter(job => job?.id?.includes('again') === false).flatMap(job => [job, job, job]);
          again.sort(() => scene.random() - 0.5);
          await queues[stage].addBulk(
            again.map((job, i) => ({
              name: job.name,
              data: job.data,
              opts: { jobId: `again-${round}-${i}-${job.id}` },
            })),
          );
        }
        await sleep(150);
      }
    });
    await feeding;
    return over();
  },
};

/** Retries, reprocesses and cancels without much thought, pauses a queue, and clears them all on the board. */
const operator: Fault = {
  name: 'operator retries and empties queues',
  async strike(scene) {
    const { client, feeder, portion } = scene;
    const feeding = feeder.feed(portion, 'long');
    await withQueues(scene, async queues => {
      const paused = queues[pick(scene, stageNames)];
      await paused.pause();
      for (const id of await documents(scene, `state = 'processing' and file_name ~ '-(long|clauses|pages)-'`)) {
        await client.act(id, 'cancel');
      }
      for (const stage of stageNames) await queues[stage].drain();
      await sleep(1_000);
      await paused.resume();
      for (const stage of stageNames) await queues[stage].clean(0, 1_000, 'failed');
    });
    for (const id of await documents(scene, `state = 'cancelled'`, 100)) await client.act(id, 'retry');
    for (const id of await documents(scene, `state = 'completed'`, 4)) {
      await client.act(id, 'reprocess', { from: pick(scene, ['ner', 'llm', 'relationship']) });
    }
    await feeding;
    return over();
  },
};

/** Ids of the documents of the campaign that are like this, the latest first. */
async function documents({ world, project }: Scene, where: string, most = 3): Promise<string[]> {
  const rows = await world.query<{ id: string }>(
    `select id from documents where project_id = $1 and ${where} order by updated_at desc limit ${most}`,
    [project],
  );
  return rows.map(({ id }) => id);
}

async function withQueues({ world }: Scene, work: (queues: Queues) => Promise<void>): Promise<void> {
  const redis = world.connectRedis();
  const queues = openQueues(redis, world.environment.QUEUE_PREFIX ?? '');
  try {
    await work(queues);
  } finally {
    await Promise.all(Object.values(queues).map(queue => queue.close()));
    redis.disconnect();
  }
}

export const deliveryFaults: Fault[] = [thrice, operator];
