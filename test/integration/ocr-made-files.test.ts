/** The ocr stage over files made here, for cases that no sample holds: hidden print, blank pages, TIFF pages, EXIF turns. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import jpeg from 'jpeg-js';
import PDFDocument from 'pdfkit';
import { PNG } from 'pngjs';
import type { OpenedFile } from '../../services/ocr-service/child/protocol.ts';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import { openPdf } from '../../services/ocr-service/readers/pdf-file.ts';
import { withPdfPage, withPicture } from '../../services/ocr-service/readers/pdf-page.ts';
import { type Raster, turnRaster } from '../../services/ocr-service/readers/raster.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { defaultLimits } from '../../shared/limits.ts';
import { runStageOnFile } from '../support/run-stage.ts';

const sentence = 'The parties agree that this Agreement shall be governed by the laws of the State of Texas.';

describe('the ocr stage over files made for it', function () {
  this.timeout(60_000);
  const deps = createOcrDeps({ concurrency: 1, partSize: 8 });
  const stage = createOcrStage(deps);
  const scratch = mkdtempSync(join(tmpdir(), 'ocr-made-'));

  after(async () => {
    await stage.close?.();
    rmSync(scratch, { recursive: true });
  });

  const read = (name: string, mediaType: string, bytes: Uint8Array) => {
    const path = join(scratch, name);
    writeFileSync(path, bytes);
    return runStageOnFile(stage, 'ocr', { path, mediaType });
  };

  it('leaves out white print and print under a white patch, and counts both', async () => {
    const bytes = await pdf(document => {
      document.fontSize(12).text(sentence, 72, 72);
      document.fillColor('white').text('Invisible settlement figure', 72, 140);
      document.fillColor('black').text('Patched', 72, 180).rect(70, 175, 120, 20).fill('white');
    });
    const { rows, warnings } = await read('white.pdf', 'application/pdf', bytes);
    expect(rows.segments[0]?.text.replaceAll('\n', ' ')).to.equal(sentence);
    expect(warnings).to.deep.equal([{ code: 'text.covered', count: 4, at: [1] }]);
  });

  it('reads white print on black', async () => {
    const bytes = await pdf(document => {
      document.rect(60, 60, 480, 60).fill('black');
      document.fillColor('white').fontSize(12).text(sentence, 72, 72, { width: 450 });
    });
    const { rows, warnings } = await read('inverse.pdf', 'application/pdf', bytes);
    expect(rows.segments[0]?.text.replaceAll('\n', ' ')).to.equal(sentence);
    expect(warnings).to.deep.equal([]);
  });

  it('trusts the invisible text layer of a scan that lies on its print', async () => {
    const scan = png(await picture());
    const bytes = await pdf(document => {
      document.image(scan, 0, 0, { width: 612, height: 792 });
      document.fillOpacity(0).fontSize(14).text(sentence, 72, 72, { width: 400 });
    });
    const { rows, counts, warnings } = await read('sandwich.pdf', 'application/pdf', bytes);
    expect(rows.segments[0]?.text.replaceAll('\n', ' ')).to.equal(sentence);
    expect(counts.ocrPages).to.equal(0);
    expect(warnings).to.deep.equal([]);
  });

  it('adds by OCR what a picture holds beside a good text layer', async () => {
    const scan = png(await picture());
    const bytes = await pdf(document => {
      document.image(scan, 0, 0, { width: 612, height: 792 });
      document.fontSize(12).text('EXHIBIT TWELVE', 250, 30);
    });
    const { rows, counts } = await read('mixed.pdf', 'application/pdf', bytes);
    expect(rows.segments[0]?.text.replaceAll(/\s+/g, ' ')).to.contain(sentence);
    expect(rows.segments[0]?.text).to.contain('EXHIBIT TWELVE');
    expect(counts.ocrPages).to.equal(1);
  });

  it('refuses a PDF that its reader has no room for, without reading it', async () => {
    const path = join(scratch, 'huge.pdf');
    writeFileSync(path, '%PDF-1.7\n');
    truncateSync(path, 1024 ** 3 + 1);
    const inside = { folder: scratch, limits: defaultLimits, depth: 0 };
    const task = { name: 'open', path, mediaType: 'application/pdf', ...inside } as const;
    const opening = deps.reader.run(task, new AbortController().signal);
    const thrown = await opening.then(
      () => undefined,
      error => error,
    );
    expect(thrown).to.include({ code: 'L_FILE_TOO_LARGE' });
  });

  it('takes out the files attached to a PDF, up to the limit', async () => {
    const bytes = await pdf(document => {
      document.fontSize(12).text(sentence);
      document.file(Buffer.from('Dear Ms. Reyes,'), { name: 'Brief § 1.txt' });
      document.file(Buffer.from('second'), { name: 'second.txt' });
      document.file(Buffer.from('third'), { name: 'third.txt' });
    });
    const childFolder = mkdtempSync(join(scratch, 'children-'));
    const path = join(scratch, 'portfolio.pdf');
    writeFileSync(path, bytes);
    const result = await runStageOnFile(stage, 'ocr', {
      ...{ path, mediaType: 'application/pdf', childFolder, limits: { maxChildren: 2 } },
    });
    expect(result.children.map(({ partPath, fileName, mediaType }) => [partPath, fileName, mediaType])).to.deep.equal([
      ['attachment/1', 'Brief § 1.txt', 'text/plain'],
      ['attachment/2', 'second.txt', 'text/plain'],
    ]);
    expect(readFileSync(result.children[0]?.path ?? '', 'utf8')).to.equal('Dear Ms. Reyes,');
    expect(result.warnings).to.deep.equal([{ code: 'children.tooMany', count: 1, missing: true }]);
  });

  it('holds the files attached to a PDF to the limit of bytes, each and all together', async () => {
    const bytes = await pdf(document => {
      document.fontSize(12).text(sentence);
      document.file(Buffer.alloc(60_000, 'a'), { name: 'a.txt' });
      document.file(Buffer.alloc(30_000, 'b'), { name: 'b.txt' });
      document.file(Buffer.alloc(30_000, 'c'), { name: 'c.txt' });
      document.file(Buffer.alloc(30_000, 'd'), { name: 'd.txt' });
    });
    const path = join(scratch, 'bombs.pdf');
    writeFileSync(path, bytes);
    const folder = mkdtempSync(join(scratch, 'inside-'));
    const limits = { ...defaultLimits, maxFileBytes: 40_000 };
    const task = { name: 'open', path, mediaType: 'application/pdf', folder, limits, depth: 0 } as const;
    const { children } = await deps.reader.run<OpenedFile>(task, new AbortController().signal);
    expect(children.map(({ error }) => error?.code)).to.deep.equal([
      'L_FILE_TOO_LARGE',
      undefined,
      undefined,
      'L_FILE_TOO_LARGE',
    ]);
    expect(readdirSync(folder)).to.have.length(2);
  });

  it('names a blank page and goes on', async () => {
    const bytes = await pdf(document => {
      document.fontSize(12).text(sentence);
      document.addPage().addPage().text(sentence);
    });
    const { rows, warnings } = await read('blank.pdf', 'application/pdf', bytes);
    expect(rows.segments.map(({ kind, text }) => [kind, text.length > 0])).to.deep.equal([
      ['page', true],
      ['page', false],
      ['page', true],
    ]);
    expect(warnings).to.deep.equal([{ code: 'page.blank', count: 1, at: [2] }]);
  });

  it('names a picture that is too small to hold print', async () => {
    const dots = { width: 16, height: 16, pixels: new Uint8Array(256).map((_, at) => (at % 3 ? 255 : 0)) };
    const { rows, warnings } = await read('icon.png', 'image/png', png(dots));
    expect(rows.segments.map(({ kind, text }) => [kind, text])).to.deep.equal([['page', '']]);
    expect(warnings.map(({ code }) => code)).to.include('picture.icon');
  });

  it('reads every page of a TIFF and knows the blank one', async () => {
    const printed = await picture();
    const blank = { ...printed, pixels: new Uint8Array(printed.pixels.length).fill(255) };
    const { rows, warnings, document } = await read('pages.tif', 'image/tiff', tiff([printed, blank, printed]));
    expect(document.pageCount).to.equal(3);
    expect(rows.segments.map(({ text }) => text.replaceAll('\n', ' '))).to.deep.equal([sentence, '', sentence]);
    expect(warnings).to.deep.equal([{ code: 'page.blank', count: 1, at: [2] }]);
    expect(rows.segments[0]).to.include({ widthPt: 612, heightPt: 792 });
  });

  it('shows a JPEG as its EXIF orientation says', async () => {
    // Orientation 6: the viewer turns it clockwise; so the pixels lie turned the other way.
    const { rows } = await read('phone.jpg', 'image/jpeg', exifJpeg(turnRaster(await picture(), 270), 6));
    expect(rows.segments[0]).to.include({ turn: 0, widthPt: 612, heightPt: 792 });
    expect(rows.segments[0]?.text.replaceAll('\n', ' ')).to.equal(sentence);
  });

  it('finds and turns a page that lies upside down, with boxes on the page as displayed', async () => {
    const { rows } = await read('upside-down.tif', 'image/tiff', tiff([turnRaster(await picture(), 180)]));
    expect(rows.segments[0]?.turn).to.equal(180);
    expect(rows.segments[0]?.text.replaceAll('\n', ' ')).to.equal(sentence);
    // The first word of the page stands at the lower right.
    const [x = 0, y = 0] = rows.segmentWords[0]?.boxes ?? [];
    expect(x).to.be.greaterThan(0.5);
    expect(y).to.be.greaterThan(0.5);
  });

  /** The sentence as a picture of a letter page at 200 dpi. */
  async function picture(): Promise<Raster> {
    const path = join(scratch, 'picture.pdf');
    writeFileSync(path, await pdf(document => document.fontSize(14).text(sentence, 72, 72, { width: 400 })));
    const file = await openPdf(path);
    try {
      return withPdfPage(file, 1, page =>
        withPicture(page, 200, raster => ({ ...raster, pixels: raster.pixels.slice() })),
      );
    } finally {
      file.close();
    }
  }
});

function pdf(draw: (document: PDFKit.PDFDocument) => unknown): Promise<Buffer> {
  const document = new PDFDocument({ size: 'LETTER' });
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', chunk => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    draw(document);
    document.end();
  });
}

function png({ width, height, pixels }: Raster): Buffer {
  const image = new PNG({ width, height });
  pixels.forEach((tone, at) => {
    image.data.set([tone, tone, tone, 255], 4 * at);
  });
  return PNG.sync.write(image);
}

/** Uncompressed grey pages at 200 dpi, little endian (TIFF 6.0). */
function tiff(pages: Raster[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])];
  let at = 8;
  pages.forEach(({ width, height, pixels }, index) => {
    const entries: [tag: number, type: number, value: number][] = [
      [256, 4, width],
      [257, 4, height],
      [258, 3, 8],
      [259, 3, 1],
      [262, 3, 1],
      [273, 4, 0],
      [277, 3, 1],
      [278, 4, height],
      [279, 4, pixels.length],
      [282, 5, 0],
      [296, 3, 2],
    ];
    const resolutionAt = at + 2 + 12 * entries.length + 4;
    const end = resolutionAt + 8 + pixels.length;
    const directory = Buffer.alloc(resolutionAt + 8 - at);
    directory.writeUInt16LE(entries.length, 0);
    entries.forEach(([tag, type, value], entry) => {
      const offset = 2 + 12 * entry;
      directory.writeUInt16LE(tag, offset);
      directory.writeUInt16LE(type, offset + 2);
      directory.writeUInt32LE(1, offset + 4);
      directory.writeUInt32LE(tag === 273 ? resolutionAt + 8 : tag === 282 ? resolutionAt : value, offset + 8);
    });
    directory.writeUInt32LE(index + 1 < pages.length ? end : 0, 2 + 12 * entries.length);
    directory.writeUInt32LE(200, resolutionAt - at);
    directory.writeUInt32LE(1, resolutionAt + 4 - at);
    parts.push(directory, Buffer.from(pixels));
    at = end;
  });
  return Buffer.concat(parts);
}

/** A JPEG with an EXIF block that holds the orientation and nothing else. */
function exifJpeg({ width, height, pixels }: Raster, orientation: number): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  pixels.forEach((tone, at) => {
    data.fill(tone, 4 * at, 4 * at + 3);
  });
  const encoded = jpeg.encode({ width, height, data }, 90).data;
  const block = `457869660000${'49492a0008000000'}0100${`12010300010000000${orientation}000000`}00000000`;
  const body = Buffer.from(block, 'hex');
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([encoded.subarray(0, 2), head, body, encoded.subarray(2)]);
}
