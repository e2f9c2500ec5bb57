/** `reconcile`, `verify`, and `retry` and `reprocess` of whole projects: on a real record, a real Redis and a real store. */
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { actOnProject } from '../../cli/act.ts';
import { createApi } from '../../cli/api.ts';
import { explain } from '../../cli/reconcile/explain.ts';
import { reconcileRound } from '../../cli/reconcile/round.ts';
import { verify } from '../../cli/verify.ts';
import { publishAll } from '../../queues/publish.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { newId } from '../../shared/ids.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { createTestIngest } from '../support/ingest.ts';
import { createTestRecord, only, type TestRecord } from '../support/record.ts';
import { createTestRunners, type TestRunners } from '../support/runners.ts';

describe('commands for the whole installation', function () {
  this.timeout(60_000);
  let record: TestRecord;
  let runners: TestRunners;
  let environment: Record<string, string>;
  before(async () => {
    record = await createTestRecord();
    runners = createTestRunners(record);
    environment = record.environment.environment;
  });
  after(async () => {
    await runners.stop();
    await record.stop();
  });
  beforeEach(async () => {
    await record.query('truncate documents cascade');
    await runners.redis.flushdb();
    await rm(fileURLToPath(environment.FILES_URL ?? ''), { recursive: true, force: true });
    await createFolderStore(environment.FILES_URL ?? '').prepare(async () => true);
  });

  /** A document as ingest accepts one: bytes first. */
  const store = async (content = 'text', project = 'Test matter') => {
    const { id: projectId } = await record.projects.create(project);
    const key = `${projectId}/${newId()}`;
    const stored = await createFolderStore(environment.FILES_URL ?? '').put(key, pieces(content));
    const { id, deliveries } = await record.accept({ projectId, storageKey: key, ...stored });
    return {
      id,
      projectId,
      key,
      path: join(fileURLToPath(environment.FILES_URL ?? ''), key),
      delivery: deliveries[0] as Delivery,
    };
  };
  async function* pieces(content: string) {
    yield Buffer.from(content);
  }
  const overdue = ({ taskId }: Delivery) =>
    record.query(`update tasks set deliver_at = now() - interval '1 minute' where id = $1`, [taskId]);

  describe('reconcile --explain', () => {
    type Found = {
      leases: string[];
      stuck: string[];
      queue?: { lost: string[]; unknown: number; ended: number; replaced: number };
      queueError?: string;
      store: { orphans: { key: string; bytes: number }[]; missing: string[] };
    };
    const differences = async (project?: string) => {
      const answer = await explain(project, environment);
      return { ...answer, found: answer.json as Found };
    };

    it('finds no difference where there is none', async () => {
      const { delivery } = await store();
      await publishAll(runners.queues, [delivery]);
      const { exit, found } = await differences();
      expect(found).to.deep.equal({
        leases: [],
        stuck: [],
        queue: { lost: [], unknown: 0, ended: 0, replaced: 0 },
        store: { orphans: [], missing: [] },
      });
      expect(exit).to.equal('ok');
    });

    it('finds tasks whose job is gone, and jobs that have no use any more', async () => {
      const [lost, there, ended, again] = [await store('1'), await store('2'), await store('3'), await store('4')];
      for (const { delivery } of [lost, there]) await overdue(delivery);
      const unknown = { ...there.delivery, taskId: newId() };
      await publishAll(runners.queues, [there.delivery, ended.delivery, again.delivery, unknown]);
      await record.finish(ended.delivery.taskId);
      await record.query('update tasks set publishes = publishes + 1 where id = $1', [again.delivery.taskId]);
      const { found, exit } = await differences();
      expect(found.queue).to.deep.equal({ lost: [lost.delivery.taskId], unknown: 1, ended: 1, replaced: 1 });
      expect(exit).to.equal('incomplete');
      expect((await differences('Test matter')).found.queue).to.include({ unknown: 0, ended: 1 });
    });

    it('finds leases that ran out and documents without an open task, of the project that is named', async () => {
      const [leased, stuck, other] = [await store('1'), await store('2'), await store('3', 'Other matter')];
      for (const { delivery } of [leased, other]) {
        await record.claim(delivery.taskId);
        await record.expireLease(delivery.taskId);
      }
      await record.query('update tasks set deliver_at = null where id = $1', [stuck.delivery.taskId]);
      await record.query(`update documents set updated_at = now() - interval '2 minutes' where id = $1`, [stuck.id]);
      const { found } = await differences('Test matter');
      expect([found.leases, found.stuck]).to.deep.equal([[leased.delivery.taskId], [stuck.id]]);
      expect((await differences()).found.leases).to.have.members(
        [leased, other].map(({ delivery }) => delivery.taskId),
      );
    });

    it('finds files that no document knows, but for those that may be on their way, and originals that are gone', async () => {
      const [kept, gone] = [await store('1'), await store('2')];
      await rm(gone.path);
      const folder = join(kept.path, '..');
      for (const name of ['old', 'young']) await writeFile(join(folder, name), 'xx');
      await utimes(join(folder, 'old'), new Date(0), new Date(0));
      const { found, text } = await differences();
      expect(found.store).to.deep.equal({
        orphans: [{ key: `${kept.projectId}/old`, bytes: 2 }],
        missing: [gone.id],
      });
      expect(text).to.contain(gone.id).and.not.contain('/old');
      await store('3', 'Other matter');
      expect((await differences('Other matter')).found.store).to.deep.equal({ orphans: [], missing: [] });
    });

    it('tells of the rest while Redis is away', async () => {
      const gone = await store();
      await rm(gone.path);
      const answer = await explain(undefined, { ...environment, REDIS_URL: 'redis://127.0.0.1:1' });
      expect(answer.json).to.deep.include({ queueError: 'X_REDIS', store: { orphans: [], missing: [gone.id] } });
      expect(answer.exit).to.equal('incomplete');
    });
  });

  describe('reconcile', () => {
    it('does a round and says what it did', async () => {
      const [lost, leased] = [await store('1'), await store('2')];
      await runners.redis.set(`${environment.QUEUE_PREFIX}:epoch`, '1');
      await overdue(lost.delivery);
      await record.claim(leased.delivery.taskId);
      await record.expireLease(leased.delivery.taskId);
      const { json, text } = await reconcileRound(environment);
      expect(json).to.deep.equal({
        deeds: [
          { event: 'lease.expired', taskId: leased.delivery.taskId },
          { event: 'task.redelivered', count: 1 },
        ],
      });
      expect(text).to.contain('lease.expired');
      expect(await runners.queues.ocr.getJobCountByTypes('prioritized', 'wait')).to.equal(1);
      expect((await reconcileRound(environment)).text).to.contain('nothing to put right');
    });
  });

  describe('verify', () => {
    type Verified = {
      histories: { documents: number; events: number; broken: { documentId: string; problem: string }[] };
      originals: { files: number; bytes: number; broken: object[] };
    };
    const verified = async (project?: string) => {
      const answer = await verify(project, environment);
      return { ...answer, ...(answer.json as Verified) };
    };

    it('finds whole histories and originals whole, those of copies and of files that never got in as well', async () => {
      const first = await store('same');
      const copy = await store('same');
      await record.finishAll([first.delivery]);
      await record.accept({ projectId: first.projectId, bytes: 0 });
      expect((await record.state(copy.id)).state).to.equal('duplicate');
      const { exit, histories, originals } = await verified();
      expect(exit).to.equal('ok');
      expect(histories).to.deep.include({ documents: 3, broken: [] });
      expect(originals).to.deep.equal({ files: 2, bytes: 8, broken: [] });
    });

    it('reads on page by page', async () => {
      const { projectId } = await store();
      await Promise.all(Array.from({ length: 400 }, () => record.accept({ projectId, bytes: 0 })));
      expect((await verified()).histories.documents).to.equal(401);
    });

    it('finds every way a history can be broken, of the project that is named', async () => {
      const ways = {
        hash: `update events set data = data || '{"sha256": "other"}' where sequence = 1`,
        chain: `update events set previous_hash = 'x' where sequence = 2`,
        gap: 'delete from events where sequence = 2',
        end: 'delete from events where sequence = (select max(sequence) from events e where e.document_id = events.document_id)',
      };
      const expected: Record<string, string> = {};
      for (const [problem, sql] of Object.entries(ways)) {
        const { id, delivery } = await store(problem);
        await record.finishAll([delivery]);
        await record.query(`${sql} and document_id = '${id}'`);
        expected[id] = problem;
      }
      const other = await store('x', 'Other matter');
      const { exit, histories, text } = await verified();
      expect(exit).to.equal('error');
      expect(
        Object.fromEntries(histories.broken.map(({ documentId, problem }) => [documentId, problem])),
      ).to.deep.equal(expected);
      for (const id of Object.keys(expected)) expect(text).to.contain(id);
      expect(text).not.to.contain(other.id);
      expect((await verified('Other matter')).exit).to.equal('ok');
    });

    it('finds originals that are gone, cut short or changed', async () => {
      const [gone, cut, changed] = [await store('one'), await store('two'), await store('three')];
      await rm(gone.path);
      await writeFile(cut.path, (await readFile(cut.path)).subarray(1));
      await writeFile(changed.path, 'thrEe');
      const { exit, originals } = await verified();
      expect(exit).to.equal('error');
      expect(originals.broken).to.have.deep.members([
        { documentId: gone.id, code: 'X_FILE_MISSING' },
        { documentId: cut.id, code: 'X_FILE_CHANGED' },
        { documentId: changed.id, code: 'X_FILE_CHANGED' },
      ]);
    });

    it('calls no original missing while the store is away', async () => {
      await store('one');
      const folder = fileURLToPath(environment.FILES_URL ?? '');
      await rename(folder, `${folder}.away`);
      try {
        expect(await verified().catch((error: { code?: string }) => error.code)).to.equal('X_STORE');
      } finally {
        await rename(`${folder}.away`, folder);
      }
    });
  });

  it('retries and reprocesses a project of more documents than fit into one call, and says what it left', async () => {
    const ingest = await createTestIngest();
    try {
      const api = createApi(ingest);
      const { id: projectId } = await ingest.record.projects.create('Large');
      for (let n = 0; n < 130; n += 1) {
        const { deliveries } = await ingest.record.accept({ projectId });
        await ingest.record.fail(only(deliveries).taskId);
      }
      const retried = await actOnProject(api, 'Large', { name: 'retry', code: 'I_DAMAGED' });
      expect([retried.json, retried.exit]).to.deep.equal([{ started: 130, refused: [], leftAlone: {} }, 'ok']);
      expect(retried.text).to.equal('130 documents tried again.');
      expect((await actOnProject(api, 'Large', { name: 'retry', code: 'I_DAMAGED' })).json).to.include({ started: 0 });
      await ingest.record.query(
        `update documents set state = 'failed' where project_id = $1 and id in (
        select id from documents where project_id = $1 order by id limit 2)`,
        [projectId],
      );
      const again = await actOnProject(api, 'Large', { name: 'reprocess', from: 'ner', request: newId() });
      expect(again.exit).to.equal('incomplete');
      const request = newId();
      const breaking = { ...api, call: () => Promise.reject(new PipelineError('X_API', 'no answer')) } as typeof api;
      const broken = actOnProject(breaking, 'Large', { name: 'reprocess', from: 'ner', request });
      const advice = `no answer; 0 documents started so far, go on with --request ${request}`;
      expect(await broken.catch((error: Error) => error.message)).to.equal(advice);
      const spoken = await actOnProject(api, 'Large', { name: 'reprocess', from: 'asr', request: newId() });
      expect(spoken.json).to.deep.include({ started: 0, leftAlone: { processing: 128, stage: 2 } });
      expect(again.text)
        .to.match(/^ *2 .*earlier stage/m)
        .and.match(/^ *128 +left alone: processing/m);
    } finally {
      await ingest.stop();
    }
  });
});
