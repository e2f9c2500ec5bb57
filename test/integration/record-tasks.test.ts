import { expect } from 'chai';
import type { SegmentRow } from '../../shared/domain/rows.ts';
import { newId } from '../../shared/ids.ts';
import { createTestRecord, emptyOutcome, only, type TestRecord } from '../support/record.ts';

const segment = (ordinal: number, text = 'text'): SegmentRow => ({
  id: newId(),
  ordinal,
  kind: 'section',
  text,
  charStart: 0,
  charEnd: text.length,
  engine: 'test',
});

describe('tasks of the record', function () {
  this.timeout(60_000);
  let record: TestRecord;
  before(async () => {
    record = await createTestRecord();
  });
  after(() => record.stop());

  describe('claim', () => {
    it('hands out one lease; a duplicate delivery finds it held, then done', async () => {
      const { taskId } = only((await record.accept()).deliveries);
      const claims = await Promise.all(
        [1, 2, 3].map(() => record.tasks.claim({ taskId, worker: 'w', leaseMs: 30_000 })),
      );
      expect(claims.map(c => c.status).sort()).to.deep.equal(['claimed', 'held', 'held']);
      const held = claims.find(c => c.status === 'claimed');
      if (held?.status !== 'claimed') throw new Error('unreachable');
      await record.tasks.commit({ taskId, token: held.token, outcome: emptyOutcome });
      expect(await record.tasks.claim({ taskId, worker: 'w', leaseMs: 30_000 })).to.deep.equal({ status: 'done' });
    });

    it('asked again because its answer was lost gives the same lease', async () => {
      const { taskId } = only((await record.accept()).deliveries);
      const asked = { taskId, worker: 'w', leaseMs: 30_000, token: newId() };
      const [first, again] = [await record.tasks.claim(asked), await record.tasks.claim(asked)];
      expect(first).to.include({ status: 'claimed', token: asked.token, claim: 1 });
      expect(again).to.include({ status: 'claimed', token: asked.token, claim: 1 });
    });

    it('says unknown for a task nobody recorded', async () => {
      expect(await record.tasks.claim({ taskId: newId(), worker: 'w', leaseMs: 30_000 })).to.deep.equal({
        status: 'unknown',
      });
    });

    it('says stale for a task of an older generation', async () => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      await record.documents.reprocess(document.id, 'ocr', 'test');
      expect(await record.tasks.claim({ taskId, worker: 'w', leaseMs: 30_000 })).to.deep.equal({ status: 'stale' });
    });

    it('says not due until the pause after a failed attempt is over', async () => {
      const { taskId } = only((await record.accept()).deliveries);
      const { token } = await record.claim(taskId);
      const answer = await record.tasks.fail({
        taskId,
        token,
        code: 'X_ENGINE_FAILED',
        message: 'test',
        retryable: true,
      });
      expect(answer).to.deep.equal({ status: 'retrying' });
      expect(await record.tasks.claim({ taskId, worker: 'w', leaseMs: 30_000 })).to.deep.equal({ status: 'not_due' });
    });
  });

  describe('lease', () => {
    it('is renewed while held, lost after cancel, and refused once the phase ran too long', async () => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      const { token } = await record.claim(taskId);
      expect(await record.tasks.renew({ taskId, token, leaseMs: 30_000 })).to.equal('ok');
      await record.query(`update tasks set deadline_at = now() where id = $1`, [taskId]);
      expect(await record.tasks.renew({ taskId, token, leaseMs: 30_000 })).to.equal('timeout');
      await record.documents.cancel(document.id);
      expect(await record.tasks.renew({ taskId, token, leaseMs: 30_000 })).to.equal('lost');
    });

    it('that runs out goes back to the queue with a new token; the zombie can neither write nor commit', async () => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      const zombie = await record.claim(taskId);
      expect(await record.tasks.putRows(taskId, zombie.token, { segments: [segment(0, 'zombie')] })).to.equal('ok');
      await record.expireLease(taskId);
      expect(await record.tasks.reconcile()).to.deep.include({ expired: [taskId], poisoned: [] });
      const heir = await record.claim(taskId);
      expect(await record.tasks.putRows(taskId, zombie.token, { segments: [segment(1)] })).to.equal('fenced');
      expect(await record.tasks.commit({ taskId, token: zombie.token, outcome: emptyOutcome })).to.deep.equal({
        status: 'fenced',
      });
      await record.tasks.putRows(taskId, heir.token, { segments: [segment(0, 'heir')] });
      expect(await record.tasks.commit({ taskId, token: heir.token, outcome: emptyOutcome })).to.have.property(
        'status',
        'committed',
      );
      expect((await record.rows.all('segments', document.id, 1)).map(s => s.text)).to.deep.equal(['heir']);
      expect(await record.tasks.commit({ taskId, token: heir.token, outcome: emptyOutcome })).to.deep.equal({
        status: 'already',
        deliveries: [],
      });
    });

    it('given back by release costs no attempt', async () => {
      const { taskId } = only((await record.accept()).deliveries);
      const { token } = await record.claim(taskId);
      expect(await record.tasks.release(taskId, token)).to.equal('released');
      expect(await record.tasks.release(taskId, token)).to.equal('fenced');
      expect((await record.claim(taskId)).task.attempt).to.equal(1);
    });

    it('that runs out six times makes the task poison, and others go on', async () => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      for (let death = 1; death <= 6; death++) {
        await record.claim(taskId);
        await record.expireLease(taskId);
        expect(await record.tasks.reconcile()).to.deep.include({
          expired: [taskId],
          poisoned: death === 6 ? [taskId] : [],
        });
      }
      expect(await record.state(document.id)).to.include({ state: 'failed', error_code: 'X_POISON' });
    });
  });

  describe('rows', () => {
    it('written twice by the same call are there once', async () => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      const { token } = await record.claim(taskId);
      const segments = Array.from({ length: 2_500 }, (_, i) => segment(i));
      await record.tasks.putRows(taskId, token, { segments });
      await record.tasks.putRows(taskId, token, { segments });
      await record.tasks.commit({ taskId, token, outcome: emptyOutcome });
      const read = await record.rows.all('segments', document.id, 1);
      expect(read.map(s => s.ordinal)).to.deep.equal(segments.map(s => s.ordinal));
    });

    it('whose id another task holds are an error, not a silent loss', async () => {
      const [a, b] = [await record.accept(), await record.accept()];
      const row = segment(0);
      const first = await record.claim(only(a.deliveries).taskId);
      await record.tasks.putRows(first.task.id, first.token, { segments: [row] });
      const second = await record.claim(only(b.deliveries).taskId);
      const thrown = await record.tasks
        .putRows(second.task.id, second.token, { segments: [row] })
        .catch((error: unknown) => error);
      expect(thrown).to.have.property('code', 'X_RECORD');
    });

    it('become current only when their stage seals', async () => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      const { token } = await record.claim(taskId);
      await record.tasks.putRows(taskId, token, { segments: [segment(0)] });
      expect((await record.rows.generations(document.id)).ocr).to.equal(0);
      await record.tasks.commit({ taskId, token, outcome: emptyOutcome });
      expect((await record.rows.generations(document.id)).ocr).to.equal(1);
    });
  });

  describe('fan-out and fan-in', () => {
    /** Opens a document whose first stage has parts; works them off in random order, failing some. */
    const runParts = async (count: number, failing: number[]) => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      const open = await record.finish(taskId, {
        parts: Array.from({ length: count }, (_, page) => ({ from: page, to: page })),
      });
      let done = 0;
      let mostOpen = open.length;
      while (open[0]?.phase === 'part') {
        const [next] = open.splice(Math.floor(Math.random() * open.length), 1);
        if (!next) break;
        const [row] = await record.query<{ ordinal: number }>('select ordinal from tasks where id = $1', [next.taskId]);
        open.push(
          ...(failing.includes(row?.ordinal ?? -1) ? await record.fail(next.taskId) : await record.finish(next.taskId)),
        );
        done += 1;
        mostOpen = Math.max(mostOpen, open.length);
      }
      return { document, done, mostOpen, next: open };
    };

    it('with no parts finishes in the same commit', async () => {
      const { next } = await runParts(0, []);
      expect(only(next)).to.include({ stage: 'ner', phase: 'plan' });
    });

    it('with one part finishes after it', async () => {
      const { next, done } = await runParts(1, []);
      expect(done).to.equal(1);
      expect(only(next)).to.include({ stage: 'ocr', phase: 'finish' });
    });

    it('with 500 parts publishes at most 64 at a time and finishes once, after all', async () => {
      const { next, done, mostOpen, document } = await runParts(500, []);
      expect(done).to.equal(500);
      expect(mostOpen).to.equal(64);
      expect(only(next)).to.include({ stage: 'ocr', phase: 'finish' });
      expect((await record.claim(only(next).taskId)).parts).to.deep.equal({ total: 500, failed: [] });
      const [row] = await record.query<{ n: string }>(
        `select count(*) as n from tasks where document_id = $1 and phase = 'finish'`,
        [document.id],
      );
      expect(row?.n).to.equal('1');
    });

    for (const [name, ordinal] of [
      ['first', 0],
      ['middle', 3],
      ['last', 6],
    ] as const) {
      it(`hands the ${name} part to finish as failed, and the document ends partial`, async () => {
        const { next, document } = await runParts(7, [ordinal]);
        const finish = await record.claim(only(next).taskId);
        expect(finish.parts).to.deep.equal({
          total: 7,
          failed: [{ ordinal, input: { from: ordinal, to: ordinal }, code: 'I_DAMAGED' }],
        });
        const sealed = await record.tasks.commit({
          taskId: finish.task.id,
          token: finish.token,
          outcome: emptyOutcome,
        });
        if (sealed.status === 'fenced') throw new Error('fenced');
        await record.finishAll(sealed.deliveries);
        expect(await record.state(document.id)).to.include({ state: 'completed_partial' });
      });
    }

    it('fails the document when every part failed', async () => {
      const { next, document } = await runParts(3, [0, 1, 2]);
      expect(next).to.deep.equal([]);
      expect(await record.state(document.id)).to.include({ state: 'failed', error_code: 'I_DAMAGED' });
    });

    it('seals exactly once when the last parts are committed at the same moment', async () => {
      const document = await record.accept();
      const parts = await record.finish(only(document.deliveries).taskId, {
        parts: Array.from({ length: 40 }, (_, i) => ({ from: i, to: i })),
      });
      const claims = await Promise.all(parts.map(part => record.claim(part.taskId)));
      const answers = await Promise.all(
        claims.map(c => record.tasks.commit({ taskId: c.task.id, token: c.token, outcome: emptyOutcome })),
      );
      expect(
        answers.flatMap(a => (a.status === 'fenced' ? [] : a.deliveries)).filter(d => d.phase === 'finish'),
      ).to.have.length(1);
    });
  });

  describe('failing', () => {
    it('retries a system error with growing pauses and gives up after the attempts of the stage', async () => {
      const document = await record.accept();
      const { taskId } = only(document.deliveries);
      const statuses = [];
      for (let attempt = 1; attempt <= 4; attempt++) {
        await record.query('update tasks set not_before = null where id = $1', [taskId]);
        const { token, task } = await record.claim(taskId);
        expect(task.attempt).to.equal(attempt);
        statuses.push(
          (await record.tasks.fail({ taskId, token, code: 'X_ENGINE_FAILED', message: 'test', retryable: true }))
            .status,
        );
      }
      expect(statuses).to.deep.equal(['retrying', 'retrying', 'retrying', 'failed']);
      expect(await record.state(document.id)).to.include({ state: 'failed', error_code: 'X_ENGINE_FAILED' });
    });

    it('of an optional stage lets the next one run and ends partial', async () => {
      const document = await record.accept();
      const ner = only(await record.finish(only(document.deliveries).taskId));
      const llm = only(await record.finish(ner.taskId));
      const relationship = only(await record.fail(llm.taskId));
      expect(relationship.stage).to.equal('relationship');
      expect(await record.finish(relationship.taskId)).to.deep.equal([]);
      expect((await record.state(document.id)).state).to.equal('completed_partial');
    });
  });

  it('a part that failed for good leaves no rows that are read', async () => {
    const document = await record.accept();
    const parts = await record.finish(only(document.deliveries).taskId, { parts: [{ from: 0 }, { from: 1 }] });
    const [failing, other] = [parts[0]?.taskId ?? '', parts[1]?.taskId ?? ''];
    const { token } = await record.claim(failing);
    await record.tasks.putRows(failing, token, {
      segments: [segment(0, 'half done')],
      taskDrafts: [{ id: newId(), ordinal: 0, data: {} }],
    });
    await record.tasks.fail({ taskId: failing, token, code: 'I_DAMAGED', message: 'test', retryable: false });
    const next = only(await record.finish(other));
    expect(await record.rows.drafts(document.id, 1, 'ocr')).to.deep.equal([]);
    await record.finish(next.taskId);
    expect(await record.rows.all('segments', document.id, 1)).to.deep.equal([]);
  });

  it('finish is not claimed while a part is open again', async () => {
    const document = await record.accept();
    const parts = await record.finish(only(document.deliveries).taskId, { parts: [{ from: 0 }, { from: 1 }] });
    await record.fail(parts[0]?.taskId ?? '');
    const finish = only(await record.finish(parts[1]?.taskId ?? ''));
    await record.fail(finish.taskId);
    const again = await record.documents.retry(document.id);
    if (again.error) throw new Error(again.error);
    expect(again.deliveries.map(d => d.taskId)).to.deep.equal([parts[0]?.taskId]);
    const early = await record.tasks.claim({ taskId: finish.taskId, worker: 'w', leaseMs: 30_000 });
    expect(early).to.deep.equal({ status: 'not_due' });
    const reopened = only(await record.finish(parts[0]?.taskId ?? ''));
    expect(reopened.taskId).to.equal(finish.taskId);
    expect((await record.claim(reopened.taskId)).parts).to.deep.equal({ total: 2, failed: [] });
  });

  describe('delivery', () => {
    it('takes what is due once, projects taking turns', async () => {
      await record.query(`update tasks set deliver_at = null where state = 'queued'`);
      const [a, b] = [await record.projects.create('Turn A'), await record.projects.create('Turn B')];
      const ids: Record<string, string> = {};
      for (let i = 0; i < 6; i++) {
        const { deliveries } = await record.accept({ projectId: i < 5 ? a.id : b.id });
        ids[only(deliveries).taskId] = i < 5 ? 'a' : 'b';
      }
      await record.query(`update tasks set published = false, deliver_at = now() where id = any ($1)`, [
        Object.keys(ids),
      ]);
      const first = await record.tasks.takeUnpublished(2);
      expect(first.map(d => ids[d.taskId]).sort()).to.deep.equal(['a', 'b']);
      expect(first.every(d => d.publishes === 2)).to.equal(true);
      expect(await record.tasks.takeUnpublished(100)).to.have.length(4);
      expect(await record.tasks.takeUnpublished(100)).to.deep.equal([]);
    });

    it('makes everything queued due at once when Redis was emptied', async () => {
      const { taskId } = only((await record.accept()).deliveries);
      expect(await record.tasks.redeliverAll()).to.be.greaterThan(0);
      expect((await record.tasks.takeUnpublished(1_000)).map(d => d.taskId)).to.include(taskId);
    });

    it('names published tasks nobody claimed in time, once a while', async () => {
      const { taskId } = only((await record.accept()).deliveries);
      await record.query(`update tasks set deliver_at = now() - interval '1 second' where id = $1`, [taskId]);
      const [first, second] = [await record.tasks.reconcile(), await record.tasks.reconcile()];
      if (first.busy || second.busy) throw new Error('busy');
      expect(first.overdue.map(d => d.taskId)).to.include(taskId);
      expect(second.overdue.map(d => d.taskId)).not.to.include(taskId);
    });

    it('settles a document that nothing is open for', async () => {
      const document = await record.accept();
      await record.query(`delete from tasks where document_id = $1`, [document.id]);
      await record.query(`update documents set updated_at = now() - interval '2 minutes' where id = $1`, [document.id]);
      const answer = await record.tasks.reconcile();
      if (answer.busy) throw new Error('busy');
      expect(answer.advanced).to.deep.equal([document.id]);
      expect(answer.deliveries.map(d => d.documentId)).to.deep.equal([document.id]);
    });
  });
});
