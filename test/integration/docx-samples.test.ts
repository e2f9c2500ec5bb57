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
import { docxFiles, inList, lists, makeDocx, paragraph, run, table, zip } from '../support/docx.ts';
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

/** Lists, notes and comments that the random documents refer to. */
const randomParts = {
  numbering: lists([
    ['decimal', '%1.'],
    ['lowerLetter', '(%2)'],
  ]),
  comments: [0, 1].map(id => `<w:comment w:id="${id}">${paragraph('Why?')}</w:comment>`).join(''),
  footnotes: `<w:footnote w:id="1">${paragraph('See above.')}</w:footnote>`,
};

const mark = (name: string) => `<w:rPr><w:${name} w:id="9" w:author="A"/></w:rPr>`;

/** What may stand in a paragraph, in the right places and in wrong ones. */
const randomInline = fc.oneof(
  fc.constantFrom('word', ' ', 'e', '\u0301', '\u1161', '  two words ').map(text => run(text)),
  fc.constantFrom('ins', 'moveTo').map(name => `<w:${name} w:id="1" w:author="A">${run('new ')}</w:${name}>`),
  fc.constant('<w:del w:id="2" w:author="B"><w:r><w:delText>old </w:delText></w:r></w:del>'),
  fc.constantFrom('begin', 'separate', 'end').map(type => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`),
  fc
    .tuple(fc.constantFrom('RangeStart', 'RangeEnd', 'Reference'), fc.constantFrom(0, 1))
    .map(([what, id]) => `<w:comment${what} w:id="${id}"/>`),
  fc.constantFrom(
    '<w:r><w:tab/><w:br/></w:r>',
    '<w:r><w:footnoteReference w:id="1"/></w:r>',
    run('hidden', '<w:vanish/>'),
    `<w:r><w:txbxContent>${paragraph('boxed')}</w:txbxContent></w:r>`,
    table([['in', 'line']]),
  ),
);

const randomParagraph = fc
  .tuple(
    fc.array(randomInline, { maxLength: 6 }),
    fc.constantFrom(
      '',
      inList(1),
      inList(1, 1),
      mark('del'),
      mark('ins'),
      mark('specVanish'),
      '<w:outlineLvl w:val="0"/>',
    ),
  )
  .map(([content, properties]) => paragraph(content.join('') || '<w:r/>', properties));

const randomBlock = (depth: number): fc.Arbitrary<string> =>
  depth === 0
    ? randomParagraph
    : fc.oneof(
        { weight: 3, arbitrary: randomParagraph },
        randomInline,
        fc
          .array(fc.array(randomBlock(depth - 1), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
          .map(rows => table(rows, ['<w:tblHeader/>', '<w:del w:id="3" w:author="C"/>'])),
      );

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

  it('gives clean text and spans that lie in it, whatever comes after what', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomBlock(2), { maxLength: 8 }), async blocks => {
        const { rows } = await readBytes(await makeDocx({ body: blocks.join(''), ...randomParts }));
        for (const { text, properties } of rows.segments) {
          expect(cleanText(text)).to.equal(text);
          for (const { start, end } of Object.values(properties ?? {}).flat() as { start: number; end: number }[]) {
            expect(start).to.be.within(0, text.length);
            expect(end).to.be.within(start, text.length);
          }
        }
      }),
      { numRuns: 100 },
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
