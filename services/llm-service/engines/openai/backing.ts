/** Tells whether words of the document can be the proof of a value at all: a true quote beside an invented value proves nothing. */
import type { FactKind } from '../../../../shared/domain/facts.ts';

/** Concluded from the whole, or the quote itself. */
const unprinted: ReadonlySet<FactKind> = new Set(['category', 'document_type', 'term', 'termination', 'obligation']);

/** Tells whether a document prints a phrase: each of its words, wherever. */
export type Printed = (phrase: string) => boolean;

/** Shorter words turn up within others by chance. */
const leastInside = 6;

/**
 * What a model says in words of its own, it may have been told to say. Lenient: singulars of what stands in the plural, words that a
 * line's end has parted, and small words in between.
 */
export function createPrinted(text: string): Printed {
  const said = wordsIn(text);
  const known = new Set(said);
  const joined = said.join('');
  return phrase =>
    wordsIn(phrase).every(
      word =>
        smallWords.has(word) ||
        known.has(word) ||
        known.has(`${word}s`) ||
        known.has(word.replace(/y$/, 'ies')) ||
        (word.length >= leastInside && joined.includes(word)),
    );
}

const smallWords = new Set(['a', 'an', 'and', 'by', 'for', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);

/** What a paper may be called though it does not say so itself. */
const paperWords = new Set(
  (
    'affidavit agreement amendment answer appeal article brief certificate chart complaint contract correspondence cover declaration ' +
    'deposition email e mail exhibit fax filing form hearing invoice judgment lease ledger letter list log memo memorandum message minutes motion ' +
    'notes notice opinion order petition photograph plan policy receipt recording record regulation report request response rule schedule ' +
    'sheet spreadsheet statement statute subpoena summary summons table transcript will'
  ).split(' '),
);

/** Whether the value is in the document's words, or in those in which papers are spoken of; dates and sums have forms of their own. */
export function isOfDocument(kind: FactKind, value: string, printed: Printed): boolean {
  if (kind === 'document_type') return wordsIn(value).every(word => paperWords.has(word) || printed(word));
  return unprinted.has(kind) || kind === 'amount' || isDateKind(kind) || printed(value);
}

const isDateKind = (kind: FactKind): boolean => kind === 'date' || kind.endsWith('_date');

/**
 * Lenient, for values are put in a form of their own: a day by its year or its number, a sum by its digits ("1.2 million"), all
 * else by one word in common. Numbers that the document spells out are let pass.
 */
export function isBacked(kind: FactKind, value: string, quote: string): boolean {
  if (unprinted.has(kind)) return true;
  if (isDateKind(kind)) return hasDay(value, quote);
  if (kind === 'amount') return hasSum(value, quote);
  const known = new Set(wordsIn(quote));
  const words = wordsIn(value);
  // The second is for writing without spaces.
  return words.some(word => known.has(word)) || wordsIn(quote).join('').includes(words.join(''));
}

const numbersIn = (quote: string): string[] => quote.match(/\d+/g) ?? [];

function hasDay(value: string, quote: string): boolean {
  const numbers = numbersIn(quote).map(Number);
  const [year = 0, , day] = value.split('-').map(Number);
  return numbers.length === 0 || numbers.some(number => number === year || number === year % 100 || number === day);
}

function hasSum(value: string, quote: string): boolean {
  const digits = numbersIn(quote).join('');
  const significant = value.replace(/\D/g, '').replace(/^0+|0+$/g, '');
  return digits === '' || digits.includes(significant);
}

const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
