/** Opens a PDF: junk before the header, passwords, damage; and what the file says about itself. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PipelineError } from '../../../shared/errors.ts';
import { allocate, borrow, loadPdfium, type Pdfium, readUtf16 } from './pdfium.ts';

export interface PdfFile {
  pdfium: Pdfium;
  document: number;
  pageCount: number;
  close(): void;
}

/** PDF 1.7, annex H, implementation note 13: readers accept the header within the first 1,024 bytes. Mail gateways put more before it. */
const headerWithin = 8 * 1024;

/**
 * PDFium reads from WebAssembly's memory, which ends at 2 GB and must hold its pictures too. A gigabyte of scans was read
 * with room to spare; beyond, files end in traps that look like damage.
 */
const largestBytes = 1024 ** 3;

/** Opens the file at `path`. Throws `L_FILE_TOO_LARGE`, `I_DAMAGED`, `I_PASSWORD`, `I_NO_PAGES` or `L_MEMORY`. */
export async function openPdf(path: string): Promise<PdfFile> {
  const pdfium = await loadPdfium();
  const { pointer, size } = readIntoMemory(pdfium, path);
  const document = pdfium._FPDF_LoadMemDocument(pointer, size, 0);
  if (!document) {
    const reason = pdfium._FPDF_GetLastError();
    pdfium.wasmExports.free(pointer);
    throw openError(reason);
  }
  const close = () => {
    pdfium._FPDF_CloseDocument(document);
    pdfium.wasmExports.free(pointer);
  };
  const pageCount = pdfium._FPDF_GetPageCount(document);
  if (pageCount > 0) return { pdfium, document, pageCount, close };
  close();
  throw new PipelineError('I_NO_PAGES', 'the PDF opens but has no pages');
}

/** Reads the file from its header on straight into PDFium's memory: one copy, not two. */
function readIntoMemory(pdfium: Pdfium, path: string): { pointer: number; size: number } {
  const file = openSync(path, 'r');
  try {
    const { size: bytes } = fstatSync(file);
    if (bytes > largestBytes) {
      throw new PipelineError('L_FILE_TOO_LARGE', `a PDF of ${bytes} bytes; its reader takes at most ${largestBytes}`);
    }
    const head = Buffer.alloc(Math.min(headerWithin, bytes));
    readSync(file, head, 0, head.length, 0);
    const start = head.indexOf('%PDF-');
    if (start < 0) throw new PipelineError('I_DAMAGED', 'no PDF header in the first bytes of the file');
    const size = bytes - start;
    const pointer = allocate(pdfium, size);
    let done = 0;
    while (done < size) {
      const read = readSync(file, pdfium.HEAPU8, pointer + done, size - done, start + done);
      if (read === 0) throw new PipelineError('X_STORE', 'the file became shorter while it was read');
      done += read;
    }
    return { pointer, size };
  } finally {
    closeSync(file);
  }
}

/** Codes of `fpdfview.h`: 4 password, 5 a security handler that PDFium lacks, which no password of ours would open either. */
function openError(reason: number): PipelineError {
  if (reason === 4) return new PipelineError('I_PASSWORD', 'the PDF needs a password');
  if (reason === 5)
    return new PipelineError('I_PASSWORD', 'the PDF is protected by a security handler that is not read');
  return new PipelineError('I_DAMAGED', `the PDF cannot be opened (reason ${reason})`);
}

const infoTags = {
  title: 'Title',
  author: 'Author',
  subject: 'Subject',
  keywords: 'Keywords',
  creator: 'Creator',
  producer: 'Producer',
  created: 'CreationDate',
  modified: 'ModDate',
};

/** The information dictionary, as the file states it; absent entries are left out. */
export function pdfProperties({ pdfium, document }: PdfFile): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const [name, tag] of Object.entries(infoTags)) {
    const value = borrow(pdfium, tag.length + 1, pointer => {
      pdfium.HEAPU8.set(Buffer.from(`${tag}\0`, 'latin1'), pointer);
      return readUtf16(pdfium, (buffer, length) => pdfium._FPDF_GetMetaText(document, pointer, buffer, length));
    });
    if (value.trim()) properties[name] = name === 'created' || name === 'modified' ? isoDate(value) : value;
  }
  return properties;
}

/** `D:20200806083015-04'00'` (PDF 1.7, 7.9.4) as ISO 8601 as far as it goes; anything else unchanged. */
export function isoDate(value: string): string {
  const parts = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?/.exec(
    value.trim(),
  );
  if (!parts) return value;
  const [, year, month, day, hour, minute, second, utc, sign, offsetHours, offsetMinutes] = parts;
  const date = [year, month, day].filter(Boolean).join('-');
  if (!hour || !day) return date;
  const zone = utc ?? (sign ? `${sign}${offsetHours}:${offsetMinutes ?? '00'}` : '');
  return `${date}T${hour}:${minute}:${second ?? '00'}${zone}`;
}

/** What the file holds that this reader does not read, by the name of the warning; of its attachments the first `most` are. */
export function unreadContent({ pdfium, document }: PdfFile, most: number): Record<string, number> {
  const beyond = pdfium._FPDFDoc_GetAttachmentCount(document) - most;
  // 2 and 3: XFA forms, whose fields live in XML that only some viewers draw.
  const xfa = pdfium._FPDF_GetFormType(document) >= 2 ? 1 : 0;
  return { ...(beyond > 0 && { 'children.tooMany': beyond }), ...(xfa && { 'form.xfa': xfa }) };
}

export const pageLabel = ({ pdfium, document }: PdfFile, pageNumber: number): string | undefined =>
  readUtf16(pdfium, (buffer, length) => pdfium._FPDF_GetPageLabel(document, pageNumber - 1, buffer, length)) ||
  undefined;
