/** Takes the files out of a PDF that are attached to it (PDF 1.7, 7.11.4: the name tree EmbeddedFiles). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundChild } from '../../../queues/stage.ts';
import type { PdfFile } from './pdf-file.ts';
import { allocate, borrow, integers, type Pdfium, readUtf16 } from './pdfium.ts';

/** The first `most` attachments, as files in `folder`. One that PDFium cannot take out is a child with `I_DAMAGED`. */
export function takeAttachments({ pdfium, document }: PdfFile, folder: string, most: number): FoundChild[] {
  const count = Math.min(pdfium._FPDFDoc_GetAttachmentCount(document), most);
  return Array.from({ length: count }, (_, index) => {
    const attachment = pdfium._FPDFDoc_GetAttachment(document, index);
    const partPath = `attachment/${index + 1}`;
    const named = attachment
      ? readUtf16(pdfium, (buffer, length) => pdfium._FPDFAttachment_GetName(attachment, buffer, length))
      : '';
    const child = { partPath, fileName: named || `attachment-${index + 1}` };
    const bytes = attachment ? contentOf(pdfium, attachment) : undefined;
    if (!bytes)
      return { ...child, error: { code: 'I_DAMAGED' as const, message: 'the attachment cannot be taken out' } };
    const path = join(folder, String(index + 1));
    writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
    return { ...child, path };
  });
}

/** The bytes of an attachment; undefined if they cannot be decoded. */
function contentOf(pdfium: Pdfium, attachment: number): Buffer | undefined {
  return borrow(pdfium, 4, length => {
    if (!pdfium._FPDFAttachment_GetFile(attachment, 0, 0, length)) return undefined;
    const size = (integers(pdfium, length, 1)[0] as number) >>> 0;
    if (size === 0) return Buffer.alloc(0);
    const pointer = allocate(pdfium, size);
    try {
      if (!pdfium._FPDFAttachment_GetFile(attachment, pointer, size, length)) return undefined;
      return Buffer.from(pdfium.HEAPU8.subarray(pointer, pointer + size));
    } finally {
      pdfium.wasmExports.free(pointer);
    }
  });
}
