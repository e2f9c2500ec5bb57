/** From what an engine heard in a window to utterances with times of the recording. Pure. */
import { cleanText } from '../../shared/text/clean.ts';
import type { HeardPiece, HeardUtterance } from './engines/engine.ts';
import { fromMs, type Span, toMs, type Window } from './speech.ts';

/** A stretch of the transcript; times in milliseconds from the start of the recording. */
export interface TimedText {
  text: string;
  startMs: number;
  endMs: number;
  confidence?: number;
}

/** On one line: engines break lines for the screen, and the line ends of a text mean paragraphs. */
export const tidy = (text: string): string => cleanText(text).replace(/\s+/gu, ' ').trim();

/** Utterances in order, and how many pieces lay where nobody speaks and were left out. */
export interface Timed {
  utterances: TimedText[];
  refused: number;
}

/**
 * Utterances end with a sentence, or where a pause is. The times of the pieces are used as far as they agree with the
 * speech that was found; without usable ones the window is one utterance, from its first word to its last.
 */
export function timeUtterances(heard: HeardUtterance, window: Window): Timed {
  const [start] = window.sound;
  const pieces = heard.pieces.map(piece => ({ ...piece, text: tidy(piece.text) })).filter(({ text }) => text !== '');
  if (!areUsable(pieces, heard.text)) return { utterances: [whole(heard, pieces, window)], refused: 0 };
  const placed = pieces.flatMap(piece => {
    const span = clip([start + piece.fromMs, start + piece.toMs], window.speech);
    return span ? [{ ...piece, startMs: span[0], endMs: span[1] }] : [];
  });
  // Somebody speaks clearly, and all words are said to be elsewhere: the times are wrong, not the words.
  if (placed.length === 0 && window.isClear) return { utterances: [whole(heard, pieces, window)], refused: 0 };
  const groups: (typeof placed)[] = [];
  for (const piece of placed) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && !/[.?!]["'”’)]?$/.test(last.text) && piece.startMs - last.endMs < pauseMs) group.push(piece);
    else groups.push([piece]);
  }
  return { utterances: inOrder(groups.map(joined)), refused: pieces.length - placed.length };
}

/** A pause after which somebody else may be speaking. */
const pauseMs = 1_000;

/** Pieces that hold all words, and follow one another. */
function areUsable(pieces: HeardPiece[], text: string): boolean {
  const squeeze = (value: string) => value.replace(/\s+/gu, '');
  const follow = pieces.every(
    ({ fromMs: from, toMs: to }, i) => Number.isFinite(from) && to > from && from >= (pieces[i - 1]?.fromMs ?? 0),
  );
  return pieces.length > 0 && follow && squeeze(pieces.map(piece => piece.text).join('')) === squeeze(tidy(text));
}

const whole = ({ text }: HeardUtterance, pieces: HeardPiece[], window: Window): TimedText => ({
  ...{ text: tidy(text), startMs: fromMs(window), endMs: toMs(window) },
  ...meanConfidence(pieces),
});

const joined = (group: (HeardPiece & { startMs: number; endMs: number })[]): TimedText => ({
  text: group.map(({ text }) => text).join(' '),
  startMs: group[0]?.startMs ?? 0,
  endMs: Math.max(...group.map(({ endMs }) => endMs)),
  ...meanConfidence(group),
});

/** Weighted by length: a short piece says little about the whole. */
function meanConfidence(pieces: HeardPiece[]): { confidence?: number } {
  const rated = pieces.filter(({ confidence }) => confidence !== undefined);
  const length = rated.reduce((sum, { text }) => sum + text.length, 0);
  if (length === 0) return {};
  const sum = rated.reduce((total, { confidence = 0, text }) => total + confidence * text.length, 0);
  return { confidence: Math.round((sum / length) * 1_000) / 1_000 };
}

/** The part of a span in which somebody speaks, from the first such moment to the last; undefined if nobody does. */
function clip([from, to]: Span, speech: Span[]): Span | undefined {
  const touched = speech.filter(span => span[0] < to && span[1] > from);
  const [first, last] = [touched[0], touched.at(-1)];
  return first && last && [Math.max(from, first[0]), Math.min(to, last[1])];
}

/** No utterance starts before the one before it ends. */
function inOrder(utterances: TimedText[]): TimedText[] {
  let free = 0;
  return utterances.map(utterance => {
    const startMs = Math.max(utterance.startMs, Math.min(free, utterance.endMs));
    free = utterance.endMs;
    return { ...utterance, startMs };
  });
}
