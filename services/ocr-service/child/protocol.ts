/** The tasks of the reader and OCR processes, and what they answer. */
import type { FoundChild } from '../../../queues/stage.ts';
import type { InkedPicture, Picture } from '../engines/engine.ts';
import type { TesseractProgram } from '../engines/tesseract-run.ts';
import type { DocumentTask } from '../readers/document.ts';

/** Tasks of the reader child. Pages are 1-based; ranges include both ends. */
export type ReaderTask =
  | ({ name: 'open' } & DocumentTask)
  | { name: 'read'; path: string; mediaType: string; from: number; to: number; maxPagePixels: number }
  | { name: 'render'; path: string; mediaType: string; pageNumber: number; maxPagePixels: number; picturePath: string }
  | ({ name: 'document' } & DocumentTask);

/** Tasks of the OCR child. */
export type OcrTask = { name: 'recognize'; picture: Picture; program?: TesseractProgram };

/** What the file is, before a page is read. */
export interface OpenedFile {
  pageCount: number;
  properties: Record<string, string>;
  /** Content that is there and is not read, by the name of the warning. */
  unread: Record<string, number>;
  /** Attached files; their paths are in the folder of the task. */
  children: FoundChild[];
}

/** A page drawn for OCR, or the news that there is nothing on it. */
export type Rendered = { picture: InkedPicture } | { blank: true };
