/** Whisper in child processes of ours, on models that spell a known text: loading, features, generation, times, guards, and who takes over. */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { expect } from 'chai';
import { configuredAsrStage } from '../../services/asr-service/configured.ts';
import type { AsrEngine, HeardUtterance } from '../../services/asr-service/engines/engine.ts';
import { createWhisperEngine, type WhisperOptions } from '../../services/asr-service/engines/whisper-onnx.ts';
import { loadModelServers } from '../../shared/config/load.ts';
import { configuredWhisper, type WhisperSettings } from '../../shared/config/whisper-model.ts';
import { directCalls } from '../../shared/engine-calls.ts';
import type { PipelineError } from '../../shared/errors.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { runStageOnFile } from '../support/run-stage.ts';
import { type TinyWhisper, writeTinyWhisper } from '../support/tiny-whisper.ts';
import { eventually } from '../support/wait.ts';
import { babble, join, silence, type Wave, wavFile } from '../support/wav.ts';

const never = new AbortController().signal;
const says: TinyWhisper['says'] = [
  { fromS: 1, toS: 3, words: [' Good', ' morning.'] },
  { fromS: 3.4, toS: 6.5, words: [' Dr.', ' Müller', ' speaks.'], surety: 8 },
];
const text = 'Good morning. Dr. Müller speaks.';
const loop = { says: [{ fromS: 1, toS: 6, words: [' round'] }], loops: true };

describe('whisper-onnx', function () {
  this.timeout(60_000);
  let folder = '';
  let model = '';
  let made: ReturnType<typeof writeTinyWhisper>;
  let engine: AsrEngine;
  const closing: (() => Promise<void> | undefined)[] = [];

  const settings = (over: Partial<WhisperSettings> = {}): WhisperSettings => ({
    ...loadModelServers({}).asr.whisper,
    ...{ folder: model, ...over },
  });
  const createEngine = (over: Partial<WhisperSettings> = {}, options: Partial<WhisperOptions> = {}): AsrEngine => {
    const created = createWhisperEngine(configuredWhisper(settings(over)), { timeoutMs: 30_000, ...options });
    closing.push(() => created.close?.());
    return created;
  };
  const newModel = (name: string, spec: TinyWhisper): string => {
    writeTinyWhisper(joinPath(folder, name), spec);
    return joinPath(folder, name);
  };
  const hear = (wave: Wave, by = engine, before = '', signal = never): Promise<HeardUtterance> => {
    // The engine takes WAV as the service writes it: a head of 44 bytes.
    const wav = Uint8Array.from(Buffer.concat([Buffer.alloc(44), wavFile(wave).subarray(-2 * wave.length)]));
    return by.transcribe({ wav, durationMs: wave.length / 16, before }, directCalls(signal));
  };
  const errorOf = (work: Promise<unknown>): Promise<PipelineError> =>
    work.then(
      () => expect.fail('did not fail'),
      error => error,
    );

  before(() => {
    folder = mkdtempSync(joinPath(tmpdir(), 'asr-whisper-'));
    model = joinPath(folder, 'tiny');
    made = writeTinyWhisper(model, { says });
    engine = createEngine();
  });
  after(async () => {
    await Promise.all(closing.map(close => close()));
    rmSync(folder, { recursive: true });
  });

  it('writes what was said, with times and the likelihood of its tokens', async () => {
    const heard = await hear(babble(7), engine, 'The words before.');
    expect(heard.text.trim()).to.equal(text);
    expect(heard.usage).to.deep.equal({ requests: 0 });
    expect(heard.pieces.map(({ fromMs, toMs }) => [fromMs, toMs])).to.deep.equal([
      [1_000, 3_000],
      [3_400, 6_500],
    ]);
    // After a time comes no other time; later one might. Every token but the one that is said has the score 0.
    const likelihood = (surety: number, others: number) => Math.exp(surety) / (Math.exp(surety) + others);
    const { plain, times } = made;
    const [first, later] = [likelihood(8, plain - 1), likelihood(8, plain - 1 + times)];
    expect(heard.pieces[1]?.confidence).to.be.closeTo((first * later * later) ** (1 / 3), 1e-4);
    expect(engine.model).to.equal('tiny/fp32');
  });

  it('writes nothing for silence', async () => {
    const { text: words, pieces } = await hear(silence(6));
    expect(words).to.equal('');
    expect(pieces).to.deep.equal([]);
  });

  it('hears on where the model stopped before the sound ends, and leaves out words for what is added to it', async () => {
    const { pieces } = await hear(babble(16.2));
    expect(pieces.map(({ fromMs }) => fromMs)).to.deep.equal([1_000, 3_400, 7_500, 9_900, 14_000]);
    expect(pieces.at(-1)).to.include({ text: ' Good morning.', toMs: 16_000 });
  });

  it('ends a model that goes round in circles', async () => {
    const { pieces } = await hear(babble(7), createEngine({ folder: newModel('loop', loop) }));
    expect(pieces).to.have.length(1);
    expect(pieces[0]).to.include({ fromMs: 1_000, toMs: 7_000 });
    expect(pieces[0]?.text).to.match(/^(?: round){200,}$/);
  });

  it('takes weights of the precision that is configured', async () => {
    const both = newModel('both', { says, suffix: '_quantized' });
    expect(() => createEngine({ folder: both })).to.throw(
      /onnx\/encoder_model\.onnx, onnx\/decoder_model_merged\.onnx/,
    );
    const quantized = createEngine({ folder: both, precision: ['q8'] });
    expect((await hear(babble(7), quantized)).text.trim()).to.equal(text);
    expect(quantized.model).to.equal('both/q8');
  });

  it('takes a model of English alone, and silence from it', async () => {
    const english = createEngine({ folder: newModel('english', { says, isEnglish: true }), language: 'en' });
    expect((await hear(babble(7), english)).text.trim()).to.equal(text);
    expect((await hear(silence(6), english)).text).to.equal('');
  });

  describe('refuses as X_CONFIG', () => {
    const refused = (over: Partial<WhisperSettings>) => expect(() => configuredWhisper(settings(over))).to.throw();

    it('no folder, and one without its files, which it names', () => {
      refused({ folder: undefined }).with.property('code', 'X_CONFIG');
      const error = refused({ folder: tmpdir() });
      error.with.property('code', 'X_CONFIG');
      error.with.property('message').that.matches(/lacks config\.json,.* tokenizer\.json,.*`npm run models -- pull`/);
    });

    it('weights that lie apart and are not there', () => {
      const apart = newModel('apart', { says });
      cpSync(joinPath(apart, 'config.json'), joinPath(apart, 'kept.json'));
      const external = { 'transformers.js_config': { use_external_data_format: { encoder_model: 2 } } };
      writeFileSync(joinPath(apart, 'config.json'), JSON.stringify(external));
      refused({ folder: apart })
        .with.property('message')
        .that.matches(/lacks onnx\/encoder_model\.onnx_data, onnx\/encoder_model\.onnx_data_1:/);
    });

    it('a device that is not there', () => {
      refused({ device: 'cuda' })
        .with.property('message')
        .that.matches(/libonnxruntime_providers_cuda/);
    });

    it('a language the model does not know, and weights that are none', async () => {
      expect(await errorOf(hear(babble(3), createEngine({ language: 'xx' })))).to.have.property('code', 'X_CONFIG');
      const broken = newModel('broken', { says });
      writeFileSync(joinPath(broken, 'onnx/encoder_model.onnx'), 'no model');
      const error = await errorOf(hear(babble(3), createEngine({ folder: broken })));
      expect(error).to.include({ code: 'X_CONFIG', engine: 'whisper-onnx' });
    });

    it('a model that no engine is to use', () => {
      const asr = { ...loadModelServers({}).asr, whisper: settings() };
      expect(() => configuredAsrStage([], asr, 1)).to.throw(/ASR_ENGINES does not name whisper-onnx/);
    });
  });

  describe('guards', () => {
    const own = () => mkdtempSync(joinPath(folder, 'temp-'));
    /** No sound is left behind in the folder of the engine. */
    const expectNothingIn = async (tempFolder: string) => {
      const [made = ''] = readdirSync(tempFolder);
      expect(readdirSync(joinPath(tempFolder, made))).to.deep.equal([]);
    };

    it('end a window that is no longer wanted, and leave nothing', async () => {
      const tempFolder = own();
      const stop = new AbortController();
      const work = errorOf(hear(babble(7), createEngine({}, { tempFolder }), '', stop.signal));
      await eventually(
        'the window is being transcribed',
        async () =>
          readdirSync(tempFolder).some(name => readdirSync(joinPath(tempFolder, name)).length > 0) || undefined,
      );
      stop.abort();
      expect(await work).to.have.property('code', 'X_TIMEOUT');
      await expectNothingIn(tempFolder);
    });

    it('end one that takes too long', async () => {
      const error = await errorOf(hear(babble(7), createEngine({}, { timeoutMs: 1 })));
      expect(error).to.include({ code: 'X_TIMEOUT', engine: 'whisper-onnx' });
    });

    it('end one that takes too much memory, which is no fault of the recording', async () => {
      const tempFolder = own();
      const error = await errorOf(hear(babble(7), createEngine({}, { residentBytes: 1_048_576, tempFolder })));
      expect(error).to.include({ code: 'X_ENGINE_FAILED', engine: 'whisper-onnx' });
      await expectNothingIn(tempFolder);
    });
  });

  describe('in the stage', () => {
    let server: OpenAiServer;
    before(async () => {
      server = await startOpenAiServer();
    });
    beforeEach(() => {
      server.transcriptions.length = 0;
    });
    after(() => server.close());

    const recording = (wave: Wave): string => {
      const path = joinPath(folder, 'recording.wav');
      writeFileSync(path, wavFile(wave));
      return path;
    };
    const run = async (engines: string[], wave: Wave, whisper = model) => {
      const stage = configuredAsrStage(
        engines,
        {
          ...loadModelServers({}).asr,
          ...(engines.includes('openai') && { baseUrl: server.baseUrl, model: 'stand-in' }),
          whisper: settings({ folder: whisper }),
        },
        1,
      );
      try {
        return await runStageOnFile(stage, 'asr', { path: recording(wave), mediaType: 'audio/wav' });
      } finally {
        await stage.close?.();
      }
    };
    const spoken = () => join(silence(2), babble(6), silence(1));

    it('gives utterances with the times of the recording', async () => {
      const { rows, end, warnings } = await run(['whisper-onnx'], spoken());
      expect(rows.segments.map(segment => segment.text)).to.deep.equal(['Good morning.', 'Dr. Müller speaks.']);
      const [first, second] = rows.segments;
      expect(first).to.deep.include({ engine: 'whisper-onnx', model: 'tiny/fp32', confidence: 0.994 });
      expect(first?.properties?.fallback).to.equal(undefined);
      // A second is heard before the speech, and times lie within it.
      expect(first?.startMs).to.be.within(1_750, 2_300);
      expect(second?.startMs).to.be.closeTo((first?.endMs ?? 0) + 400, 1);
      expect(second?.endMs).to.be.at.most(8_450);
      expect(end.outcome).to.include({ engine: 'whisper-onnx', model: 'tiny/fp32' });
      expect(warnings).to.deep.equal([]);
    });

    it('is not asked where nobody speaks', async () => {
      const { rows, warnings } = await run(['whisper-onnx'], silence(3));
      expect(rows.segments).to.deep.equal([]);
      expect(warnings).to.deep.equal([{ code: 'audio.silent' }]);
    });

    it('has what it repeats without end marked as doubtful', async () => {
      const { rows, warnings } = await run(['whisper-onnx'], spoken(), newModel('loops', loop));
      expect(rows.segments[0]).to.deep.include({ confidence: 0.1 });
      expect(warnings).to.deep.equal([{ code: 'audio.doubtful', count: 1 }]);
    });

    it('takes over from a server that fails, and says so', async () => {
      server.onTranscription(() => ({ status: 500 }));
      const { rows, end, warnings } = await run(['openai', 'whisper-onnx'], spoken());
      expect(rows.segments.map(segment => segment.text).join(' ')).to.equal(text);
      const fallback = { from: 'openai', code: 'X_ENGINE_FAILED' };
      for (const segment of rows.segments) {
        expect(segment).to.deep.include({ engine: 'whisper-onnx', properties: { fallback } });
      }
      expect(end.outcome).to.deep.include({ engine: 'whisper-onnx', model: 'tiny/fp32', fallback });
      expect(warnings).to.deep.equal([{ code: 'audio.fallback', count: 1 }]);
      expect(server.transcriptions).to.have.length(1);
    });

    it('takes over from a server that hears no words, window by window', async () => {
      server.onTranscription((_, index) => ({ text: index === 0 ? 'By the server.' : '' }));
      const { rows, end, warnings } = await run(['openai', 'whisper-onnx'], join(spoken(), silence(4), spoken()));
      expect(rows.segments.map(({ engine: by }) => by)).to.deep.equal(['openai', 'whisper-onnx', 'whisper-onnx']);
      expect(end.outcome.fallback).to.deep.equal({ from: 'openai', code: 'X_ENGINE_ANSWER' });
      expect(warnings).to.deep.equal([{ code: 'audio.fallback', count: 1 }]);
    });

    it('takes over within a part, which the outcome of the whole names', async () => {
      server.onTranscription((_, index) => (index === 22 ? { status: 500 } : { text: 'By the server.' }));
      const minute = Array.from({ length: 4 }, () => join(babble(12), silence(3)));
      const { plan, rows, end } = await run(['openai', 'whisper-onnx'], join(...new Array(6).fill(minute).flat()));
      expect(plan.parts).to.have.length(2);
      expect(rows.segments.filter(({ engine: by }) => by === 'whisper-onnx')).to.have.length.above(0);
      const fallback = { from: 'openai', code: 'X_ENGINE_FAILED' };
      expect(end.outcome).to.deep.include({ engine: 'openai', model: 'stand-in', fallback });
    });

    it('does not take over from a server that asks to wait', async () => {
      server.onTranscription(() => ({ status: 429 }));
      expect(await errorOf(run(['openai', 'whisper-onnx'], spoken()))).to.have.property('code', 'X_ENGINE_BUSY');
    });

    it('is followed by the server where it repeats itself or fails', async () => {
      server.onTranscription(() => ({ text: 'By the server.' }));
      const broken = newModel('unreadable', { says });
      writeFileSync(joinPath(broken, 'onnx/encoder_model.onnx'), 'no model');
      for (const [whisper, code] of [
        [newModel('loops-again', loop), 'X_ENGINE_ANSWER'],
        [broken, 'X_CONFIG'],
      ] as const) {
        const { rows, end, warnings } = await run(['whisper-onnx', 'openai'], spoken(), whisper);
        const fallback = { from: 'whisper-onnx', code };
        expect(rows.segments).to.have.length(1);
        expect(rows.segments[0]).to.deep.include({
          text: 'By the server.',
          engine: 'openai',
          properties: { fallback },
        });
        expect(end.outcome.fallback).to.deep.equal(fallback);
        expect(warnings).to.deep.equal([{ code: 'audio.fallback', count: 1 }]);
      }
    });

    it('leaves the better of two doubtful answers', async () => {
      server.onTranscription(() => ({ text: '' }));
      const { rows, warnings } = await run(['whisper-onnx', 'openai'], spoken(), newModel('loops-alone', loop));
      expect(rows.segments[0]).to.deep.include({ engine: 'whisper-onnx', confidence: 0.1 });
      expect(warnings).to.deep.equal([{ code: 'audio.doubtful', count: 1 }]);
    });
  });
});
