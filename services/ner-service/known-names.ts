/** Tells under which short names - a surname, a defined name - a document speaks again of whom it names in full. */
import { type Definition, definitionsAfter, isNamed } from './definitions.ts';
import type { FoundMention, KnownName } from './engines/engine.ts';
import { legalForms } from './engines/rules/organization-words.ts';
import { cities } from './engines/rules/places.ts';
import { isCommonWord, isFrequentSurname, isGivenName, isNeverName, isPlace } from './engines/rules/vocabulary.ts';

/**
 * The short names under which the document may speak again of what `mentions` name in full: surnames of persons, and
 * the names defined after an organisation, if they are made of its letters or words.
 */
export function knownNames(text: string, mentions: readonly FoundMention[]): KnownName[] {
  const people = new Map<string, Set<string>>();
  const organizations = new Map<string, Set<string>>();
  const firstWords = new Map<string, Set<string>>();
  const judges = new Set<string>();
  const named = mentions.filter(isNamed);
  for (const [at, mention] of named.entries()) {
    if (mention.type === 'ORGANIZATION') {
      const next = named.slice(at + 1, at + 20).find(({ type }) => type === 'ORGANIZATION')?.start ?? text.length;
      for (const { short, value } of definedNames(text, named, at, next)) add(organizations, short, value);
      const first = mention.properties.form === undefined ? undefined : firstWord(mention.value);
      if (first) add(firstWords, first, mention.value);
      continue;
    }
    const surname = mention.properties.surname as string;
    if (mention.type === 'JUDGE') judges.add(mention.value);
    if (mention.properties.given && surname.length > 3 && !isCommonWord(surname)) add(people, surname, mention.value);
  }
  // "Halvorsen" without a definition, where one company alone is called so.
  for (const [first, values] of firstWords) {
    const isOne = values.size === 1 && !organizations.has(first) && !people.has(first);
    if (isOne) organizations.set(first, values);
  }
  // A name the document defines goes before a surname that happens to be spelled like it.
  for (const short of organizations.keys()) people.delete(short);
  return [
    ...asKnown(organizations, () => 'ORGANIZATION'),
    ...asKnown(people, value => (judges.has(value) ? 'JUDGE' : 'PERSON')),
  ];
}

/** The first word of a company's name, if it is hardly anything else: no word, place or name of persons. */
function firstWord(name: string): string | undefined {
  const word = /^\p{Lu}\p{Ll}{3,}(?=\s)/u.exec(name)?.[0];
  if (!word || isCommonWord(word) || isNeverName(word) || isPlace(word) || cities.includes(word)) return undefined;
  return isGivenName(word) || isFrequentSurname(word) || genericParts.has(word.toLowerCase()) ? undefined : word;
}

function add(names: Map<string, Set<string>>, short: string, value: string): void {
  names.set(short, (names.get(short) ?? new Set()).add(value));
}

const asKnown = (names: Map<string, Set<string>>, typeOf: (value: string) => KnownName['type']): KnownName[] =>
  [...names].map(([short, values]) => {
    const value = theOne([...values]) ?? short;
    return { type: typeOf(value), short, value };
  });

/** Of spellings that share their first word ("Nichole M. Jagels", "Nichole Marie Jagels") the longest; else nobody can tell. */
function theOne(values: string[]): string | undefined {
  const [first] = values.map(value => value.split(' ')[0]);
  if (!values.every(value => value.split(' ')[0] === first)) return undefined;
  return values.reduce((longest, value) => (value.length > longest.length ? value : longest));
}

/** The proper names defined after the organisation at `at`, each with the full name it is short for. */
function definedNames(
  text: string,
  named: readonly FoundMention[],
  at: number,
  next: number,
): { short: string; value: string }[] {
  const mention = named[at] as FoundMention;
  return definitionsAfter(text, mention.end, next).flatMap(definition => {
    const value = bearerOf(definition, named.slice(Math.max(0, at - 4), at + 1), mention);
    return value === undefined ? [] : [{ short: definition.term, value }];
  });
}

/** Of several named together ("C. R. Bard, Inc. and Bard Peripheral Vascular, Inc. (collectively, “Bard”)") the one with the fewest other words. */
function bearerOf(
  { term, collective, quoted }: Definition,
  before: readonly FoundMention[],
  mention: FoundMention,
): string | undefined {
  const near = before.filter(({ type, end }) => type === 'ORGANIZATION' && mention.start - end < 200);
  const values = (collective ? near : [mention]).map(({ value }) => value).filter(name => isMadeOf(term, name, quoted));
  return values.length === 0
    ? undefined
    : values.reduce((best, name) => (ownWords(name) < ownWords(best) ? name : best));
}

const ownWords = (name: string): number =>
  name
    .split(/[\s,]+/)
    .filter(word => word.replace(/\./g, '').length > 1 && !legalForms.has(word.toLowerCase().replace(/\.$/, '')))
    .length;

/** "IFIC" is made of the first letters of "International Fidelity Insurance Co.", "Many LLC" of words of its name. */
function isMadeOf(short: string, name: string, quoted: boolean): boolean {
  if (!/^\p{Lu}/u.test(short)) return false;
  const words = name.split(/[\s,]+/).filter(Boolean);
  const letters = words
    .filter(word => /^\p{Lu}/u.test(word))
    .map(word => word.charAt(0))
    .join('');
  if (short === name || legalForms.has(short.toLowerCase())) return false;
  if (/^[\p{Lu}&]{2,7}$/u.test(short)) {
    const isLetters = letters.startsWith(short) || letters.endsWith(short);
    return isLetters || words.some(word => word.toUpperCase() === short) || (quoted && isWithin(short, name));
  }
  const lower = new Set(words.map(word => word.toLowerCase().replace(/\.$/, '')));
  const parts = short.split(/\s+/).map(part => part.toLowerCase().replace(/\.$/, ''));
  return parts.every(part => lower.has(part)) && parts.some(part => !genericParts.has(part) && part !== 'the');
}

/** "BWC" has letters of "Brightwater Composites LLC" in order, from its first. */
function isWithin(short: string, name: string): boolean {
  const letters = name.toUpperCase();
  if (letters[0] !== short[0] || short.length > 5) return false;
  let at = -1;
  return [...short].every(letter => {
    at = letters.indexOf(letter, at + 1);
    return at !== -1;
  });
}

/** Words of names that are no name alone or together: "Insurance Company". */
const genericParts: ReadonlySet<string> = new Set([
  ...legalForms,
  ...`bank insurance board agency commission district department university trust fund partnership association group holdings
  holding partners authority committee council foundation institute hospital school college church club union society
  center centre services systems technologies state city county town village court bureau office national federal american
  international united general first new the of and for`.split(/\s+/),
]);
