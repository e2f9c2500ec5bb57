/** Tells whether words of the document can be the proof of a value at all: a true quote beside an invented value proves nothing. */
import type { FactKind } from '../../../../shared/domain/facts.ts';

/** Concluded from the whole, or the quote itself. */
const unprinted: ReadonlySet<FactKind> = new Set(['category', 'document_type', 'term', 'termination', 'obligation']);

/**
 * Lenient, for values are put in a form of their own: a day by its year or its number, a sum by its digits ("1.2 million"), all
 * else by one word in common. Numbers that the document spells out are let pass.
 */
export function isBacked(kind: FactKind, value: string, quote: string): boolean {
  if (unprinted.has(kind)) return true;
  if (kind === 'date' || kind.endsWith('_date')) return hasDay(value, quote);
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
