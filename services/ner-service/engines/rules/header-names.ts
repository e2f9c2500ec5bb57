/** Names in the headers of mails and in notices that write the surname first: "To: Smith, John [mailto:...]; Jane Roe <...>". */
import type { FoundMention } from '../engine.ts';
import { inMixedCase, tidyName } from './spelling.ts';
import { isCommonWord, isGivenName, isNeverName } from './vocabulary.ts';

const header =
  /^[^\S\n]{0,8}[>|]?[^\S\n]{0,2}\*{0,2}(?:From|To|Cc|CC|Bcc|BCC|Sent by|Attendees|Required Attendees|On behalf of)\s?:\*{0,2}(?<entries>[^\n]{1,4000}(?:\n[^\S\n]{2,40}[^\s:][^\n:]{1,400}|(?<=;[^\S\n]{0,2})\n[^\n:]{1,400}){0,12})/gm;
/** "entered by Drury, Scott on": the notices of the federal courts. */
const entered =
  /\b(?:entered|filed|submitted)\sby\s{1,2}(?<entries>\p{Lu}[\p{L}'’-]+,\s\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}\.?)?)(?=\son\s)/gu;

const namePart = "(?:\\p{Lu}\\.?|\\p{Lu}[\\p{L}'’-]+|\\p{Lu}\\.\\p{Lu}\\.)";
const particle = '(?:(?:van|von|de|der|den|la|del|di|da|al|bin)\\s){0,2}';
const surnameFirst = new RegExp(
  `^(?<surname>${particle}\\p{Lu}[\\p{L}'’-]+(?:\\s\\p{Lu}[\\p{L}'’-]+)?),\\s{1,2}(?<given>${namePart}(?:\\s${namePart}){0,2})$`,
  'u',
);
const givenFirst = new RegExp(
  `^(?<given>\\p{Lu}[\\p{L}'’-]+|\\p{Lu}\\.)(?<middle>(?:\\s${namePart}){0,2})\\s(?<surname>${particle}\\p{Lu}[\\p{L}'’-]+)$`,
  'u',
);

/** Persons named in headers. Value: the given name first. */
export function* findHeaderNames(text: string): Generator<FoundMention> {
  for (const pattern of [header, entered]) {
    for (const match of text.matchAll(pattern)) {
      const entries = match.groups?.entries as string;
      yield* entriesIn(entries, match.index + match[0].length - entries.length);
    }
  }
}

/** Entries end at a semicolon, an address or a bracket; without any of these a comma parts them. */
function* entriesIn(entries: string, at: number): Generator<FoundMention> {
  const separator = /[;<>[\]()"\ue000|]/.test(entries) ? /[;<>[\]()"\ue000|\n]+/g : /[;,\n]+/g;
  // "Roe, Jane" alone is one entry.
  const whole = surnameFirst.test(entries.trim());
  let from = 0;
  const ends = whole ? [] : [...entries.matchAll(separator)];
  for (const { index, 0: mark } of [...ends, { index: entries.length, 0: '' }]) {
    const piece = entries.slice(from, index);
    const bare = piece.replace(/^[\s,'‘]+|[\s,'’]+$/gu, '');
    const start = at + from + piece.indexOf(bare);
    from = index + mark.length;
    const found = readEntry(bare, start);
    if (found) yield found;
  }
}

function readEntry(entry: string, start: number): FoundMention | undefined {
  const inverted = surnameFirst.exec(entry)?.groups;
  const parts = inverted ?? givenFirst.exec(entry)?.groups;
  if (!parts) return undefined;
  const [first = '', ...more] = (parts.given as string).split(/\s+/);
  const middle = [...more, ...(parts.middle ?? '').split(/\s+/)].filter(Boolean);
  const surname = inMixedCase(tidyName(parts.surname as string));
  const words = [first, ...middle, ...surname.split(' ')];
  if (words.some(word => word.length > 2 && isNeverName(word))) return undefined;
  // "Accounts Payable", "Human Resources": a mailbox is no person.
  if (!isGivenName(first) && words.some(word => isCommonWord(word))) return undefined;
  const given = inMixedCase(first);
  const properties = { given, ...(middle.length > 0 && { middle: middle.join(' ') }), surname };
  const value = [given, ...middle, surname].join(' ');
  return { type: 'PERSON', start, end: start + entry.length, value, properties, score: 0.9 };
}
