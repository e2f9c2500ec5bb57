/** Decides which spellings are one name: the key under which mentions are merged, and the name an entity is shown by. */
import type { MentionType } from '../../../shared/domain/rows.ts';
import { personKey } from './person-name.ts';

/** Types whose normalised value is the thing itself: equal or different, never similar. */
const exactTypes: ReadonlySet<MentionType> = new Set([
  'DATE',
  'MONEY',
  'DURATION',
  'PERCENT',
  'CASE_CITATION',
  'STATUTE',
  'REGULATION',
  'DOCKET',
  'BATES',
  'EMAIL',
  'PHONE',
]);

export const isExact = (type: MentionType): boolean => exactTypes.has(type);

/** Spellings of one legal form, as they come out of `plainWords`. */
const legalForms: Record<string, string> = {
  incorporated: 'inc',
  corporation: 'corp',
  company: 'co',
  limited: 'ltd',
  'limited liability company': 'llc',
  'limited liability partnership': 'llp',
  'limited partnership': 'lp',
  'professional corporation': 'pc',
  'national association': 'na',
};
const longestFirst = Object.entries(legalForms).sort(([a], [b]) => b.length - a.length);

/** Lower case, one kind of quotation mark and dash, no punctuation, "&" as "and", initials together unless a comma parts them. */
function plainWords(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[‐‑‒–—]/g, '-')
    .replace(/['’‘`]/g, '')
    .replace(/\./g, ' ')
    .replace(/[^\p{L}\p{N}\p{M},-]+/gu, ' ')
    .replace(/(?<=(?:^|\s)\p{L})\s+(?=\p{L}(?:[\s,]|$))/gu, '')
    .replace(/[\s,]+/g, ' ')
    .trim();
}

/** "boyd enterprises company limited" → "boyd enterprises co ltd": the forms at the end of the name only. */
function withShortForms(name: string): string {
  for (const [long, short] of longestFirst) {
    if (name.endsWith(` ${long}`)) return `${withShortForms(name.slice(0, -long.length - 1))} ${short}`;
  }
  const last = /^(.+) (inc|corp|co|ltd|llc|llp|lp|pc|na)$/.exec(name);
  return last ? `${withShortForms(last[1] as string)} ${last[2]}` : name;
}

function nameKey(type: MentionType, value: string): string {
  if (type === 'PERSON' || type === 'JUDGE') return personKey(value);
  const words = plainWords(value);
  if (type === 'ORGANIZATION') return withShortForms(words.replace(/^the /, ''));
  return words.replace(/^the /, '');
}

/**
 * The key of a mention within its type; '' if it holds neither letter nor digit. Values that differ in more than case,
 * punctuation, titles and the spelling of the legal form have different keys: no similarity is ever taken for sameness.
 */
export function entityKey(type: MentionType, value: string): string {
  if (!/[\p{L}\p{N}]/u.test(value)) return '';
  return isExact(type) ? value.normalize('NFKC').replace(/\s+/g, ' ').trim() : nameKey(type, value);
}

/** Capitals that ordinary writing would not have: after another one, or of a small word. ASCII, to be the same in SQL. */
const needlessCapitals = /(?<=[A-Z])[A-Z]|(?<= )(?:Of|And|For|The)(?= )/g;
/** Legal forms are written in capitals. */
const capitalForms = /(?<= )(?:LLC|LLLP|LLP|LP|PLLC|PLC|PC|PA|NA|AG|SA|NV)(?=[ ,.]|$)/g;
const countNeedless = (name: string): number => name.replace(capitalForms, '').match(needlessCapitals)?.length ?? 0;

/**
 * The name an entity is shown by: the one in the most ordinary capitals, then the longest, then code point order. It
 * depends on the set of aliases alone. The record has the same rule as `lp.display_name`, for aliases of several documents.
 */
export function displayName(aliases: Iterable<string>): string {
  const ranked = [...aliases].sort(
    (a, b) =>
      countNeedless(a) - countNeedless(b) ||
      [...b].length - [...a].length ||
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  return ranked[0] ?? '';
}
