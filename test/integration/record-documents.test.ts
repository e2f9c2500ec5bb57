import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { SegmentRow } from '../../shared/domain/rows.ts';
import { newId } from '../../shared/ids.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { connect } from '../../stack/postgres.ts';
import { createTestRecord, emptyOutcome, only, type TestRecord } from '../support/record.ts';
import { eventually } from '../support/wait.ts';

describe('documents of the record', function () {
  this.timeout(60_000);
  let record: TestRecord;
  before(async () => {
    record = await createTestRecord();
  });
  after(() => record.stop());

  const complete = async () => {
    const document = await record.accept();
    await record.finishAll(document.deliveries);
    return document;
  };

  /** Runs one stage, writing one segment that says which generation it is of. */
  const writeSegment = async (delivery: Delivery, text: string): Promise<Delivery[]> => {
    const { token } = await record.claim(delivery.taskId);
    const row: SegmentRow = {
      id: newId(),
      ordinal: 0,
      kind: 'section',
      text,
      charStart: 0,
      charEnd: text.length,
      engine: 'test',
    };
    await record.tasks.putRows(delivery.taskId, token, { segments: [row] });
    const answer = await record.tasks.commit({
      taskId: delivery.taskId,
      token,
      outcome: emptyOutcome,
      document: { textLength: text.length },
    });
    return answer.status === 'committed' ? answer.deliveries : [];
  };

  const currentText = async (id: string): Promise<string[]> =>
    (await record.rows.all('segments', id, (await record.rows.generations(id)).ocr ?? 0)).map(s => s.text);

  describe('accept', () => {
    it('goes through all stages in order to completed', async () => {
      const document = await record.accept();
      const stages: string[] = [];
      let next = document.deliveries;
      while (next[0]) {
        stages.push(next[0].stage);
        next = await record.finish(next[0].taskId);
      }
      expect(stages).to.deep.equal(['ocr', 'ner', 'llm', 'relationship']);
      expect((await record.state(document.id)).state).to.equal('completed');
    });

    it('starts a recording at asr', async () => {
      expect(only((await record.accept({ stage: 'asr' })).deliveries).stage).to.equal('asr');
    });

    it('records a kind that is not read as excluded, with its code', async () => {
      const document = await record.accept({ stage: undefined, excludedCode: 'I_UNSUPPORTED_TYPE' });
      expect(document.deliveries).to.deep.equal([]);
      expect(await record.state(document.id)).to.include({ state: 'excluded', error_code: 'I_UNSUPPORTED_TYPE' });
    });

    it('gives every copy a row of its own, one of many equal uploads being the first', async () => {
      const sha256 = 'a'.repeat(64);
      const copies = await Promise.all(Array.from({ length: 8 }, () => record.accept({ sha256 })));
      const first = copies.filter(c => c.state === 'processing');
      expect(first).to.have.length(1);
      expect(new Set(copies.map(c => c.id)).size).to.equal(8);
      for (const copy of copies.filter(c => c.state === 'duplicate')) expect(copy.duplicateOf).to.equal(first[0]?.id);
    });

    it('reads a copy itself when its first has failed, and a copy instead of a first that is cancelled', async () => {
      const project = await record.projects.create('Copies');
      const send = (sha256: string) => record.accept({ projectId: project.id, sha256 });
      const failing = await send('7'.repeat(64));
      const early = await send('7'.repeat(64));
      await record.fail(only(failing.deliveries).taskId);
      expect((await record.documents.report(project.id))?.duplicatesOfUnread).to.equal(1);
      expect((await send('7'.repeat(64))).state).to.equal('processing');
      expect((await record.state(early.id)).state).to.equal('duplicate');

      const [first, second, third] = [
        await send('8'.repeat(64)),
        await send('8'.repeat(64)),
        await send('8'.repeat(64)),
      ];
      await record.documents.cancel(first.id);
      const promoted = (await record.tasks.takeUnpublished(100)).filter(d => d.documentId === second.id);
      await record.finishAll(promoted);
      expect((await record.state(second.id)).state).to.equal('completed');
      const [row] = await record.query('select duplicate_of from documents where id = $1', [third.id]);
      expect(row).to.deep.equal({ duplicate_of: second.id });
    });

    it('reads a copy that is being accepted while its first is cancelled', async () => {
      const { id: projectId } = await record.projects.create('Race');
      const sha256 = '9'.repeat(64);
      const first = await record.accept({ projectId, sha256 });
      const other = await connect(record.environment.environment.DATABASE_URL);
      const copy = {
        id: newId(),
        projectId,
        sha256,
        bytes: 10,
        mediaType: 'text/plain',
        fileName: 'b.txt',
        stage: 'ocr',
      };
      try {
        await other.query('begin');
        await other.query('select accept_document($1)', [JSON.stringify({ ...copy, storageKey: 'b' })]);
        const cancelling = record.documents.cancel(first.id);
        const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted`;
        await eventually('the cancel waits for the copy', async () => (await record.query(waiting))[0]);
        await other.query('commit');
        await cancelling;
      } finally {
        await other.end();
      }
      expect((await record.state(first.id)).state).to.equal('cancelled');
      expect((await record.state(copy.id)).state).to.equal('processing');
    });

    it('does not call the bytes of another project a duplicate', async () => {
      const [a, b] = [await record.projects.create('One'), await record.projects.create('Two')];
      const sha256 = 'b'.repeat(64);
      await record.accept({ projectId: a.id, sha256 });
      expect((await record.accept({ projectId: b.id, sha256 })).state).to.equal('processing');
    });

    it('answers an idempotency key the same again, also when both come at once; other bytes are a mismatch', async () => {
      const key = { idempotencyKey: 'k1', idempotencyOrdinal: 0 };
      const sha256 = 'c'.repeat(64);
      const answers = await Promise.all([1, 2, 3].map(() => record.accept({ ...key, sha256 })));
      expect(new Set(answers.map(a => a.id)).size).to.equal(1);
      expect(answers.filter(a => !a.replayed)).to.have.length(1);
      const { projectId } = answers[0] as { projectId: string };
      const other = {
        id: newId(),
        projectId,
        sha256: 'd'.repeat(64),
        bytes: 1,
        mediaType: 'text/plain',
        fileName: 'x',
        storageKey: 'x',
        stage: 'ocr' as const,
      };
      expect(await record.documents.accept({ ...other, ...key })).to.deep.equal({
        mismatch: true,
        documentId: answers[0]?.id,
      });
    });

    it('lets small documents overtake large ones of the same hour', async () => {
      const [small, large] = [await record.accept({ bytes: 1_000 }), await record.accept({ bytes: 200_000_000 })];
      expect(only(small.deliveries).priority).to.be.lessThan(only(large.deliveries).priority);
      expect(only(large.deliveries).priority).to.be.lessThan(2_097_152);
    });
  });

  describe('reprocess', () => {
    it('makes a new generation, which becomes current as a whole when the run ends', async () => {
      const document = await record.accept();
      await record.finishAll(await writeSegment(only(document.deliveries), 'one'));
      const again = await record.documents.reprocess(document.id, 'ocr', 'test');
      if (again.error) throw new Error(again.error);
      expect(again.generation).to.equal(2);
      const next = await writeSegment(only(again.deliveries), 'second');
      expect(await currentText(document.id), 'while later stages are still of the old text').to.deep.equal(['one']);
      expect((await record.claim(only(next).taskId)).generations, 'what the run itself reads').to.include({ ocr: 2 });
      const [{ text_length: before } = {}] = await record.query('select text_length from documents where id = $1', [
        document.id,
      ]);
      expect(before).to.equal(3);
      await record.expireLease(only(next).taskId);
      await record.tasks.reconcile();
      await record.finishAll(next);
      expect(await currentText(document.id)).to.deep.equal(['second']);
      const [{ text_length: after } = {}] = await record.query('select text_length from documents where id = $1', [
        document.id,
      ]);
      expect(after).to.equal(6);
      expect((await record.state(document.id)).state).to.equal('completed');
    });

    for (const how of ['cancelled', 'failed'] as const) {
      it(`that is ${how} halfway changes nothing that is read`, async () => {
        const document = await record.accept();
        await record.finishAll(await writeSegment(only(document.deliveries), 'one'));
        const before = await record.rows.generations(document.id);
        const again = await record.documents.reprocess(document.id, 'ocr', 'test');
        if (again.error) throw new Error(again.error);
        const next = await writeSegment(only(again.deliveries), 'second');
        if (how === 'cancelled') await record.documents.cancel(document.id);
        else await record.fail(only(next).taskId);
        expect((await record.state(document.id)).state).to.equal(how === 'failed' ? 'failed' : 'completed');
        expect(await record.rows.generations(document.id)).to.deep.equal(before);
        expect(await currentText(document.id)).to.deep.equal(['one']);
      });
    }

    it('that fails in a required stage goes on from there when retried, and then is current as a whole', async () => {
      const document = await record.accept();
      await record.finishAll(await writeSegment(only(document.deliveries), 'one'));
      const again = await record.documents.reprocess(document.id, 'ocr', 'test');
      if (again.error) throw new Error(again.error);
      await record.fail(only(await writeSegment(only(again.deliveries), 'second')).taskId);
      const resumed = await record.documents.retry(document.id);
      if (resumed.error) throw new Error(resumed.error);
      expect(only(resumed.deliveries)).to.include({ stage: 'ner', generation: 2 });
      await record.finishAll(resumed.deliveries);
      expect(await currentText(document.id)).to.deep.equal(['second']);
      expect(await record.rows.generations(document.id)).to.deep.equal({ ocr: 2, ner: 2, llm: 2, relationship: 2 });
    });

    it('of a document that never got through shows nothing of a stage before the stages it builds on', async () => {
      const document = await record.accept();
      await record.fail(only(await writeSegment(only(document.deliveries), 'one')).taskId);
      const again = await record.documents.reprocess(document.id, 'ocr', 'test');
      if (again.error) throw new Error(again.error);
      const next = await record.finish(only(await writeSegment(only(again.deliveries), 'second')).taskId);
      expect(await record.rows.generations(document.id), 'text and chunks wait together').to.include({
        ocr: 1,
        ner: 0,
      });
      await record.finishAll(next);
      expect(await record.rows.generations(document.id)).to.deep.equal({ ocr: 2, ner: 2, llm: 2, relationship: 2 });
    });

    it('retried after another one that failed elsewhere goes on where it failed itself', async () => {
      const document = await complete();
      for (const from of ['ocr', 'ner'] as const) {
        const again = await record.documents.reprocess(document.id, from, 'test');
        if (again.error) throw new Error(again.error);
        await record.fail(only(again.deliveries).taskId);
      }
      const resumed = await record.documents.retry(document.id);
      if (resumed.error) throw new Error(resumed.error);
      expect(only(resumed.deliveries)).to.include({ stage: 'ner', generation: 3 });
      await record.finishAll(resumed.deliveries);
      expect((await record.state(document.id)).state).to.equal('completed');
      expect(await record.rows.generations(document.id)).to.deep.equal({ ocr: 1, ner: 3, llm: 3, relationship: 3 });
    });

    it('hands nothing of a stage that failed in it to the next one: that speaks of the old text', async () => {
      const document = await complete();
      const again = await record.documents.reprocess(document.id, 'ner', 'test');
      if (again.error) throw new Error(again.error);
      const llm = only(await record.finish(only(again.deliveries).taskId));
      const relationship = only(await record.fail(llm.taskId));
      expect((await record.claim(relationship.taskId)).generations).to.deep.equal({
        ocr: 1,
        ner: 2,
        llm: 0,
        relationship: 1,
      });
    });

    it('that is cancelled leaves no drafts', async () => {
      const document = await complete();
      const again = await record.documents.reprocess(document.id, 'ocr', 'test');
      if (again.error) throw new Error(again.error);
      const [part] = await record.finish(only(again.deliveries).taskId, { parts: [{ from: 0 }, { from: 1 }] });
      const { token } = await record.claim(part?.taskId ?? '');
      const taskDrafts = [{ id: newId(), ordinal: 0, data: {} }];
      await record.tasks.putRows(part?.taskId ?? '', token, { taskDrafts });
      await record.documents.cancel(document.id);
      expect(await record.query('select 1 from task_drafts where document_id = $1', [document.id])).to.deep.equal([]);
      const [run] = await record.query('select state from runs where document_id = $1 and generation = 2', [
        document.id,
      ]);
      expect(run).to.deep.equal({ state: 'cancelled' });
    });

    it('whose optional stage fails shows none of its old rows, which speak of the old text', async () => {
      const document = await complete();
      const again = await record.documents.reprocess(document.id, 'ner', 'test');
      if (again.error) throw new Error(again.error);
      const llm = only(await record.finish(only(again.deliveries).taskId));
      await record.finishAll(await record.fail(llm.taskId));
      expect((await record.state(document.id)).state).to.equal('completed_partial');
      expect(await record.rows.generations(document.id)).to.deep.equal({ ocr: 1, ner: 2, llm: 0, relationship: 2 });
    });

    it('that fails leaves the old rows current', async () => {
      const document = await record.accept();
      await record.finishAll(await writeSegment(only(document.deliveries), 'one'));
      const again = await record.documents.reprocess(document.id, 'ocr', 'test');
      if (again.error) throw new Error(again.error);
      await record.fail(only(again.deliveries).taskId);
      expect(await record.state(document.id)).to.include({ state: 'failed', error_code: 'I_DAMAGED' });
      expect(await currentText(document.id)).to.deep.equal(['one']);
    });

    it('from a later stage reads what is current before it', async () => {
      const document = await complete();
      const again = await record.documents.reprocess(document.id, 'llm', 'test');
      if (again.error) throw new Error(again.error);
      const claim = await record.claim(only(again.deliveries).taskId);
      expect(claim.task).to.include({ stage: 'llm', generation: 2 });
      expect(claim.generations).to.include({ ocr: 1, ner: 1, llm: 1 });
    });

    it('is refused for a duplicate, an unknown id, and a stage whose input was never made', async () => {
      const sha256 = 'e'.repeat(64);
      const first = await record.accept({ sha256 });
      const copy = await record.accept({ sha256 });
      expect(await record.documents.reprocess(copy.id, 'ocr', 'test')).to.include({
        error: 'state',
        state: 'duplicate',
      });
      expect(await record.documents.reprocess(newId(), 'ocr', 'test')).to.include({ error: 'not_found' });
      expect(await record.documents.reprocess(first.id, 'ner', 'test')).to.include({ error: 'state' });
    });
  });

  describe('retry', () => {
    it('resumes a failed stage in the same generation and keeps what was done', async () => {
      const document = await record.accept();
      const parts = await record.finish(only(document.deliveries).taskId, { parts: [{ from: 0 }, { from: 1 }] });
      for (const part of parts) await record.fail(part.taskId);
      const again = await record.documents.retry(document.id);
      if (again.error) throw new Error(again.error);
      expect(again.generation).to.equal(1);
      expect(again.deliveries.map(d => d.phase)).to.deep.equal(['part', 'part']);
      await record.finishAll(again.deliveries);
      expect((await record.state(document.id)).state).to.equal('completed');
    });

    it('of a document with pages missing starts a new generation from that stage', async () => {
      const document = await record.accept();
      const outcome = { ...emptyOutcome, warnings: [{ code: 'pages.missing', missing: true, at: [2] }] };
      await record.finishAll(await record.finish(only(document.deliveries).taskId, { outcome }));
      const { state, warnings } = await record.state(document.id);
      expect(state).to.equal('completed_partial');
      expect(warnings).to.deep.equal([{ code: 'pages.missing', missing: true, at: [2], stage: 'ocr' }]);
      const again = await record.documents.retry(document.id);
      if (again.error) throw new Error(again.error);
      expect(again.generation).to.equal(2);
      await record.finishAll(again.deliveries);
      expect((await record.state(document.id)).state).to.equal('completed');
    });

    it('is refused when nothing failed', async () => {
      expect(await record.documents.retry((await complete()).id)).to.include({ error: 'state', state: 'completed' });
    });
  });

  describe('cancel', () => {
    it('closes open tasks, cascades to children, and is refused for what has ended', async () => {
      const parent = await record.accept();
      const child = {
        id: newId(),
        projectId: parent.projectId,
        parentId: parent.id,
        partPath: '1',
        sha256: 'f'.repeat(64),
        bytes: 1,
        mediaType: 'text/plain',
      };
      await record.client.rpc('accept_document', {
        p_document: { ...child, fileName: 'c', storageKey: 'c', stage: 'ocr' },
      });
      expect(await record.documents.cancel(parent.id)).to.deep.equal({ cancelled: 2 });
      expect((await record.state(child.id)).state).to.equal('cancelled');
      expect(await record.documents.cancel(parent.id)).to.include({ error: 'state', state: 'cancelled' });
      const open = await record.query(
        `select 1 from tasks where document_id = any ($1) and state in ('queued', 'running')`,
        [[parent.id, child.id]],
      );
      expect(open).to.deep.equal([]);
    });
  });

  it('report adds up, refusals included', async () => {
    const project = await record.projects.create('Adds up');
    const projectId = project.id;
    await record.finishAll((await record.accept({ projectId })).deliveries);
    const failing = await record.accept({ projectId });
    await record.fail(only(failing.deliveries).taskId, 'I_PASSWORD');
    await record.accept({ projectId, sha256: '1'.repeat(64) });
    await record.accept({ projectId, sha256: '1'.repeat(64) });
    await record.documents.refuse({
      id: newId(),
      projectId,
      fileName: 'x.exe',
      bytes: 3,
      code: 'I_UNSUPPORTED_TYPE',
      message: 'test',
    });
    const report = await record.documents.report(projectId);
    expect(report?.states).to.include({ completed: 1, failed: 1, processing: 1, duplicate: 1 });
    expect(Object.values(report?.states ?? {}).reduce((a, b) => a + b)).to.equal(report?.received);
    expect(report?.failures).to.deep.equal({ I_PASSWORD: 1 });
    expect(report?.refusals.map(r => r.code)).to.deep.equal(['I_UNSUPPORTED_TYPE']);
    expect(await record.documents.report(newId())).to.equal(null);
  });

  it('history is a chain without gaps whose hashes verify', async () => {
    const document = await complete();
    await record.documents.reprocess(document.id, 'ner', 'test');
    await record.documents.cancel(document.id);
    const events = await record.query<{
      sequence: number;
      kind: string;
      previous_hash: string;
      hash: string;
      payload: string;
    }>(
      `select sequence, kind, previous_hash, hash, concat_ws('|', previous_hash, document_id, sequence, kind, data, extract(epoch from created_at)::text) as payload
       from events where document_id = $1 order by sequence`,
      [document.id],
    );
    expect(events.map(e => e.sequence)).to.deep.equal(events.map((_, i) => i + 1));
    expect(events.map(e => e.kind)).to.deep.equal([
      'document.accepted',
      'stage.done',
      'stage.done',
      'stage.done',
      'stage.done',
      'document.completed',
      'document.reprocess',
      'run.cancelled',
      'document.completed',
    ]);
    let previous = '';
    for (const event of events) {
      expect(event.previous_hash).to.equal(previous);
      expect(event.hash).to.equal(createHash('sha256').update(event.payload).digest('hex'));
      previous = event.hash;
    }
    const [row] = await record.query<{ event_hash: string }>('select event_hash from documents where id = $1', [
      document.id,
    ]);
    expect(row?.event_hash).to.equal(previous);
  });
});
