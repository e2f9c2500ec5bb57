/** Reads the kinds of files that have no pages - word processing, mail, archives - whole and in one go. Runs in the reader child. */
import type { FoundChild, Warning } from '../../../queues/stage.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { wordMediaTypes } from '../../../shared/files/office.ts';
import type { Limits } from '../../../shared/limits.ts';
import type { LooseSegment } from '../assemble.ts';
import { readDocx } from './docx.ts';
import { readEml } from './mail/eml.ts';
import { readMsg } from './mail/msg.ts';
import { readZip } from './zip.ts';

export interface DocumentTask {
  path: string;
  mediaType: string;
  /** An empty folder for the files found inside; the stage removes it. */
  folder: string;
  limits: Limits;
  /** How deep the document itself lies in another: see `limits.maxDepth`. */
  depth: number;
}

/** What came out of a file. */
export interface ReadDocument {
  /** Their text is clean already (`cleanText` would change nothing), since marks count its characters. */
  segments: LooseSegment[];
  /** Become `documents.properties`. */
  properties: Record<string, unknown>;
  warnings: Warning[];
  /** In the order they stand in the file; their paths are in the folder of the task. */
  children: FoundChild[];
  engine: string;
  /** Holds files and is meant to have no text of its own: an archive. */
  isContainer?: true;
}

export type DocumentReader = (task: DocumentTask) => Promise<ReadDocument>;

/** Readers by media type. */
const readers: Record<string, DocumentReader> = {
  ...Object.fromEntries(wordMediaTypes.map(mediaType => [mediaType, readDocx])),
  'message/rfc822': readEml,
  'application/vnd.ms-outlook': readMsg,
  // Compound files whose beginning does not tell what they are, and encrypted Office files: read to name the reason.
  'application/x-cfb': readMsg,
  'application/x-ole-encrypted': readMsg,
  'application/zip': readZip,
};

/** True for kinds that are read whole. */
export const isReadWhole = (mediaType: string): boolean => Object.hasOwn(readers, mediaType);

/** Reads a file with the reader of its kind. Throws `I_UNSUPPORTED_TYPE` if there is none. */
export function readDocument(task: DocumentTask): Promise<ReadDocument> {
  const read = readers[task.mediaType];
  if (!read) throw new PipelineError('I_UNSUPPORTED_TYPE', `${task.mediaType} is not read by this stage`);
  return read(task);
}
