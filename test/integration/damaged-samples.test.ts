/** Damaged variants of every sample, and of recordings made here: each ends in text or in a final error with a code, and the service goes on. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createStages } from '../../cli/direct/stages.ts';
import { createRandom } from '../../samples/make/random.ts';
import { matterFolder } from '../../samples/truth.ts';
import { PipelineError } from '../../shared/errors.ts';
import { detectMediaType, mediaTypeHeadBytes } from '../../shared/files/media-type.ts';
import { findProgram } from '../../shared/find-program.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import { damages } from '../support/damage.ts';
import { runStageOnFile } from '../support/run-stage.ts';
import { sharedSamplesFolder } from '../support/shared-samples.ts';
import { babble, join, silence, wavFile } from '../support/wav.ts';

/** Change it to look elsewhere; what was found is in the name of the failing test. */
const seed = 20261125;

const folders = [
  fileURLToPath(matterFolder),
  ...['pdf', 'docx', 'eml', 'image', 'audio'].map(name => joinPath(sharedSamplesFolder, name)),
];

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter(name => !/\.(?:txt|json)$/.test(name))
      .map(name => joinPath(folder, name));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return []; // the shared samples are not on every machine
    throw thrown;
  }
};

describe('damaged samples', function () {
  this.timeout(120_000);
  const { stages, close } = createStages();
  const scratch = mkdtempSync(joinPath(tmpdir(), 'damaged-'));
  after(async () => {
    await close();
    rmSync(scratch, { recursive: true });
  });

  /** Reads bytes as the service does that a file of this kind comes to. Answers the code, or undefined for text. */
  const codeOf = async (bytes: Buffer): Promise<string | undefined> => {
    const { mediaType, stage } = await detectMediaType(bytes.subarray(0, mediaTypeHeadBytes));
    if (stage === null) return 'I_UNSUPPORTED_TYPE';
    const path = joinPath(scratch, 'damaged');
    writeFileSync(path, bytes);
    try {
      // Pictures are opened and refused for their size: what is tried here is the readers, not the OCR.
      const limits = { maxPagePixels: 1_000 };
      const { rows, document } = await runStageOnFile(stages[stage], stage, { path, mediaType, limits });
      const text = rows.segments.map(segment => segment.text).join(segmentSeparator);
      expect(document.textLength).to.equal(text.length);
      expect(text).to.equal(text.normalize('NFC').toWellFormed().replaceAll('\0', ''));
      return undefined;
    } catch (thrown) {
      if (thrown instanceof PipelineError) return thrown.code;
      throw thrown;
    }
  };

  const endsWhatever = async (bytes: Buffer): Promise<void> => {
    const random = createRandom(seed ^ bytes.length);
    for (const [name, damage] of Object.entries(damages)) {
      const code = await codeOf(damage(bytes, random));
      expect(code ?? 'I_TEXT', `${name}, seed ${seed}`).to.match(/^[ILS]_/);
    }
  };

  const files = folders.flatMap(filesIn);
  it('are many', () => expect(files.length).to.be.greaterThan(15));

  for (const path of files) {
    const bytes = readFileSync(path);
    if (bytes.length === 0) continue;
    it(`${path.split('/').slice(-2).join('/')} ends, whatever happens to it`, () => endsWhatever(bytes));
  }

  const sound = join(silence(1), babble(2), silence(1));
  const recordings: Record<string, Buffer> = {
    'a recording': wavFile(sound),
    'a recording of six channels': wavFile(sound, { channels: 6, tag: 3, bytesPerSample: 4, extensible: true }),
    'a large recording': wavFile(sound, { large: true }),
    'a silent recording': wavFile(silence(2)),
  };
  for (const [what, bytes] of Object.entries(recordings)) {
    it(`${what} ends, whatever happens to it`, async () => {
      // Whole, it is opened: without an engine speech has this code, and silence is text.
      expect((await codeOf(bytes)) ?? 'I_ENGINE_MISSING').to.equal('I_ENGINE_MISSING');
      await endsWhatever(bytes);
    });
  }

  const ffmpeg = findProgram(['ffmpeg'], process.env.PATH ?? '');
  const kinds = ['mp3', 'm4a', 'mka'];
  for (const kind of ffmpeg ? kinds : []) {
    it(`a recording as ${kind} ends, whatever happens to it`, async () => {
      const [source, path] = [joinPath(scratch, 'source.wav'), joinPath(scratch, `made.${kind}`)];
      writeFileSync(source, wavFile(sound));
      execFileSync(ffmpeg as string, ['-v', 'error', '-y', '-i', source, path]);
      const bytes = readFileSync(path);
      expect(await codeOf(bytes)).to.equal('I_ENGINE_MISSING');
      await endsWhatever(bytes);
    });
  }
});
