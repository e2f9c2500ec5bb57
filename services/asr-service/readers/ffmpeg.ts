/** Decodes what is not plain WAV, and the sound of video, by the program ffmpeg: its output comes through a pipe and ends with us. */
import { spawn } from 'node:child_process';
import { PipelineError } from '../../../shared/errors.ts';
import { countFaults, firstSoundMs, parseFfmpegLog } from './ffmpeg-log.ts';
import { targetRate } from './resample.ts';
import { type Sound, samplesPerMs } from './sound.ts';

/**
 * Containers of recordings only. A playlist or a list of files to join is read by ffmpeg like any other container, and
 * would let a file that was handed over open others on this machine.
 */
const containers =
  'aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,tta,w64,wav,wv';

/** What is kept of the words of ffmpeg: it names the streams after all that is written about the file in itself, and faults at the end. */
const keptLogBytes = 524_288;

/** Opens a file by decoding its first moment. Throws `I_NO_AUDIO`, `I_DAMAGED`, `X_ENGINE_FAILED`. */
export async function openWithFfmpeg(program: string, path: string, maxAudioMs: number): Promise<Sound> {
  const log = await probe(program, path, 0);
  const stream = parseFfmpegLog(log);
  if (!stream) throw new PipelineError('I_NO_AUDIO', 'no stream of sound in the file');
  const { codec, sampleRate, channels, tracks, durationMs } = stream;
  if (durationMs !== undefined && durationMs > maxAudioMs) {
    throw new PipelineError('L_AUDIO_TOO_LONG', `${durationMs} ms, at most ${maxAudioMs} are allowed`);
  }
  let read = { log: () => log, isWhole: () => true };
  return {
    ...{ codec, sampleRate, channels },
    async *samples({ fromMs, toMs }) {
      const start = firstSoundMs(fromMs > 0 ? await probe(program, path, fromMs) : log);
      const decoded = decode(program, ['-af', filter], path, fromMs);
      read = decoded;
      yield* timed(decoded.samples, Math.round(start * samplesPerMs), Math.round((toMs - fromMs) * samplesPerMs));
    },
    warnings(readMs) {
      const faults = countFaults(read.log());
      return [
        ...(tracks > 1 ? [{ code: 'audio.tracks', missing: true, count: tracks - 1 }] : []),
        ...(isShort(readMs, durationMs) ? [{ code: 'audio.truncated', missing: true }] : []),
        ...(faults > 0 || !read.isWhole()
          ? [{ code: 'audio.damaged', missing: true, count: Math.max(1, faults) }]
          : []),
      ];
    },
  };
}

/** Containers round their length, and estimate it where none is written. */
const isShort = (readMs: number, declaredMs: number | undefined): boolean =>
  declaredMs !== undefined && readMs < declaredMs * 0.98 - 2_000;

/**
 * Times are those of the file: gaps are filled with silence. What comes before the first sound is filled by {@link timed}:
 * the filter would fill it anew, from the start of the file, each time the sound changes its rate or channels.
 */
const filter = `aresample=${targetRate}:async=1`;

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);

/** What ffmpeg says of the file, and of the first sound at or after `fromMs`. */
async function probe(program: string, path: string, fromMs: number): Promise<string> {
  const { samples, log } = decode(program, ['-frames:a', '1', '-af', 'ashowinfo'], path, fromMs);
  for await (const _ of samples) {
    // Only the log is wanted.
  }
  return log();
}

/** Samples from the moment asked for on, `late` of silence first, and no more than `most`, whatever times the file claims. */
async function* timed(sound: AsyncIterable<Int16Array>, late: number, most: number): AsyncGenerator<Int16Array> {
  let left = most;
  for (let silent = Math.min(late, most); silent > 0; silent -= silenceAtATime) {
    const piece = new Int16Array(Math.min(silent, silenceAtATime));
    left -= piece.length;
    yield piece;
  }
  for await (const piece of sound) {
    if (piece.length >= left) {
      yield piece.subarray(0, left);
      return;
    }
    left -= piece.length;
    yield piece;
  }
}

const silenceAtATime = 65_536;

function argumentsFor(output: readonly string[], path: string, fromMs: number): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'info', '-nostats', '-threads', '1'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', containers],
    ...(fromMs > 0 ? ['-ss', seconds(fromMs)] : []),
    ...['-i', `file:${path}`, '-map', '0:a:0', ...output],
    ...['-ac', '1', '-f', 's16le', 'pipe:1'],
  ];
}

function decode(program: string, output: readonly string[], path: string, fromMs: number) {
  const child = spawn(program, argumentsFor(output, path, fromMs), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { TZ: 'UTC' },
  });
  let log = '';
  child.stderr.setEncoding('latin1').on('data', (data: string) => {
    log = log.length < keptLogBytes ? log + data : log.slice(0, keptLogBytes / 2) + data.slice(-keptLogBytes / 2);
  });
  const ended = new Promise<number | null>(resolve => {
    child.once('close', resolve);
    child.once('error', () => resolve(null));
  });
  let isWhole = true;
  async function* samples(): AsyncGenerator<Int16Array> {
    let got = 0;
    try {
      for await (const piece of wholeSamples(child.stdout)) {
        got += piece.length;
        yield piece;
      }
      const code = await ended;
      if (code === null) throw new PipelineError('X_ENGINE_FAILED', 'ffmpeg was ended or could not be started');
      // A file without a stream of sound ends with an error as well; it is told by the log.
      const isSoundless = /matches no streams/.test(log) && !parseFfmpegLog(log);
      if (code !== 0 && got === 0 && !isSoundless)
        throw new PipelineError('I_DAMAGED', 'ffmpeg cannot open or decode the file');
      isWhole = code === 0;
    } finally {
      child.kill('SIGKILL');
    }
  }
  return { samples: samples(), log: () => log, isWhole: () => isWhole };
}

/** Little-endian samples from pieces that may end within one. */
async function* wholeSamples(pieces: AsyncIterable<Buffer>): AsyncGenerator<Int16Array> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const samples = new Int16Array(bytes.length >> 1);
    for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(2 * i);
    rest = Buffer.from(bytes.subarray(samples.length * 2));
    yield samples;
  }
}
