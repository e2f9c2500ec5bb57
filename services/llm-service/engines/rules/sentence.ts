/** Finds the sentence that stands around a span: the proof a reader wants to see for a bare date or amount. */
import type { MentionRow } from '../../../../shared/domain/rows.ts';
import { sentenceEnds } from '../../../../shared/text/sentences.ts';
import type { Passage } from '../engine.ts';

/** A table without a full stop must not become one quote. UTF-16 units. */
const maxQuote = 600;

/**
 * Span, in the document, of the sentence around a mention: within its chunk and paragraph, without white space at
 * the ends, and at most about 600 units long, cut at white space.
 */
export function sentenceAround(passage: Passage, mention: MentionRow): [start: number, end: number] {
  const { text, charStart } = passage;
  const chunk = passage.chunks.find(({ id }) => id === mention.chunkId);
  const start = mention.charStart - charStart;
  const end = mention.charEnd - charStart;
  const paragraph = paragraphAround(
    text,
    start,
    end,
    chunk ? [chunk.charStart - charStart, chunk.charEnd - charStart] : [0, text.length],
  );
  // Of the paragraph alone: a search in the whole text for the next full stop would make a text without one quadratic.
  const ends = sentenceEnds(text.slice(...paragraph), 0, paragraph[1] - paragraph[0]).map(at => at + paragraph[0]);
  const from = ends.findLast(at => at <= start) ?? paragraph[0];
  const to = ends.find(at => at >= end) ?? paragraph[1];
  const [first, last] = trimmed(text, Math.max(from, cutBefore(text, start)), Math.min(to, cutAfter(text, end)));
  return [first + charStart, last + charStart];
}

function paragraphAround(text: string, start: number, end: number, [low, high]: [number, number]): [number, number] {
  const within = text.slice(low, high);
  const before = within.lastIndexOf('\n\n', start - low);
  const after = within.indexOf('\n\n', end - low);
  return [Math.max(low, low + before), after < 0 ? high : low + after];
}

/** First place at white space no further than half a quote before `offset`. */
function cutBefore(text: string, offset: number): number {
  const from = offset - maxQuote / 2;
  return from <= 0 ? 0 : from + Math.max(0, text.slice(from, offset).search(/\s/));
}

/** Last place at white space no further than half a quote after `offset`. */
function cutAfter(text: string, offset: number): number {
  const rest = text.slice(offset, offset + maxQuote / 2);
  return offset + (rest.length < maxQuote / 2 ? rest.length : Math.max(0, rest.search(/\s\S*$/)));
}

function trimmed(text: string, start: number, end: number): [number, number] {
  const slice = text.slice(start, end);
  return [start + slice.length - slice.trimStart().length, start + slice.trimEnd().length];
}
