/** Entry of the process that opens recordings: finds speech in them, and cuts it out. */
import { writeFileSync } from 'node:fs';
import { serve } from '../../../shared/child/serve.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { openWithFfmpeg } from '../readers/ffmpeg.ts';
import { type Sound, samplesPerMs } from '../readers/sound.ts';
import { hear } from '../readers/voice.ts';
import { openWav } from '../readers/wav.ts';
import { wavOf } from '../readers/wav-write.ts';
import { findWindows } from '../speech.ts';
import type { Cut, Listened, SoundTask } from './protocol.ts';

serve<SoundTask>(async task => {
  const sound = await open(task);
  if (task.name === 'listen') return listen(sound, task.maxAudioMs);
  await cut(sound, task.cuts);
  return null;
});

async function open({ path, mediaType, ffmpeg, maxAudioMs }: SoundTask): Promise<Sound> {
  const plain = /^audio\/(?:x-|vnd\.)?wave?$/.test(mediaType) ? openWav(path, maxAudioMs) : undefined;
  if (plain) return plain;
  if (ffmpeg) return openWithFfmpeg(ffmpeg, path, maxAudioMs);
  throw new PipelineError('I_DECODER_MISSING', `${mediaType} needs ffmpeg, which is not on the search path`);
}

/** Louder than the noise of 16-bit silence, quieter than a voice that a detector hears: worth a second try, amplified. */
const quiet = { from: 0.0005, to: 0.1 };
const amplifiedPeak = 0.5;

async function listen(sound: Sound, maxAudioMs: number): Promise<Listened> {
  // A second more than is allowed, to tell what is longer.
  const all = { fromMs: 0, toMs: maxAudioMs + 1_000 };
  let heard = await hear(sound.samples(all));
  if (heard.durationMs > maxAudioMs) {
    throw new PipelineError('L_AUDIO_TOO_LONG', `more than the ${maxAudioMs} ms that are allowed`);
  }
  let windows = findWindows(heard);
  if (windows.length === 0 && heard.peak >= quiet.from && heard.peak <= quiet.to) {
    heard = await hear(sound.samples(all), amplifiedPeak / heard.peak);
    // Amplified noise passes for a voice; it does not rise and fall like one.
    windows = findWindows(heard).filter(({ isClear }) => isClear);
  }
  const { codec, sampleRate, channels } = sound;
  const { durationMs, peak } = heard;
  if (durationMs === 0) throw new PipelineError('I_NO_AUDIO', 'the file holds no sound');
  return { codec, sampleRate, channels, durationMs, peak, windows, warnings: sound.warnings(durationMs) };
}

/** Half a second: words in more silence than that would be lost without a trace. */
const mostLacking = 500 * samplesPerMs;

/** Decodes from the first cut to the last, once. Throws `X_ENGINE_FAILED` when the sound ends before they do. */
async function cut(sound: Sound, cuts: Cut[]): Promise<void> {
  const startMs = cuts[0]?.fromMs ?? 0;
  const waiting = cuts.map(({ fromMs, toMs, wavPath }) => ({
    first: Math.round((fromMs - startMs) * samplesPerMs),
    samples: new Int16Array(Math.round((toMs - fromMs) * samplesPerMs)),
    wavPath,
  }));
  const write = () => {
    const done = waiting.shift();
    if (done) writeFileSync(done.wavPath, wavOf(done.samples), { flag: 'wx', mode: 0o600 });
  };
  let at = 0;
  for await (const piece of sound.samples({ fromMs: startMs, toMs: cuts.at(-1)?.toMs ?? 0 })) {
    const end = at + piece.length;
    for (let next = waiting[0]; next && next.first < end; next = waiting[0]) {
      const from = Math.max(at, next.first);
      const to = Math.min(end, next.first + next.samples.length);
      next.samples.set(piece.subarray(from - at, to - at), from - next.first);
      if (next.first + next.samples.length > end) break;
      write();
    }
    at = end;
  }
  const end = waiting.at(-1);
  if (end && end.first + end.samples.length - at > mostLacking)
    throw new PipelineError('X_ENGINE_FAILED', 'the recording has less sound than was heard in it before');
  // The last may lack a sample that the other pass had rounded up to.
  while (waiting.length > 0) write();
}
