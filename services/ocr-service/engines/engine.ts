/** What every OCR engine promises, whether it runs beside us or at a provider. */
import type { EngineCalls } from '../../../shared/engine-calls.ts';
import type { Usage } from '../../../shared/model-api/usage.ts';
import type { LineMark, Turn, Word } from '../page.ts';
import type { InkMap } from '../unread-ink.ts';

/** A page as an 8-bit grey picture: a PGM file (Netpbm P5) that the engine may read until its promise settles. */
export interface Picture {
  path: string;
  width: number;
  height: number;
  dpi: number;
}

/** A picture and where its ink is, for engines whose answers are held against it. */
export interface InkedPicture extends Picture {
  ink: InkMap;
  /** The page of the file it was drawn from; pages from 1. `together`: all pages of that file that are read along with it, in order. */
  source?: { path: string; mediaType: string; pageNumber: number; together: readonly number[] };
}

/** A line as the engine saw it; lines come in reading order. */
export interface RecognizedLine {
  words: Word[];
  /** True if the engine saw a new paragraph or block begin. */
  opens: boolean;
  /** The clockwise turn of the picture in which the line is upright. */
  turn: Turn;
  /** Height of the print as a fraction of the picture's height after that turn. */
  size: number;
  /** What the line is, from an engine that says so. */
  mark?: LineMark;
}

export interface Recognized {
  lines: RecognizedLine[];
  /** The turn in which most of the text is upright. Boxes are those of the picture before that turn. */
  turn: Turn;
  /** Mean over the characters, 0 to 1; absent from an engine that has none. */
  confidence?: number;
  /** The engine gives text without places: boxes and sizes are all 0. */
  isUnplaced?: true;
  /** Of an engine that costs something. */
  usage?: Usage;
}

export interface OcrEngine {
  name: string;
  /** Which model or language data; recorded with every page. */
  model: string;
  version: string;
  /** Reads one picture. Rejects with a `PipelineError`, also when its own checks refuse what came back; an aborted signal ends the work. */
  recognize(picture: InkedPicture, calls: EngineCalls): Promise<Recognized>;
}
