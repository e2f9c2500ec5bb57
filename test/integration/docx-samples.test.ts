/** DOCX through the stage and its child process: the shared samples whole, damaged at random, and built to do harm. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import mammoth from 'mammoth';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import { openPackage } from '../../services/ocr-service/readers/docx/package.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { detectMediaType, mediaTypeHeadBytes } from '../../shared/files/media-type.ts';
import { wordMediaTypes } from '../../shared/files/office.ts';
import { cleanText } from '../../shared/text/clean.ts';
import { docxFiles, makeDocx, paragraph, table, zip } from '../support/docx.ts';
import { runStageOnFile } from '../support/run-stage.ts';
import { hasSharedSamples, sharedSamplesFolder } from '../support/shared-samples.ts';

const folder = join(sharedSamplesFolder, 'docx');
const samples = hasSharedSamples ? readdirSync(folder) : [];

/** Without white space, which readers place differently. */
const bare = (text: string): string => text.replace(/\s+/gu, '');

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

describe('DOCX through the stage', function () {
  this.timeout(120_000);
  const deps = createOcrDeps({ concurrency: 1, partSize: 8 });
  const stage = createOcrStage(deps);
  const scratch = mkdtempSync(join(tmpdir(), 'docx-stage-'));

  after(async () => {
    await stage.close?.();
    rmSync(scratch, { recursive: true });
  });

  const readFile = (path: string, limits = {}) =>
    runStageOnFile(stage, 'ocr', { path, mediaType: wordMediaTypes[0], limits });
  const readBytes = (bytes: Buffer, limits = {}) => {
    const path = join(scratch, 'file');
    writeFileSync(path, bytes);
    return readFile(path, limits);
  };
  const outcomeOf = (reading: Promise<unknown>): Promise<string> =>
    reading.then(
      () => 'read',
      thrown => (thrown instanceof PipelineError ? thrown.code : `unclassified ${thrown}`),
    );

  for (const name of samples) {
    it(`${name}: is known for what it is, and every word that is not deleted is in the text`, async () => {
      const path = join(folder, name);
      const head = readFileSync(path).subarray(0, mediaTypeHeadBytes);
      expect(await detectMediaType(head)).to.deep.equal({ mediaType: wordMediaTypes[0], stage: 'ocr' });
      const { rows } = await readFile(path);
      const text = rows.segments.map(segment => segment.text).join('\n\n');
      expect(cleanText(text)).to.equal(text);
      expect(await missingTexts(path, text)).to.deep.equal([]);
    });

    it(`${name}: holds every word that mammoth reads, as often`, async () => {
      const path = join(folder, name);
      const { rows } = await readFile(path);
      const own = countWords(rows.segments.map(segment => segment.text).join(' '));
      const others = countWords((await mammoth.extractRawText({ path })).value);
      const missing = [...others].filter(([word, count]) => (own.get(word) ?? 0) < count);
      expect(missing).to.deep.equal([]);
    });

    it(`${name}: damaged at random, ends in text or in a code of its own`, async () => {
      const bytes = readFileSync(join(folder, name));
      const damage = fc.oneof(
        fc.record({ cut: fc.integer({ min: 0, max: bytes.length }) }),
        fc.record({ flips: fc.array(fc.integer({ min: 0, max: bytes.length - 1 }), { minLength: 1, maxLength: 20 }) }),
      );
      await fc.assert(
        fc.asyncProperty(damage, async how => {
          const copy = Buffer.from('cut' in how ? bytes.subarray(0, how.cut) : bytes);
          if ('flips' in how) for (const at of how.flips) copy[at] = (copy[at] as number) ^ 0x55;
          if (copy.length === 0) return;
          expect(await outcomeOf(readBytes(copy))).to.match(/^(?:read|[ILS]_[A-Z_]+)$/);
        }),
        { numRuns: 15 },
      );
    });
  }

  it('tells from markup at random what it can, and fails by a code otherwise', async () => {
    const tags = [
      'p',
      'r',
      't',
      'tbl',
      'tr',
      'tc',
      'ins',
      'del',
      'pPr',
      'rPr',
      'fldChar',
      'txbxContent',
      'sdt',
      'footnote',
      'numPr',
    ];
    const node = fc.letrec(tie => ({
      node: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(
          'word',
          '<w:tab/>',
          '<w:br/>',
          '<w:fldChar w:fldCharType="begin"/>',
          '<w:fldChar w:fldCharType="end"/>',
        ),
        fc
          .tuple(fc.constantFrom(...tags), fc.array(tie('node'), { maxLength: 4 }))
          .map(([tag, inner]) => `<w:${tag}>${inner.join('')}</w:${tag}>`),
      ),
    })).node;
    await fc.assert(
      fc.asyncProperty(fc.array(node, { maxLength: 8 }), async inner => {
        expect(await outcomeOf(readBytes(await makeDocx({ body: inner.join('') })))).to.equal('read');
      }),
      { numRuns: 60 },
    );
  });

  it('ends a file that is made to unpack without end by a code', async () => {
    const filled = (text: string) =>
      zip(docxFiles({ body: '' }).map(file => (file.name === 'word/document.xml' ? { ...file, bytes: text } : file)));
    const open = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>';
    expect(await outcomeOf(readBytes(await filled(open + ' '.repeat(300 * 1024 ** 2))))).to.equal('S_QUARANTINED');
    const nested = '<w:tbl><w:tr><w:tc>'.repeat(300) + '</w:tc></w:tr></w:tbl>'.repeat(300);
    expect(await outcomeOf(readBytes(await filled(`${open}${nested}</w:body></w:document>`)))).to.equal('read');
    const words = paragraph('The parties agree.').repeat(20_000);
    expect(await outcomeOf(readBytes(await makeDocx({ body: words }), { maxTextBytes: 200_000 }))).to.equal(
      'L_TEXT_TOO_LARGE',
    );
  });

  it('reads long documents in time that grows with their length', async () => {
    const body = paragraph(`${'a'.repeat(500)} ${'.'.repeat(500)}${' '.repeat(500)}§`).repeat(2_000);
    const rows = table([['('.repeat(1_000), 'Ä'.repeat(1_000), '1'.repeat(1_000)]]).repeat(300);
    const { document } = await readBytes(await makeDocx({ body: body + rows }));
    expect(document.textLength).to.be.greaterThan(3_000_000);
  });

  /** Texts of the main part outside deletions and instructions that the text does not hold. */
  async function missingTexts(path: string, text: string): Promise<string[]> {
    const file = await openPackage(path, { maxBytes: 1024 ** 3 });
    const whole = bare(text);
    const missing: string[] = [];
    let gone = 0;
    let name = '';
    await file.read('word/document.xml', {
      open(element) {
        if (element === 'w:del' || element === 'w:moveFrom') gone++;
        name = element;
      },
      close(element) {
        if (element === 'w:del' || element === 'w:moveFrom') gone--;
        name = '';
      },
      text(value) {
        if (name === 'w:t' && !gone && !whole.includes(bare(cleanText(value)))) missing.push(value);
      },
    });
    file.close();
    return missing;
  }
});
