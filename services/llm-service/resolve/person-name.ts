/** Reads the name of a person into its parts, whichever comes first, and writes them in one order. */
import { fold, skeleton } from './words.ts';

/** One name in parts, in small letters. */
export interface PersonName {
  /** '' for a lone surname. */
  given: string;
  middle: string[];
  surname: string;
  /** `jr`, `sr`, `2`, `3` …; '' without. */
  suffix: string;
}

const titles: ReadonlySet<string> = new Set(
  `mr mrs ms miss mx dr prof professor hon honorable honourable judge justice chief magistrate sir dame rev reverend fr sister capt captain
  sgt sergeant gen general adm admiral lt lieutenant col colonel maj major cpl det detective president sheikh shaikh sheik sen senator rep representative gov governor atty attorney chancellor
  the`.split(/\s+/),
);
const degrees: ReadonlySet<string> = new Set(
  'esq esquire phd md jd llm cpa dds dvm rn pe mba do dmd dphil edd psyd ma ms bs msw lcsw pa qc kc obe cbe usn usmc ret'.split(
    ' ',
  ),
);
/** Of those, what is no surname: the others are left out only behind a comma. */
const clearDegrees: ReadonlySet<string> = new Set('esq esquire phd md jd llm cpa dds dvm'.split(' '));
/** What stands behind a comma of who signs: an office or a part in the case, not a given name. */
const offices: ReadonlySet<string> = new Set(
  `usdj usmj usbj united states district circuit county magistrate bankruptcy court chief senior judge justice vice executive financial operating legal
  officer president ceo cfo coo cto
  chairman chairwoman chairperson director secretary treasurer manager managing partner member attorney counsel trustee executor executrix
  administrator plaintiff plaintiffs defendant defendants petitioner respondent appellant appellee deceased individually`.split(
    /\s+/,
  ),
);
const suffixes = new Map(
  'jr jr|junior jr|sr sr|senior sr|ii 2|iii 3|iv 4|2d 2|2nd 2|3d 3|3rd 3|4th 4'
    .split('|')
    .map(pair => pair.split(' ') as [string, string]),
);
const written: Record<string, string> = { '2': 'ii', '3': 'iii', '4': 'iv' };
/** Small words that open a surname; no single letter, which is an initial far more often. */
const particles: ReadonlySet<string> = new Set(
  'van von der den de del della la le du des dos das da di ter ten bin ibn al el st saint san mc mac zu zum zur af av'.split(
    ' ',
  ),
);

const isTitle = (word: string): boolean => degrees.has(word) || offices.has(word);

/** "Smith, John", but not "Smith, Jr.", "John Smith, Esq." nor "John Smith, et al.". */
function inOrder(value: string): string {
  const parts = value.split(',').map(part => part.trim());
  // "Smith, M.A." are initials, "Linda Smith, M.A." is a degree.
  const isWhole = wordsOf(parts[0] ?? '').length > 1;
  const isAddition = (part: string) =>
    (isWhole && part.length < 12 && isTitle(part.replace(/[.\s]/g, '').toLowerCase())) ||
    wordsOf(part).every(word => suffixes.has(word) || isTitle(word) || /^(?:et|al)$/.test(word));
  const names = parts.filter((part, at) => part !== '' && !(at > 0 && isAddition(part)));
  const additions = parts.filter(
    (part, at) => at > 0 && isAddition(part) && wordsOf(part).some(word => suffixes.has(word)),
  );
  const [surname = '', ...given] = names;
  if (given.length === 0) return [surname, ...additions].join(' ');
  // "Smith Jr., John": what stands with the surname belongs behind it.
  return [...given, surname, ...additions].join(' ');
}

/** Initials apart, apostrophes gone, everything else a gap. */
const wordsOf = (value: string): string[] =>
  value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‐‑‒–—]/g, '-')
    .replace(/\bph\.\s?d\b|\bm\.\s?d\b|\bj\.\s?d\b|\bd\.\s?d\.\s?s\b|\bc\.\s?p\.\s?a\b/g, degree =>
      degree.replace(/[.\s]/g, ''),
    )
    .replace(/['’‘`´]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}-]+/gu, ' ')
    .split(' ')
    .filter(word => /[\p{L}\p{N}]/u.test(word));

/**
 * The name in one order: `rudolf john herrmann`, `robert chen jr`. "Herrmann, Rudolf John" and "Dr. Rudolf John Herrmann, Esq."
 * have the same key. '' if no letter is left.
 */
export function personKey(value: string): string {
  const words = wordsOf(inOrder(value.replace(/\([^()]*\)/g, ' ')));
  while (words.length > 1 && titles.has(words[0] as string)) words.shift();
  while (words.length > 1 && clearDegrees.has(words.at(-1) as string)) words.pop();
  // "Maria Senior" has a surname.
  const at = words.findIndex((word, i) => suffixes.has(word) && i > (word.endsWith('ior') ? 1 : 0));
  const suffix = at === -1 ? '' : (suffixes.get(words[at] as string) as string);
  const name = at === -1 ? words : words.toSpliced(at, 1);
  return [...name, ...(suffix ? [written[suffix] ?? suffix] : [])].join(' ');
}

/** The parts of a key. The surname is the last word with the particles before it. */
export function personName(key: string): PersonName {
  const words = key.split(' ');
  const last = words.at(-1) as string;
  const suffix = words.length > 1 ? (suffixes.get(last) ?? '') : '';
  if (suffix) words.pop();
  let start = words.length - 1;
  while (start > 1 && particles.has(words[start - 1] as string)) start -= 1;
  const [given = '', ...middle] = words.slice(0, start);
  const surname = words.slice(start).map((word, at, all) => (word === 'saint' && at < all.length - 1 ? 'st' : word));
  return { given, middle, surname: surname.join(''), suffix };
}

/** The sex that the title of a name tells: two are two people, of one family where the names are equal. '' without. */
export function sexOf(value: string): 'f' | 'm' | '' {
  const title = /^\s*(mrs?|ms|miss|sir|dame)\b/i.exec(value.slice(0, 40))?.[1]?.toLowerCase();
  if (title === undefined) return '';
  return title === 'mr' || title === 'sir' ? 'm' : 'f';
}

/** The block of a key: names are compared within it alone. None for a lone name, which is never merged. */
export function personBlock(key: string): string | null {
  const { given, surname } = personName(key);
  if (given === '') return null;
  return skeleton(surname.split('-').at(-1) as string) || fold(surname);
}
