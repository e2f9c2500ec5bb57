/** A project that is `localOnly`, watched from the socket: the llm and asr stages as configured, over the real record and queues. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { publishAll } from '../../queues/publish.ts';
import { startRelay } from '../../queues/relay.ts';
import type { Stage } from '../../queues/stage.ts';
import { configuredAsrStage } from '../../services/asr-service/configured.ts';
import { configuredLlmStage } from '../../services/llm-service/configured.ts';
import { loadModelServers } from '../../shared/config/load.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { newId } from '../../shared/ids.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { createTestRecord, emptyOutcome, type TestRecord } from '../support/record.ts';
import { chunksOf } from '../support/rows.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { eventually } from '../support/wait.ts';
import { babble, wavFile } from '../support/wav.ts';

/** A port that counts who comes and hands them on to the server. */
async function watchPort(target: OpenAiServer): Promise<{ baseUrl: string; count(): number; close(): Promise<void> }> {
  const { port, hostname } = new URL(target.baseUrl);
  let connections = 0;
  const server: Server = createServer(socket => {
    connections += 1;
    const onward = connect(Number(port), hostname);
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on('error', () => [socket.destroy(), onward.destroy()]);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address() as { port: number };
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    count: () => connections,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

describe('a project that is `localOnly`', function () {
  this.timeout(120_000);
  let record: TestRecord;
  let runners: TestRunners;
  let relay: ReturnType<typeof startRelay>;
  let server: OpenAiServer;
  let watched: Awaited<ReturnType<typeof watchPort>>;

  beforeEach(async () => {
    record = await createTestRecord();
    runners = createTestRunners(record);
    relay = startRelay(record.tasks, runners.queues, runners.log, 50);
    server = await startOpenAiServer();
    server.onChat(({ response_format: { json_schema: asked } }) =>
      JSON.stringify(
        asked?.name === 'category' ? { category: 'contract', confidence: 0.9, quote: 'Supply' } : { facts: [] },
      ),
    );
    server.onTranscription(() => ({ text: 'This is John Smith.' }));
    watched = await watchPort(server);
  });
  afterEach(async () => {
    await relay.stop();
    await runners.stop();
    await server.close();
    await watched.close();
    await record.stop();
  });

  /** A text whose chunks come from a stage of ours, and a recording; the rest as the services have it. */
  const run = async (localHosts: readonly string[]) => {
    const servers = loadModelServers({
      ...{ LLM_BASE_URL: watched.baseUrl, LLM_MODEL: 'gpt-4o' },
      ...{ ASR_BASE_URL: watched.baseUrl, ASR_MODEL: 'whisper-1' },
    });
    const chunking: Stage = {
      async plan(context) {
        const chunks = chunksOf('Supply Agreement of Acme Corporation.', 10);
        await context.put({
          chunks: chunks.map((chunk, ordinal) => ({ ...chunk, id: context.rowId('chunks', ordinal) })),
        });
        return { outcome: { ...emptyOutcome, warnings: [] } };
      },
    };
    const calls = { calls: { localHosts, rates: {} } };
    runners.run('ocr', idleStage);
    runners.run('ner', chunking);
    runners.run('relationship', idleStage);
    runners.run('llm', configuredLlmStage(['openai'], servers.llm), calls);
    runners.run('asr', configuredAsrStage(['openai'], servers.asr, 1), calls);

    const project = await record.projects.create('Local', { settings: { localOnly: true } });
    const wav = wavFile(babble(8));
    const id = newId();
    const storageKey = `${project.id}/${id}`;
    const store = createFolderStore(record.environment.environment.FILES_URL);
    await store.put(storageKey, Readable.from([wav]));
    const text = await record.accept({ projectId: project.id });
    const recording = await record.accept({
      ...{ id, storageKey, projectId: project.id, stage: 'asr', mediaType: 'audio/wav', fileName: 'a.wav' },
      ...{ bytes: wav.length, sha256: createHash('sha256').update(wav).digest('hex') },
    });
    await publishAll(runners.queues, [...text.deliveries, ...recording.deliveries]);
    const ended = (documentId: string) =>
      eventually(
        'it ends',
        async () => {
          const row = await record.state(documentId);
          return row.state === 'processing' ? undefined : row;
        },
        60_000,
      );
    return { text: await ended(text.id), recording: await ended(recording.id) };
  };

  it('makes no connection to a host that is not on the list', async () => {
    const { text, recording } = await run(['gpu.lan']);
    expect(text.state).to.equal('completed_partial');
    expect(recording).to.include({ state: 'failed', error_code: 'S_LOCAL_ONLY' });
    const codes = await record.query(`select distinct error_code, failures from tasks where stage = 'llm'`);
    expect(codes).to.deep.equal([{ error_code: 'S_LOCAL_ONLY', failures: 1 }]);
    expect(watched.count()).to.equal(0);
    expect(await record.query('select 1 from engine_usage')).to.deep.equal([]);
  });

  it('calls hosts on the list, at no cost', async () => {
    const { text, recording } = await run([new URL(watched.baseUrl).host]);
    expect(text.state).to.equal('completed');
    expect(recording.state).to.equal('completed');
    expect(watched.count()).to.be.greaterThan(0);
    const booked = await record.query(
      `select stage, model, bool_and(amount = 0) as free from engine_usage group by stage, model order by stage`,
    );
    expect(booked).to.deep.equal([
      { stage: 'asr', model: 'whisper-1', free: true },
      { stage: 'llm', model: 'gpt-4o', free: true },
    ]);
  });

  it('goes past a proxy that the environment of the service names', async () => {
    const proxy = await watchPort(server);
    const script = `
      const { loadConfig } = await import('./shared/config/load.ts');
      const { createModelApi } = await import('./shared/model-api/client.ts');
      loadConfig();
      const api = createModelApi({ baseUrl: '${watched.baseUrl}', timeoutMs: 5_000 }, 'test');
      await api.models(AbortSignal.timeout(5_000));
    `;
    try {
      await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
        env: {
          ...{ ...process.env, ...record.environment.environment },
          ...{
            NODE_USE_ENV_PROXY: '1',
            HTTP_PROXY: new URL(proxy.baseUrl).origin,
            NO_PROXY: 'elsewhere',
            no_proxy: '',
          },
        },
      });
      expect(watched.count()).to.equal(1);
      expect(proxy.count()).to.equal(0);
    } finally {
      await proxy.close();
    }
  });
});
