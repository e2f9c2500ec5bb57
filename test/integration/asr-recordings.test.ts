/** Recordings through the asr stage and all after it, against a server that speaks the protocol and fails as servers do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { expect } from 'chai';
import { pipeline } from '../../queues/pipeline.ts';
import { runInMemory } from '../../queues/run-in-memory.ts';
import type { Stage } from '../../queues/stage.ts';
import { configuredAsrStage } from '../../services/asr-service/configured.ts';
import { createAsrDeps } from '../../services/asr-service/deps.ts';
import { createOpenAiAsrEngine } from '../../services/asr-service/engines/openai.ts';
import { createAsrStage } from '../../services/asr-service/stage.ts';
import { configuredLlmStage } from '../../services/llm-service/configured.ts';
import { configuredNerStage } from '../../services/ner-service/configured.ts';
import { createRelationshipStage } from '../../services/relationship-service/stage.ts';
import { loadBertModel, loadModelServers } from '../../shared/config/load.ts';
import { directCalls, type EngineCalls } from '../../shared/engine-calls.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { findProgram } from '../../shared/find-program.ts';
import type { Log } from '../../shared/log.ts';
import {
  type AskedTranscription,
  type OpenAiServer,
  startOpenAiServer,
  type TranscriptionAnswer,
} from '../support/openai-server.ts';
import { runStageOnFile, type StageInput, testDocument } from '../support/run-stage.ts';
import { hasSharedSamples, sharedSamplesFolder } from '../support/shared-samples.ts';
import { babble, join, noise, silence, tone, wavFile } from '../support/wav.ts';

const never = new AbortController().signal;
const silent: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => silent };
const hasFfmpeg = findProgram(['ffmpeg'], process.env.PATH ?? '') !== undefined;

describe('recordings', function () {
  this.timeout(60_000);
  let server: OpenAiServer;
  let stage: Stage;
  let folder = '';

  const configure = (engines = ['openai']) =>
    configuredAsrStage(
      engines,
      {
        ...loadModelServers({}).asr,
        ...(engines.length ? { baseUrl: server.baseUrl, model: 'stand-in' } : {}),
        timeoutMs: 20_000,
      },
      1,
    );
  const answers = (answer: (asked: AskedTranscription, index: number) => TranscriptionAnswer) =>
    server.onTranscription(answer);
  const says = (text: string) => answers(() => ({ text }));
  const file = (bytes: Buffer) => {
    const path = joinPath(folder, 'test.wav');
    writeFileSync(path, bytes);
    return path;
  };
  const run = (path: string, mediaType = 'audio/wav', given: StageInput = {}) =>
    runStageOnFile(stage, 'asr', { path, mediaType, ...given });
  const codeOf = (work: Promise<unknown>): Promise<ErrorCode> =>
    work.then(
      () => expect.fail('did not fail'),
      error => error.code,
    );
  const msOf = ({ wav }: AskedTranscription) => (wav.length - 44) / 32;

  before(async () => {
    folder = mkdtempSync(joinPath(tmpdir(), 'asr-test-'));
    server = await startOpenAiServer();
    stage = configure();
  });
  beforeEach(() => {
    server.transcriptions.length = 0;
  });
  after(async () => {
    await stage.close?.();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('are transcribed, with times, length and kind, and go through all stages', async () => {
    says('This is the deposition of Mary Okafor, taken on March 3, 2024, in Acme Corp. v. Jones.');
    const original = file(wavFile(join(silence(2), babble(6), silence(2))));
    const result = await runInMemory({
      document: { ...testDocument, mediaType: 'audio/wav' },
      original,
      first: 'asr',
      stages: {
        asr: stage,
        ocr: stage,
        ner: configuredNerStage(['rules'], loadBertModel({})),
        llm: configuredLlmStage(['rules'], loadModelServers({}).llm),
        relationship: createRelationshipStage(),
      },
      log: silent,
      signal: never,
    });
    expect(result.state).to.equal('completed');
    expect(result.document).to.deep.include({ durationMs: 10_000, language: 'en' });
    expect(result.document.properties).to.deep.include({
      audio: { codec: 'pcm_s16le', sampleRate: 16_000, channels: 1 },
    });
    const [segment] = result.rows.segments;
    expect(segment).to.include({ kind: 'utterance', engine: 'openai', model: 'stand-in', charStart: 0 });
    expect(segment?.startMs).to.be.closeTo(2_000, 250);
    expect(segment?.endMs).to.be.closeTo(8_000, 450);
    expect(result.rows.entityMentions.map(({ value }) => value)).to.include('2024-03-03');
    expect(result.rows.chunks.map(({ text }) => text).join('')).to.equal(segment?.text);
    const [asked] = server.transcriptions;
    expect(asked).to.include({
      model: 'stand-in',
      responseFormat: 'verbose_json',
      fileName: 'speech.wav',
      prompt: undefined,
    });
    expect(asked && msOf(asked)).to.be.closeTo(8_000, 400);
  });

  it('of silence are completed with no text, named as silent, and nobody is asked', async () => {
    for (const [wave, code] of [
      [silence(5), 'audio.silent'],
      [noise(8, 0.001), 'audio.no_speech'],
    ] as const) {
      const { rows, document, warnings } = await run(file(wavFile(wave)));
      expect(rows.segments).to.deep.equal([]);
      expect(document).to.include({ textLength: 0, durationMs: Math.round(wave.length / 16) });
      expect(warnings).to.deep.equal([{ code }]);
    }
    expect(server.transcriptions).to.have.length(0);
  });

  it('with speech fail without an engine, silent ones are named all the same', async () => {
    const without = configure([]);
    try {
      const named = await runStageOnFile(without, 'asr', { path: file(wavFile(silence(1))), mediaType: 'audio/wav' });
      expect(named.warnings).to.deep.equal([{ code: 'audio.silent' }]);
      const spoken = runStageOnFile(without, 'asr', { path: file(wavFile(babble(3))), mediaType: 'audio/wav' });
      expect(await codeOf(spoken)).to.equal('I_ENGINE_MISSING');
    } finally {
      await without.close?.();
    }
  });

  it('take the times of the engine where it gives some, within speech, and its likelihood', async () => {
    answers(() => ({
      text: 'Do you swear? I do.',
      segments: [
        { text: ' Do you swear?', start: 0, end: 2.5, avg_logprob: -0.1 },
        { text: ' I do.', start: 2.5, end: 9, avg_logprob: -0.5 },
      ],
    }));
    const { rows } = await run(file(wavFile(join(silence(1), babble(5), silence(1)))));
    expect(rows.segments.map(({ text, confidence }) => [text, confidence])).to.deep.equal([
      ['Do you swear?', 0.905],
      ['I do.', 0.607],
    ]);
    expect(rows.segments[1]?.endMs).to.be.at.most(6_300);
  });

  describe('where the server refuses to give times', () => {
    const three = () => file(wavFile(join(...[1, 2, 3].flatMap(() => [babble(12), silence(3)]))));
    const ask = async (answer: (asked: AskedTranscription, index: number) => TranscriptionAnswer) => {
      answers(answer);
      const own = configure();
      try {
        const { rows } = await runStageOnFile(own, 'asr', { path: three(), mediaType: 'audio/wav' });
        expect(rows.segments.map(({ text }) => text)).to.deep.equal(new Array(3).fill('Good morning.'));
      } finally {
        await own.close?.();
      }
      return server.transcriptions.map(({ responseFormat }) => responseFormat);
    };
    const words = { text: 'Good morning.' };

    it('are asked for without them, at once when it has done so for two sounds', async () => {
      const asked = await ask(({ responseFormat }) => (responseFormat === 'json' ? words : { status: 400 }));
      expect(asked).to.deep.equal(['verbose_json', 'json', 'verbose_json', 'json', 'json']);
      expect(server.transcriptions[4]?.prompt).to.equal('morning.');
    });

    it('are asked for with them after a single refusal', async () => {
      const asked = await ask((_, index) => (index === 0 ? { status: 400 } : words));
      expect(asked).to.deep.equal(['verbose_json', 'json', 'verbose_json', 'verbose_json']);
    });
  });

  it('of more than five minutes are done in parts; a failed part leaves its place, its times and its code', async () => {
    answers((_, index) => ({ text: `Sentence ${index}.` }));
    const minute = join(...Array.from({ length: 4 }, () => join(babble(12), silence(3))));
    const path = file(wavFile(join(...Array.from({ length: 7 }, () => minute))));
    const { plan, rows, warnings, document } = await run(path, 'audio/wav', {
      failParts: new Map([[0, 'X_ENGINE_FAILED']]),
    });
    expect(plan.parts).to.have.length(2);
    expect(document.durationMs).to.equal(420_000);
    const [first, second] = rows.segments;
    expect(first).to.deep.include({ kind: 'missing', text: '', errorCode: 'X_ENGINE_FAILED' });
    expect(first?.startMs).to.be.below(500);
    expect(second?.startMs).to.be.at.least(first?.endMs ?? Number.NaN);
    expect(warnings).to.deep.equal([{ code: 'audio.missing', missing: true, count: 1, at: [0] }]);
    for (const asked of server.transcriptions) expect(msOf(asked)).to.be.at.most(28_100);
    const text = rows.segments.map(segment => segment.text).join('\n\n');
    for (const segment of rows.segments) expect(text.slice(segment.charStart, segment.charEnd)).to.equal(segment.text);
    expect(document.textLength).to.equal(text.length);
  });

  describe('with an engine that gives no words', () => {
    const two = () => file(wavFile(join(babble(10), silence(6), babble(10), silence(1))));

    it('are asked about again, and the place is kept as missing', async () => {
      answers((_, index) => ({ text: index === 0 ? 'Good morning.' : '' }));
      const { rows, warnings } = await run(two());
      expect(rows.segments.map(({ kind, errorCode }) => [kind, errorCode ?? null])).to.deep.equal([
        ['utterance', null],
        ['missing', 'X_ENGINE_ANSWER'],
      ]);
      expect(warnings).to.deep.equal([{ code: 'audio.unanswered', count: 1, missing: true }]);
      expect(server.transcriptions.map(({ prompt }) => prompt)).to.deep.equal([undefined, 'morning.', undefined]);
    });

    it('fail when there is not one', async () => {
      says('');
      expect(await codeOf(run(two()))).to.equal('X_ENGINE_ANSWER');
    });

    it('are no failure where the sound is no clear speech', async () => {
      says('[Music]');
      const { rows, warnings } = await run(file(wavFile(tone(8, 440))));
      expect(rows.segments).to.deep.equal([]);
      expect(warnings).to.deep.equal([{ code: 'audio.wordless', count: 1 }]);
      says('Thank you for watching!');
      expect((await run(file(wavFile(tone(8, 440))))).warnings).to.deep.equal([{ code: 'audio.refused', count: 1 }]);
    });
  });

  describe('with an engine that fails on some of them', () => {
    const three = () => file(wavFile(join(...[1, 2, 3].flatMap(() => [babble(12), silence(3)]))));
    const failsOn = (status: number, ...indexes: number[]) =>
      answers((_, index) => (indexes.includes(index) ? { status } : { text: 'Good morning.' }));
    const last = { attempt: pipeline.asr.attempts };

    it('are tried again as a whole while there are attempts', async () => {
      failsOn(500, 1);
      expect(await codeOf(run(three()))).to.equal('X_ENGINE_FAILED');
    });

    it('keep the others at the last attempt, with the place, the times and the code of the one', async () => {
      failsOn(500, 1);
      const { rows, warnings } = await run(three(), 'audio/wav', last);
      expect(rows.segments.map(({ text, errorCode }) => errorCode ?? text)).to.deep.equal([
        'Good morning.',
        'X_ENGINE_FAILED',
        'Good morning.',
      ]);
      expect(rows.segments[1]?.startMs).to.be.within(14_500, 15_100);
      expect(warnings).to.deep.equal([{ code: 'audio.failed', count: 1, missing: true }]);
      expect(server.transcriptions[2]?.prompt).to.equal(undefined);
    });

    it('fail when the engine is gone for good, and when it asks to wait', async () => {
      failsOn(500, 1, 2);
      expect(await codeOf(run(three(), 'audio/wav', last))).to.equal('X_ENGINE_FAILED');
      server.transcriptions.length = 0;
      failsOn(429, 1);
      expect(await codeOf(run(three(), 'audio/wav', last))).to.equal('X_ENGINE_BUSY');
    });

    it('keep the others at once when it is that sound which it does not take', async () => {
      failsOn(413, 0);
      const { rows } = await run(three());
      expect(rows.segments.map(({ text, errorCode }) => errorCode ?? text)).to.deep.equal([
        'L_ENGINE_INPUT',
        'Good morning.',
        'Good morning.',
      ]);
    });
  });

  it('have only those answers kept that are not doubted', async () => {
    const kept: [string, boolean | undefined][] = [];
    const calls: EngineCalls = {
      ...directCalls(never),
      async ask(request) {
        const answered = await directCalls(never).ask(request);
        kept.push([String(Object.values(answered.answer as object)[0]), request.isWorthKeeping?.(answered.answer)]);
        return answered;
      },
    };
    const engine = createOpenAiAsrEngine({ ...loadModelServers({}).asr, baseUrl: server.baseUrl, model: 'stand-in' });
    for (const said of ['Good morning.', '', 'Thank you for watching!']) {
      says(said);
      await engine.transcribe({ wav: new Uint8Array(50), durationMs: 5_000, before: '' }, calls);
    }
    expect(kept).to.deep.equal([
      ['Good morning.', true],
      ['', false],
      ['Thank you for watching!', false],
    ]);
  });

  it('have words of which the engine is not sure marked', async () => {
    answers(() => ({
      text: 'Do you swear? I do.',
      segments: [
        { text: ' Do you swear?', start: 0, end: 2.5, avg_logprob: -0.9 },
        { text: ' I do.', start: 2.5, end: 9, avg_logprob: -1.1 },
      ],
    }));
    const { rows, warnings } = await run(file(wavFile(join(silence(1), babble(5), silence(1)))));
    expect(rows.segments.map(({ properties }) => properties?.warnings)).to.deep.equal([
      undefined,
      [{ code: 'audio.low_confidence' }],
    ]);
    expect(warnings).to.deep.equal([{ code: 'audio.low_confidence', count: 1 }]);
  });

  it('are asked about again when the words are likely invented, then marked', async () => {
    says('Thank you for watching!');
    const { rows, warnings } = await run(file(wavFile(babble(6))));
    expect(rows.segments[0]).to.deep.include({
      confidence: 0.1,
      properties: { warnings: [{ code: 'audio.stock_phrase' }] },
    });
    expect(warnings).to.deep.equal([{ code: 'audio.doubtful', count: 1 }]);
    expect(server.transcriptions).to.have.length(2);
  });

  const failures: [TranscriptionAnswer, ErrorCode][] = [
    [{ status: 401 }, 'I_ENGINE_ACCESS'],
    [{ status: 404 }, 'I_ENGINE_REQUEST'],
    [{ status: 413 }, 'L_ENGINE_INPUT'],
    [{ status: 429 }, 'X_ENGINE_BUSY'],
    [{ status: 500 }, 'X_ENGINE_FAILED'],
    [{ fault: 'cut' }, 'X_ENGINE_FAILED'],
    [{ fault: 'empty' }, 'X_ENGINE_ANSWER'],
    [{ fault: 'huge' }, 'X_ENGINE_ANSWER'],
  ];
  for (const [answer, code] of failures) {
    it(`fail as ${code} on ${JSON.stringify(answer)}`, async () => {
      answers(() => answer);
      expect(await codeOf(run(file(wavFile(babble(3)))))).to.equal(code);
    });
  }

  it('longer than the limit are refused, whole or broken off', async () => {
    const limits = { maxAudioMs: 2_000 };
    expect(await codeOf(run(file(wavFile(silence(3))), 'audio/wav', { limits }))).to.equal('L_AUDIO_TOO_LONG');
    const cut = wavFile(silence(3)).subarray(0, 32_044);
    expect((await run(file(cut), 'audio/wav', { limits })).warnings[0]).to.deep.equal({
      code: 'audio.truncated',
      missing: true,
    });
  });

  (hasFfmpeg ? it : it.skip)('of which some could not be decoded are partial', async () => {
    says('Good morning.');
    const whole = joinPath(folder, 'whole.mp3');
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', file(wavFile(join(babble(6), silence(1)))), whole]);
    const bytes = readFileSync(whole);
    bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 4_000);
    const damaged = joinPath(folder, 'damaged.mp3');
    writeFileSync(damaged, bytes);
    const { warnings } = await run(damaged, 'audio/mpeg');
    expect(warnings.find(({ code }) => code === 'audio.damaged')).to.include({ missing: true });
  });

  it('so quiet that no voice is heard are heard again, amplified', async () => {
    says('Quietly spoken.');
    const { rows } = await run(file(wavFile(join(silence(1), babble(5, 16_000, 0.002)))));
    expect(rows.segments.map(({ text }) => text)).to.deep.equal(['Quietly spoken.']);
  });

  it('of other kinds name the program that is missing', async () => {
    const deps = createAsrDeps({ processes: 1, searchPath: '' });
    const without = createAsrStage({ ...deps, engines: [] });
    const path = file(Buffer.from('fLaC'));
    expect(await codeOf(runStageOnFile(without, 'asr', { path, mediaType: 'audio/flac' }))).to.equal(
      'I_DECODER_MISSING',
    );
    await without.close?.();
  });

  it('that are damaged are named so, and nothing of them is left behind', async () => {
    expect(await codeOf(run(file(Buffer.from('RIFFnonsense and more of it'))))).to.equal('I_DAMAGED');
    const mp3 = codeOf(run(file(Buffer.alloc(5_000, 'ID3nonsense')), 'audio/mpeg'));
    expect(await mp3).to.equal(hasFfmpeg ? 'I_DAMAGED' : 'I_DECODER_MISSING');
    const left = readdirSync(tmpdir()).filter(name => name.startsWith(`legal-asr-${process.pid}-`));
    for (const name of left) expect(readdirSync(joinPath(tmpdir(), name))).to.deep.equal([]);
  });

  (hasSharedSamples ? describe : describe.skip)('of the shared samples', () => {
    const samples: [name: string, mediaType: string, durationMs: number, codec: string][] = [
      ['jfk-inaugural-11s.flac', 'audio/flac', 11_000, 'flac'],
      ['librivox-austen-0870.wav', 'audio/wav', 7_100, 'pcm_s16le'],
      ['librivox-austen-0880.wav', 'audio/wav', 2_990, 'pcm_s16le'],
      ['librivox-wilde-10s.mp3', 'audio/mpeg', 10_030, 'mp3'],
    ];
    for (const [name, mediaType, durationMs, codec] of samples) {
      it(`${name} has its length, and its speech is sent`, async () => {
        says('And so, my fellow Americans.');
        const work = run(joinPath(sharedSamplesFolder, 'audio', name), mediaType);
        if (codec !== 'pcm_s16le' && !hasFfmpeg) return expect(await codeOf(work)).to.equal('I_DECODER_MISSING');
        const { document, rows } = await work;
        expect(document.durationMs).to.be.closeTo(durationMs, 60);
        expect(document.properties?.audio).to.deep.include({ codec });
        expect(rows.segments.length).to.be.above(0);
        const sentMs = server.transcriptions.reduce((sum, asked) => sum + msOf(asked), 0);
        expect(sentMs).to.be.within(durationMs * 0.7, durationMs + 1);
      });
    }

    it('librivox-wilde-10s.mp3 has its two sentences where they are spoken, though the engine gives no times', async () => {
      if (!hasFfmpeg) return;
      answers((_, index) => ({
        text: ['Shakespeare on Scenery by Oscar Wilde.', 'This is a LibriVox recording.'][index] ?? '',
      }));
      const { rows } = await run(joinPath(sharedSamplesFolder, 'audio/librivox-wilde-10s.mp3'), 'audio/mpeg');
      const [first, second, ...more] = rows.segments;
      expect(more).to.deep.equal([]);
      expect(first?.endMs).to.be.within(3_800, 4_700);
      expect(second?.startMs).to.be.within(4_900, 5_500);
    });

    it('silence-1s.wav is silent', async () => {
      const { warnings, document } = await run(joinPath(sharedSamplesFolder, 'audio/silence-1s.wav'));
      expect(warnings).to.deep.equal([{ code: 'audio.silent' }]);
      expect(document).to.include({ textLength: 0, durationMs: 1_000 });
      expect(server.transcriptions).to.have.length(0);
    });
  });
});
