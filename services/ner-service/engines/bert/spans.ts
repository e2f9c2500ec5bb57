/** From what a model says of tokens to the spans of mentions: whole words, runs of one type. */

import type { Token } from '../../../../shared/bert/word-piece.ts';
import type { Label } from '../../../../shared/config/bert-labels.ts';
import type { MentionType } from '../../../../shared/domain/rows.ts';
import { abbreviations } from '../rules/organization-words.ts';

/** What a model says of one token: the id of the likeliest label, and how likely that is. */
export interface Prediction {
  label: number;
  score: number;
}

export interface Span {
  type: MentionType;
  start: number;
  end: number;
  /** The mean of its words. */
  score: number;
}

interface Word extends Prediction {
  start: number;
  end: number;
}

interface Run {
  type: MentionType;
  words: Word[];
}

/** A cell or a paragraph ends: no name goes on. */
const apart = /\t|\n\s*\n/;

/**
 * The spans by start, none overlapping. A word has the label of its first token, which is the one models are trained on. A mention
 * begins with B-, and with I- where no word of its type is before it: so it is read right of models that write B- always, and
 * of those that write it only where two mentions of a type meet, as those trained on CoNLL-2003 in its own form do.
 */
export function spansOf(
  text: string,
  tokens: readonly Token[],
  predictions: readonly Prediction[],
  labels: readonly Label[],
): Span[] {
  const runs: Run[] = [];
  let last: Run | undefined;
  for (const word of wordsOf(text, tokens, predictions)) {
    const { type, begins } = labels[word.label] as Label;
    const goesOn = last?.type === type && !begins && !apart.test(text.slice(last?.words.at(-1)?.end, word.start));
    if (last && goesOn) {
      last.words.push(word);
      continue;
    }
    last = type === null ? undefined : { type, words: [word] };
    if (last) runs.push(last);
  }
  return runs.flatMap(run => spanOf(text, run));
}

/** Without the brackets, quotation marks and commas at its ends. */
function spanOf(text: string, { type, words }: Run): Span[] {
  const isWord = ({ start, end }: Word) => /[\p{L}\p{N}]/u.test(text.slice(start, end));
  const own = words.slice(words.findIndex(isWord), words.findLastIndex(isWord) + 1);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last || !/\p{L}/u.test(text.slice(first.start, last.end))) return [];
  const score = own.reduce((sum, word) => sum + word.score, 0) / own.length;
  return [{ type, start: first.start, end: last.end, score: Math.round(score * 10_000) / 10_000 }];
}

/**
 * Words as a newspaper's corpus counts them: the tokenizer parts "O'Brien", "Hewlett-Packard", "AT&T" and "U.S." at their marks,
 * but models have learnt to label only the first piece of each.
 */
function wordsOf(text: string, tokens: readonly Token[], predictions: readonly Prediction[]): Word[] {
  const parts: Word[] = [];
  for (const [at, { start, end, opensWord }] of tokens.entries()) {
    if (opensWord) parts.push({ start, end, ...(predictions[at] as Prediction) });
    else if (parts.length > 0) (parts.at(-1) as Word).end = end;
  }
  const words: Word[] = [];
  for (let at = 0; at < parts.length; at++) {
    const word = parts[at] as Word;
    for (let taken = joined(text, word, parts, at + 1); taken > 0; taken = joined(text, word, parts, at + 1)) {
      at += taken;
      word.end = (parts[at] as Word).end;
    }
    words.push(word);
  }
  return words;
}

/** In UTF-16 units: more than any abbreviation has. */
const reach = 32;

/** How many of the parts from `at` on belong to `word`: a mark and what comes right after it, or the full stop of an abbreviation. */
function joined(text: string, { start, end }: Word, parts: readonly Word[], at: number): 0 | 1 | 2 {
  const [mark, next] = [parts[at], parts[at + 1]];
  // Of a word that many parts make up, looked at once for each of them, only the end: all of it would cost the square of its length.
  const word = text.slice(Math.max(start, end - reach), end);
  if (mark?.start !== end || !/[\p{L}\p{N}]\.?$/u.test(word)) return 0;
  const written = text.slice(mark.start, mark.end);
  const letters = word.slice(word.lastIndexOf('.') + 1);
  const after = next?.start === mark.end ? text.slice(next.start, next.end) : '';
  const goesOn = /^[\p{L}\p{N}]/u.test(after);
  if (/^['’]$/u.test(written)) return goesOn && !/^s$/i.test(after) ? 2 : 0;
  if (/^[-‐‑&]$/u.test(written)) return goesOn ? 2 : 0;
  if (written !== '.') return 0;
  if (goesOn) return /^\p{Lu}$/u.test(letters) || /^\p{Ll}/u.test(after) ? 2 : 0;
  const isShort = text.lastIndexOf('.', end - 1) >= start || /^\p{Lu}$/u.test(word);
  return isShort || isAbbreviation(word.toLowerCase()) ? 1 : 0;
}

const isAbbreviation = (word: string): boolean => abbreviations.has(word) || /^(?:jr|sr|st|mr|mrs|ms|dr)$/.test(word);
