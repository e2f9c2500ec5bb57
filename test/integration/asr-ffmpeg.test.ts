/** Recordings that ffmpeg decodes: their times are those of the file, whatever happens to its sound on the way. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { expect } from 'chai';
import type { Listened, SoundTask } from '../../services/asr-service/child/protocol.ts';
import { createAsrDeps } from '../../services/asr-service/deps.ts';
import { findProgram } from '../../shared/find-program.ts';
import { babble, join, silence, type Wave, wavFile } from '../support/wav.ts';

const never = new AbortController().signal;
const ffmpeg = findProgram(['ffmpeg'], process.env.PATH ?? '') ?? null;

describe('recordings read again', function () {
  this.timeout(60_000);
  let folder = '';
  let deps: ReturnType<typeof createAsrDeps>;
  before(() => {
    folder = mkdtempSync(joinPath(tmpdir(), 'asr-ffmpeg-'));
    deps = createAsrDeps({ processes: 1, tempFolder: folder });
  });
  after(async () => {
    await deps.close();
    rmSync(folder, { recursive: true });
  });

  const run = <T>(task: Omit<SoundTask, 'ffmpeg' | 'maxAudioMs'>): Promise<T> =>
    deps.reader.run<T>({ ...task, ffmpeg, maxAudioMs: 120_000 } as SoundTask, never);

  it('are refused when they have less sound than was heard before', async () => {
    const path = joinPath(folder, 'short.wav');
    writeFileSync(path, wavFile(babble(2)));
    const cut = (toMs: number) => ({ fromMs: 0, toMs, wavPath: joinPath(folder, `${toMs}.wav`) });
    const read = (toMs: number) => run({ name: 'cut', path, mediaType: 'audio/wav', cuts: [cut(toMs)] } as SoundTask);
    await read(2_010);
    const error = await read(5_000).catch(thrown => thrown);
    expect(error).to.have.property('code', 'X_ENGINE_FAILED');
    expect(existsSync(cut(5_000).wavPath)).to.equal(false);
  });

  (ffmpeg ? describe : describe.skip)('by ffmpeg', () => {
    const made = (name: string, wave: Wave, ...options: string[]): string => {
      const source = joinPath(folder, 'source.wav');
      const path = joinPath(folder, name);
      writeFileSync(source, wavFile(wave));
      execFileSync(ffmpeg as string, ['-v', 'error', '-y', '-i', source, ...options, path]);
      return path;
    };
    const speechOf = async (path: string, mediaType: string) => {
      const { windows, durationMs } = await run<Listened>({ name: 'listen', path, mediaType } as SoundTask);
      return { durationMs, starts: windows.flatMap(({ speech }) => speech.map(([from]) => from)) };
    };

    it('keep their times where rate and channels change on the way', async () => {
      const path = made('joined.mp3', join(silence(1), babble(4), silence(2)), '-ac', '2', '-ar', '44100');
      appendFileSync(path, readFileSync(made('second.mp3', join(babble(4), silence(2)), '-ar', '22050')));
      appendFileSync(path, readFileSync(made('third.mp3', join(babble(4), silence(2)), '-ac', '2', '-ar', '44100')));
      const { durationMs, starts } = await speechOf(path, 'audio/mpeg');
      expect(durationMs).to.be.closeTo(19_000, 400);
      expect(starts).to.have.length(3);
      for (const [index, at] of [1_000, 7_000, 13_000].entries()) expect(starts[index]).to.be.closeTo(at, 500);
    });

    it('keep their times where sound starts late, from the start and from within', async () => {
      const late = ['-af', 'asetpts=PTS+3/TB', '-c:a', 'libopus', '-f', 'matroska'];
      const shift = ['-f', 'lavfi', '-i', 'color=size=16x16:rate=5:duration=9', '-map', '0:a', '-map', '1:v'];
      const path = made('late.mkv', join(babble(4), silence(2)), ...shift, '-c:v', 'mpeg4', ...late);
      const { durationMs, starts } = await speechOf(path, 'video/x-matroska');
      expect(durationMs).to.be.closeTo(9_000, 100);
      expect(starts[0]).to.be.closeTo(3_000, 300);
      const cut = { fromMs: 2_000, toMs: 8_000, wavPath: joinPath(folder, 'cut.wav') };
      await run({ name: 'cut', path, mediaType: 'video/x-matroska', cuts: [cut] } as SoundTask);
      const again = await speechOf(cut.wavPath, 'audio/wav');
      expect(again.durationMs).to.equal(6_000);
      expect(again.starts[0]).to.be.closeTo(1_000, 300);
    });
  });
});
