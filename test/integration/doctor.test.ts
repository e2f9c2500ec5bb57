/** `doctor` on a sound installation, and on one with a fault: each is found, with the way to mend it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Installation } from '../../cli/connection.ts';
import { spaceFindings } from '../../cli/doctor/files.ts';
import type { Finding } from '../../cli/doctor/finding.ts';
import { clockFinding } from '../../cli/doctor/record.ts';
import { redisFindings } from '../../cli/doctor/redis.ts';
import { doctor } from '../../cli/doctor.ts';
import { connectRedis, openQueues } from '../../queues/connection.ts';
import { publishAll } from '../../queues/publish.ts';
import { stageNames } from '../../shared/domain/stage.ts';
import { type Child, createChildren } from '../../stack/children.ts';
import { createPortPicker } from '../../stack/ports.ts';
import { redisUrl, startRedis } from '../../stack/redis.ts';
import { createTestIngest, type TestIngest } from '../support/ingest.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { createTestRecord, only, type TestRecord } from '../support/record.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { startS3Server } from '../support/s3-server.ts';
import { writeTinyBert } from '../support/tiny-bert.ts';
import { writeTinyEmbedder } from '../support/tiny-embedder.ts';
import { writeTinyWhisper } from '../support/tiny-whisper.ts';
import { eventually } from '../support/wait.ts';

type Environment = Installation['environment'];

describe('doctor', function () {
  this.timeout(60_000);
  let folder: string;
  let ingest: TestIngest;
  let record: TestRecord;
  let runners: TestRunners;
  let models: OpenAiServer;
  let sound: Environment;
  /** Where nobody listens. Not port 1, which fetch refuses by itself. */
  let nowhere: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    // The API has a record of its own: its reconciler would mend what these tests break.
    ingest = await createTestIngest();
    record = await createTestRecord();
    runners = createTestRunners(record);
    for (const stage of stageNames) runners.run(stage, idleStage);
    models = await startOpenAiServer();
    nowhere = `http://127.0.0.1:${await createPortPicker().pick('nobody')}`;
    sound = { ...record.environment.environment, PATH: process.env.PATH, LP_URL: ingest.url, LP_API_KEY: ingest.key };
    await eventually('all workers are connected', async () => {
      const counts = await Promise.all(stageNames.map(stage => runners.queues[stage].getWorkersCount()));
      return counts.every(count => count > 0) || undefined;
    });
  });
  after(async () => {
    await models?.close();
    await runners?.stop();
    await record?.stop();
    await ingest?.stop();
    rmSync(folder, { recursive: true });
  });

  const examine = async (over: Environment = {}, board?: string) => {
    const answer = await doctor({}, { environment: { ...sound, ...over }, isRunning: false, board });
    const { findings } = answer.json as { findings: Finding[] };
    return { ...answer, findings, wrong: findings.filter(({ status }) => status !== 'ok') };
  };

  /** Finds this, and nothing else. */
  const finds = async (over: Environment, expected: Partial<Finding>, what: RegExp, mend: RegExp) => {
    const { wrong, exit, text: shown } = await examine(over);
    expect(
      wrong.map(({ check }) => check),
      shown,
    ).to.deep.equal([expected.check]);
    expect(wrong[0]).to.deep.include({ status: 'error', ...expected });
    expect(wrong[0]?.what).to.match(what);
    expect(wrong[0]?.mend).to.match(mend);
    expect(shown).to.contain(wrong[0]?.mend);
    expect(exit).to.equal(wrong[0]?.status === 'error' ? 'error' : 'incomplete');
  };

  it('finds nothing wrong where nothing is', async () => {
    const { wrong, exit, findings } = await examine();
    expect(wrong).to.deep.equal([]);
    expect(exit).to.equal('ok');
    const checks = [
      'record',
      'schema',
      'clock',
      'work',
      'Redis',
      'queue ocr',
      'file store',
      'cache',
      'API',
      'engine llm',
    ];
    expect(findings.map(({ check }) => check)).to.include.members(checks);
  });

  it('says how to start when nothing runs and nothing is configured', async () => {
    const answer = await doctor({}, { environment: {}, isRunning: false, board: undefined });
    expect(answer.exit).to.equal('error');
    expect(answer.text).to.contain('npm start');
  });

  it('names what it was not told the place of', async () => {
    const { wrong, exit } = await examine({ REDIS_URL: undefined, FILES_URL: undefined });
    expect(wrong.map(({ check, mend }) => [check, mend])).to.deep.equal([
      ['Redis', 'set REDIS_URL'],
      ['file store', 'set FILES_URL'],
    ]);
    expect(exit).to.equal('incomplete');
  });

  it('ends, and tells of everything, where all that is asked hangs', async function () {
    // Less than what a call of the record is given: a process that waits for it does not end in time.
    this.timeout(40_000);
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const place = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const hung = {
      ...{ ...sound, PATH: process.env.PATH ?? '', SUPABASE_URL: `http://${place}`, REDIS_URL: `redis://${place}` },
      ...{ LP_URL: `http://${place}`, LLM_ENGINES: 'openai', LLM_BASE_URL: `http://${place}/v1`, LLM_MODEL: 'any' },
      ...{ FILES_URL: 's3://matters', FILES_S3_ENDPOINT: `http://${place}` },
      ...{ FILES_S3_ACCESS_KEY_ID: 'any', FILES_S3_SECRET_ACCESS_KEY: 'any' },
    };
    const entry = fileURLToPath(new URL('../../cli/index.ts', import.meta.url));
    const child = spawn(process.execPath, [entry, 'doctor', '--json'], {
      env: hung,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [out] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      expect(child.exitCode).to.equal(1);
      const { findings } = JSON.parse(out) as { findings: Finding[] };
      const errors = findings.filter(({ status }) => status === 'error').map(({ check }) => check);
      expect(errors).to.have.members(['record', 'work', 'Redis', 'file store', 'API', 'engine llm']);
      expect(findings.find(({ check }) => check === 'cache')?.status).to.equal('ok');
    } finally {
      child.kill('SIGKILL');
      silent.close();
    }
  });

  describe('of the record', () => {
    it('finds one that is not there, and tells of all the rest', async () => {
      const { wrong, findings } = await examine({ SUPABASE_URL: nowhere });
      expect(wrong.map(({ check, code }) => [check, code])).to.deep.equal([
        ['record', 'X_RECORD'],
        ['work', undefined],
      ]);
      expect(wrong[0]?.mend).to.contain('SUPABASE_URL');
      expect(findings.find(({ check }) => check === 'Redis')?.status).to.equal('ok');
    });

    it('finds a service key that is refused', async () => {
      const keys = { wrong: 'nonsense', anon: record.environment.environment.SUPABASE_ANON_KEY };
      for (const key of Object.values(keys)) {
        const { wrong } = await examine({ SUPABASE_SERVICE_ROLE_KEY: key });
        expect(wrong[0]).to.include({ check: 'record', code: 'X_RECORD', what: 'the record refuses the service key' });
        expect(wrong[0]?.mend).to.contain('SUPABASE_SERVICE_ROLE_KEY');
      }
    });

    it('finds a schema that is too old, or newer than the code', async () => {
      const [{ version } = { version: 0 }] = await record.query<{ version: number }>(
        'select max(version) as version from schema_version',
      );
      await record.query('update schema_version set version = 0 where version = $1', [version]);
      await finds({}, { check: 'schema', code: 'X_SCHEMA' }, /has schema version/, /npm run migrate/);
      await record.query('update schema_version set version = $1 where version = 0', [version]);
      await record.query('insert into schema_version (version) values (999)');
      await finds({}, { check: 'schema', status: 'warning' }, /999/, /deploy/);
      await record.query('delete from schema_version where version = 999');
    });

    it('finds a pipeline that is not that of the code', async () => {
      await record.query(`update pipeline_stages set attempts = 9 where stage = 'llm'`);
      await finds({}, { check: 'schema', code: 'X_SCHEMA' }, /pipeline_stages differs/, /npm run migrate/);
      await record.query(`update pipeline_stages set attempts = 4 where stage = 'llm'`);
    });

    it('finds a clock that is off by more than a minute', () => {
      for (const [skew, words] of [
        [61_000, /61 seconds behind/],
        [-3_600_000, /3600 seconds before/],
      ] as const) {
        expect(clockFinding(skew)).to.include({ status: 'warning' });
        expect(clockFinding(skew).what).to.match(words);
      }
      expect(clockFinding(59_000).status).to.equal('ok');
    });
  });

  describe('of Redis', () => {
    let redis: Child;
    let own: Environment;
    let password: string;
    let port: number;
    const control = async (...commands: string[][]) => {
      const connection = connectRedis({ url: own.REDIS_URL ?? '', prefix: 'x' }, runners.log, 'work');
      for (const [command = '', ...rest] of commands) await connection.call(command, ...rest);
      connection.disconnect();
    };
    /** Besides what is expected: nobody works on the queues of a Redis of its own. */
    const ofRedis = async (over: Environment = own) =>
      (await examine(over)).wrong.filter(({ check }) => !check.startsWith('queue'));

    before(async () => {
      const ports = createPortPicker();
      port = await ports.pick('redis');
      password = 'secret';
      const children = createChildren(join(folder, 'run'));
      const options = { dataDir: folder, logDir: folder, searchPath: process.env.PATH ?? '', children, port, password };
      redis = await startRedis(options);
      own = { REDIS_URL: redisUrl({ port, password }) };
    });
    after(() => redis?.stop(5_000));

    it('finds one that is not there', () =>
      finds(
        { REDIS_URL: nowhere.replace('http', 'redis') },
        { check: 'Redis', code: 'X_REDIS' },
        /not there.*ECONNREFUSED/,
        /start it/,
      ));

    it('finds one that hangs', async () => {
      process.kill(redis.pid, 'SIGSTOP');
      try {
        await finds(own, { check: 'Redis', code: 'X_REDIS' }, /does not answer/, /restart it/);
      } finally {
        process.kill(redis.pid, 'SIGCONT');
      }
    });

    it('finds a password that is refused', () =>
      finds(
        { REDIS_URL: redisUrl({ port, password: 'wrong' }) },
        { check: 'Redis', code: 'X_REDIS' },
        /refuses the password/,
        /REDIS_URL/,
      ));

    it('finds a policy that evicts, memory that is almost used up and an append-only file that is off', async () => {
      await control(['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru', 'appendonly', 'no', 'maxmemory', '100mb']);
      const wrong = await ofRedis();
      expect(wrong.map(({ status, what }) => [status, /^(\S+)/.exec(what)?.[1]])).to.deep.equal([
        ['error', 'maxmemory-policy'],
        ['warning', 'the'],
      ]);
      for (const { mend } of wrong) expect(mend).to.contain('redis-cli config set');
      await control(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction', 'appendonly', 'yes', 'maxmemory', '0']);
      expect(await ofRedis()).to.deep.equal([]);
    });

    it('finds an old version, memory that is almost used up and writes that fail', () => {
      const facts = {
        ...{ version: '7.2.4', maxmemoryPolicy: 'noeviction', usedBytes: 81, maxBytes: 0 },
        ...{ appendOnly: true, lastWriteOk: true },
      };
      const of = (over: object) => redisFindings({ ...facts, ...over }).map(({ status, code }) => [status, code]);
      expect(of({})).to.deep.equal([['ok', undefined]]);
      expect(of({ version: '6.2.1' })).to.deep.equal([['error', 'X_CONFIG']]);
      expect(of({ maxBytes: 100 })).to.deep.equal([['warning', undefined]]);
      expect(of({ lastWriteOk: false })).to.deep.equal([['error', 'X_REDIS']]);
    });
  });

  describe('of queues', () => {
    it('finds one that somebody paused', async () => {
      await runners.queues.ner.pause();
      await finds({}, { check: 'queue ner', status: 'warning' }, /paused it/, /resume it on the board/);
      const { deliveries } = await record.accept();
      await publishAll(runners.queues, [{ ...only(deliveries), stage: 'ner' }]);
      await finds({}, { check: 'queue ner', code: 'X_REDIS' }, /paused it \(1 waiting/, /resume it on the board/);
      await runners.queues.ner.resume();
      await eventually('the job is done', async () => (await runners.queues.ner.count()) === 0 || undefined);
    });

    it('finds one without a worker, with work and without', async () => {
      const QUEUE_PREFIX = 'nobody';
      const queues = openQueues(runners.redis, QUEUE_PREFIX);
      await publishAll(queues, (await record.accept()).deliveries);
      const { wrong } = await examine({ QUEUE_PREFIX });
      expect(wrong.map(({ check, status }) => [check, status])).to.deep.equal(
        stageNames.map(stage => [`queue ${stage}`, stage === 'ocr' ? 'error' : 'warning']),
      );
      expect(wrong[0]?.what).to.contain('no worker for 1 waiting');
      expect(wrong[0]?.mend).to.contain('start ocr-service');
    });
  });

  describe('of files', () => {
    it('finds a store and a cache that cannot be written to', async () => {
      writeFileSync(join(folder, 'file'), '');
      const FILES_URL = pathToFileURL(join(folder, 'file', 'below')).href;
      await finds({ FILES_URL }, { check: 'file store', code: 'X_STORE' }, /ENOTDIR/, /disk.*owner.*permissions/);
      const CACHE_DIR = join(folder, 'file');
      const unmounted = pathToFileURL(join(folder, 'not-mounted')).href;
      await finds({ FILES_URL: unmounted }, { check: 'file store', code: 'X_STORE' }, /not mounted/, /mounted/);
      await finds({ CACHE_DIR }, { check: 'cache', code: 'X_STORE' }, /CACHE_DIR.*ENOTDIR/, /disk.*owner.*permissions/);
    });

    it('finds a bucket that was never set up, and a key that may not use it', async () => {
      const server = await startS3Server();
      const broken = { check: 'file store', code: 'X_STORE' } as const;
      try {
        await finds(server.environment, broken, /never set up/, /set up by ingest-service/);
        const wrong = { ...server.environment, FILES_S3_SECRET_ACCESS_KEY: 'another' };
        await finds(wrong, broken, /SignatureDoesNotMatch/, /FILES_S3_\*/);
        const half = { ...wrong, FILES_S3_SECRET_ACCESS_KEY: undefined };
        await finds(half, { ...broken, code: 'X_CONFIG' }, /must be/, /FILES_S3_\*/);
      } finally {
        await server.close();
      }
    });

    it('finds a disk that is almost full', () => {
      const of = (free: number, total: number) =>
        spaceFindings('cache', { freeBytes: free * 1024 ** 3, totalBytes: total * 1024 ** 3 })[0];
      expect(of(0.9, 10)).to.include({ status: 'warning', what: 'its disk is almost full: 0.9 GB of 10.0 GB free' });
      expect(of(4, 100)?.status).to.equal('warning');
      expect(of(6, 100)?.status).to.equal('ok');
    });
  });

  it('finds an API, and a board, that are not there', async () => {
    await finds({ LP_URL: nowhere }, { check: 'API', code: 'X_API' }, /ECONNREFUSED/, /start ingest-service/);
    const { wrong } = await examine({}, nowhere);
    expect(wrong.map(({ check, status }) => [check, status])).to.deep.equal([['board', 'warning']]);
    expect(wrong[0]?.mend).to.contain('start dashboard');
  });

  describe('of engines', () => {
    it('finds a server that is not there', () =>
      finds(
        { ASR_ENGINES: 'openai', ASR_BASE_URL: `${nowhere}/v1`, ASR_MODEL: 'whisper' },
        { check: 'engine asr', code: 'X_ENGINE_FAILED' },
        /could not be reached/,
        /start the server of ASR_BASE_URL/,
      ));

    it('finds a server that lacks the model, and names those it has', async () => {
      const server = { LLM_ENGINES: 'openai', LLM_BASE_URL: models.baseUrl };
      await finds(
        { ...server, LLM_MODEL: 'absent' },
        { check: 'engine llm', code: 'I_ENGINE_REQUEST' },
        /no model absent; there is: stand-in/,
        /set LLM_MODEL/,
      );
      expect((await examine({ ...server, LLM_MODEL: 'stand-in' })).wrong).to.deep.equal([]);
    });

    it('finds a server that is set by half, or not used', async () => {
      const half = { check: 'engine llm', code: 'X_CONFIG' } as const;
      await finds({ LLM_ENGINES: 'openai' }, half, /set LLM_BASE_URL and LLM_MODEL/, /LLM_ENGINES/);
      await finds({ LLM_MODEL: 'unused' }, half, /does not name openai/, /LLM_ENGINES/);
      const embed = { check: 'engine embed', code: 'X_CONFIG' } as const;
      await finds({ EMBED_ENGINES: 'openai' }, embed, /set EMBED_BASE_URL and EMBED_MODEL/, /EMBED_ENGINES/);
    });

    it('finds a model of speech that is not whole, and names what it lacks', async () => {
      const model = join(folder, 'tiny');
      writeTinyWhisper(model, { says: [{ fromS: 0, toS: 1, words: [' Yes.'] }] });
      const whisper = { ASR_ENGINES: 'whisper-onnx', ASR_WHISPER_MODEL: model };
      const lacks = { check: 'engine asr, model', code: 'X_CONFIG' } as const;
      await finds(
        { ...whisper, ASR_WHISPER_DTYPE: 'q8' },
        lacks,
        /lacks onnx\/encoder_model_quantized/,
        /ASR_WHISPER_/,
      );
      await finds({ ...whisper, ASR_WHISPER_DEVICE: 'cuda' }, lacks, /providers_cuda/, /ASR_WHISPER_/);
      const { wrong, findings } = await examine(whisper);
      expect(wrong).to.deep.equal([]);
      expect(findings.find(({ check }) => check === lacks.check)?.what).to.match(/whisper-onnx: tiny\/fp32 on cpu/);
    });

    it('finds a model for embeddings that is not whole or that nobody uses, and names one that is', async () => {
      const model = join(folder, 'tiny-embedder');
      writeTinyEmbedder(model, { words: { rent: [1, 0] }, pooling: 'cls' });
      const onnx = { EMBED_ENGINES: 'onnx', EMBED_ONNX_MODEL: model };
      const wrong = { check: 'engine embed, model', code: 'X_CONFIG' } as const;
      await finds({ ...onnx, EMBED_ONNX_PRECISION: 'int8' }, wrong, /lacks model_quantized/, /EMBED_ONNX_/);
      await finds({ EMBED_ONNX_MODEL: model }, wrong, /does not name onnx/, /EMBED_ONNX_/);
      const { findings } = await examine(onnx);
      expect(findings.find(({ check }) => check === wrong.check)?.what).to.match(/tiny-embedder\/fp32\/cls on cpu/);
    });

    it('warns of a model whose server announces its end', async () => {
      const server = { LLM_ENGINES: 'openai', LLM_BASE_URL: models.baseUrl };
      for (const ends of [{ shutdown_date: '2099-01-31' }, { deprecation: '2099-01-31T12:00:00Z' }]) {
        models.models.push({ id: 'ending', deprecation_replacement_model: 'lasting', ...ends });
        const found = { check: 'engine llm', status: 'warning' } as const;
        await finds(
          { ...server, LLM_MODEL: 'ending' },
          found,
          /to end on 2099-01-31.*its server/,
          /LLM_MODEL to lasting/,
        );
        models.models.pop();
      }
    });

    it('finds a model for names that is not whole, or whose labels nobody knows', async () => {
      const NER_BERT_MODEL = join(folder, 'tiny');
      writeTinyBert(NER_BERT_MODEL, { labels: {} });
      const bert = { NER_ENGINES: 'rules,bert', NER_BERT_MODEL };
      const lacks = { check: 'engine ner', code: 'X_CONFIG' } as const;
      await finds({ ...bert, NER_BERT_PRECISION: 'int8' }, lacks, /lacks model_quantized\.onnx/, /NER_BERT_/);
      await finds({ NER_BERT_MODEL }, lacks, /does not name bert/, /NER_BERT_/);
      const { wrong, findings } = await examine(bert);
      expect(wrong).to.deep.equal([]);
      const what = findings.find(({ check }) => check === lacks.check)?.what;
      expect(what).to.match(/tiny\/fp32 on cpu, .* for PERSON, ORGANIZATION, LOCATION$/);
      writeTinyBert(NER_BERT_MODEL, { labels: {}, names: ['O', 'B-DISEASE'] });
      await finds(bert, lacks, /without a meaning here: B-DISEASE/, /NER_BERT_/);
    });

    it('looks at the servers of the ocr engines', async () => {
      const vision = { OCR_ENGINES: 'vision,tesseract.js', OCR_VISION_BASE_URL: models.baseUrl };
      const absent = { check: 'engine ocr vision', code: 'I_ENGINE_REQUEST' } as const;
      await finds({ ...vision, OCR_VISION_MODEL: 'absent' }, absent, /no model absent/, /set OCR_VISION_MODEL/);
      expect((await examine({ ...vision, OCR_VISION_MODEL: 'stand-in' })).wrong).to.deep.equal([]);
      const half = { check: 'engine ocr mistral', code: 'X_CONFIG' } as const;
      await finds({ OCR_ENGINES: 'mistral' }, half, /set OCR_MISTRAL_MODEL/, /OCR_ENGINES/);
      await finds({ OCR_MISTRAL_API_KEY: 'unused' }, half, /does not name mistral/, /OCR_ENGINES/);
    });

    it('finds that the program tesseract is not there', async () => {
      const { wrong } = await examine({ OCR_ENGINES: 'tesseract', PATH: folder });
      const finding = wrong.find(({ check }) => check === 'engine ocr');
      expect(finding).to.include({ code: 'I_ENGINE_MISSING', what: 'the program tesseract is not on the path' });
      expect(finding?.mend).to.contain('apt-get install tesseract-ocr');
    });

    it('warns of ffmpeg that is not there', () =>
      finds({ PATH: folder }, { check: 'ffmpeg', status: 'warning' }, /not on the path/, /install it/));
  });

  describe('of work', () => {
    let taskId: string;
    let documentId: string;
    beforeEach(async () => {
      await record.query('truncate documents cascade');
      const accepted = await record.accept();
      documentId = accepted.id;
      ({ taskId } = only(accepted.deliveries));
    });
    after(() => record.query('truncate documents cascade'));
    const alter = (set: string) => record.query(`update tasks set ${set} where id = $1`, [taskId]);

    it('finds a lease that ran out and that nobody takes back', async () => {
      await record.claim(taskId);
      await alter(`lease_until = now() - interval '5 minutes'`);
      await finds(
        {},
        { check: 'leases', code: 'X_REDIS' },
        /1 lease ran out.*for 5 min/,
        /start ingest-service.*reconcile/,
      );
    });

    it('finds tasks that nobody publishes, or looks after', async () => {
      await alter(`deliver_at = now() - interval '90 seconds'`);
      await finds({}, { check: 'deliveries' }, /1 task published, claimed by nobody/, /start ingest-service/);
      await alter('published = false');
      await finds({}, { check: 'deliveries' }, /1 task due and not published: no relay/, /start ingest-service/);
    });

    it('finds a document in progress with nothing open', async () => {
      await alter('deliver_at = null');
      await record.query(`update documents set updated_at = now() - interval '10 minutes' where id = $1`, [documentId]);
      await finds({}, { check: 'documents' }, /1 document in progress with nothing open/, /start ingest-service/);
    });

    it('warns of what waits for hours, and of tasks on which workers die', async () => {
      await alter(`created_at = now() - interval '2 hours'`);
      await finds({}, { check: 'waiting ocr', status: 'warning' }, /the oldest for 120 min/, /replicas of ocr-service/);
      await alter('created_at = now(), expirations = 4');
      await finds({}, { check: 'tasks', status: 'warning' }, /workers died on 1 task/, /X_POISON/);
    });

    it('warns of what meets nothing but outages', async () => {
      await alter('expirations = 0');
      const { token } = await record.claim(taskId);
      await record.tasks.release(taskId, token, 0, 'X_DISK');
      expect((await examine()).wrong).to.deep.equal([]);
      await alter(`waits_since = now() - interval '5 minutes'`);
      const mend = /Make room/;
      await finds({}, { check: 'outage ocr', status: 'warning' }, /1 task met nothing but X_DISK for 5 min/, mend);
    });

    it('warns of engines that are down, and of projects whose budget is spent, with how many tasks wait', async () => {
      await record.query(
        `insert into engine_state (engine, state, reason, since) values ('ocr/pen', 'down', 'failures', now() - interval '5 minutes')`,
      );
      await record.query(
        `insert into engine_state (engine, project_id, state, reason) select 'ocr/pen', id, 'paused', 'budget' from projects where name = 'Test matter'`,
      );
      await record.query(`insert into engine_state (engine, state) values ('ocr/ok', 'up')`);
      await alter(`state = 'parked', parked_for = 'ocr/pen'`);
      const { wrong } = await examine();
      expect(wrong.map(({ check, status }) => [check, status])).to.deep.equal([
        ['engine ocr/pen', 'warning'],
        ['engine ocr/pen', 'warning'],
      ]);
      expect(wrong.map(({ what }) => what).sort()).to.deep.equal([
        'down (failures) for 5 min; 1 task parked, no attempt is lost',
        "paused (budget) for 'Test matter' for 0 s; 1 task parked, no attempt is lost",
      ]);
      expect(wrong.map(({ mend }) => mend).join())
        .to.contain("projects 'Test matter' --budget")
        .and.contain('every 30 seconds');
      await record.query('delete from engine_state');
      await alter(`state = 'queued', parked_for = null`);
    });

    it('finds what failed for a reason of ours, by project and code, and says how to try again', async () => {
      const { token } = await record.claim(taskId);
      await record.tasks.fail({ taskId, token, code: 'X_ENGINE_FAILED', message: 'test', retryable: false });
      const mend = /retry --code X_ENGINE_FAILED --project 'Test matter'/;
      await finds({}, { check: 'documents', code: 'X_ENGINE_FAILED' }, /1 document of 'Test matter' failed/, mend);
      const other = await record.accept();
      await record.fail(only(other.deliveries).taskId);
      await finds({}, { check: 'documents', code: 'X_ENGINE_FAILED' }, /1 document/, mend);
    });
  });
});
