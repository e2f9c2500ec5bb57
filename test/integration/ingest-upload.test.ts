/** Handing files over: what is accepted, known or refused, and what is left in the store. */
import { createHash, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { fileAnswerSchema, problemSchema, uploadSchema } from '../../services/ingest-service/schemas/documents.ts';
import { createTestIngest, formOf, type TestFile, type TestIngest } from '../support/ingest.ts';
import { eventually } from '../support/wait.ts';

/** Either kind of answer. */
const answerSchema = z.object({
  code: z.string().optional(),
  detail: z.string().optional(),
  documents: z.array(fileAnswerSchema).default([]),
});
/** A request that failed as a whole, and the files before it did. */
const failedSchema = problemSchema.extend({ documents: z.array(fileAnswerSchema).default([]) });

type FileAnswer = z.output<typeof fileAnswerSchema>;

describe('uploads', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  let projectId: string;
  let projectName: string;
  let counter = 0;

  before(async () => {
    ingest = await createTestIngest();
  });
  after(() => ingest.stop());
  beforeEach(async () => {
    projectName = `Matter ${++counter}`;
    projectId = (await ingest.record.projects.create(projectName)).id;
  });

  const send = async (
    status: number,
    files: TestFile[],
    more: { fields?: Record<string, string>; idempotencyKey?: string; key?: string } = {},
  ) => {
    const headers = more.idempotencyKey === undefined ? {} : { 'idempotency-key': more.idempotencyKey };
    const init = { method: 'POST', body: formOf({ project: projectName, ...more.fields }, ...files), headers };
    const { documents } = await ingest.json(
      status,
      uploadSchema,
      '/v1/documents',
      more.key ? { ...init, key: more.key } : init,
    );
    return documents;
  };
  const sendOne = async (status: number, file: TestFile, more?: Parameters<typeof send>[2]): Promise<FileAnswer> => {
    const [answer, ...others] = await send(status, [file], more);
    expect(others).to.deep.equal([]);
    return answer as FileAnswer;
  };
  const row = async (id: string | null) =>
    (await ingest.record.query('select * from documents where id = $1', [id]))[0] as Record<string, unknown>;
  const refusals = () =>
    ingest.record.query<{ file_name: string; bytes: number; code: string }>(
      'select file_name, bytes::int, code from intake_refusals where project_id = $1 order by created_at',
      [projectId],
    );
  const storedHere = async () => (await ingest.stored()).filter(key => key.startsWith(projectId));

  it('accepts a text: recorded with its hash, stored, and its first task published', async () => {
    const text = 'The lease ends on 3 March 2024.\n';
    const fields = { metadata: '{"custodian":"Doe"}', sourcePath: 'box 1\\lease.txt' };
    const answer = await sendOne(202, ['lease.txt', text], { fields });
    expect(answer).to.deep.include({
      fileName: 'lease.txt',
      ordinal: 0,
      status: 'accepted',
      state: 'processing',
      duplicateOf: null,
      code: null,
    });
    expect(answer.location).to.equal(`/v1/documents/${answer.documentId}`);
    expect(await row(answer.documentId)).to.deep.include({
      project_id: projectId,
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: String(text.length),
      media_type: 'text/plain',
      file_name: 'lease.txt',
      source_path: 'box 1/lease.txt',
      metadata: { custodian: 'Doe' },
    });
    expect(await storedHere()).to.deep.equal([`${projectId}/${answer.documentId}`]);
    const tasks = await ingest.record.query('select stage, phase, publishes from tasks where document_id = $1', [
      answer.documentId,
    ]);
    expect(tasks).to.deep.equal([{ stage: 'ocr', phase: 'plan', publishes: 1 }]);
  });

  it('sends recordings to asr', async () => {
    const answer = await sendOne(202, ['call.wav', Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', 'latin1')]);
    const tasks = await ingest.record.query('select stage from tasks where document_id = $1', [answer.documentId]);
    expect(tasks).to.deep.equal([{ stage: 'asr' }]);
  });

  it('answers 200 to a copy, with both ids, and keeps it under its own name', async () => {
    const first = await sendOne(202, ['a.txt', 'the same']);
    const copy = await sendOne(200, ['b.txt', 'the same']);
    expect(copy).to.deep.include({
      fileName: 'b.txt',
      status: 'duplicate',
      state: 'duplicate',
      duplicateOf: first.documentId,
    });
    expect(copy.documentId).not.to.equal(first.documentId);
    expect(await storedHere()).to.have.lengthOf(2);
  });

  it('answers each file of a form for itself, in order', async () => {
    const answers = await send(202, [
      ['a.txt', 'one'],
      ['b.txt', 'one'],
      ['empty.txt', ''],
      ['c.bin', Buffer.alloc(300_000, 7)],
      ['folder/sub/d.txt', 'two'],
    ]);
    expect(answers.map(({ ordinal, fileName, status, code }) => [ordinal, fileName, status, code])).to.deep.equal([
      [0, 'a.txt', 'accepted', null],
      [1, 'b.txt', 'duplicate', null],
      [2, 'empty.txt', 'refused', 'I_EMPTY_FILE'],
      [3, 'c.bin', 'refused', 'I_UNSUPPORTED_TYPE'],
      [4, 'd.txt', 'accepted', null],
    ]);
    expect((await row(answers[4]?.documentId ?? null)).source_path).to.equal('folder/sub/d.txt');
    expect(await storedHere()).to.have.lengthOf(3);
    expect(await refusals()).to.deep.equal([
      { file_name: 'empty.txt', bytes: 0, code: 'I_EMPTY_FILE' },
      { file_name: 'c.bin', bytes: 300_000, code: 'I_UNSUPPORTED_TYPE' },
    ]);
  });

  it('keeps a file of an office program that is not read, and says so', async () => {
    const file: TestFile = ['memo.rtf', '{\\rtf1\\ansi Dear Sir}'];
    const answer = await sendOne(202, file, { idempotencyKey: 'office' });
    expect(answer).to.deep.include({ status: 'accepted', state: 'excluded', code: 'I_UNSUPPORTED_TYPE' });
    expect(await row(answer.documentId)).to.deep.include({ state: 'excluded', error_code: 'I_UNSUPPORTED_TYPE' });
    expect(await storedHere()).to.deep.equal([`${projectId}/${answer.documentId}`]);
    const again = await sendOne(200, file, { idempotencyKey: 'office' });
    expect(again).to.deep.include({ status: 'replayed', documentId: answer.documentId });
  });

  it('gives refusals the status of their code, and 422 when they differ', async () => {
    await sendOne(415, ['x.7z', Buffer.from('7z\xbc\xaf\x27\x1caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'latin1')]);
    const empty = await sendOne(422, ['zero.pdf', '']);
    expect(empty).to.deep.include({ status: 'refused', documentId: null, code: 'I_EMPTY_FILE', location: null });
    expect(empty.whatToDo).to.be.a('string');
    await send(422, [
      ['zero.pdf', ''],
      ['x.bin', Buffer.alloc(100, 3)],
    ]);
    expect(await storedHere()).to.deep.equal([]);
  });

  it('refuses a file over the limit of the project while it comes in, and takes the next', async () => {
    projectName = `Small ${projectName}`;
    projectId = (await ingest.record.projects.create(projectName, { limits: { maxFileBytes: 100_000 } })).id;
    const files: TestFile[] = [
      ['big.txt', 'x'.repeat(3_000_000)],
      ['brim.txt', 'y'.repeat(100_000)],
      ['over.txt', 'z'.repeat(100_001)],
    ];
    const answers = await send(202, files);
    expect(answers.map(({ status, code }) => code ?? status)).to.deep.equal([
      'L_FILE_TOO_LARGE',
      'accepted',
      'L_FILE_TOO_LARGE',
    ]);
    expect(await storedHere()).to.deep.equal([`${projectId}/${answers[1]?.documentId}`]);
    expect(await refusals()).to.deep.include({ file_name: 'big.txt', bytes: 3_000_000, code: 'L_FILE_TOO_LARGE' });
    await sendOne(413, ['big.txt', 'x'.repeat(200_000)]);
  });

  it('keeps Unicode in file names and drops what is unfit', async () => {
    const answer = await sendOne(202, ['Müller § 12 \u202eгод 𝒜.txt', 'x']);
    expect(answer.fileName).to.equal('Müller § 12 год 𝒜.txt');
  });

  describe('Idempotency-Key', () => {
    it('gives the same answer again, file by file, and stores nothing twice', async () => {
      const files: TestFile[] = [
        ['a.txt', 'alpha'],
        ['b.txt', 'beta'],
        ['c.txt', ''],
      ];
      const first = await send(202, files, { idempotencyKey: 'k1' });
      const again = await send(422, files, { idempotencyKey: 'k1' });
      expect(again.map(({ status }) => status)).to.deep.equal(['replayed', 'replayed', 'refused']);
      expect(again.map(({ documentId }) => documentId)).to.deep.equal(first.map(({ documentId }) => documentId));
      expect(await storedHere()).to.have.lengthOf(2);
      expect(await refusals()).to.have.lengthOf(1);
      await send(200, files.slice(0, 2), { idempotencyKey: 'k1' });
    });

    it('refuses other bytes under it', async () => {
      const first = await sendOne(202, ['a.txt', 'alpha'], { idempotencyKey: 'k2' });
      const other = await sendOne(422, ['a.txt', 'ALPHA'], { idempotencyKey: 'k2' });
      expect(other).to.deep.include({ status: 'refused', code: 'I_IDEMPOTENCY_MISMATCH' });
      expect(await storedHere()).to.deep.equal([`${projectId}/${first.documentId}`]);
      expect((await refusals())[0]?.code).to.equal('I_IDEMPOTENCY_MISMATCH');
    });

    it('makes one document of requests that race', async () => {
      const init = () => ({
        method: 'POST',
        body: formOf({ project: projectName }, ['a.txt', 'raced']),
        headers: { 'idempotency-key': 'k3' },
      });
      const answers = await Promise.all(
        Array.from(
          { length: 8 },
          async () => uploadSchema.parse(await (await ingest.call('/v1/documents', init())).json()).documents[0],
        ),
      );
      expect(new Set(answers.map(answer => answer?.documentId)).size).to.equal(1);
      expect(answers.map(answer => answer?.status).toSorted()).to.deep.equal([
        'accepted',
        ...Array(7).fill('replayed'),
      ]);
      expect(await storedHere()).to.have.lengthOf(1);
    });

    it('belongs to the API key', async () => {
      const first = await sendOne(202, ['a.txt', 'mine'], { idempotencyKey: 'k4' });
      const other = await sendOne(202, ['a.txt', 'yours'], { idempotencyKey: 'k4', key: await ingest.makeKey() });
      expect(other.documentId).not.to.equal(first.documentId);
    });
  });

  it('makes copies that race one first and the rest duplicates of it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const response = await ingest.call('/v1/documents', {
          method: 'POST',
          body: formOf({ project: projectName }, [`${i}.txt`, 'same bytes']),
        });
        return uploadSchema.parse(await response.json()).documents[0];
      }),
    );
    const first = answers.filter(answer => answer?.status === 'accepted');
    expect(first).to.have.lengthOf(1);
    expect(new Set(answers.map(answer => answer?.duplicateOf ?? answer?.documentId))).to.deep.equal(
      new Set([first[0]?.documentId]),
    );
  });

  /** Sends the beginning of a form, then hangs up. */
  const breakOff = (bytes: Buffer) =>
    new Promise<void>(resolve => {
      const outgoing = request(`${ingest.url}/v1/documents?project=${projectId}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ingest.key}`,
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': 10_000_000,
        },
      });
      outgoing.on('error', () => resolve());
      outgoing.on('close', () => resolve());
      outgoing.write('--b\r\nContent-Disposition: form-data; name="f"; filename="cut.txt"\r\n\r\n');
      outgoing.write(bytes, () => setTimeout(() => outgoing.destroy(), 50));
    });

  it('leaves nothing behind of an upload that breaks off, but a line', async () => {
    await breakOff(Buffer.alloc(500_000, 'x'));
    const [refusal] = await eventually('the refusal', async () => {
      const found = await refusals();
      return found.length > 0 ? found : undefined;
    });
    expect(refusal).to.deep.include({ file_name: 'cut.txt', code: 'I_UPLOAD_ABORTED' });
    expect(await ingest.stored()).to.satisfy(
      (keys: string[]) => !keys.some(key => key.startsWith(projectId) || key.startsWith('.incoming')),
    );
    expect((await ingest.record.documents.report(projectId))?.received).to.equal(0);
  });

  const raw = async (body: string, contentType = 'multipart/form-data; boundary=b') => {
    const response = await ingest.call(`/v1/documents?project=${projectId}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    return { status: response.status, body: answerSchema.parse(await response.json()) };
  };
  const part = (head: string, value: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`;

  it('says so when a form ends early, and what became of the files before', async () => {
    const whole = part('name="f"; filename="a.txt"', 'whole');
    const { status, body } = await raw(
      `${whole}--b\r\nContent-Disposition: form-data; name="f"; filename="b.txt"\r\n\r\ncut`,
    );
    expect(status).to.equal(400);
    expect(body.code).to.equal('I_UPLOAD_ABORTED');
    expect(body.documents.map(d => [d.fileName, d.status])).to.deep.equal([['a.txt', 'accepted']]);
    expect((await refusals()).map(({ file_name, code }) => [file_name, code])).to.deep.equal([
      ['b.txt', 'I_UPLOAD_ABORTED'],
    ]);
  });

  it('refuses a form with a part the parser would skip in silence', async () => {
    const skipped = '--b\r\nContent-Type: text/plain\r\n\r\nlost\r\n';
    const { status, body } = await raw(`${part('name="f"; filename="a.txt"', 'seen')}${skipped}--b--\r\n`);
    expect([status, body.code]).to.deep.equal([400, 'I_REQUEST']);
    expect(body.detail).to.match(/1 part/);
  });

  it('refuses bodies that are no form, forms without a file and fields that are not usable', async () => {
    const end = '--b--\r\n';
    const bad: [string, string?][] = [
      ['{}', 'application/json'],
      ['x', 'multipart/form-data'],
      [part('name="metadata"', '{}') + end],
      [part('name="metadata"', '[1]') + part('name="f"; filename="a.txt"', 'x') + end],
      [part('name="metadata"', '{"a":"\\u0000"}') + part('name="f"; filename="a.txt"', 'x') + end],
      [
        part('name="metadata"', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`) +
          part('name="f"; filename="a.txt"', 'x') +
          end,
      ],
      [part('name="metdata"', '{}') + part('name="f"; filename="a.txt"', 'x') + end],
      [part('name="metadata"', `{"a":"${'x'.repeat(70_000)}"}`) + part('name="f"; filename="a.txt"', 'x') + end],
    ];
    for (const [body, contentType] of bad) {
      const answer = await raw(body, contentType);
      expect([answer.status, answer.body.code], body.slice(0, 100)).to.deep.equal([400, 'I_REQUEST']);
    }
    expect(await storedHere()).to.deep.equal([]);
  });

  it('takes the project from the query, the form or the key, and refuses one it does not know', async () => {
    const bound = await ingest.makeKey(['write'], projectId);
    const body = () => formOf({}, ['a.txt', randomBytes(8).toString('hex')]);
    await ingest.json(202, uploadSchema, `/v1/documents?project=${projectId}`, { method: 'POST', body: body() });
    await ingest.json(202, uploadSchema, '/v1/documents', { method: 'POST', body: body(), key: bound });
    await ingest.json(400, problemSchema, '/v1/documents', {
      method: 'POST',
      body: body(),
    });
    for (const key of [bound, await ingest.makeKey(['write'])]) {
      const unknown = await ingest.call('/v1/documents?project=nobody', {
        method: 'POST',
        body: formOf({}, ['a.txt', 'x'.repeat(2_000_000)]),
        key,
      });
      const { code, whatToDo } = problemSchema.parse(await unknown.json());
      expect([unknown.status, code]).to.deep.equal([404, 'I_NOT_FOUND']);
      expect(whatToDo.includes('POST /v1/projects')).to.equal(key !== bound);
    }
  });

  it('makes the project of a new name for a key that may, but nothing of an id', async () => {
    const form = (project: string) => ({ method: 'POST', body: formOf({ project }, ['a.txt', 'new']) });
    const name = `New in ${projectName}`;
    const { documents } = await ingest.json(202, uploadSchema, '/v1/documents', form(name));
    const made = await ingest.record.projects.byName(name);
    expect((await row(documents[0]?.documentId ?? null)).project_id).to.equal(made?.id);
    expect((await ingest.json(200, uploadSchema, '/v1/documents', form(name))).documents).to.have.length(1);
    await ingest.json(404, problemSchema, '/v1/documents', form('0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a'));
  });

  it('refuses a field that no file follows, and says what became of the files before it', async () => {
    const body = formOf({ project: projectName }, ['late-field.txt', 'late field']);
    body.append('metadata', '{"matter":"1"}');
    const answer = await ingest.json(400, problemSchema, '/v1/documents', { method: 'POST', body });
    expect(answer.detail).to.contain('metadata').and.contain('fields come before the files');
    expect(answer.documents?.map(({ fileName, status }) => [fileName, status])).to.deep.equal([
      ['late-field.txt', 'accepted'],
    ]);
  });

  it('says that fields come before files, and JSON with its header', async () => {
    const late = formOf({}, ['a.txt', 'x']);
    late.append('project', projectName);
    const { detail } = await ingest.json(400, problemSchema, '/v1/documents', { method: 'POST', body: late });
    expect(detail).to.contain('project').and.contain('fields come before the files');
    const headless = { method: 'POST', body: new URLSearchParams({ name: 'x' }) };
    const refused = await ingest.json(400, problemSchema, '/v1/projects', headless);
    expect(refused.detail).to.contain('Content-Type: application/json');
  });

  describe('when the fault is ours', () => {
    it('answers 503 and keeps nothing of a file the record did not take', async () => {
      await ingest.record.query(
        `create function public.broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
      );
      await ingest.record.query(
        'create trigger broken before insert on documents for each row execute function broken()',
      );
      try {
        const body = formOf({ project: projectName }, ['a.txt', 'lost?']);
        const response = await ingest.call('/v1/documents', { method: 'POST', body });
        expect([response.status, response.headers.get('retry-after')]).to.deep.equal([503, '5']);
        expect(failedSchema.parse(await response.json())).to.deep.include({ code: 'X_RECORD', documents: [] });
      } finally {
        await ingest.record.query('drop trigger broken on documents');
      }
      expect(await storedHere()).to.deep.equal([]);
      expect(await refusals()).to.deep.equal([]);
    });

    it('answers 503 and records nothing of a file the store did not take, and is not ready', async () => {
      const storeless = await createTestIngest();
      const folder = fileURLToPath(storeless.record.environment.environment.FILES_URL);
      await storeless.record.projects.create('Storeless');
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'a file where a folder was');
      const body = formOf({ project: 'Storeless' }, ['a.txt', 'nowhere to go']);
      const response = await storeless.call('/v1/documents', { method: 'POST', body });
      expect([response.status, failedSchema.parse(await response.json()).code]).to.deep.equal([503, 'X_STORE']);
      expect(await storeless.record.query('select id from documents')).to.deep.equal([]);
      expect((await storeless.json(503, problemSchema, '/readyz')).code).to.equal('X_STORE');
      await storeless.stop();
    });
  });

  it('decodes names as RFC 5987 writes them', async () => {
    const { status, body } = await raw(`${part('name="f"; filename*=UTF-8\'\'K%C3%BCndigung.txt', 'x')}--b--\r\n`);
    expect([status, body.documents[0]?.fileName]).to.deep.equal([202, 'Kündigung.txt']);
  });
});
