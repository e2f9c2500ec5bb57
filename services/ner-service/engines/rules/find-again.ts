/** Finds again, by surname or defined name, who was named in full elsewhere in the document. */
import type { FoundMention, KnownName } from '../engine.ts';

/** A capitalised word; its possessive ending stays outside. */
const word = /(?<![\p{L}\p{N}'’.&-])\p{Lu}[\p{L}\p{N}&]*(?:['’-]\p{Lu}\p{L}*)*/gu;

interface Candidate {
  name: KnownName;
  pattern: RegExp;
}

/** Every occurrence of the short names in `text`, as whole words in their own spelling, by start; the longest where several fit. */
export function findAgain(text: string, known: readonly KnownName[]): FoundMention[] {
  // Looked up by first word: a document may define thousands of names, and one pattern of all of them would be slow.
  const byFirstWord = Map.groupBy(known.map(candidate), ({ name }) => firstWord(name.short));
  const found: FoundMention[] = [];
  let end = 0;
  for (const match of known.length > 0 ? text.matchAll(word) : []) {
    if (match.index < end) continue;
    const name = longest(text, match.index, byFirstWord.get(match[0]) ?? []);
    if (!name) continue;
    end = name.end;
    const { type, value } = name.known;
    found.push({ type, start: match.index, end, value, properties: { shortFor: value }, score: 0.75 });
  }
  return found;
}

function candidate(name: KnownName): Candidate {
  const escaped = name.short.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s{1,3}');
  return { name, pattern: new RegExp(`${escaped}(?![\\p{L}\\p{N}&]|-\\p{L})`, 'uy') };
}

const firstWord = (short: string): string => short.match(word)?.[0] ?? short;

function longest(
  text: string,
  start: number,
  candidates: readonly Candidate[],
): { known: KnownName; end: number } | undefined {
  let best: { known: KnownName; end: number } | undefined;
  for (const { name, pattern } of candidates) {
    pattern.lastIndex = start;
    const length = pattern.exec(text)?.[0].length ?? 0;
    if (length > 0 && start + length > (best?.end ?? 0)) best = { known: name, end: start + length };
  }
  return best;
}
