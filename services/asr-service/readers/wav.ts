/** Reads WAV files in this process, any range of them, block by block. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Warning } from '../../../queues/stage.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { createResampler } from './resample.ts';
import { type Sound, toInt16 } from './sound.ts';
import { type ReadAt, readWavFormat, type WavFormat } from './wav-format.ts';
import { monoSamples } from './wav-samples.ts';

const framesAtATime = 65_536;

/** The recording, or undefined if its coding needs a decoder. Throws `I_DAMAGED`, `L_AUDIO_TOO_LONG`. */
export function openWav(path: string, maxAudioMs: number): Sound | undefined {
  const format = withFile(path, (read, bytes) => readWavFormat(read, bytes));
  if (!format) return undefined;
  const frameBytes = format.bytesPerSample * format.channels;
  const durationMs = (format.dataBytes / frameBytes / format.sampleRate) * 1_000;
  if (durationMs > maxAudioMs) {
    throw new PipelineError('L_AUDIO_TOO_LONG', `${Math.round(durationMs)} ms, at most ${maxAudioMs} are allowed`);
  }
  return {
    codec: codecOf(format),
    sampleRate: format.sampleRate,
    channels: format.channels,
    samples: range => samplesOf(path, format, range),
    warnings: () => warningsOf(format),
  };
}

/** In ffmpeg's words, so that they are the same whoever decodes. */
const codecOf = ({ coding, bytesPerSample }: WavFormat): string => {
  const bits = bytesPerSample * 8;
  if (coding === 'alaw' || coding === 'mulaw') return `pcm_${coding}`;
  return coding === 'unsigned' ? 'pcm_u8' : `pcm_${coding === 'float' ? 'f' : 's'}${bits}le`;
};

const warningsOf = ({ state }: WavFormat): Warning[] => {
  if (state === 'truncated') return [{ code: 'audio.truncated', missing: true }];
  return state === 'unfinished' ? [{ code: 'audio.unfinished' }] : [];
};

async function* samplesOf(
  path: string,
  format: WavFormat,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): AsyncGenerator<Int16Array> {
  const { sampleRate, dataStart, dataBytes } = format;
  const frameBytes = format.bytesPerSample * format.channels;
  const frameAt = (ms: number) => Math.min(dataBytes / frameBytes, Math.round((ms / 1_000) * sampleRate));
  const resampler = createResampler(sampleRate);
  const file = openSync(path, 'r');
  try {
    const end = frameAt(toMs);
    for (let frame = frameAt(fromMs); frame < end; frame += framesAtATime) {
      const bytes = Buffer.alloc(Math.min(framesAtATime, end - frame) * frameBytes);
      const got = readSync(file, bytes, 0, bytes.length, dataStart + frame * frameBytes);
      if (got < bytes.length) throw new PipelineError('X_STORE', 'the local copy of the recording is too short');
      yield toInt16(resampler.push(monoSamples(bytes, format)));
    }
    yield toInt16(resampler.flush());
  } finally {
    closeSync(file);
  }
}

function withFile<T>(path: string, use: (read: ReadAt, bytes: number) => T): T {
  const file = openSync(path, 'r');
  try {
    const read: ReadAt = (position, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, position));
    };
    return use(read, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}
