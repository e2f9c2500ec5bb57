/** Decides whether two keys name one person. */
import {
  frequentSurnames,
  isInitialOfNickname,
  isNickname,
  isShortFor,
  isVariant,
  withoutAbbreviation,
} from './nicknames.ts';
import { type PersonName, personName } from './person-name.ts';
import { different, same, unsure, type Verdict } from './verdict.ts';
import { fold, isSlip, sameWord } from './words.ts';

/** Persons by their names alone. */
export function decidePersons(a: string, b: string): Verdict {
  if (fold(a) === fold(b)) return same(0.98, 'same-name');
  const [one, other] = [personName(a), personName(b)];
  if (one.suffix && other.suffix && one.suffix !== other.suffix) return different('suffixes-differ');
  const verdict = withoutSuffix(one, other, a, b);
  // Father and son share all but the suffix, which the father's papers leave out.
  if (verdict.verdict === 'same' && one.suffix !== other.suffix) return unsure(0.5, 'suffix-on-one-side');
  return verdict;
}

function withoutSuffix(a: PersonName, b: PersonName, keyA: string, keyB: string): Verdict {
  // "O Neil", "Mc Donald", "J. R." and "JR", a name whose gap was lost.
  if (squeezed(a) === squeezed(b)) return same(0.95, 'same-letters');
  if (a.given === '' || b.given === '') return lone(a, b);
  if (sameWord(a.surname, b.surname)) return byGivenNames(a, b);
  if (isTurned(keyA, keyB)) return unsure(0.6, 'words-in-another-order');
  const related = isPartOf(a.surname, b.surname) || a.middle.includes(b.surname) || b.middle.includes(a.surname);
  const given = compareGiven(a.given, b.given);
  if (middlesConflict(a, b) || given === 'different' || given === 'initial') return different('surnames-differ');
  if (related && given === 'equal') return unsure(0.5, 'part-of-surname');
  if (given === 'equal' && isSlip(fold(a.surname), fold(b.surname))) return unsure(0.55, 'spelling-of-surname');
  return different('surnames-differ');
}

const lone = (a: PersonName, b: PersonName): Verdict =>
  sameWord(a.surname, b.surname) ? unsure(0.4, 'surname-alone') : different('surnames-differ');

const squeezed = ({ given, middle, surname }: PersonName): string =>
  fold([given, ...middle, surname].join('')).replace(/-/g, '');

/** Surname first, without a comma to say so. */
function isTurned(a: string, b: string): boolean {
  const [one, other] = [fold(a).split(' '), fold(b).split(' ')];
  if (one.length !== other.length || one.length < 2) return false;
  const turn = (words: string[]) => [...words.slice(1), words[0]].join(' ');
  return turn(one) === other.join(' ') || turn(other) === one.join(' ');
}

const isPartOf = (a: string, b: string): boolean => a !== b && (a.split('-').includes(b) || b.split('-').includes(a));

type Given = 'equal' | 'initial' | 'short' | 'nickname' | 'variant' | 'slip' | 'different';

function compareGiven(a: string, b: string): Given {
  const [one, other] = [withoutAbbreviation(fold(a)), withoutAbbreviation(fold(b))];
  if (one === other || sameWord(a, b)) return 'equal';
  if (one.replace(/-/g, '') === other.replace(/-/g, '')) return 'equal';
  if (isInitialOf(one, other) || isInitialOf(other, one)) return 'initial';
  if (isShortFor(one, other) || isInitialOfNickname(one, other) || isInitialOfNickname(other, one)) return 'short';
  if (isNickname(one, other)) return 'nickname';
  if (isVariant(one, other)) return 'variant';
  return isSlip(one, other) && one.charAt(0) === other.charAt(0) ? 'slip' : 'different';
}

/** "J" of Jean, "J.-C." and "JC" of Jean-Claude. */
function isInitialOf(short: string, long: string): boolean {
  const letters = long
    .split('-')
    .map(part => part.charAt(0))
    .join('');
  return short.length === 1 ? short === long.charAt(0) : letters.length > 1 && short.replace('-', '') === letters;
}

function byGivenNames(a: PersonName, b: PersonName): Verdict {
  const given = compareGiven(a.given, b.given);
  const isFrequent = frequentSurnames.has(fold(a.surname));
  const middle = compareMiddles(withoutNickname(a), withoutNickname(b));
  if (middle === 'conflict') return different('middle-names-differ');
  switch (given) {
    case 'equal':
      return middle === 'compatible' ? same(0.95, 'same-names') : same(0.9, 'middle-name-on-one-side');
    case 'initial':
      if (middle === 'compatible' && a.middle.length > 0) return same(0.88, 'compatible-initials');
      return isFrequent ? unsure(0.6, 'initial-of-frequent-surname') : same(0.8, 'initial-of-given-name');
    case 'short':
    case 'nickname':
      if (a.middle.includes(b.given) || b.middle.includes(a.given)) return same(0.9, 'nickname-given');
      return middle === 'compatible' && a.middle.length > 0
        ? same(0.85, 'nickname-and-middle-name')
        : given === 'short' && !isFrequent
          ? same(0.8, 'short-for-given-name')
          : unsure(0.6, 'nickname');
    case 'variant':
      return unsure(0.55, 'spelling-of-given-name');
    case 'slip':
      return unsure(0.5, 'spelling-of-given-name');
    case 'different':
      return byMiddleName(a, b);
  }
}

/** "J. Edgar Hoover" and "Edgar Hoover". */
const byMiddleName = (a: PersonName, b: PersonName): Verdict =>
  (a.given.length === 1 || b.given.length === 1) && (a.middle[0] === b.given || b.middle[0] === a.given)
    ? unsure(0.5, 'goes-by-middle-name')
    : different('given-names-differ');

/** William "Bill" Smith has no middle name. */
const withoutNickname = ({ given, middle }: PersonName): string[] =>
  middle.filter(name => name.length === 1 || name === given || !isNickname(name, given));

/** `compatible`: as many on both sides, none against another, or none on either; `open`: one side says less. */
function compareMiddles(a: readonly string[], b: readonly string[]): 'compatible' | 'open' | 'conflict' {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const grade = compareGiven(a[at] as string, b[at] as string);
    if (grade === 'different') return 'conflict';
    if (grade !== 'equal' && grade !== 'initial') return 'open';
  }
  return a.length === b.length ? 'compatible' : 'open';
}

const middlesConflict = (a: PersonName, b: PersonName): boolean => compareMiddles(a.middle, b.middle) === 'conflict';
