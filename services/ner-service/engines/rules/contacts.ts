/** E-mail addresses and telephone numbers. */
import type { FoundMention } from '../engine.ts';

const email =
  /(?<![\w.+-])[A-Za-z0-9](?:[\w.+%-]{0,62}[A-Za-z0-9_])?@\n?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,18}(?![\w@])/g;

/** North American numbers, area code and exchange as the numbering plan allows; and international ones with a plus sign. */
const northAmerican =
  /(?<![\d.$§/-])(?:\+?1[-. –])?(?:\(([2-9]\d\d)\)\s?|([2-9]\d\d)[-. –](?:[^\S\n]?\n)?)([2-9]\d\d)[-. –](?:[^\S\n]?\n)?(\d{4})(?![\d/]|[-–.]\d)(?:,?\s*(?:ext\.?|x|extension)\s*(\d{1,6}))?/g;
const international = /(?<![\d+])\+(?!1[-. ])\d{1,3}(?:[-. ]?\(?\d{1,4}\)?){2,5}(?!\d)/g;

/** Addresses in lower case; a line break after the @ is allowed and dropped from the value. */
export function* findEmails(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(email)) {
    const value = match[0].replace(/\n/, '').toLowerCase();
    const properties = { domain: value.slice(value.indexOf('@') + 1) };
    yield { type: 'EMAIL', start: match.index, end: match.index + match[0].length, value, properties, score: 0.99 };
  }
}

/** Values in the form of E.164, with `;ext=` (RFC 3966) for an extension. */
export function* findPhones(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(northAmerican)) {
    const [all, bracketed, plain, exchange, line, extension] = match;
    // Three groups with spaces alone are as often a row of figures.
    if (
      plain &&
      !all.startsWith('+') &&
      / /.test(all.slice(0, 8)) &&
      !/(?:tel|phone|fax|cell|call)\S*\s{0,3}$/i.test(text.slice(Math.max(0, match.index - 14), match.index))
    )
      continue;
    const value = `+1${bracketed ?? plain}${exchange}${line}${extension ? `;ext=${extension}` : ''}`;
    yield { type: 'PHONE', start: match.index, end: match.index + all.length, value, properties: {}, score: 0.95 };
  }
  for (const match of text.matchAll(international)) {
    const value = match[0].replace('(0)', '').replace(/[^\d+]/g, '');
    if (value.length < 9 || value.length > 16) continue;
    yield { type: 'PHONE', start: match.index, end: match.index + match[0].length, value, properties: {}, score: 0.9 };
  }
}
