/** Names of persons: by title, role, signature, initials, and lists of given names. Precision before recall. */
import type { FoundMention } from '../engine.ts';
import { findHeaderNames } from './header-names.ts';
import { findInvertedNames } from './inverted-names.ts';
import type { EndsLine } from './line-breaks.ts';
import { type Evidence, evidenceFor, suffix } from './person-evidence.ts';
import { cities } from './places.ts';
import { inMixedCase, tidyName, wholeWord } from './spelling.ts';
import { findSurnameFirstNames } from './surname-first-names.ts';
import {
  isCommonWord,
  isFrequentSurname,
  isGivenName,
  isNeverName,
  isSurname,
  mayBeGivenName,
  mayBeSurname,
} from './vocabulary.ts';

/** A run of capitalised words on one or two lines; "and", commas and blank lines end it. */
const word =
  "(?:\\p{Lu}\\.(?:\\s?\\p{Lu}\\.)*|\\p{Lu}['’]?\\p{L}+(?:(?:-[^\\S\\n]*\\n)(?=\\p{Ll})\\p{Ll}+)?(?:-\\p{Lu}\\p{L}+)*(?:['’](?!s\\b)\\p{L}+)?\\.?|\\p{Lu}(?![\\p{L}\\p{N}.]))";
const particle =
  '(?:de|de\\sla|de\\slos|del|della|di|da|dos|das|du|van|van\\sder|van\\sden|von|der|den|ter|la|le|el|bin|ibn|al|y|St\\.)';
const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,12})';
/** William “Bill” Smith. */
const nickname = `(?:["“(]\\p{Lu}\\p{Ll}+["”)]${gap})?`;
const run = new RegExp(
  `(?=\\p{Lu})(?<![\\p{L}\\p{N}@/\\ue000])${word}(?:${gap}${nickname}(?:${particle}${gap}|(?:al|el|ul)-)?${word}){0,9}`,
  'gu',
);

const cityNames: ReadonlySet<string> = new Set(cities);

interface Word {
  text: string;
  start: number;
  end: number;
}

/** Persons in `text`, where other mentions are blotted out. Value: the name in mixed case; properties: its parts, title, role. */
export function* findPeople(text: string, endsLine: EndsLine): Generator<FoundMention> {
  yield* findHeaderNames(text);
  yield* findInvertedNames(text);
  yield* findSurnameFirstNames(text);
  for (const match of text.matchAll(run)) {
    for (const words of candidates(text, wordsOf(match[0], match.index), endsLine)) {
      const found = readPerson(text, words, match.index + match[0].length, endsLine);
      if (found) yield found;
    }
  }
}

/**
 * The person whom something else found at `text.slice(start, end)`, as if a rule had: with the same value, parts and type, its
 * title outside and "Jr." inside. `score` is what that is sure of.
 */
export function personAt(text: string, start: number, end: number, score: number): FoundMention {
  const written = text.slice(start, end);
  const ending =
    start + (written.replace(/(?<=\S),?\s{1,2}(?:Jr|Sr|JR|SR|II|III|IV)\.?$/, '').length || written.length);
  let words = wordsOf(text.slice(start, ending), start);
  while (words.length > 1 && isTitle(text, words, ending)) words = words.slice(1);
  const evidence = evidenceFor(text, (words[0] as Word).start, ending);
  return toPerson(text, words, ending, evidence, score);
}

const isTitle = (text: string, [title, name]: Word[], ending: number): boolean =>
  evidenceFor(text, (name as Word).start, ending).title?.endsWith((title as Word).text) ?? false;

const wordsOf = (run: string, at: number): Word[] =>
  [...run.matchAll(wholeWord)].map(({ 0: written, index }) => ({
    text: tidyName(written),
    start: at + index,
    end: at + index + written.length,
  }));

/** Splits a run at lines that end, at words no name holds, after the end of a sentence, and before a given name that opens a new line or the same name again. */
function candidates(text: string, words: Word[], endsLine: EndsLine): Word[][] {
  const groups: Word[][] = [[]];
  for (const [at, word] of words.entries()) {
    const lastEnd = words[at - 1]?.end ?? word.start;
    if (endsLine(lastEnd, word.start)) groups.push([]);
    const before = groups.at(-1)?.length ?? 0;
    const newLine = text.slice(lastEnd, word.start).includes('\n');
    const repeats = groups.at(-1)?.[0]?.text === word.text;
    if (before > 1 && (repeats || newLine) && isGivenName(word.text)) groups.push([]);
    const ends = /\p{L}{3}\.$|^\p{Lu}{2,}\.$/u.test(word.text);
    // "A." and "I." are initials here, "A" and "I" are not.
    if (isNeverName(word.text) && !/^\p{Lu}\.$/u.test(word.text)) groups.push([]);
    else groups.at(-1)?.push(word);
    if (ends) groups.push([]);
  }
  return groups.map(withoutMark).filter(group => group.length > 0 && group.length <= 5);
}

/** The "A." of a transcript's answer and the "X" of a ticked box are not initials of the name after them. */
const withoutMark = (words: Word[]): Word[] => {
  const [first, second] = words;
  if (!second || words.length < 3) return words;
  // "ASA Emily Stevens": letters of an office before a name in mixed case.
  if (/^\p{Lu}{3,5}$/u.test(first?.text ?? '') && /\p{Ll}/u.test(second.text)) return words.slice(1);
  const marked = first?.text === 'X' || (/^[AQ]\.$/.test(first?.text ?? '') && mayBeGivenName(second.text));
  return marked ? words.slice(1) : words;
};

function readPerson(text: string, words: Word[], runEnd: number, endsLine: EndsLine): FoundMention | undefined {
  const first = words[0] as Word;
  const last = words.at(-1) as Word;
  const ending = /\p{L}{3}\.$/u.test(last.text) ? last.end - 1 : last.end;
  const evidence = evidenceFor(text, first.start, ending);
  // "Grace Community Chapel": the name goes on with a word that is not of a person.
  const goesOn = ending === last.end && ending < runEnd && !endsLine(ending, ending + 3) && !isApart(text, ending);
  const isProved = evidence.title !== undefined || evidence.role !== undefined;
  const score = goesOn && !isProved ? 0 : scoreOf(words, evidence);
  return score === 0 ? undefined : toPerson(text, words, ending, evidence, score);
}

/** `ending`: where the name ends that "Jr." may follow. */
function toPerson(text: string, words: Word[], ending: number, evidence: Evidence, score: number): FoundMention {
  const { start } = words[0] as Word;
  const more = suffix.exec(text.slice(ending, ending + 10));
  const end = ending + (more?.[0].length ?? 0);
  const name = inMixedCase(tidyName(text.slice(start, end)).replace(/,(?=\s(?:Jr|Sr|II|III|IV)\b)/i, ','));
  return {
    type: isJudge(evidence) ? 'JUDGE' : 'PERSON',
    start,
    end,
    value: name,
    properties: partsOf(words, ending, text, more?.[0], evidence),
    score,
  };
}

/** By title or office; an Honorable with another office ("the Honorable Ann Roe, Mayor") is none. */
const isJudge = ({ title = '', role = '' }: Evidence): boolean =>
  /\b(?:Judges?|Justices?|Chancellor|JJ?\.|[CP]\.\s?J\.|A\.\s?L\.\s?J\.)/.test(role) ||
  /\b(?:judge|justice|chancellor|magistrate)\b/i.test(title) ||
  (/^hon/i.test(title) && role === '');

/** "ROCK BORDELON AND TORIE BORDELON": the next word of the run joins another name; "Jane Roe  Title: CEO": it is a label. */
const isApart = (text: string, at: number): boolean =>
  /^\s+(?:AND|OR|VS?\.)\s|^[^\S\n]{2}|^\s\p{Lu}\p{L}{1,15}:/u.test(text.slice(at, at + 20));

/** How sure the words are a person's name; 0 if not sure enough. */
function scoreOf(words: Word[], evidence: Evidence): number {
  const names = words.filter(({ text }) => !isInitials(text) && /^\p{Lu}/u.test(text));
  // The number of a heading ("II. Remand"), or the country ("U.S. Government").
  if (/^(?:[IVXL]{2,5}\.?|U\.\s?S\.)$/.test(words[0]?.text ?? '')) return 0;
  const last = words.at(-1) as Word;
  if (
    cityNames.has(
      words
        .map(({ text }) => text)
        .join(' ')
        .replace(/\.$/, ''),
    )
  )
    return 0;
  if (names.length === 0 || isInitials(last.text) || isNeverName(last.text)) return 0;
  const capitals = names.every(({ text }) => /^[\p{Lu}'’.-]+$/u.test(text));
  if (words.length === 1) return scoreOfSingle(last.text, evidence, capitals);
  const vouched = evidence.title !== undefined || evidence.signed;
  if (evidence.place && !vouched) return 0;
  const given = isGivenName((words[0] as Word).text);
  const middleInitial = words.slice(1, -1).some(({ text }) => isInitials(text));
  if (given && middleInitial) return 0.95;
  if (isCommonWord(last.text) && !mayBeSurname(last.text)) return vouched ? 0.8 : 0;
  if (evidence.family && !isCommonWord(last.text)) return 0.9;
  if (evidence.signed || evidence.degree || (evidence.title && names.length <= 3)) return 0.95;
  return scoreOfWords(words, names, evidence, capitals);
}

/** Without a title or a signature the words themselves must look like a name. */
function scoreOfWords(words: Word[], names: Word[], evidence: Evidence, capitals: boolean): number {
  const [first, last] = [(words[0] as Word).text, (words.at(-1) as Word).text];
  const given = isGivenName(first);
  const common = names.some(({ text }) => isCommonWord(text));
  // "Nr Nw Nw": what OCR makes of a stain.
  if (names.some(({ text }) => /^[^aeiouy]{2,}$/i.test(text) && !isSurname(text))) return 0;
  const likely = mayBeGivenName(first) && (isSurname(last) || (evidence.party && mayBeSurname(last)));
  if (common && !given && !likely) return 0;
  if (given && evidence.role) return 0.95;
  if (capitals && !evidence.party) return given && isSurname(last) ? 0.75 : 0;
  if (given && !common) return 0.88;
  // "Deborah Rock": a word of another meaning ends a name of two words, not "Deborah Sales Rock".
  if (given) return mayBeSurname(last) && words.slice(1, -1).every(({ text }) => isSurname(text)) ? 0.7 : 0;
  if (words.length > 2 && words.slice(1, -1).some(({ text }) => isInitials(text))) return 0.88;
  // "H. Richard Uviller".
  if (isInitials(first) && names.length > 1 && !capitals && isGivenName((names[0] as Word).text)) return 0.85;
  if (isInitials(first)) return capitals ? 0 : scoreOfInitials(words);
  if (evidence.party) return mayBeGivenName(first) || (!common && isSurname(last)) ? 0.85 : 0;
  // "Bernstein Shur on brief" may be a firm.
  if (evidence.role) return mayBeGivenName(first) || (!evidence.counsel && !common) ? 0.85 : 0;
  return likely ? 0.7 : 0;
}

/** "C. Reasonableness" is a heading: one initial needs a surname we know, two ("R.C. Boyd") need not. */
function scoreOfInitials(words: Word[]): number {
  const initials = words.filter(({ text }) => isInitials(text)).map(({ text }) => text.replace(/[^\p{L}]/gu, ''));
  const known = (words[0] as Word).text.endsWith('.') && isFrequentSurname((words.at(-1) as Word).text);
  return initials.join('').length > 1 || known ? 0.8 : 0;
}

/** A surname alone needs a title before or an office after it: "SELYA, Circuit Judge". */
function scoreOfSingle(name: string, { title, role, party }: Evidence, capitals: boolean): number {
  if (name.length < 3) return 0;
  // "Judge King", but not "Judge Advocate".
  if (title && (!isCommonWord(name) || (personal.test(title) && mayBeSurname(name)))) return 0.9;
  if (isCommonWord(name)) return 0;
  return role &&
    !party &&
    /Judge|Justice|^J|P\.\s?J|C\.\s?J/.test(role) &&
    (capitals || /Judge|Justice|^(?:J|[CP]\.\s?J)\.$/.test(role))
    ? 0.9
    : 0;
}

/** Titles that nothing but a name follows. */
const personal = /(?:Judge|JUDGE|Justice|JUSTICE|Mr\.|Mrs\.|Ms\.|Dr\.|MR\.|MS\.|MRS\.|DR\.)$/;

const isInitials = (text: string): boolean => /^(?:\p{Lu}\.?)(?:\s?\p{Lu}\.)*$/u.test(text);

function partsOf(
  words: Word[],
  end: number,
  text: string,
  more: string | undefined,
  evidence: Evidence,
): Record<string, unknown> {
  const written = words.map(({ start, end: stop }) => inMixedCase(tidyName(text.slice(start, Math.min(stop, end)))));
  const surname = written.at(-1);
  return {
    ...(written.length > 1 && { given: written[0] }),
    ...(written.length > 2 && { middle: written.slice(1, -1).join(' ') }),
    surname,
    ...(more && { suffix: more.replace(/[,\s]/g, '') }),
    ...(evidence.title && { title: evidence.title }),
    ...(evidence.role && { role: evidence.role }),
  };
}
