/** Finds again, by surname or defined name, who was named in full elsewhere in the document. */
import type { FoundMention, KnownName } from '../engine.ts';

/** A capitalised word; its possessive ending stays outside. */
const word = /(?<![\p{L}\p{N}'’.&-])\p{Lu}[\p{L}\p{N}&]*(?:['’-]\p{Lu}\p{L}*)*/gu;

interface Candidate {
  name: KnownName;
  pattern: RegExp;
  /** The given name before the surname, and after it. */
  before?: RegExp;
  after?: RegExp;
}

type Found = { known: KnownName; end: number } & Pick<Candidate, 'before' | 'after'>;

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
    const { type, value } = name.known;
    const lead = name.before?.exec(text.slice(Math.max(end, match.index - 40), match.index))?.[0].length ?? 0;
    const more = name.after?.exec(text.slice(name.end, name.end + 40))?.[0].length ?? 0;
    const start = match.index - lead;
    end = name.end + more;
    found.push({ type, start, end, value, properties: { shortFor: value }, score: 0.75 });
  }
  return found;
}

function candidate(name: KnownName): Candidate {
  const escaped = name.short.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s{1,3}');
  return {
    name,
    pattern: new RegExp(`${escaped}(?![\\p{L}\\p{N}&]|-\\p{L})`, 'uy'),
    ...(name.type !== 'ORGANIZATION' && givenBeside(name.value)),
  };
}

const firstWord = (short: string): string => short.match(word)?.[0] ?? short;

function longest(text: string, start: number, candidates: readonly Candidate[]): Found | undefined {
  let best: Found | undefined;
  for (const { name, pattern, ...given } of candidates) {
    pattern.lastIndex = start;
    const length = pattern.exec(text)?.[0].length ?? 0;
    if (length > 0 && start + length > (best?.end ?? 0)) best = { known: name, end: start + length, ...given };
  }
  return best;
}

/** "Scott T. Drury", "Drury, Scott": the given name of the one who is meant belongs to the mention. */
function givenBeside(value: string): Pick<Candidate, 'before' | 'after'> {
  const given = /^\p{Lu}\p{Ll}[\p{L}-]*(?=\s)/u.exec(value)?.[0];
  if (!given) return {};
  const initial = '(?:\\s{1,2}\\p{Lu}\\.?(?![\\p{L}\\p{N}]))?';
  return {
    before: new RegExp(`(?<![\\p{L}\\p{N}])${given}${initial}\\s{1,2}$`, 'u'),
    after: new RegExp(`^,\\s{1,2}${given}(?![\\p{L}\\p{N}-])${initial}`, 'u'),
  };
}
