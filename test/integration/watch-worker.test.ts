/** A worker that can no longer fetch is noticed; a busy and an idle one are let be. */
import { expect } from 'chai';
import { publishAll } from '../../queues/publish.ts';
import type { Stage } from '../../queues/stage.ts';
import { createSlots, watchWorker } from '../../queues/watch-worker.ts';
import { createTestRecord, emptyOutcome, type TestRecord } from '../support/record.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { eventually } from '../support/wait.ts';

const outcome = { ...emptyOutcome, warnings: [] };

describe('the watch on a worker', function () {
  this.timeout(60_000);
  let record: TestRecord;
  let runners: TestRunners;
  let stalls: number;
  let quick: { watchEveryMs: number; onStalled(): void };
  beforeEach(async () => {
    record = await createTestRecord();
    runners = createTestRunners(record);
    stalls = 0;
    quick = {
      watchEveryMs: 20,
      onStalled() {
        stalls += 1;
      },
    };
  });
  afterEach(async () => {
    await runners.stop();
    await record.stop();
  });

  const publish = async (count: number) => {
    const documents = await Promise.all(Array.from({ length: count }, () => record.accept()));
    await publishAll(
      runners.queues,
      documents.flatMap(document => document.deliveries),
    );
    return documents;
  };
  const stalled = () => eventually('the worker is found stalled', () => stalls > 0 || undefined);
  /** Resolves after more looks, at a queue in which jobs wait, than a watch takes to find a stall. */
  const looksPass = async (queue = runners.queues.ocr) => {
    let passed = false;
    const log = { ...runners.log, error: () => undefined };
    const other = watchWorker({
      ...{ queue, slots: createSlots(), concurrency: 1, log, everyMs: 25, looks: 12 },
      onStalled: () => (passed = true),
    });
    await eventually('looks pass', () => passed || undefined);
    await other.stop();
  };

  it('finds one that has room and takes nothing though jobs wait, once, after so many looks in vain', async () => {
    await publish(1);
    const slots = createSlots();
    slots.take();
    const { log } = runners;
    const watch = watchWorker({ queue: runners.queues.ocr, slots, concurrency: 2, log, ...quick, everyMs: 20 });
    await stalled();
    await looksPass();
    expect(stalls).to.equal(1);
    await watch.stop();
  });

  it('finds one that holds nothing but jobs that hang', async () => {
    let commits = 0;
    const hanging = Promise.withResolvers<{ status: 'fenced' }>();
    const commit = () => {
      commits += 1;
      return hanging.promise;
    };
    const tasks = { ...record.tasks, commit };
    runners.run('ocr', idleStage, { ...quick, tasks, leaseMs: 300 });
    const documents = await publish(3);
    await eventually('both slots are taken', () => commits === 2 || undefined);
    await looksPass();
    expect(stalls, 'while the leases hold').to.equal(0);
    for (const { id } of documents) await record.documents.cancel(id);
    await stalled();
    hanging.resolve({ status: 'fenced' });
  });

  it('lets be one that is busy, one whose queue is paused, and one without work', async () => {
    const release = Promise.withResolvers<void>();
    let started = 0;
    const stage: Stage = {
      async plan() {
        started += 1;
        await release.promise;
        return { outcome };
      },
    };
    runners.run('ocr', stage, quick);
    await publish(4);
    await eventually('both slots are taken', () => started === 2 || undefined);
    await looksPass();
    expect(stalls, 'busy').to.equal(0);
    await runners.queues.ocr.pause();
    release.resolve();
    await eventually('the work ends', async () => (await runners.queues.ocr.getCompletedCount()) === 2 || undefined);
    await looksPass(runners.queues.ner);
    expect(stalls, 'paused').to.equal(0);
    await runners.queues.ocr.resume();
    await eventually('all ends', async () => (await runners.queues.ocr.getCompletedCount()) === 4 || undefined);
    await looksPass(runners.queues.ner);
    expect(stalls, 'idle').to.equal(0);
  });
});
