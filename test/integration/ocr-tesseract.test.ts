/** The engine tesseract, the program, over real page pictures. Where it is not installed, that is said, and only what needs none is tested. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PNG } from 'pngjs';
import { configuredOcrStage } from '../../services/ocr-service/configured.ts';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import { createTesseractEngine, createTesseractJsEngine } from '../../services/ocr-service/engines/tesseract.ts';
import { turnRaster } from '../../services/ocr-service/readers/raster.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { bareEnvironment, loadModelServers } from '../../shared/config/load.ts';
import { findProgram } from '../../shared/find-program.ts';
import { runStageOnFile } from '../support/run-stage.ts';

const matter = (name: string) => new URL(`../../samples/matter/${name}`, import.meta.url).pathname;
const program = findProgram(['tesseract'], bareEnvironment().PATH ?? '');
const itWithProgram = program ? it : it.skip;
if (!program)
  console.warn('tesseract is not on the path: its tests are pending (Debian: apt-get install tesseract-ocr)');

describe('the engine tesseract', function () {
  this.timeout(120_000);
  const scratch = mkdtempSync(join(tmpdir(), 'ocr-program-'));
  const subpoena = { path: matter('13-subpoena.png'), mediaType: 'image/png' };
  after(() => rmSync(scratch, { recursive: true }));

  /** A stage whose engines are the program at this path, and tesseract.js after it. */
  async function read(path: string, file: { path: string; mediaType: string }, bestData?: string) {
    const deps = createOcrDeps({
      ...{ concurrency: 1, partSize: 8 },
      createEngines: pool => [createTesseractEngine(pool, { path, bestData }), createTesseractJsEngine(pool)],
    });
    const stage = createOcrStage(deps);
    try {
      return await runStageOnFile(stage, 'ocr', file);
    } finally {
      await stage.close?.();
    }
  }

  /** A program that answers as it is told, in place of the real one. */
  function script(name: string, body: string): string {
    const path = join(scratch, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  itWithProgram('reads a scanned PDF, with a box and a confidence for every word', async () => {
    const file = { path: matter('09-test-report-scan.pdf'), mediaType: 'application/pdf' };
    const { rows, end, warnings } = await read(program as string, file);
    expect(end.outcome).to.deep.include({ engine: 'tesseract', model: 'program 1, eng' });
    expect(end.outcome).not.to.have.property('fallback');
    expect(warnings.map(({ code }) => code)).not.to.include('ocr.fallback');
    expect(rows.segments[0]?.text).to.match(/panel/i);
    const [words] = rows.segmentWords;
    expect(words?.starts).to.have.length.above(50);
    expect(words?.boxes).to.have.length(4 * (words?.starts.length ?? 0));
    expect(words?.confidences).to.have.length(words?.starts.length ?? 0);
    expect(words?.boxes.every(value => value >= 0 && value <= 1)).to.equal(true);
  });

  itWithProgram('finds that a page is turned and gives the words it has upright', async () => {
    const upright = await read(program as string, subpoena);
    const png = PNG.sync.read(readFileSync(subpoena.path));
    const pixels = Uint8Array.from({ length: png.width * png.height }, (_, at) => png.data[4 * at] as number);
    const turned = turnRaster({ width: png.width, height: png.height, pixels }, 270);
    const image = new PNG({ width: turned.width, height: turned.height });
    turned.pixels.forEach((tone, at) => {
      image.data.set([tone, tone, tone, 255], 4 * at);
    });
    const path = join(scratch, 'turned.png');
    writeFileSync(path, PNG.sync.write(image));
    const { rows } = await read(program as string, { path, mediaType: 'image/png' });
    expect(rows.segments[0]?.turn).to.equal(90);
    expect(upright.rows.segments[0]?.turn).to.equal(0);
    const wordsOf = (text = '') => new Set(text.toLowerCase().match(/[a-z]{4,}/g));
    const [expected, found] = [wordsOf(upright.rows.segments[0]?.text), wordsOf(rows.segments[0]?.text)];
    expect(expected.size).to.be.above(20);
    expect([...expected].filter(word => found.has(word)).length).to.be.above(0.8 * expected.size);
  });

  for (const [what, body, code] of [
    ['ends with an error', 'cat >/dev/null; exit 3', 'X_ENGINE_FAILED'],
    ['has no language data', 'cat >/dev/null; echo "Failed loading language eng" >&2; exit 1', 'I_ENGINE_MISSING'],
    ['runs out of memory', 'echo "std::bad_alloc" >&2; exit 134', 'L_MEMORY'],
    ['writes something else', 'cat >/dev/null; echo hello', 'X_ENGINE_ANSWER'],
    ['does not take its input', 'exit 1', 'X_ENGINE_FAILED'],
  ] as const) {
    it(`leaves the page to the next engine when the program ${what}, and says so`, async () => {
      const { rows, end, warnings } = await read(script('broken', body), subpoena);
      const [segment] = rows.segments;
      expect(segment).to.include({ kind: 'page', engine: 'tesseract.js' });
      expect(segment?.properties?.fallback).to.deep.equal([{ engine: 'tesseract', code }]);
      expect(end.outcome).to.deep.include({ engine: 'tesseract.js', fallback: { from: 'tesseract', code } });
      expect(warnings).to.deep.include({ code: 'ocr.fallback', count: 1, at: [1] });
    });
  }

  it('reads a doubtful page again with the better data, and keeps the surer reading', async () => {
    const head = 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext';
    const row = (confidence: number, text: string) => `5\t1\t1\t1\t1\t1\t100\t100\t90\t20\t${confidence}\t${text}`;
    const answer = `cat >/dev/null
      case "$*" in
        *--tessdata-dir*) printf '%s\\n' '${head}' '${row(95, 'better')}' ;;
        *) printf '%s\\n' '${head}' '${row(62, 'doubtful')}' ;;
      esac`;
    const path = script('two-models', answer);
    expect((await read(path, subpoena)).rows.segments[0]?.text).to.equal('doubtful');
    expect((await read(path, subpoena, '/best')).rows.segments[0]?.text).to.equal('better');
  });

  it('is refused at the start where it is not installed, with what to do', () => {
    const deps = () =>
      createOcrDeps({ concurrency: 1, partSize: 8, createEngines: pool => [createTesseractEngine(pool, undefined)] });
    expect(deps).to.throw(/apt-get install tesseract-ocr/);
    expect(() => configuredOcrStage(['nonesuch'], loadModelServers({}).ocr, 1)).to.throw(/tesseract.js, .*tesseract$/);
  });
});
