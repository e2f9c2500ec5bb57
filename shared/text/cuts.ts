/** Finds places for cuts inside a paragraph: between sentences, else after punctuation, never inside a citation. */
import { isInsideCharacter, isInsideWord, kind, kindAt } from './characters.ts';
import { findCaseCitations } from './citations.ts';
import { sentenceEnds } from './sentences.ts';
import { scanTokens } from './tokens.ts';

/** A stretch of the text and its tokens. */
export interface Piece {
  start: number;
  end: number;
  tokens: number;
}

/** Citations are shorter than this, names of the parties included. */
const reach = 240;
/** Citations of statutes, rules and the record, and short forms that point back. */
const otherCitations =
  /\b(?:\d{1,3}\s+(?:U\.\s?S\.\s?C\.(?:\s?A\.)?|C\.\s?F\.\s?R\.|Fed\.\s+Reg\.|Stat\.|Del\.\s+C\.|Cong\.\s+Rec\.)\s+(?:§{1,2}\s*)?|§{1,2}\s*|(?:Fed|Cal|Tex|Fla|Ariz|Mass|Minn|Colo|Ala|Ohio|Del)\.\s+R\.\s+(?:(?:Civ|Crim|App|Bankr|Evid)\.\s+)?(?:P\.|Proc\.|Evid\.)?\s*|(?:Pub\.\s+L\.|No\.|Nos\.|Rule|Section|Sec\.|Art\.|Article|Exhibit|Ex\.|Dkt\.|ECF\s+No\.|Docket\s+Nos?\.|¶{1,2})\s+|(?:Id|Ibid)\.,?\s+(?:at\s+|§+\s*|¶+\s*)|[Ss]upra,?\s+(?:note\s+|at\s+)?)[\dIVX][\w.()§–-]*(?:,\s\d[\d–-]*)?(?:\s+\((?:1[789]|20)\d\d\))?/g;

/** True if a cut at `offset` would part a citation: "564 F.3d 40, 45 (1st Cir. 2009)", "Fed. R. Civ. P. 12(b)(6)", "Id. at 5". */
export function isInsideCitation(text: string, offset: number): boolean {
  const from = Math.max(0, offset - reach);
  const window = text.slice(from, offset + reach);
  // All of them have figures near the cut.
  if (!/\d/.test(window)) return false;
  const at = offset - from;
  const holds = ({ start, end }: { start: number; end: number }) => start < at && at < end;
  for (const match of window.matchAll(otherCitations)) {
    if (holds({ start: match.index, end: match.index + match[0].length })) return true;
  }
  return findCaseCitations(window).some(holds);
}

/**
 * Cuts `text.slice(start, end)` into pieces of about equal size, none above `limit`: between sentences, and inside one only if it
 * alone is larger.
 */
export function cutPieces(text: string, { start, end, tokens }: Piece, limit: number): Piece[] {
  const sentences = smallPieces(text, start, end, limit);
  const aim = tokens / Math.ceil(tokens / (limit * 0.95));
  const pieces: Piece[] = [];
  for (const sentence of sentences) {
    const last = pieces.at(-1);
    const fits = last !== undefined && last.tokens + sentence.tokens <= limit;
    // Past the aim a new piece opens, unless this sentence overshoots it less than it would leave.
    const joins = fits && last.tokens + sentence.tokens / 2 <= aim;
    // Looked at only where a cut would be: it costs more than all the rest.
    const inside = last !== undefined && !joins && isInsideCitation(text, sentence.start);
    if (joins || (fits && inside)) {
      last.end = sentence.end;
      last.tokens += sentence.tokens;
    } else if (inside) pieces.splice(-1, 1, ...cutSentence(text, last.start, sentence.end, limit));
    else pieces.push({ ...sentence });
  }
  return pieces;
}

function* smallPieces(text: string, start: number, end: number, limit: number): Generator<Piece> {
  let from = start;
  for (const to of sentenceEnds(text, start, end)) {
    const { tokens } = scanTokens(text, from, to);
    if (tokens <= limit) yield { start: from, end: to, tokens };
    else yield* cutSentence(text, from, to, limit);
    from = to;
  }
}

function* cutSentence(text: string, start: number, end: number, limit: number): Generator<Piece> {
  let from = start;
  while (from < end) {
    const { position } = scanTokens(text, from, end, limit);
    const to = position >= end ? end : cutBefore(text, from, position);
    yield { start: from, end: to, tokens: scanTokens(text, from, to).tokens };
    from = to;
  }
}

/** How many places are tried before a citation is given up: text of nothing but figures has no better one. */
const tries = 24;

/** The best cut at or before `limit`: past a semicolon or comma in its last half, past a space, between words, anywhere. */
function cutBefore(text: string, start: number, limit: number): number {
  const half = start + Math.floor((limit - start) / 2);
  let fallback = -1;
  let tried = 0;
  for (const wanted of [/[;:]/, /,/, /\s/]) {
    for (let at = limit; at > half && tried < tries; at--) {
      if (!isAfterSpace(text, at) || !wanted.test(text.slice(Math.max(start, at - 2), at))) continue;
      if (fallback < 0 && wanted.test(' ')) fallback = at;
      tried++;
      if (!isInsideCitation(text, at)) return at;
    }
  }
  if (fallback > 0) return fallback;
  for (let at = limit; at > half; at--) if (isAfterSpace(text, at)) return at;
  for (let at = limit; at > start; at--) if (!isInsideWord(text, at)) return at;
  for (let at = limit; at > start; at--) if (!isInsideCharacter(text, at)) return at;
  // Not even one character fits: take the first whole one, so that the cut always moves on.
  let at = Math.max(limit, start + 1);
  while (isInsideCharacter(text, at) && at - start < 8) at++;
  return at;
}

const isBlank = (text: string, offset: number): boolean => {
  const here = kindAt(text, offset);
  return here === kind.space || here === kind.newline;
};

/** Right after white space, all of it. */
const isAfterSpace = (text: string, offset: number): boolean => isBlank(text, offset - 1) && !isBlank(text, offset);
