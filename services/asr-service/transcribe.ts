/** Has the windows of one stretch transcribed, one after the other, and decides what of the answers becomes transcript. */
import type { Warning } from '../../queues/stage.ts';
import type { EngineCalls } from '../../shared/engine-calls.ts';
import { PipelineError } from '../../shared/errors.ts';
import { addUsage, type Usage } from '../../shared/model-api/usage.ts';
import type { LooseSegment } from '../../shared/text/freeze.ts';
import { type Judgement, judge } from './doubt.ts';
import type { AsrEngine, HeardUtterance } from './engines/engine.ts';
import { fromMs, toMs, type Window } from './speech.ts';
import { timeUtterances } from './utterances.ts';

/** The sound of a window as a WAV file. */
export type ReadWav = (window: Window) => Promise<Uint8Array<ArrayBuffer>>;

export interface Transcript {
  /** In order of time. */
  segments: LooseSegment[];
  warnings: Warning[];
  usage: Usage;
}

/** What the engine is told of the words before: enough for names and the sentence that goes on. */
const contextLength = 200;
/** Given to words that an engine repeats although they are likely its own. */
const doubtfulConfidence = 0.1;

/**
 * Rejects with `X_ENGINE_ANSWER` when there is clear speech and not one word came of any of it. A single window without
 * its words becomes a `missing` segment, counted in a warning.
 */
export async function transcribe(
  engine: AsrEngine,
  windows: Window[],
  readWav: ReadWav,
  calls: EngineCalls,
): Promise<Transcript> {
  const segments: LooseSegment[] = [];
  const tally = { unanswered: 0, wordless: 0, doubtful: 0, refused: 0 };
  let usage: Usage = { requests: 0 };
  let before = '';
  for (const window of windows) {
    const answer = await ask(engine, window, await readWav(window), before, calls);
    usage = addUsage(usage, answer.usage);
    const { heard, judgement } = answer;
    if (judgement === 'none') {
      tally[window.isClear ? 'unanswered' : 'wordless']++;
      if (window.isClear) segments.push(missingSegment(engine, 'X_ENGINE_ANSWER', [window]));
    } else if (judgement !== 'words' && !window.isClear) {
      // Hardly a voice, and words that are known to come from nothing.
      tally.refused++;
    } else {
      const { utterances, refused } = timeUtterances(heard, window);
      tally.refused += refused;
      if (judgement !== 'words') tally.doubtful++;
      segments.push(...utterances.map(utterance => segmentOf(engine, utterance, judgement)));
      before = judgement === 'words' ? lastWords(heard.text) : '';
    }
  }
  if (tally.unanswered > 0 && segments.every(({ text }) => text === '')) {
    throw new PipelineError('X_ENGINE_ANSWER', 'there is clear speech, and the engine gave no word of it', {
      engine: engine.name,
    });
  }
  return { segments, warnings: warningsOf(tally), usage };
}

/** Asks once more, without the words before, when the answer is empty or doubtful; the second answer counts. */
async function ask(
  engine: AsrEngine,
  window: Window,
  wav: Uint8Array<ArrayBuffer>,
  before: string,
  calls: EngineCalls,
): Promise<{ heard: HeardUtterance; judgement: Judgement; usage: Usage }> {
  const durationMs = window.sound[1] - window.sound[0];
  const first = await engine.transcribe({ wav, durationMs, before }, calls);
  const judgement = judge(first.text, durationMs);
  if (judgement === 'words' || (judgement === 'none' && !window.isClear)) {
    return { heard: first, judgement, usage: first.usage };
  }
  const second = await engine.transcribe({ wav, durationMs, before: '' }, calls);
  return { heard: second, judgement: judge(second.text, durationMs), usage: addUsage(first.usage, second.usage) };
}

const lastWords = (text: string): string =>
  text
    .slice(-contextLength)
    .replace(/^\S*\s/, '')
    .trim();

function segmentOf(
  engine: AsrEngine,
  { text, startMs, endMs, confidence }: ReturnType<typeof timeUtterances>['utterances'][number],
  judgement: Judgement,
): LooseSegment {
  const doubted = judgement !== 'words';
  return {
    ...{ kind: 'utterance', text, startMs, endMs, engine: engine.name, model: engine.model },
    confidence: doubted ? Math.min(doubtfulConfidence, confidence ?? 1) : (confidence ?? null),
    ...(doubted && { properties: { warnings: [{ code: `audio.${judgement}` }] } }),
  };
}

/** The placeholder of speech that has no words, with the reason. */
export const missingSegment = (
  engine: AsrEngine,
  errorCode: NonNullable<LooseSegment['errorCode']>,
  windows: Window[],
): LooseSegment => ({
  ...{ kind: 'missing', text: '', errorCode, engine: engine.name, model: engine.model },
  startMs: windows[0] ? fromMs(windows[0]) : null,
  endMs: windows.at(-1) ? toMs(windows.at(-1) as Window) : null,
});

const warningsOf = (tally: Record<string, number>): Warning[] =>
  Object.entries(tally).flatMap(([name, count]) =>
    count > 0 ? [{ code: `audio.${name}`, count, ...(name === 'unanswered' && { missing: true }) }] : [],
  );
