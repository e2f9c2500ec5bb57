/** Has one window transcribed by the first of the configured engines that has an answer worth taking. */
import type { EngineCalls } from '../../shared/engine-calls.ts';
import { type ErrorCode, isRetryable, PipelineError } from '../../shared/errors.ts';
import { addUsage, type Usage } from '../../shared/model-api/usage.ts';
import { type Judgement, judge } from './doubt.ts';
import type { AsrEngine, HeardUtterance } from './engines/engine.ts';
import type { Window } from './speech.ts';

/** The sound of a window, and the words before it. */
export interface WindowSound {
  window: Window;
  wav: Uint8Array<ArrayBuffer>;
  before: string;
}

/** An engine that was asked before another one answered, and why its answer, if it had one, was not taken. */
export interface Fallback {
  from: string;
  code: ErrorCode;
}

export interface WindowAnswer {
  engine: AsrEngine;
  heard: HeardUtterance;
  judgement: Judgement;
  fallback?: Fallback;
}

/**
 * The engines are asked in order: the next one when one fails, or when what it writes for clear speech is nothing or likely
 * invented. If that is all there is, it is answered, as judged. `spend` is told of all that was used up. Rejects with the
 * error of an engine when all failed, and at once when one asks to wait or the work is to end.
 */
export async function askEngines(
  engines: readonly AsrEngine[],
  sound: WindowSound,
  calls: EngineCalls,
  spend: (usage: Usage) => void,
): Promise<WindowAnswer> {
  const answers: WindowAnswer[] = [];
  const failures: PipelineError[] = [];
  let fallback: Fallback | undefined;
  for (const engine of engines) {
    try {
      const { usage, ...answer } = await askTwice(engine, sound, calls);
      spend(usage);
      answers.push({ engine, ...answer, ...(fallback && { fallback }) });
      if (isWorthTaking(answer.judgement, sound.window)) break;
      fallback ??= { from: engine.name, code: 'X_ENGINE_ANSWER' };
    } catch (thrown) {
      if (!isOfEngine(thrown) || calls.signal.aborted) throw thrown;
      failures.push(thrown);
      fallback ??= { from: engine.name, code: thrown.code };
    }
  }
  const taken =
    answers.find(({ judgement }) => judgement === 'words') ??
    answers.find(({ judgement }) => judgement !== 'none') ??
    answers[0];
  if (taken) return taken;
  throw failures.find(({ code }) => isRetryable(code)) ?? failures[0];
}

/** What is hardly a voice may well be nothing, and gets no second opinion. */
const isWorthTaking = (judgement: Judgement, { isClear }: Window): boolean => judgement === 'words' || !isClear;

/** The fault of an engine. Waiting is none, and neither is a service that stops. */
export const isOfEngine = (thrown: unknown): thrown is PipelineError =>
  thrown instanceof PipelineError &&
  thrown.engine !== undefined &&
  thrown.code !== 'X_ENGINE_BUSY' &&
  thrown.code !== 'X_DRAINING';

/** Asks once more, without the words before, when the answer is empty or doubtful; the second answer counts. */
async function askTwice(
  engine: AsrEngine,
  { window, wav, before }: WindowSound,
  calls: EngineCalls,
): Promise<{ heard: HeardUtterance; judgement: Judgement; usage: Usage }> {
  const durationMs = window.sound[1] - window.sound[0];
  const first = await engine.transcribe({ wav, durationMs, before }, calls);
  const judgement = judge(first.text, durationMs);
  const isAccepted = judgement === 'words' || (judgement === 'none' && !window.isClear);
  if (isAccepted || (engine.isSteady && before === '')) {
    return { heard: first, judgement, usage: first.usage };
  }
  const second = await engine.transcribe({ wav, durationMs, before: '' }, calls);
  return { heard: second, judgement: judge(second.text, durationMs), usage: addUsage(first.usage, second.usage) };
}
