/** The part of PDFium that the PDF reader calls, and the small change of passing memory to WebAssembly. */
import { PDFiumModule } from '@hyzyla/pdfium';
import { PipelineError } from '../../../shared/errors.ts';

/** Functions of `fpdfview.h`, `fpdf_text.h`, `fpdf_edit.h`, `fpdf_doc.h`, `fpdf_attachment.h` and `fpdf_flatten.h`; pointers and handles are numbers, 0 is none. */
export interface Pdfium {
  HEAPU8: Uint8Array;
  wasmExports: { malloc(size: number): number; free(pointer: number): void };
  _FPDF_InitLibraryWithConfig(config: object): void;
  _FPDF_LoadMemDocument(data: number, size: number, password: number): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_GetMetaText(document: number, tag: number, buffer: number, length: number): number;
  _FPDF_GetPageLabel(document: number, index: number, buffer: number, length: number): number;
  _FPDF_GetFormType(document: number): number;
  _FPDFDoc_GetAttachmentCount(document: number): number;
  _FPDFDoc_GetAttachment(document: number, index: number): number;
  _FPDFAttachment_GetName(attachment: number, buffer: number, length: number): number;
  _FPDFAttachment_GetFile(attachment: number, buffer: number, length: number, neededLength: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidthF(page: number): number;
  _FPDF_GetPageHeightF(page: number): number;
  _FPDF_PageToDevice(
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    pageX: number,
    pageY: number,
    deviceX: number,
    deviceY: number,
  ): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_Flatten(page: number, flag: number): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  _FPDFFormObj_CountObjects(form: number): number;
  _FPDFFormObj_GetObject(form: number, index: number): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, buffer: number, stride: number): number;
  _FPDFBitmap_FillRect(bitmap: number, left: number, top: number, width: number, height: number, color: number): void;
  _FPDFBitmap_GetBuffer(bitmap: number): number;
  _FPDFBitmap_GetStride(bitmap: number): number;
  _FPDFBitmap_Destroy(bitmap: number): void;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    flags: number,
  ): void;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(textPage: number): void;
  _FPDFText_CountChars(textPage: number): number;
  _FPDFText_GetUnicode(textPage: number, index: number): number;
  _FPDFText_IsGenerated(textPage: number, index: number): number;
  _FPDFText_HasUnicodeMapError(textPage: number, index: number): number;
  _FPDFText_GetCharBox(
    textPage: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number;
  _FPDFText_GetLooseCharBox(textPage: number, index: number, rect: number): number;
  _FPDFText_GetCharOrigin(textPage: number, index: number, x: number, y: number): number;
  _FPDFText_GetMatrix(textPage: number, index: number, matrix: number): number;
}

let instance: Promise<Pdfium> | undefined;

/** The one instance of this process; starting it costs 0.3 s. */
export function loadPdfium(): Promise<Pdfium> {
  instance ??= start();
  return instance;
}

async function start(): Promise<Pdfium> {
  const pdfium = (await PDFiumModule({})) as unknown as Pdfium;
  pdfium._FPDF_InitLibraryWithConfig({ version: 2 });
  return pdfium;
}

/** Lends `bytes` of WebAssembly memory for the length of a call. */
export function borrow<T>(pdfium: Pdfium, bytes: number, use: (pointer: number) => T): T {
  const pointer = allocate(pdfium, bytes);
  try {
    return use(pointer);
  } finally {
    pdfium.wasmExports.free(pointer);
  }
}

/** Memory that the caller frees. Throws `L_MEMORY` when there is none. */
export function allocate(pdfium: Pdfium, bytes: number): number {
  const pointer = pdfium.wasmExports.malloc(bytes);
  if (!pointer) throw new PipelineError('L_MEMORY', `the PDF reader could not get ${bytes} bytes`);
  return pointer;
}

/** Views on memory; made anew after every call that may grow it. */
export const doubles = (pdfium: Pdfium, pointer: number, count: number) =>
  new Float64Array(pdfium.HEAPU8.buffer, pointer, count);
export const floats = (pdfium: Pdfium, pointer: number, count: number) =>
  new Float32Array(pdfium.HEAPU8.buffer, pointer, count);
export const integers = (pdfium: Pdfium, pointer: number, count: number) =>
  new Int32Array(pdfium.HEAPU8.buffer, pointer, count);

/** Calls a function that fills a buffer with UTF-16LE and answers with the bytes it needs, ending NUL included. */
export function readUtf16(pdfium: Pdfium, call: (buffer: number, length: number) => number): string {
  const length = call(0, 0);
  if (length <= 2) return '';
  return borrow(pdfium, length, buffer => {
    call(buffer, length);
    return Buffer.from(pdfium.HEAPU8.subarray(buffer, buffer + length - 2)).toString('utf16le');
  });
}
