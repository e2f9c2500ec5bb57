/** Has the windows of one stretch transcribed, one after the other, and decides what of the answers becomes transcript. */
import type { Warning } from '../../queues/stage.ts';
import type { EngineCalls } from '../../shared/engine-calls.ts';
import { isRetryable, PipelineError } from '../../shared/errors.ts';
import { addUsage, type Usage } from '../../shared/model-api/usage.ts';
import type { LooseSegment } from '../../shared/text/freeze.ts';
import { askEngines, isOfEngine, type WindowAnswer } from './ask-engines.ts';
import type { AsrEngine } from './engines/engine.ts';
import { fromMs, toMs, type Window } from './speech.ts';
import { type TimedText, timeUtterances } from './utterances.ts';

/** The sound of a window as a WAV file. */
export type ReadWav = (window: Window) => Promise<Uint8Array<ArrayBuffer>>;

export interface Transcript {
  /** In order of time. */
  segments: LooseSegment[];
  warnings: Warning[];
  usage: Usage;
}

export interface Transcribing {
  /** At least one, in the order they are asked. */
  engines: readonly AsrEngine[];
  windows: Window[];
  readWav: ReadWav;
  calls: EngineCalls;
  /** Nobody tries again: a window that its engines fail on is left out rather than all with it. */
  isLastAttempt: boolean;
}

/** What an engine is told of the words before: enough for names and the sentence that goes on. */
const contextLength = 200;
/** Given to words that an engine repeats although they are likely its own. */
const doubtfulConfidence = 0.1;
/** The mean likelihood of its tokens at which Whisper itself tries again (openai/whisper, `transcribe.py`: log probability -1). */
const lowConfidence = Math.exp(-1);

/**
 * A window whose words nobody gives becomes a `missing` segment, counted in a warning. Rejects with `X_ENGINE_ANSWER` when
 * there is clear speech and not one word came of any of it; and with the error of an engine when all fail on a window, unless
 * it is that window which they do not take, or the last attempt: then two in a row are too much.
 */
export async function transcribe(given: Transcribing): Promise<Transcript> {
  const { engines, windows, readWav, calls, isLastAttempt } = given;
  const segments: LooseSegment[] = [];
  const tally = createTally();
  let usage: Usage = { requests: 0 };
  const spend = (used: Usage) => {
    usage = addUsage(usage, used);
  };
  let before = '';
  let failure: PipelineError | undefined;
  let isAfterFailure = false;
  for (const window of windows) {
    const sound = { window, wav: await readWav(window), before };
    const answer = await askEngines(engines, sound, calls, spend).catch(thrown =>
      leftOut(thrown, isLastAttempt && !isAfterFailure && !calls.signal.aborted),
    );
    isAfterFailure = answer instanceof PipelineError;
    if (answer instanceof PipelineError) {
      failure = answer;
      tally.count('failed');
      segments.push(missingSegment(engines[0], answer.code, [window]));
      before = '';
      continue;
    }
    if (answer.fallback) tally.count('fallback');
    segments.push(...segmentsOf(answer, window, tally));
    if (answer.judgement !== 'none') before = answer.judgement === 'words' ? lastWords(answer.heard.text) : '';
  }
  if (segments.every(({ text }) => text === '')) {
    if (failure) throw failure;
    if (tally.has('unanswered')) throw noWords(engines[0]);
  }
  return { segments, warnings: tally.warnings(), usage };
}

const noWords = (engine: AsrEngine | undefined): PipelineError =>
  new PipelineError('X_ENGINE_ANSWER', 'there is clear speech, and the engine gave no word of it', {
    ...(engine && { engine: engine.name }),
  });

/**
 * The error for which a window is left out: it is this sound that the engine does not take, or it failed and `isGivenUp` says
 * that this is the end of it. Throws every other.
 */
function leftOut(thrown: unknown, isGivenUp: boolean): PipelineError {
  if (!isOfEngine(thrown)) throw thrown;
  const isOfWindow = ['L_ENGINE_INPUT', 'L_ENGINE_OUTPUT', 'I_ENGINE_REFUSED'].includes(thrown.code);
  if (isOfWindow || (isGivenUp && isRetryable(thrown.code))) return thrown;
  throw thrown;
}

function segmentsOf({ engine, heard, judgement, fallback }: WindowAnswer, window: Window, tally: Tally) {
  if (judgement === 'none') {
    tally.count(window.isClear ? 'unanswered' : 'wordless');
    return window.isClear ? [missingSegment(engine, 'X_ENGINE_ANSWER', [window])] : [];
  }
  if (judgement !== 'words' && !window.isClear) {
    // Hardly a voice, and words that are known to come from nothing.
    tally.count('refused');
    return [];
  }
  const { utterances, refused } = timeUtterances(heard, window);
  tally.count('refused', refused);
  if (judgement !== 'words') tally.count('doubtful');
  return utterances.map((utterance): LooseSegment => {
    const { confidence, doubt } = confidenceOf(utterance, judgement);
    if (doubt === 'low_confidence') tally.count(doubt);
    const properties = {
      ...(doubt && { warnings: [{ code: `audio.${doubt}` }] }),
      ...(fallback && { fallback: { ...fallback } }),
    };
    const { text, startMs, endMs } = utterance;
    return {
      ...{ kind: 'utterance', text, startMs, endMs, engine: engine.name, model: engine.model, confidence },
      ...(Object.keys(properties).length > 0 && { properties }),
    };
  });
}

function confidenceOf({ confidence }: TimedText, judgement: WindowAnswer['judgement']) {
  if (judgement !== 'words') return { confidence: Math.min(doubtfulConfidence, confidence ?? 1), doubt: judgement };
  const isLow = confidence !== undefined && confidence < lowConfidence;
  return { confidence: confidence ?? null, doubt: isLow ? 'low_confidence' : undefined };
}

const lastWords = (text: string): string =>
  text
    .slice(-contextLength)
    .replace(/^\S*\s/, '')
    .trim();

/** The placeholder of speech that has no words, with the reason. */
export const missingSegment = (
  engine: AsrEngine | undefined,
  errorCode: NonNullable<LooseSegment['errorCode']>,
  windows: Window[],
): LooseSegment => ({
  ...{ kind: 'missing', text: '', errorCode, engine: engine?.name ?? 'webrtc-vad', model: engine?.model ?? null },
  startMs: windows[0] ? fromMs(windows[0]) : null,
  endMs: windows.at(-1) ? toMs(windows.at(-1) as Window) : null,
});

/** In the order in which warnings are listed; `missing` makes the document partial. */
const kinds = [
  { name: 'unanswered', missing: true },
  { name: 'failed', missing: true },
  ...(['wordless', 'doubtful', 'refused', 'low_confidence', 'fallback'] as const).map(name => ({ name })),
] as const;

type Kind = (typeof kinds)[number]['name'];
type Tally = ReturnType<typeof createTally>;

function createTally() {
  const counts = new Map<Kind, number>();
  return {
    count(name: Kind, by = 1) {
      if (by > 0) counts.set(name, (counts.get(name) ?? 0) + by);
    },
    has: (name: Kind) => counts.has(name),
    warnings: (): Warning[] =>
      kinds.flatMap(({ name, ...rest }) => {
        const count = counts.get(name);
        return count === undefined ? [] : [{ code: `audio.${name}`, count, ...rest }];
      }),
  };
}
