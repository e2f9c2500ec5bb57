/** What every speech engine promises, whether it runs beside us or at a provider. */
import type { EngineCalls } from '../../../shared/engine-calls.ts';
import type { Usage } from '../../../shared/model-api/usage.ts';

/** Half a minute of sound at most, with speech in it. */
export interface Utterance {
  /** A whole WAV file: 16 kHz, one channel, 16 bits. */
  wav: Uint8Array<ArrayBuffer>;
  durationMs: number;
  /** The words before, in the same recording; empty to be asked without any. */
  before: string;
}

/** A piece of what was said; times count from the start of the utterance. */
export interface HeardPiece {
  text: string;
  fromMs: number;
  toMs: number;
  /** 0 to 1; absent from an engine that gives none. */
  confidence?: number;
}

export interface HeardUtterance {
  /** All that was said; empty if the engine heard no words. */
  text: string;
  /** The same in pieces with times; empty from an engine that gives none. */
  pieces: HeardPiece[];
  usage: Usage;
}

export interface AsrEngine {
  readonly name: string;
  readonly model: string;
  readonly version: string;
  /** The same request has the same answer: it is no use to ask again. */
  readonly isSteady?: boolean;
  /** Rejects with a `PipelineError`; an aborted signal ends the work. */
  transcribe(utterance: Utterance, calls: EngineCalls): Promise<HeardUtterance>;
  /** Ends the processes it keeps. */
  close?(): Promise<void>;
}
