/** One open page of a PDF: its size and geometry as displayed, its picture, and where it holds pictures. */
import { PipelineError } from '../../../shared/errors.ts';
import type { Box } from '../page.ts';
import type { PdfFile } from './pdf-file.ts';
import { borrow, floats, integers, type Pdfium } from './pdfium.ts';
import type { Raster } from './raster.ts';

export interface PdfPage {
  pdfium: Pdfium;
  page: number;
  pageNumber: number;
  widthPt: number;
  heightPt: number;
  /** A point of the page's own space as fractions of the page as displayed. */
  toDisplay(x: number, y: number): [x: number, y: number];
}

/** Opens a page, with form fields and comments drawn into it so that their text is read, hands it over, and closes it. */
export function withPdfPage<T>(file: PdfFile, pageNumber: number, use: (page: PdfPage) => T): T {
  const { pdfium } = file;
  let page = load(file, pageNumber);
  try {
    if (pdfium._FPDFPage_GetAnnotCount(page) > 0 && pdfium._FPDFPage_Flatten(page, 0) === 1) {
      pdfium._FPDF_ClosePage(page);
      page = 0;
      page = load(file, pageNumber);
    }
    const [widthPt, heightPt] = [pdfium._FPDF_GetPageWidthF(page), pdfium._FPDF_GetPageHeightF(page)];
    if (!(widthPt > 0 && heightPt > 0)) throw new PipelineError('I_DAMAGED', `page ${pageNumber} has no size`);
    return use({ pdfium, page, pageNumber, widthPt, heightPt, toDisplay: displayMap(pdfium, page) });
  } finally {
    if (page) pdfium._FPDF_ClosePage(page);
  }
}

function load({ pdfium, document }: PdfFile, pageNumber: number): number {
  const page = pdfium._FPDF_LoadPage(document, pageNumber - 1);
  if (!page) throw new PipelineError('I_DAMAGED', `page ${pageNumber} cannot be opened`);
  return page;
}

/** PDFium maps to whole pixels: on a device this large, three points give the map to a millionth of the page. */
const deviceSize = 1_000_000;

function displayMap(pdfium: Pdfium, page: number): PdfPage['toDisplay'] {
  const map = (x: number, y: number) =>
    borrow(pdfium, 8, pointer => {
      pdfium._FPDF_PageToDevice(page, 0, 0, deviceSize, deviceSize, 0, x, y, pointer, pointer + 4);
      const [deviceX = 0, deviceY = 0] = integers(pdfium, pointer, 2);
      return [deviceX / deviceSize, deviceY / deviceSize] as const;
    });
  const step = 100;
  const [originX, originY] = map(0, 0);
  const [alongX, alongY] = map(step, 0);
  const [upX, upY] = map(0, step);
  return (x, y) => [
    originX + ((alongX - originX) * x + (upX - originX) * y) / step,
    originY + ((alongY - originY) * x + (upY - originY) * y) / step,
  ];
}

const grey = 1;
const withAnnotations = 0x01;
const asGrey = 0x08;

/** Draws the page in grey and lends the pixels; they may only be used during the call. */
export function withPicture<T>(page: PdfPage, dpi: number, use: (raster: Raster) => T): T {
  const { pdfium } = page;
  const width = Math.max(1, Math.round((page.widthPt / 72) * dpi));
  const height = Math.max(1, Math.round((page.heightPt / 72) * dpi));
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, grey, 0, 0);
  if (!bitmap)
    throw new PipelineError('L_MEMORY', `page ${page.pageNumber}: no memory for ${width} x ${height} pixels`);
  try {
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium._FPDF_RenderPageBitmap(bitmap, page.page, 0, 0, width, height, 0, withAnnotations | asGrey);
    return use({ width, height, pixels: packedPixels(pdfium, bitmap, width, height) });
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
  }
}

function packedPixels(pdfium: Pdfium, bitmap: number, width: number, height: number): Uint8Array {
  const stride = pdfium._FPDFBitmap_GetStride(bitmap);
  const start = pdfium._FPDFBitmap_GetBuffer(bitmap);
  if (stride === width) return pdfium.HEAPU8.subarray(start, start + width * height);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    pixels.set(pdfium.HEAPU8.subarray(start + y * stride, start + y * stride + width), y * width);
  }
  return pixels;
}

const image = 3;
const form = 5;
const deepestForm = 5;

/** Where pictures are, as boxes of the page as displayed; a form object that holds one counts whole. */
export function pictureBoxes(page: PdfPage): Box[] {
  const { pdfium } = page;
  const boxes: Box[] = [];
  const count = pdfium._FPDFPage_CountObjects(page.page);
  for (let index = 0; index < count; index++) {
    const object = pdfium._FPDFPage_GetObject(page.page, index);
    if (holdsPicture(pdfium, object, 0)) boxes.push(objectBox(page, object));
  }
  return boxes;
}

function holdsPicture(pdfium: Pdfium, object: number, depth: number): boolean {
  const type = pdfium._FPDFPageObj_GetType(object);
  if (type !== form) return type === image;
  if (depth >= deepestForm) return false;
  const count = pdfium._FPDFFormObj_CountObjects(object);
  for (let index = 0; index < count; index++) {
    if (holdsPicture(pdfium, pdfium._FPDFFormObj_GetObject(object, index), depth + 1)) return true;
  }
  return false;
}

function objectBox(page: PdfPage, object: number): Box {
  return borrow(page.pdfium, 16, at => {
    page.pdfium._FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12);
    const [left = 0, bottom = 0, right = 0, top = 0] = floats(page.pdfium, at, 4);
    return displayBox(page, left, bottom, right, top);
  });
}

/** A rectangle of the page's own space as a box of the page as displayed. */
export function displayBox(page: PdfPage, left: number, bottom: number, right: number, top: number): Box {
  const [x0, y0] = page.toDisplay(left, bottom);
  const [x1, y1] = page.toDisplay(right, top);
  return [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
}
