/** Decodes what is not plain WAV, and the sound of video, by the program ffmpeg: its output comes through a pipe and ends with us. */
import { spawn } from 'node:child_process';
import { PipelineError } from '../../../shared/errors.ts';
import { countFaults, parseFfmpegLog } from './ffmpeg-log.ts';
import { targetRate } from './resample.ts';
import type { Sound } from './sound.ts';

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
  const probe = decode(program, path, { fromMs: 0, toMs: 200 });
  for await (const _ of probe.samples) {
    // Only the log is wanted.
  }
  const stream = parseFfmpegLog(probe.log());
  if (!stream) throw new PipelineError('I_NO_AUDIO', 'no stream of sound in the file');
  const { codec, sampleRate, channels, tracks, durationMs } = stream;
  if (durationMs !== undefined && durationMs > maxAudioMs) {
    throw new PipelineError('L_AUDIO_TOO_LONG', `${durationMs} ms, at most ${maxAudioMs} are allowed`);
  }
  let read = probe;
  return {
    ...{ codec, sampleRate, channels },
    samples(range) {
      read = decode(program, path, range);
      return read.samples;
    },
    warnings(readMs) {
      const faults = countFaults(read.log());
      return [
        ...(tracks > 1 ? [{ code: 'audio.tracks', missing: true, count: tracks - 1 }] : []),
        ...(isShort(readMs, durationMs) ? [{ code: 'audio.truncated', missing: true }] : []),
        ...(faults > 0 ? [{ code: 'audio.damaged', count: faults }] : []),
      ];
    },
  };
}

/** Containers round their length, and estimate it where none is written. */
const isShort = (readMs: number, declaredMs: number | undefined): boolean =>
  declaredMs !== undefined && readMs < declaredMs * 0.98 - 2_000;

/** Times are those of the file: a stream that starts late, or has gaps, is filled with silence. */
const filter = `aresample=${targetRate}:async=1:first_pts=0`;

function argumentsFor(path: string, fromMs: number, toMs: number): string[] {
  const seconds = (ms: number) => (ms / 1_000).toFixed(3);
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'info', '-nostats', '-threads', '1'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', containers],
    ...(fromMs > 0 ? ['-ss', seconds(fromMs)] : []),
    ...['-i', `file:${path}`, '-map', '0:a:0', '-t', seconds(toMs - fromMs)],
    ...['-af', filter, '-ac', '1', '-f', 's16le', 'pipe:1'],
  ];
}

function decode(program: string, path: string, { fromMs, toMs }: { fromMs: number; toMs: number }) {
  const child = spawn(program, argumentsFor(path, fromMs, toMs), {
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
    } finally {
      child.kill('SIGKILL');
    }
  }
  return { samples: samples(), log: () => log };
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
