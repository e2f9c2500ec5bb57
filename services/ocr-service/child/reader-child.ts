/** Entry of the reader child process: opens files, reads text layers, draws pages for OCR. */

import { serve } from '../../../shared/child/serve.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { readDocument } from '../readers/document.ts';
import { displaySize, type ImageFile, openImage } from '../readers/image.ts';
import { missingPage, type PageResult, readPdfPages } from '../readers/pdf.ts';
import { takeAttachments } from '../readers/pdf-attachments.ts';
import { openPdf, type PdfFile, pdfProperties, unreadContent } from '../readers/pdf-file.ts';
import { withPdfPage, withPicture } from '../readers/pdf-page.ts';
import { writePgm } from '../readers/pgm.ts';
import { pageDpi } from '../readers/picture-header.ts';
import { halveRaster, inkShares, isBlank, type Raster } from '../readers/raster.ts';
import { eraseRuledLines } from '../readers/ruled-lines.ts';
import { mapInk } from '../unread-ink.ts';
import type { OpenedFile, ReaderTask, Rendered } from './protocol.ts';

/** Tasks on files that have pages. */
type PageTask = Exclude<ReaderTask, { name: 'document' }>;

serve<ReaderTask>(async task => {
  if (task.name === 'document') return readDocument(task);
  if (task.mediaType === 'application/pdf') {
    const file = await openPdf(task.path);
    try {
      return await readPdf(file, task);
    } finally {
      file.close();
    }
  }
  return readImage(openImage(task.path, task.mediaType), task);
});

async function readPdf(file: PdfFile, task: PageTask): Promise<OpenedFile | PageResult[] | Rendered> {
  if (task.name === 'open') {
    const unread = unreadContent(file, task.limits.maxChildren);
    const children = await takeAttachments(file, task);
    return { pageCount: file.pageCount, properties: pdfProperties(file), unread, children };
  }
  if (task.name === 'read') return readPdfPages(file, task.from, task.to);
  return withPdfPage(file, task.pageNumber, page => {
    const dpi = renderDpi(page, task.maxPagePixels);
    return withPicture(page, dpi, raster => leavePicture(raster, dpi, task.picturePath));
  });
}

/** What OCR engines are trained on. */
const usualDpi = 300;
/** Below this, ten-point print cannot be read: better an error with a code than guesses. */
const lowestDpi = 100;

/** 300 dpi, or what the pixel limit leaves of it on a large sheet. */
function renderDpi(page: { widthPt: number; heightPt: number; pageNumber: number }, maxPixels: number): number {
  const squareInches = (page.widthPt / 72) * (page.heightPt / 72);
  const dpi = Math.min(usualDpi, Math.sqrt(maxPixels / squareInches) * 0.999);
  if (dpi >= lowestDpi) return dpi;
  throw new PipelineError('L_PAGE_TOO_LARGE', `page ${page.pageNumber} is too large to be drawn legibly`);
}

function readImage(file: ImageFile, task: PageTask): OpenedFile | PageResult[] | Rendered {
  if (task.name === 'open') return { pageCount: file.pages.length, properties: {}, unread: {}, children: [] };
  if (task.name === 'render') return renderImage(file, task);
  const pageNumbers = Array.from({ length: task.to - task.from + 1 }, (_, index) => task.from + index);
  return pageNumbers.map(pageNumber => imagePage(file, pageNumber, task.maxPagePixels));
}

/** A picture no larger than this holds no line of print: the icons and tracking dots of mails. */
const iconPixels = 32;

/** Pictures are judged by their header: nothing is decoded before the limit was checked. */
function imagePage(file: ImageFile, pageNumber: number, maxPixels: number): PageResult {
  const page = file.pages[pageNumber - 1];
  if (!page) return { page: missingPage(pageNumber, 'I_DAMAGED', 'image') };
  const { width, height } = displaySize(page.header);
  if (width * height > maxPixels) return { page: missingPage(pageNumber, 'L_PAGE_TOO_LARGE', 'image') };
  const dpi = pageDpi(page.header);
  const size = { widthPt: (width / dpi) * 72, heightPt: (height / dpi) * 72 };
  if (Math.max(width, height) <= iconPixels) {
    const nothing = { lines: [], furniture: [], warnings: [{ code: 'picture.icon' }] };
    return { page: { pageNumber, ...size, turn: 0, state: 'blank', engine: 'image', ...nothing } };
  }
  return { ocr: { pageNumber, ...size, fault: 'none', words: [], furniture: [], warnings: [] } };
}

function renderImage(file: ImageFile, task: PageTask & { name: 'render' }): Rendered {
  const page = file.pages[task.pageNumber - 1];
  if (!page) throw new PipelineError('I_DAMAGED', `no page ${task.pageNumber}`);
  let raster = page.decode();
  if (isBlank(inkShares(raster, [], []))) return { blank: true };
  let dpi = pageDpi(page.header);
  // Finer than the engine needs only costs time.
  for (; dpi >= 1.5 * usualDpi; dpi /= 2) raster = halveRaster(raster);
  return leavePicture(raster, dpi, task.picturePath);
}

/** Writes the picture as it is; its ink is mapped without ruled lines, which are not to be read. Uses up the pixels. */
function leavePicture(raster: Raster, dpi: number, path: string): Rendered {
  const { width, height } = raster;
  writePgm(path, raster);
  eraseRuledLines(raster, dpi);
  return { picture: { path, width, height, dpi, ink: mapInk(raster, dpi) } };
}
