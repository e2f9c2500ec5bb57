/** What is asked for all documents of a project at once. */
import { expect } from 'chai';
import { problemSchema, projectRunSchema } from '../../services/ingest-service/schemas/documents.ts';
import { newId } from '../../shared/ids.ts';
import { createTestIngest, type TestIngest } from '../support/ingest.ts';
import { only } from '../support/record.ts';

describe('actions on projects', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  before(async () => {
    ingest = await createTestIngest();
  });
  after(() => ingest.stop());

  const makeProject = async () => {
    const { id } = await ingest.record.projects.create(`Matter ${newId()}`);
    const accept = async (over: object = {}) => {
      const { id: documentId, deliveries } = await ingest.record.accept({ projectId: id, ...over });
      return { documentId, taskId: deliveries[0]?.taskId ?? '' };
    };
    const failed = async (code: 'I_DAMAGED' | 'I_PASSWORD' = 'I_DAMAGED') => {
      const { documentId, taskId } = await accept();
      await ingest.record.fail(taskId, code);
      return documentId;
    };
    const act = (action: 'retry' | 'reprocess', body: object) =>
      ingest.json(202, projectRunSchema, `/v1/projects/${id}/${action}`, ingest.post(body));
    const stateOf = async (documentId: string) => (await ingest.record.state(documentId)).state;
    return { id, accept, failed, act, stateOf };
  };

  it('tries again what failed with a code, and nothing else, page by page', async () => {
    const { failed, act, stateOf } = await makeProject();
    const ids = [await failed(), await failed(), await failed()];
    const other = await failed('I_PASSWORD');
    let started = 0;
    let calls = 0;
    for (let cursor: string | null | undefined; cursor !== null; calls += 1) {
      const page = await act('retry', { code: 'I_DAMAGED', limit: 2, ...(cursor && { cursor }) });
      started += page.started;
      cursor = page.nextCursor;
    }
    expect([started, calls]).to.deep.equal([3, 2]);
    for (const id of ids) expect(await stateOf(id)).to.equal('processing');
    expect(await stateOf(other)).to.equal('failed');
    expect(await act('retry', { code: 'I_DAMAGED' })).to.deep.equal({ started: 0, refused: [], nextCursor: null });
  });

  it('tries again what misses a part, or an optional stage, because of the code', async () => {
    const { accept, act, stateOf } = await makeProject();
    const misses = await accept();
    const parts = await ingest.record.finish(misses.taskId, { parts: [{}, {}] });
    const [first, second] = parts.map(({ taskId }) => taskId);
    await ingest.record.finish(first ?? '');
    await ingest.record.finishAll(await ingest.record.fail(second ?? '', 'I_PASSWORD'));
    const lacks = await accept();
    const ner = only(await ingest.record.finish(lacks.taskId));
    const llm = only(await ingest.record.finish(ner.taskId));
    await ingest.record.finishAll(await ingest.record.fail(llm.taskId, 'I_PASSWORD'));
    for (const { documentId } of [misses, lacks]) expect(await stateOf(documentId)).to.equal('completed_partial');
    expect((await act('retry', { code: 'I_DAMAGED' })).started).to.equal(0);
    expect((await act('retry', { code: 'I_PASSWORD' })).started).to.equal(2);
  });

  it('says why it does not, and what to do instead', async () => {
    const { id, accept, act } = await makeProject();
    const { documentId } = await accept();
    // As an attachment that could not be had: failed before any stage began.
    await ingest.record.query(`update documents set state = 'failed', error_code = 'I_PASSWORD' where id = $1`, [
      documentId,
    ]);
    await ingest.record.query('delete from document_stages where document_id = $1', [documentId]);
    const { started, refused } = await act('retry', { code: 'I_PASSWORD' });
    expect([started, refused.map(refusal => [refusal.documentId, refusal.state])]).to.deep.equal([
      0,
      [[documentId, 'failed']],
    ]);
    expect(refused[0]?.detail).to.contain('send another file');
    const alone = await ingest.json(409, problemSchema, `/v1/documents/${documentId}/retry`, ingest.post({}));
    expect(alone.detail).to.equal(refused[0]?.detail);
    expect(await ingest.json(400, problemSchema, `/v1/projects/${id}/retry`, ingest.post({ code: 'X_NO' }))).to.include(
      { code: 'I_REQUEST' },
    );
  });

  it('runs all that has ended again from a stage on, and leaves alone what is in progress or cancelled', async () => {
    const { accept, failed, act, stateOf } = await makeProject();
    const whole = await accept();
    await ingest.record.finishAll([{ taskId: whole.taskId } as never]);
    const broken = await failed();
    const open = await accept();
    const dropped = await accept();
    await ingest.record.documents.cancel(dropped.documentId);
    const answer = await act('reprocess', { from: 'ner', reason: 'new rules' });
    expect([answer.started, answer.refused.map(({ documentId }) => documentId)]).to.deep.equal([1, [broken]]);
    expect(answer.refused[0]?.detail).to.contain('earlier stage');
    expect(await act('reprocess', { from: 'ner' })).to.include({ started: 0 });
    expect(await act('reprocess', { from: 'ocr' })).to.include({ started: 1 });
    for (const { documentId } of [whole, open]) expect(await stateOf(documentId)).to.equal('processing');
    expect(await stateOf(dropped.documentId)).to.equal('cancelled');
    const runs = await ingest.record.query('select from_stage from runs where document_id = $1 order by generation', [
      whole.documentId,
    ]);
    expect(runs.map(run => run.from_stage)).to.deep.equal(['ocr', 'ner']);
  });

  it('starts no document twice under one request, also when it has ended meanwhile', async () => {
    const { accept, act } = await makeProject();
    const { documentId, taskId } = await accept();
    await ingest.record.finishAll([{ taskId } as never]);
    const reprocess = async (request: string) => (await act('reprocess', { from: 'relationship', request })).started;
    const request = newId();
    expect(await reprocess(request)).to.equal(1);
    const [task] = await ingest.record.query<{ id: string }>(
      `select id from tasks where document_id = $1 and state = 'queued'`,
      [documentId],
    );
    await ingest.record.finishAll([{ taskId: task?.id } as never]);
    expect(await reprocess(request)).to.equal(0);
    // Two calls at the same time may both have found it.
    expect(await ingest.record.documents.reprocess(documentId, 'relationship', 'test', request)).to.deep.equal({
      generation: 2,
      deliveries: [],
    });
    expect(await reprocess(newId())).to.equal(1);
  });

  it('needs the scope write, and the project', async () => {
    const { id, failed, stateOf } = await makeProject();
    const documentId = await failed();
    const elsewhere = await ingest.record.projects.create(`Other ${newId()}`);
    for (const action of ['retry', 'reprocess']) {
      const body = ingest.post(action === 'retry' ? { code: 'I_DAMAGED' } : { from: 'ocr' });
      const path = `/v1/projects/${id}/${action}`;
      const reader = await ingest.makeKey(['read']);
      const bound = await ingest.makeKey(['write'], elsewhere.id);
      await ingest.json(403, problemSchema, path, { ...body, key: reader });
      await ingest.json(404, problemSchema, path, { ...body, key: bound });
    }
    expect(await stateOf(documentId)).to.equal('failed');
  });
});
