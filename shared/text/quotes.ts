/** Finds in the frozen text the place that a quotation was taken from, so that what was said about it can be proved. */
import type { Span } from './spans.ts';

/** Where a quotation stands. `repaired`: it differs in white space, hyphens or quotation marks; the exact slice counts. */
export interface FoundQuote extends Span {
  quote: string;
  verified: 'verified' | 'repaired';
}

/** Looks for quotations in one text. */
export interface QuoteFinder {
  /** The first occurrence at or after `from`, else the first in the text; exact before repaired; undefined if none. */
  find(quote: string, from?: number): FoundQuote | undefined;
}

/** Prepares to look for quotations in `text`. The normalised copy is made at the first quotation that needs it. */
export function createQuoteFinder(text: string): QuoteFinder {
  let index: NormalisedText | undefined;
  return {
    find(quote, from = 0) {
      const exact = quote.trim();
      if (exact === '') return undefined;
      const at = firstFrom(text, exact, from);
      if (at !== -1) return { charStart: at, charEnd: at + exact.length, quote: exact, verified: 'verified' };
      index ??= normalise(text);
      return findRepaired(text, index, exact, from);
    },
  };
}

/** {@link QuoteFinder.find} for a single quotation. */
export const findQuote = (text: string, quote: string): FoundQuote | undefined => createQuoteFinder(text).find(quote);

interface NormalisedText {
  text: string;
  /** Offset in the original of each character of the normalised text. */
  offsets: Uint32Array;
}

function findRepaired(text: string, index: NormalisedText, quote: string, from: number): FoundQuote | undefined {
  // A hyphen at either end of a quotation may join it to a word it leaves out.
  const wanted = normalise(quote).text.replace(/^[\s-]+|[\s-]+$/g, '');
  if (wanted === '') return undefined;
  const at = firstFrom(index.text, wanted, normalisedOffset(index.offsets, from));
  if (at === -1) return undefined;
  const charStart = index.offsets[at] as number;
  const charEnd = (index.offsets[at + wanted.length - 1] as number) + 1;
  return { charStart, charEnd, quote: text.slice(charStart, charEnd), verified: 'repaired' };
}

function firstFrom(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at === -1 && from > 0 ? text.indexOf(wanted) : at;
}

function normalisedOffset(offsets: Uint32Array, from: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Hyphens of all kinds, the soft one and the mark some PDF readers leave for a hyphen at a line's end included. */
const hyphens = /[-\u00ad\u2010-\u2015\u2212\ufffe]/;
const doubleQuotes = /["“”„‟«»]/;
const singleQuotes = /[‘’‚‛`´]/;
const special = /\s+|[-\u00ad\u2010-\u2015\u2212\ufffe]\s*|["“”„‟«»]|[‘’‚‛`´]/g;

/**
 * White space becomes one space; quotation marks become straight; a hyphen between letters is dropped with the white
 * space after it, on both sides alike, because a line's end cannot tell "cross-appeal" from "Interna-tional".
 */
function normalise(text: string): NormalisedText {
  const offsets = new Uint32Array(text.length);
  const parts: string[] = [];
  let length = 0;
  let done = 0;
  const keep = (from: number, to: number) => {
    parts.push(text.slice(from, to));
    for (let at = from; at < to; at++) offsets[length++] = at;
  };
  for (const match of text.matchAll(special)) {
    const found = match[0];
    keep(done, match.index);
    done = match.index + found.length;
    const replacement = replacementFor(text, found, match.index, done);
    if (replacement === '') continue;
    parts.push(replacement);
    for (let i = 0; i < replacement.length; i++) offsets[length++] = match.index + Math.min(i, found.length - 1);
  }
  keep(done, text.length);
  return { text: parts.join(''), offsets: offsets.subarray(0, length) };
}

function replacementFor(text: string, found: string, start: number, end: number): string {
  if (hyphens.test(found)) {
    const joins = /\p{L}/u.test(text.charAt(start - 1)) && /\p{L}/u.test(text.charAt(end));
    return joins ? '' : found.length > 1 ? '- ' : '-';
  }
  // Two single marks are also how some printers set a double one.
  if (doubleQuotes.test(found)) return "''";
  return singleQuotes.test(found) ? "'" : ' ';
}
