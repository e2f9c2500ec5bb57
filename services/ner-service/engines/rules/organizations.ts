/** Names of organisations: by legal form (Inc., LLC), by what they are (Bank, University, Department of ...), by known acronym. */
import type { FoundMention } from '../engine.ts';
import type { EndsLine } from './line-breaks.ts';
import { endOfName, inCapitals, isName, plainOf, startOfName, type Word } from './organization-name.ts';
import { abbreviations, agencies, bodies, legalForms, wellKnown } from './organization-words.ts';
import { inMixedCase, tidyName, wholeWord } from './spelling.ts';
import { isGivenName } from './vocabulary.ts';

const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,12})';
const word =
  "(?:(?:\\p{Lu}\\.){1,4}|\\p{Lu}[\\p{L}\\p{N}'’&/]*(?:-[\\p{L}\\p{N}]+)*(?:-[^\\S\\n]*\\n\\p{Ll}+)?(?:\\.(?:com|net|org|io|ai|co)(?!\\p{L})|\\.(?:\\p{L}\\.)*)?|\\p{Ll}\\p{Lu}\\p{L}+|\\d{1,2}(?:st|nd|rd|th|\\p{Lu})(?=[^\\S\\n]\\p{Lu})|\\d{1,4}(?=,?[^\\S\\n]\\p{Lu}))";
const run = new RegExp(
  `(?=[\\p{L}\\d])(?<![\\p{L}\\p{N}@/.\\ue000])${word}(?:,?${gap}(?:(?:of|and|for|the|&|de|in|on|OF|AND|FOR|THE)${gap}){0,2}${word}){0,40}`,
  'gu',
);
const fullNames = [...Object.values(agencies), ...bodies].sort((a, b) => b.length - a.length).join('|');
const local = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:\\p{Lu}[\\p{L}.]*(?:${gap}(?:of|and|&)${gap}(?:the${gap})?|${gap})){1,7}Local(?:${gap}Union)?${gap}(?:No\\.${gap})?\\d{1,5}(?![\\p{L}\\p{N}])`,
  'gu',
);
const agency = new RegExp(
  `(?=\\p{Lu})(?<![\\p{L}\\p{N}.-])(?:(?:United${gap}States${gap}|U\\.S\\.${gap})?(?:${`${fullNames}|${fullNames.replaceAll(/(?<!\\)\b\p{L}+/gu, word => word.toUpperCase())}`.replace(/ /g, gap)})|${Object.keys(agencies).join('|')})(?![\\p{L}\\p{N}]|-\\p{Lu}|(?<=SEC)\\.)`,
  'gu',
);
const firm = new RegExp(
  `(?=\\p{Lu})(?<![\\p{L}\\p{N}])(?:${wellKnown.join('|').replace(/ /g, gap)})(?![\\p{L}\\p{N}])`,
  'gu',
);
/** Another name of the same: "d/b/a Best Widgets". */
const otherName = new RegExp(
  `\\b(?:d/b/a|f/k/a|n/k/a|D/B/A|F/K/A|N/K/A|dba|doing${gap}business${gap}as|formerly${gap}known${gap}as)${gap}(?:the${gap})?["“]?(?<name>${word}(?:${gap}(?:(?:of|and|the|&)${gap})?${word}){0,6})`,
  'gu',
);
const connector = /^(?:of|and|for|the|&|de|in|on|OF|AND|FOR|THE)$/;

/** Organisations in `text`, where other mentions are blotted out. Value: the name in mixed case, legal form included. */
export function* findOrganizations(text: string, endsLine: EndsLine): Generator<FoundMention> {
  yield* agenciesIn(text);
  for (const match of text.matchAll(run)) {
    // Most runs are a single capitalised word, which by itself names nothing.
    if (!/\s/.test(match[0])) continue;
    for (const words of sentences(text, wordsOf(match, endsLine))) yield* organizationsIn(text, words);
  }
  yield* otherNamesIn(text, endsLine);
  for (const { 0: written, index } of /Local/.test(text) ? text.matchAll(local) : []) {
    const lead = /^(?:The|And|By|In|With|For|Between|Against)\s+/.exec(written)?.[0].length ?? 0;
    const [start, end] = [index + lead, index + written.length];
    yield { type: 'ORGANIZATION', start, end, value: tidyName(written.slice(lead)), properties: {}, score: 0.85 };
  }
  for (const { 0: written, index: start } of text.matchAll(firm)) {
    const value = tidyName(written);
    yield { type: 'ORGANIZATION', start, end: start + written.length, value, properties: {}, score: 0.85 };
  }
}

/** What comes after "d/b/a" and the like, unless it is a person. */
function* otherNamesIn(text: string, endsLine: EndsLine): Generator<FoundMention> {
  for (const match of text.matchAll(otherName)) {
    const written = match.groups?.name as string;
    const start = match.index + match[0].length - written.length;
    const end = start + written.length;
    if (endsLine(start, end) || isGivenName(written.split(' ')[0] as string)) continue;
    yield { type: 'ORGANIZATION', start, end, value: inMixedCase(tidyName(written)), properties: {}, score: 0.8 };
  }
}

/** Agencies by acronym and by full name: "Food and Drug Administration" would fall apart at its "and". */
function* agenciesIn(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(agency)) {
    const written = tidyName(match[0]);
    const value = agencies[written] ?? inMixedCase(written);
    const end = match.index + match[0].length;
    yield { type: 'ORGANIZATION', start: match.index, end, value, properties: { kind: 'agency' }, score: 0.92 };
  }
}

function wordsOf(match: RegExpExecArray, endsLine: EndsLine): Word[] {
  const raw = [...match[0].matchAll(wholeWord)];
  return raw.map(({ 0: written, index }, at) => {
    const comma = written.endsWith(',');
    const text = comma ? written.slice(0, -1) : written;
    const start = match.index + index;
    const end = start + text.length;
    const next = raw[at + 1];
    const ends = endsLine(end, next ? match.index + next.index : end);
    return { text, start, end, comma, joins: connector.test(text), endsLine: ends };
  });
}

/** Splits where a full stop ends a sentence and not an abbreviation, and where a line of capitals meets one of small letters. */
function sentences(text: string, words: Word[]): Word[][] {
  const groups: Word[][] = [[]];
  for (const [at, word] of words.entries()) {
    groups.at(-1)?.push(word);
    const next = words[at + 1];
    const ends = /\p{L}{3}\.$/u.test(word.text) && !abbreviations.has(plainOf(word));
    if (ends && !word.comma) {
      word.text = word.text.slice(0, -1);
      word.end -= 1;
    }
    if (
      ends ||
      (next &&
        !word.joins &&
        !next.joins &&
        inCapitals(word) !== inCapitals(next) &&
        /\n/.test(text.slice(word.end, next.start)))
    )
      groups.push([]);
  }
  return groups.filter(group => group.length > 1);
}

function* organizationsIn(text: string, words: Word[]): Generator<FoundMention> {
  let from = 0;
  while (from < words.length) {
    const end = endOfName(words, from);
    if (!end) return;
    const start = startOfName(words, from, end);
    const named = words.slice(start, end.past);
    if (isName(named, end.legal)) yield toMention(text, named, end.legal);
    from = Math.max(end.past, from + 1);
  }
}

/** The organisation that something else found at `text.slice(from, to)`, as if a rule had: with the same value and legal form. */
export function organizationAt(text: string, from: number, to: number, score: number): FoundMention {
  const end = endOfOrganization(text, from, to);
  const written = text.slice(from, end);
  const own = tidyName(written.replace(/^the\s+(?=\S)/i, ''));
  const last = own.slice(own.lastIndexOf(' ') + 1);
  const agencyName = agencies[own];
  const form = own.includes(' ') && legalForms.has(last.replace(/\.$/, '').toLowerCase()) ? last : undefined;
  return {
    ...{ type: 'ORGANIZATION', start: from, end, score },
    value: agencyName ?? inMixedCase(own),
    properties: { ...(form && { form }), ...(agencyName && { kind: 'agency' }) },
  };
}

/** The full stop belongs to "Inc." and "Co.", not to "LLC." or "Bank." at the end of a sentence. */
const endOfOrganization = (text: string, start: number, end: number): number =>
  /(?:LLC|LLP|LP|Company|Corporation|Limited|Incorporated|Bank)\.$/i.test(text.slice(start, end)) ? end - 1 : end;

/** "with The Boeing Company": a capital letter within a sentence makes the article part of the name. */
function withArticle(text: string, start: number): number {
  return /[\p{Ll},(][^\S\n]{1,2}The[^\S\n]$/u.test(text.slice(Math.max(0, start - 8), start)) ? start - 4 : start;
}

function toMention(text: string, words: Word[], legal: boolean): FoundMention {
  const start = withArticle(text, (words[0] as Word).start);
  let end = endOfOrganization(text, start, (words.at(-1) as Word).end);
  // "University of Texas at Austin".
  if (/^University\b/i.test(text.slice(start, end)))
    end += /^\s{1,24}(?:at|AT)\s{1,3}\p{Lu}[\p{L}]+(?!\p{L})/u.exec(text.slice(end, end + 60))?.[0].length ?? 0;
  const value = inMixedCase(tidyName(text.slice((words[0] as Word).start, end)));
  const form = legal ? tidyName((words.at(-1) as Word).text) : undefined;
  return { type: 'ORGANIZATION', start, end, value, properties: form ? { form } : {}, score: legal ? 0.95 : 0.82 };
}
