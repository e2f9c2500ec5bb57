/** The ocr stage over the shared samples, as far as it cannot be seen from outside: parts, words, limits and damage. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect } from 'chai';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import { runStageOnFile, type StageFile, type StageResult } from '../support/run-stage.ts';
import { hasSharedSamples, sharedSample } from '../support/shared-samples.ts';

const textOf = ({ rows }: StageResult) => rows.segments.map(({ text }) => text).join(segmentSeparator);

if (hasSharedSamples) {
  describe('the ocr stage over the shared samples', function () {
    this.timeout(300_000);
    const deps = createOcrDeps({ concurrency: 2, partSize: 8 });
    const stage = createOcrStage(deps);
    const scratch = mkdtempSync(join(tmpdir(), 'ocr-samples-'));
    const read = (file: StageFile) => runStageOnFile(stage, 'ocr', file);
    const known = new Map<string, Promise<StageResult>>();
    /** Each sample is read once, however many tests look at the result. */
    const readSample = (name: string) => {
      const result = known.get(name) ?? read(sharedSample(name));
      known.set(name, result);
      return result;
    };
    after(async () => {
      await stage.close?.();
      rmSync(scratch, { recursive: true });
    });

    it('gives identical rows whether the plan does it all or parts do', async () => {
      for (const name of ['pdf/mo-ctapp-jagels-v-state.pdf', 'pdf/scotus-tarrant-syllabus-2p-scan.pdf']) {
        const whole = await readSample(name);
        const inParts = createOcrStage({ ...deps, partSize: 1, planLimits: { pages: 0, ocrPages: 0 } });
        const parts = await runStageOnFile(inParts, 'ocr', sharedSample(name));
        expect(parts.plan.parts?.length, name).to.be.greaterThan(1);
        const plain = ({ rows }: StageResult) =>
          [rows.segments, rows.segmentWords].map(list => list.map(({ id, ...row }) => row));
        expect(plain(parts)).to.deep.equal(plain(whole));
        expect(parts.document).to.deep.equal(whole.document);
        expect(parts.warnings).to.deep.equal(whole.warnings);
      }
    });

    it('leaves a placeholder with the code for every page of a failed part', async () => {
      const inParts = createOcrStage({ ...deps, partSize: 2, planLimits: { pages: 0, ocrPages: 0 } });
      const file = {
        ...sharedSample('pdf/mo-ctapp-jagels-v-state.pdf'),
        failParts: new Map([[1, 'X_TIMEOUT' as const]]),
      };
      const result = await runStageOnFile(inParts, 'ocr', file);
      const missing = result.rows.segments.filter(({ kind }) => kind === 'missing');
      expect(missing.map(({ pageNumber, errorCode }) => [pageNumber, errorCode])).to.deep.equal([
        [3, 'X_TIMEOUT'],
        [4, 'X_TIMEOUT'],
      ]);
      expect(result.warnings).to.deep.include({ code: 'pages.missing', missing: true, count: 2, at: [3, 4] });
      expect(result.document.pageCount).to.equal(5);
      checkOffsets(result);
    });

    it('reads a PDF with junk before its header', async () => {
      const path = join(scratch, 'junk.pdf');
      const bytes = readFileSync(sharedSample('pdf/contract-gridiron-supply.pdf').path);
      writeFileSync(
        path,
        Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n'), bytes]),
      );
      const result = await read({ path, mediaType: 'application/pdf' });
      expect(textOf(result)).to.equal(textOf(await readSample('pdf/contract-gridiron-supply.pdf')));
    });

    it('refuses too many pages and too large pages with their codes', async () => {
      const opinion = sharedSample('pdf/scotus-tarrant-v-herrmann-slip-opinion.pdf');
      expect(await codeOf(read({ ...opinion, limits: { maxPages: 29 } }))).to.equal('L_TOO_MANY_PAGES');
      for (const name of [
        'image/phototest.tif',
        'image/phototest-rotated-right.png',
        'image/cfr-title5-two-columns.jpg',
      ]) {
        expect(await codeOf(read({ ...sharedSample(name), limits: { maxPagePixels: 10_000 } })), name).to.equal(
          'L_PAGE_TOO_LARGE',
        );
      }
    });

    it('ends truncated and flipped files with text or a permanent code', async () => {
      for (const name of [
        'pdf/contract-cano-sponsorship.pdf',
        'image/phototest.tif',
        'image/phototest-rotated-right.png',
      ]) {
        for (const [at, bytes] of damaged(readFileSync(sharedSample(name).path)).entries()) {
          const path = join(scratch, `damaged-${at}${extname(name)}`);
          writeFileSync(path, bytes);
          const code = await codeOf(read({ ...sharedSample(name), path }));
          expect(code, `${name}, damage ${at}`).to.match(/^(none|I_|L_)/);
        }
      }
    });

    it('stops at once when the task is aborted, and works again after', async () => {
      const abort = new AbortController();
      const reading = codeOf(
        read({ ...sharedSample('pdf/scotus-tarrant-syllabus-2p-scan.pdf'), signal: abort.signal }),
      );
      setTimeout(() => abort.abort(), 700);
      const before = performance.now();
      expect(await reading).to.equal('X_TIMEOUT');
      expect(performance.now() - before).to.be.below(2_500);
      expect(textOf(await read(sharedSample('image/phototest.tif')))).to.contain('lazy fox');
    });

    it('leaves nothing in the temporary folder', () => {
      expect(readdirSync(deps.tempFolder)).to.deep.equal([]);
    });
  });
}

/** Every segment where it says it is; every word the slice it says, in its page. */
function checkOffsets(result: StageResult): void {
  const text = textOf(result);
  expect(result.document.textLength).to.equal(text.length);
  for (const segment of result.rows.segments) {
    expect(text.slice(segment.charStart, segment.charEnd)).to.equal(segment.text);
  }
  for (const row of result.rows.segmentWords) {
    const { text: own = '' } = result.rows.segments[row.ordinal] ?? {};
    const slices = row.starts.map((start, at) => own.slice(start, row.ends[at]));
    expect(slices.join('')).to.equal(own.replace(/\s/gu, ''));
    expect(slices.every(slice => slice.length > 0)).to.equal(true);
    expect(row.boxes).to.have.length(4 * slices.length);
    expect(row.boxes.every(value => value >= 0 && value <= 1)).to.equal(true);
  }
}

/** The code a run ends with, `none` when it succeeds. */
async function codeOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
    return 'none';
  } catch (thrown) {
    if (thrown instanceof PipelineError) return thrown.code;
    throw thrown;
  }
}

/** Cut short at several lengths, and with bits flipped at places drawn by a fixed generator. */
function damaged(bytes: Buffer): Buffer[] {
  const cut = [0.1, 0.5, 0.9, 0.99].map(share => bytes.subarray(0, Math.floor(bytes.length * share)));
  let seed = 42;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed;
  };
  const flipped = Array.from({ length: 6 }, () => {
    const copy = Buffer.from(bytes);
    for (let flips = 0; flips < 40; flips++) {
      const at = next() % copy.length;
      copy[at] = (copy[at] as number) ^ (1 << (next() % 8));
    }
    return copy;
  });
  return [...cut, ...flipped];
}
