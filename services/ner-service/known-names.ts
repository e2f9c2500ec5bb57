/** Tells under which short names - a surname, a defined name - a document speaks again of whom it names in full. */
import type { FoundMention, KnownName } from './engines/engine.ts';
import { legalForms } from './engines/rules/organization-words.ts';
import { isCommonWord } from './engines/rules/vocabulary.ts';

/** `("IFIC")`, `(hereinafter "Bard")`, `referred to in this Agreement as "Company" or "Boyd"`: where a document defines names. */
const definition = /\(([^()]{0,90})\)|\breferred\s+to\b([^.;()]{0,90})/g;
const quoted = /["“]([^"“”\n]{2,40})["”]/g;
/** A definition further from the name than this is of something else. */
const definitionWindow = 320;

/**
 * The short names under which the document may speak again of what `mentions` name in full: surnames of persons, and
 * the names defined in quotation marks after an organisation, if they are made of its letters or words.
 */
export function knownNames(text: string, mentions: readonly FoundMention[]): KnownName[] {
  const people = new Map<string, Set<string>>();
  const organizations = new Map<string, Set<string>>();
  for (const [at, mention] of mentions.entries()) {
    if (mention.type === 'PERSON') {
      const surname = mention.properties.surname as string;
      if (mention.properties.given && surname.length > 3 && !isCommonWord(surname)) add(people, surname, mention.value);
    } else if (mention.type === 'ORGANIZATION') {
      const next = mentions.slice(at + 1, at + 20).find(({ type }) => type === 'ORGANIZATION')?.start ?? text.length;
      const window = text.slice(mention.end, Math.min(next, mention.end + definitionWindow));
      for (const short of definedNames(window, mention.value)) add(organizations, short, mention.value);
    }
  }
  // A name the document defines goes before a surname that happens to be spelled like it.
  for (const short of organizations.keys()) people.delete(short);
  return [...asKnown('ORGANIZATION', organizations), ...asKnown('PERSON', people)];
}

function add(names: Map<string, Set<string>>, short: string, value: string): void {
  names.set(short, (names.get(short) ?? new Set()).add(value));
}

const asKnown = (type: KnownName['type'], names: Map<string, Set<string>>): KnownName[] =>
  [...names].map(([short, values]) => ({ type, short, value: theOne([...values]) ?? short }));

/** Of spellings that share their first word ("Nichole M. Jagels", "Nichole Marie Jagels") the longest; else nobody can tell. */
function theOne(values: string[]): string | undefined {
  const [first] = values.map(value => value.split(' ')[0]);
  if (!values.every(value => value.split(' ')[0] === first)) return undefined;
  return values.reduce((longest, value) => (value.length > longest.length ? value : longest));
}

function definedNames(window: string, name: string): string[] {
  const stop = window.search(/;|\n\s*\n/);
  return [...window.slice(0, stop === -1 ? window.length : stop).matchAll(definition)]
    .flatMap(match => namesIn(match[1] ?? match[2] ?? ''))
    .filter(short => isMadeOf(short, name));
}

/** The names in quotation marks; without any, the whole bracket: "(Tarrant)", "(OWRB)". */
function namesIn(words: string): string[] {
  const inQuotes = [...words.matchAll(quoted)].map(match => (match[1] as string).replace(/[,.]$/, ''));
  if (inQuotes.length > 0) return inQuotes;
  return /^\p{Lu}[\p{L}&-]*(?:\s\p{Lu}\p{L}*)?$/u.test(words) ? [words] : [];
}

/** "IFIC" is made of the first letters of "International Fidelity Insurance Co.", "Many LLC" of words of its name. */
function isMadeOf(short: string, name: string): boolean {
  if (!/^\p{Lu}/u.test(short)) return false;
  const words = name.split(/[\s,]+/).filter(Boolean);
  const letters = words
    .filter(word => /^\p{Lu}/u.test(word))
    .map(word => word.charAt(0))
    .join('');
  if (short === name || legalForms.has(short.toLowerCase())) return false;
  if (/^\p{Lu}{2,7}$/u.test(short))
    return letters.startsWith(short) || words.some(word => word.toUpperCase() === short);
  const lower = new Set(words.map(word => word.toLowerCase().replace(/\.$/, '')));
  const parts = short.split(/\s+/).map(part => part.toLowerCase().replace(/\.$/, ''));
  return parts.every(part => lower.has(part)) && !genericParts.has(parts.join(' '));
}

const genericParts = new Set([
  'company',
  'bank',
  'corporation',
  'insurance company',
  'board',
  'agency',
  'commission',
  'district',
  'department',
  'university',
  'trust',
  'fund',
  'partnership',
  'association',
  'inc',
  'llc',
]);
