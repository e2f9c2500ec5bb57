/** Recordings through the HTTP API, services as processes, with the engines of a server that speaks OpenAI's protocol. */
import { expect } from 'chai';
import type { ApiDocument } from '../support/api-client.ts';
import { expectCitable } from '../support/offsets.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';
import { babble, join, silence, wavFile } from '../support/wav.ts';

describe('recordings, end to end', function () {
  this.timeout(300_000);
  let server: OpenAiServer;
  let product: TestProduct;
  let projectId: string;
  const documents = new Map<string, ApiDocument>();
  const documentOf = (name: string): ApiDocument => documents.get(name) ?? expect.fail(`no document ${name}`);

  before(async () => {
    server = await startOpenAiServer();
    server.onTranscription((_, index) =>
      // The engine asks to wait more often than a task has attempts.
      index < 6
        ? { status: 429, headers: { 'retry-after-ms': '100' } }
        : { text: `On March ${1 + (index % 28)}, 2024 John Smith met Ann Reyes.` },
    );
    const fact = {
      name: 'John Smith',
      role: 'Witness',
      defined_as: null,
      title: null,
      stands_for: null,
      parties: null,
    };
    server.onChat(({ response_format: { json_schema: asked } }) =>
      JSON.stringify(
        asked?.name === 'category'
          ? { category: 'exhibit', confidence: 0.9, quote: 'John Smith met Ann Reyes.' }
          : { facts: [{ kind: 'party', value: 'John Smith', quote: 'John Smith met', ...fact, owed_by: null }] },
      ),
    );
    product = await startTestProduct({
      ...{ ASR_ENGINES: 'openai', ASR_BASE_URL: server.baseUrl, ASR_MODEL: 'speech' },
      ...{ LLM_ENGINES: 'openai', LLM_BASE_URL: server.baseUrl, LLM_MODEL: 'text' },
    });
    projectId = await product.createProject('Recordings');
    const quarter = join(babble(12), silence(3));
    await product.upload(projectId, [
      { name: 'interview.wav', content: new Uint8Array(wavFile(join(...Array.from({ length: 28 }, () => quarter)))) },
      { name: 'silence.wav', content: new Uint8Array(wavFile(silence(3))) },
    ]);
    for (const document of await product.settled(projectId, 200_000)) documents.set(document.fileName, document);
  });
  after(async () => {
    await product?.stop();
    await server.close();
  });

  it('become utterances with times, in parts, though the engine asked to wait', async () => {
    const document = documentOf('interview.wav');
    expect(document).to.include({ state: 'completed', category: 'exhibit', durationMs: 420_000 });
    const result = await product.result(document);
    expectCitable(result);
    expect(result.segments).to.have.length(28);
    for (const [index, { kind, startMs, endMs, engine, model }] of result.segments.entries()) {
      expect({ kind, engine, model }).to.deep.equal({ kind: 'utterance', engine: 'openai', model: 'speech' });
      expect(startMs).to.be.closeTo(index * 15_000, 300);
      expect(endMs).to.be.closeTo(index * 15_000 + 12_000, 500);
    }
    expect(result.mentions.map(({ value }) => value)).to.include('2024-03-07');
    const [party] = result.facts.filter(({ kind }) => kind === 'party');
    expect(party).to.include({ value: 'John Smith', verified: 'verified', engine: 'openai', model: 'text' });
    const subtitles = await (await product.call(`/v1/documents/${document.id}/transcript?format=srt`)).text();
    expect(subtitles.match(/ --> /g)).to.have.length(28);
  });

  it('are processed again without a call when nothing has changed, with the same result', async () => {
    const document = documentOf('interview.wav');
    const before = await product.result(document);
    const asked = [server.transcriptions.length, server.chats.length];
    const again = await product.call(`/v1/documents/${document.id}/reprocess`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: 'asr' }),
    });
    expect(again.status).to.equal(202);
    await product.settled(projectId, 100_000);
    expect([server.transcriptions.length, server.chats.length]).to.deep.equal(asked);
    const after = await product.result(document);
    const said = ({ segments, facts }: typeof before) => [
      segments.map(({ text, startMs }) => [text, startMs]),
      facts.map(({ kind, value, quote }) => [kind, value, quote]),
    ];
    expect(said(after)).to.deep.equal(said(before));
    const costs = (await (await product.call(`/v1/projects/${projectId}/costs`)).json()) as {
      cost: { requests: number; cached: number; amounts: object };
    };
    expect(costs.cost.cached).to.equal(costs.cost.requests);
    expect(costs.cost.amounts).to.deep.equal({ USD: 0 });
  });

  it('of silence are complete, empty, and named so', async () => {
    const document = documentOf('silence.wav');
    expect(document).to.include({ state: 'completed', textLength: 0 });
    expect(document.warnings.map(({ code }) => code)).to.include('audio.silent');
    const subtitles = await product.call(`/v1/documents/${document.id}/transcript?format=vtt`);
    expect(await subtitles.text()).to.equal('WEBVTT\n\n');
  });
});
