/** From the tokens a Whisper model wrote to words with times and likelihoods. Pure. */
import type { HeardPiece } from '../engine.ts';

/** The tokens that follow the start of the transcript, with the natural logarithm of the likelihood of each. */
export interface Written {
  tokens: number[];
  logProbs: number[];
  /** How likely the model finds it that nobody speaks, 0 to 1; undefined for a model that does not say. */
  noSpeech: number | undefined;
}

/** Ids of the model. Times are tokens, from `firstTime` on; between `end` and there are marks of other kinds. */
export interface Vocabulary {
  end: number;
  firstTime: number;
  /** Words of tokens without marks. */
  decode(tokens: number[]): string;
}

/** `untilMs`: how far the model heard; what is after that is still to be heard. */
export interface Heard {
  pieces: HeardPiece[];
  untilMs: number;
}

const msPerTime = 20;

/**
 * Both thresholds are those of Whisper itself (openai/whisper, `transcribe.py`): together they say that the words stand for
 * silence.
 */
const likelySilence = 0.6;
const unlikelyWords = -1;

/** A piece is what stands between two times. Words for the silence that fills the half minute after the sound are left out. */
export function piecesOf({ tokens, logProbs, noSpeech }: Written, vocabulary: Vocabulary, soundMs: number): Heard {
  const spans = spansOf(tokens, logProbs, vocabulary);
  const words = spans.flatMap(span => span.logProbs);
  if (noSpeech !== undefined && noSpeech > likelySilence && mean(words) < unlikelyWords) {
    return { pieces: [], untilMs: soundMs };
  }
  const closed = spans.filter(({ toMs }) => toMs !== undefined);
  // Cut off at the longest answer: what was begun is heard again from where it begins.
  const isCutOff = !tokens.includes(vocabulary.end) && closed.length > 0;
  const pieces = (isCutOff ? closed : spans).flatMap(({ fromMs, toMs = soundMs, ids, logProbs: rated }) =>
    fromMs < soundMs
      ? [{ text: vocabulary.decode(ids), fromMs, toMs: Math.min(toMs, soundMs), confidence: Math.exp(mean(rated)) }]
      : [],
  );
  const isOpen = spans.some(({ toMs }) => toMs === undefined) && !isCutOff;
  return { pieces, untilMs: isOpen ? soundMs : Math.min(soundMs, closed.at(-1)?.toMs ?? soundMs) };
}

interface TokenSpan {
  fromMs: number;
  /** Undefined where the model ended within it. */
  toMs: number | undefined;
  ids: number[];
  logProbs: number[];
}

function spansOf(tokens: number[], logProbs: number[], { end, firstTime }: Vocabulary): TokenSpan[] {
  const spans: TokenSpan[] = [];
  let open: TokenSpan = { fromMs: 0, toMs: undefined, ids: [], logProbs: [] };
  const close = (toMs: number | undefined) => {
    if (open.ids.length > 0) spans.push({ ...open, toMs });
    open = { fromMs: toMs ?? open.fromMs, toMs: undefined, ids: [], logProbs: [] };
  };
  for (const [at, token] of tokens.entries()) {
    if (token === end) break;
    if (token >= firstTime) close((token - firstTime) * msPerTime);
    else if (token < end) {
      open.ids.push(token);
      open.logProbs.push(logProbs[at] ?? 0);
    }
  }
  close(undefined);
  return spans;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
