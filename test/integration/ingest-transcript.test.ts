/** The transcript of a recording over the API and the command line, as JSON and as subtitles. */
import { expect } from 'chai';
import { createApi } from '../../cli/api.ts';
import { transcript } from '../../cli/transcript.ts';
import * as documents from '../../services/ingest-service/schemas/documents.ts';
import * as rows from '../../services/ingest-service/schemas/rows.ts';
import type { SegmentRow } from '../../shared/domain/rows.ts';
import { newId } from '../../shared/ids.ts';
import { createTestIngest, formOf, type TestFile, type TestIngest } from '../support/ingest.ts';
import { emptyOutcome } from '../support/record.ts';
import { silence, wavFile } from '../support/wav.ts';

const utterance = { kind: 'utterance' as const, engine: 'test' };
const said: Omit<SegmentRow, 'id' | 'ordinal'>[] = [
  { ...utterance, text: 'Good morning.', startMs: 500, endMs: 2_000, charStart: 0, charEnd: 13, confidence: 0.5 },
  {
    ...utterance,
    kind: 'missing',
    text: '',
    startMs: 3_000,
    endMs: 4_000,
    charStart: 15,
    charEnd: 15,
    errorCode: 'X_ENGINE_ANSWER',
  },
];
const srt =
  '1\n00:00:00,500 --> 00:00:02,000\nGood morning.\n\n2\n00:00:03,000 --> 00:00:04,000\n[not transcribed: X_ENGINE_ANSWER]\n\n';

describe('the transcript of a recording', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  let projectId: string;

  before(async () => {
    ingest = await createTestIngest();
    projectId = (await ingest.record.projects.create('Recordings')).id;
  });
  after(() => ingest.stop());

  const upload = async (...file: TestFile): Promise<string> => {
    const init = { method: 'POST', body: formOf({ project: projectId }, file) };
    const answer = await ingest.json(202, documents.uploadSchema, '/v1/documents', init);
    return answer.documents[0]?.documentId ?? '';
  };
  const recording = (seconds: number) => upload('call.wav', new Uint8Array(wavFile(silence(seconds))));
  const transcribe = async (id: string, segments: typeof said) => {
    const [task] = await ingest.record.query<{ id: string; stage: string }>(
      'select id, stage from tasks where document_id = $1',
      [id],
    );
    expect(task?.stage).to.equal('asr');
    const { token } = await ingest.record.claim(task?.id ?? '');
    const made = segments.map((segment, ordinal) => ({ ...segment, ordinal, id: newId() }));
    await ingest.record.tasks.putRows(task?.id ?? '', token, { segments: made });
    const document = { durationMs: 5_000, properties: { audio: { codec: 'pcm_s16le' } } };
    await ingest.record.tasks.commit({ taskId: task?.id ?? '', token, outcome: emptyOutcome, document });
  };
  const subtitles = async (id: string, query: string, accept?: string) => {
    const answer = await ingest.call(`/v1/documents/${id}/transcript${query}`, accept ? { headers: { accept } } : {});
    return [answer.headers.get('content-type'), await answer.text()];
  };

  it('comes in the format that is asked for, by name or by what is accepted', async () => {
    const id = await recording(5);
    await transcribe(id, said);
    const path = `/v1/documents/${id}/transcript`;
    const json = await ingest.json(200, rows.transcriptSchema, path);
    expect(json).to.deep.include({ documentId: id, durationMs: 5_000 });
    expect(json.utterances[0]).to.deep.equal({
      ...{ ordinal: 0, text: 'Good morning.', startMs: 500, endMs: 2_000, errorCode: null },
      ...{ charStart: 0, charEnd: 13, confidence: 0.5 },
    });
    expect(await subtitles(id, '?format=srt')).to.deep.equal(['application/x-subrip; charset=utf-8', srt]);
    expect(await subtitles(id, '', 'application/x-subrip')).to.deep.equal(['application/x-subrip; charset=utf-8', srt]);
    const [type, vtt] = await subtitles(id, '', 'text/vtt');
    expect(type).to.equal('text/vtt; charset=utf-8');
    expect(vtt).to.match(/^WEBVTT\n\n1\n00:00:00\.500 --> 00:00:02\.000\nGood morning\.\n/);
    await ingest.json(400, documents.problemSchema, `${path}?format=doc`);
    const answer = await transcript(createApi({ url: ingest.url, key: ingest.key }), id, 'srt');
    expect(answer).to.include({ text: srt, exit: 'incomplete' });
  });

  it('of silence is empty', async () => {
    const id = await recording(4);
    await transcribe(id, []);
    expect((await subtitles(id, '?format=srt'))[1]).to.equal('');
    expect((await subtitles(id, '?format=vtt'))[1]).to.equal('WEBVTT\n\n');
    expect((await ingest.json(200, rows.transcriptSchema, `/v1/documents/${id}/transcript`)).utterances).to.deep.equal(
      [],
    );
  });

  it('is refused before there is one, and for what is no recording', async () => {
    const id = await recording(3);
    await ingest.json(409, documents.problemSchema, `/v1/documents/${id}/transcript`);
    const text = await upload('a.txt', 'Not a recording.');
    await ingest.json(409, documents.problemSchema, `/v1/documents/${text}/transcript`);
  });
});
