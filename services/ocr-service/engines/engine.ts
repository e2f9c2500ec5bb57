/** What every OCR engine promises, whether it runs beside us or at a provider. */
import type { Turn, Word } from '../page.ts';

/** A page as an 8-bit grey picture: a PGM file (Netpbm P5) that the engine may read until its promise settles. */
export interface Picture {
  path: string;
  width: number;
  height: number;
  dpi: number;
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
}

export interface Recognized {
  lines: RecognizedLine[];
  /** The turn in which most of the text is upright. Boxes are those of the picture before that turn. */
  turn: Turn;
  /** Mean over the characters, 0 to 1. */
  confidence: number;
}

export interface OcrEngine {
  name: string;
  /** Which model or language data; recorded with every page. */
  model: string;
  version: string;
  /** Reads one picture. Rejects with a `PipelineError`; an aborted signal ends the work. */
  recognize(picture: Picture, signal: AbortSignal): Promise<Recognized>;
}
