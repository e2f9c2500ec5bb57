/** Decides whether two keys name one organisation. */
import { compareForms } from './legal-forms.ts';
import { generic, isInitials, isOwnWord, type OrganizationName, organizationNames } from './organization-name.ts';
import { different, same, unsure, type Verdict } from './verdict.ts';
import { fold, isSlip, spelledOut } from './words.ts';

/** Kinds of places and bodies: one more of these is another body. */
const kinds: ReadonlySet<string> = new Set(
  `city county town village township state district department board commission bank trust fund university college school hospital police
  parish borough foundation union`.split(/\s+/),
);

/** Organisations by their names alone, with umlauts spelled out or left out. */
export function decideOrganizations(a: string, b: string): Verdict {
  const [one, other] = [fold(a), fold(b)];
  // "SiemensAG"
  if (one.replace(/[ -]/g, '') === other.replace(/[ -]/g, '')) return same(0.95, 'same-letters');
  const plain = decideKeys(one, other);
  if (plain.verdict === 'same' || (one === a && other === b)) return plain;
  const spelled = [decideKeys(spelledOut(a), other), decideKeys(one, spelledOut(b))];
  return spelled.find(({ verdict }) => verdict === 'same') ?? plain;
}

/** The best of the names each goes by, where it has several. */
function decideKeys(a: string, b: string): Verdict {
  const [mine, theirs] = [organizationNames(a), organizationNames(b)];
  let best = different('words-differ');
  for (const [i, name] of mine.entries()) {
    for (const [j, other] of theirs.entries()) {
      const verdict = decideNames(name, other);
      if (i + j === 0) best = verdict;
      if (i + j > 0 && verdict.verdict === 'same' && verdict.score > best.score)
        best = same(0.85, 'known-by-both-names');
      else if (verdict.score > best.score && verdict.verdict === 'unsure') best = verdict;
    }
  }
  return best;
}

function decideNames(a: OrganizationName, b: OrganizationName): Verdict {
  if (a.words.length === 0 || b.words.length === 0) return different('no-words');
  if (a.numbers.join() !== b.numbers.join()) return different('numbers-differ');
  if (a.words.join('') === b.words.join('')) return byForms(a, b);
  if (readAlike(a, b)) return byForms(a, b);
  return bySimilarity(a, b);
}

/** "State Farm Mut. Auto. Ins." of "State Farm Mutual Automobile Insurance": every word may stand for the one across. */
function readAlike({ readings: mine }: OrganizationName, { readings: theirs }: OrganizationName): boolean {
  if (mine.length !== theirs.length) return false;
  if (!mine.every((words, i) => words.some(word => theirs[i]?.includes(word)))) return false;
  // "N. Pipeline" may be of the north or of a Norman, "Auto Parts" is no Automotive Parts: it takes more words to tell.
  const unlike = mine.flatMap(([word = ''], i) => (word === theirs[i]?.[0] ? [] : [word, theirs[i]?.[0] ?? '']));
  return mine.length > Math.max(0, ...unlike.map(wordsToTell));
}

/** How many words a name needs more than, for this one to be taken as short for another. */
const wordsToTell = (word: string): number => {
  if (!isOwnWord(word)) return 0;
  return word.length < 3 ? 2 : 3;
};

function byForms(a: OrganizationName, b: OrganizationName): Verdict {
  switch (compareForms(a.forms, b.forms)) {
    case 'equal':
      return same(0.97, 'same-words-and-form');
    case 'one-shorter':
      return same(0.88, 'same-words-form-shortened');
    case 'one-without':
      return isWeak(a.words) ? unsure(0.5, 'generic-words-without-form') : same(0.9, 'same-words-one-without-form');
    case 'confusable':
      return unsure(0.5, 'same-words-similar-form');
    case 'different':
      return different('legal-forms-differ');
  }
}

/** "State", "National Bank": too little to go by without a legal form. */
const isWeak = (words: readonly string[]): boolean =>
  words.every(word => generic.has(word)) || (words.length === 1 && (words[0] as string).length < 3);

/** What is alike and not equal is never merged, only listed. */
function bySimilarity(a: OrganizationName, b: OrganizationName): Verdict {
  const [short, long] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  if (isAcronym(short, long)) return unsure(0.6, 'acronym');
  if (short.length === long.length && short.toSorted().join() === long.toSorted().join())
    return unsure(0.55, 'words-in-another-order');
  const compatible = !['different', 'confusable'].includes(compareForms(a.forms, b.forms));
  if (compatible && isSlip(short.join(''), long.join(''), 6)) return unsure(0.6, 'spelling');
  const ownLong = long.filter(word => !isInitials(word));
  if (compatible && ownLong.length < long.length && ownLong.join('') === short.join('') && !isWeak(short))
    return unsure(0.6, 'without-initials');
  if (compatible && isBeginning(short, long)) return unsure(0.35, 'longer-name');
  return different('words-differ');
}

const isAcronym = (short: readonly string[], long: readonly string[]): boolean => {
  const [word = ''] = short;
  if (short.length !== 1 || long.length < 2 || word.length < 2) return false;
  const letters = (words: readonly string[]) => words.map(other => other.charAt(0)).join('');
  return word === letters(long) || word === letters(long.filter(other => !['of', 'for', 'in'].includes(other)));
};

/** "State Farm" of "State Farm Mutual", but not "State" of "State Farm" nor "St. Louis" of "St. Louis County". */
function isBeginning(short: readonly string[], long: readonly string[]): boolean {
  const more = long.slice(short.length);
  return (
    short.length > 1 &&
    !short.every(word => generic.has(word)) &&
    short.every((word, i) => word === long[i]) &&
    !more.some(word => kinds.has(word))
  );
}
