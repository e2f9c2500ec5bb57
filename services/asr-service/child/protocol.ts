/** The tasks of the processes that open recordings and that transcribe, and what the first answers. */
import type { Warning } from '../../../queues/stage.ts';
import type { WhisperModel } from '../../../shared/config/whisper-model.ts';
import type { Window } from '../speech.ts';

interface Recording {
  path: string;
  mediaType: string;
  /** Path of the program; null if there is none. */
  ffmpeg: string | null;
  maxAudioMs: number;
}

/** A stretch of the recording as a file of its own: WAV, 16 kHz, one channel, 16 bits. */
export interface Cut {
  fromMs: number;
  toMs: number;
  wavPath: string;
}

/** `cut` wants its cuts in order, without overlap; it answers with nothing but the files. */
export type SoundTask = ({ name: 'listen' } & Recording) | ({ name: 'cut'; cuts: Cut[] } & Recording);

/** What the recording is, and where somebody speaks. */
export interface Listened {
  codec: string;
  sampleRate: number;
  channels: number;
  durationMs: number;
  /** The loudest sample, 0 to 1. */
  peak: number;
  windows: Window[];
  warnings: Warning[];
}

/** A window to transcribe; it is answered with its pieces. A process keeps the model of its first. */
export interface WhisperTask {
  model: WhisperModel;
  /** As {@link Cut} leaves it. */
  wavPath: string;
  before: string;
}
