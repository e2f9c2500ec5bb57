/** Takes the files out of a PDF that are attached to it (PDF 1.7, 7.11.4: the name tree EmbeddedFiles). */
import type { FoundChild } from '../../../queues/stage.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { createChildren } from './children.ts';
import type { DocumentTask } from './document.ts';
import type { PdfFile } from './pdf-file.ts';
import { allocate, borrow, integers, type Pdfium, readUtf16 } from './pdfium.ts';

/** The attachments within the limits of the project, as files in the folder. One that PDFium cannot take out is a child with `I_DAMAGED`. */
export async function takeAttachments(
  { pdfium, document }: PdfFile,
  inside: Pick<DocumentTask, 'folder' | 'limits' | 'depth'>,
): Promise<FoundChild[]> {
  const children = createChildren(inside);
  const count = Math.min(pdfium._FPDFDoc_GetAttachmentCount(document), inside.limits.maxChildren);
  for (let index = 0; index < count; index++) {
    const attachment = pdfium._FPDFDoc_GetAttachment(document, index);
    const named = attachment
      ? readUtf16(pdfium, (buffer, length) => pdfium._FPDFAttachment_GetName(attachment, buffer, length))
      : '';
    await children.add({
      partPath: `attachment/${index + 1}`,
      fileName: named || `attachment-${index + 1}`,
      async *bytes() {
        const bytes = attachment ? contentOf(pdfium, attachment) : undefined;
        if (!bytes) throw new PipelineError('I_DAMAGED', 'the attachment cannot be taken out');
        yield bytes;
      },
    });
  }
  return children.found();
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
