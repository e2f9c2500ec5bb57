/** Amounts of money, as ISO 4217 code and a plain decimal. */
import type { FoundMention } from '../engine.ts';
import { numberInWords, readNumber } from './number-words.ts';

/** White space that may break a line. */
const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,12})';

const signs: Record<string, string> = {
  $: 'USD',
  US$: 'USD',
  'U.S.$': 'USD',
  'U.S. $': 'USD',
  'US $': 'USD',
  C$: 'CAD',
  CA$: 'CAD',
  CDN$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  R$: 'BRL',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
};
const codes = 'USD|EUR|GBP|CAD|AUD|CHF|JPY|CNY|HKD|SGD|INR|MXN|BRL|SEK|NOK|DKK|NZD|ZAR|KRW|ILS|AED|PLN';
const words: Record<string, string> = { dollar: 'USD', euro: 'EUR' };
const scales: Record<string, number> = { thousand: 3, million: 6, mm: 6, m: 6, billion: 9, bn: 9, trillion: 12, k: 3 };
/** Powers of ten that stand between two currencies' spellings: "1,234,567.89", "1234.5". */
const amount = '(?<amount>\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,4})?|\\d+(?:\\.\\d{1,4})?)(?![\\d]|[.,]\\d)';
const scale = '(?:[\\s-]{1,2}(?<scale>thousand|million|billion|trillion)\\b|\\s?(?<short>MM|bn|[kKmM])(?![\\w]))?';

const signed = new RegExp(
  `(?<![\\w$])(?<sign>U\\.S\\.\\s?\\$|US\\s?\\$|C\\$|CA\\$|CDN\\$|AU?\\$|NZ\\$|HK\\$|S\\$|R\\$|[$€£¥₹])[^\\S\\n]?${amount}${scale}`,
  'g',
);
const coded = new RegExp(`(?<![\\w])(?<code>${codes})\\s?\\$?\\s?${amount}${scale}`, 'g');
const trailing = new RegExp(
  `(?<![\\w.,$€£-])${amount}${scale}\\s{1,2}(?:(?<code>${codes})|(?:U\\.?S\\.?\\s)?(?<word>[Dd]ollar|[Ee]uro)s?)(?![\\w])`,
  'g',
);

/** "One Hundred Thousand Dollars ($100,000)": what contracts write out, with or without the figures. */
const inWords = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?<words>${numberInWords})${gap}(?:and${gap}(?:no|\\d{1,2})/100(?:ths)?${gap})?(?:\\((?<dollars>\\d{1,3}(?:,\\d{3}){0,4})\\)${gap})?(?:U\\.?S\\.?${gap}|United${gap}States${gap})?(?<unit>dollars?|euros?)(?!\\p{L})(?:${gap}and${gap}(?:\\d{1,2}/100(?:ths)?|(?<cents>${numberInWords})${gap}cents))?(?:${gap}?\\((?<figures>(?:U\\.?S\\.?\\s?)?[$€][^\\S\\n]?[\\d,]{1,19}(?:\\.\\d{1,4})?(?:${gap}(?:million|billion|thousand))?)\\))?`,
  'giu',
);

/** Amounts with a sign, a code or a currency word; value such as `USD 1250000.00`. */
export function findMoney(text: string): FoundMention[] {
  return [
    ...amountsInWords(text),
    ...[signed, coded, trailing].flatMap(pattern => [...text.matchAll(pattern)].map(toMention)),
  ];
}

/** The figures in brackets decide where there are any; they are a mention of their own. */
function amountsInWords(text: string): FoundMention[] {
  if (!/dollar|euro/i.test(text)) return [];
  return [...text.matchAll(inWords)].flatMap(match => {
    const { words = '', unit = '', dollars, cents, figures } = match.groups as Record<string, string | undefined>;
    const written = figures && findMoney(figures)[0];
    const whole = dollars ? Number(dollars.replace(/,/g, '')) : readNumber(words);
    const part = cents ? (readNumber(cents) ?? 0) : 0;
    if (!written && (whole === undefined || part > 99)) return [];
    const currency = /^euro/i.test(unit) ? 'EUR' : 'USD';
    const value = written ? written.value : `${currency} ${whole}.${String(part).padStart(2, '0')}`;
    const [code, amountOf] = value.split(' ');
    const properties = { currency: code, amount: amountOf };
    const end = match.index + (figures ? match[0].lastIndexOf('(') : match[0].length);
    const length = text.slice(match.index, end).trimEnd().length;
    return [{ type: 'MONEY', start: match.index, end: match.index + length, value, properties, score: 0.97 }];
  });
}

function toMention(match: RegExpExecArray): FoundMention {
  const { sign, code, word, amount: digits, scale: long, short } = match.groups as Record<string, string | undefined>;
  const currency =
    code ?? (sign ? signs[sign.replace(/\s/g, sign.includes('.') ? '' : ' ')] : words[(word as string).toLowerCase()]);
  const value = decimal((digits as string).replace(/,/g, ''), scales[(long ?? short ?? '').toLowerCase()] ?? 0);
  return {
    type: 'MONEY',
    start: match.index,
    end: match.index + match[0].length,
    value: `${currency ?? 'USD'} ${value}`,
    properties: { currency: currency ?? 'USD', amount: value },
    score: 0.97,
  };
}

/** Moves the decimal point in text: binary fractions would spoil cents. At least two decimals. */
function decimal(digits: string, power: number): string {
  const [whole = '0', fraction = ''] = digits.split('.');
  const padded = fraction.padEnd(power, '0');
  const integer = (whole + padded.slice(0, power)).replace(/^0+(?=\d)/, '');
  return `${integer}.${padded.slice(power).padEnd(2, '0')}`;
}
