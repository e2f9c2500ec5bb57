/** Names of organisations: by legal form (Inc., LLC), by what they are (Bank, University, Department of ...), by known acronym. */
import type { FoundMention } from '../engine.ts';
import { abbreviations, agencies, headWords, legalForms, ofWords, qualifiers } from './organization-words.ts';
import { stateNames } from './places.ts';
import { inMixedCase, tidyName } from './spelling.ts';
import { isGivenName, isNeverName } from './vocabulary.ts';

const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,3})';
const word =
  "(?:(?:\\p{Lu}\\.){1,4}|\\p{Lu}[\\p{L}\\p{N}'’&/]*(?:-[\\p{L}\\p{N}]+)*(?:-[^\\S\\n]*\\n\\p{Ll}+)?(?:\\.(?:\\p{L}\\.)*)?|\\d{1,4}(?=,?[^\\S\\n]\\p{Lu}))";
const run = new RegExp(
  `(?<![\\p{L}\\p{N}@/.\\ue000])${word}(?:,?${gap}(?:(?:of|and|for|the|&|de|in|on|OF|AND|FOR|THE)${gap}){0,2}${word}){0,40}`,
  'gu',
);
const agency = new RegExp(
  `(?<![\\p{L}\\p{N}.-])(?:(?:United${gap}States${gap}|U\\.S\\.${gap})?(?:${Object.values(agencies).join('|').replace(/ /g, gap)})|${Object.keys(agencies).join('|')})(?![\\p{L}\\p{N}]|-\\p{Lu})`,
  'gu',
);
const connector = /^(?:of|and|for|the|&|de|in|on|OF|AND|FOR|THE)$/;

interface Word {
  /** Without comma. */
  text: string;
  start: number;
  end: number;
  comma: boolean;
  joins: boolean;
}

/** Organisations in `text`, where other mentions are blotted out. Value: the name in mixed case, legal form included. */
export function* findOrganizations(text: string): Generator<FoundMention> {
  yield* agenciesIn(text);
  for (const match of text.matchAll(run)) {
    // Most runs are a single capitalised word, which by itself names nothing.
    if (!/\s/.test(match[0])) continue;
    for (const words of sentences(text, wordsOf(match))) yield* organizationsIn(text, words);
  }
}

/** Agencies by acronym and by full name: "Food and Drug Administration" would fall apart at its "and". */
function* agenciesIn(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(agency)) {
    const written = tidyName(match[0]);
    const value = agencies[written] ?? written;
    const end = match.index + match[0].length;
    yield { type: 'ORGANIZATION', start: match.index, end, value, properties: { kind: 'agency' }, score: 0.92 };
  }
}

const wordsOf = (match: RegExpExecArray): Word[] =>
  [...match[0].matchAll(/\S+(?:-[^\S\n]*\n\p{Ll}+)?/gu)].map(({ 0: raw, index }) => {
    const comma = raw.endsWith(',');
    const text = comma ? raw.slice(0, -1) : raw;
    const start = match.index + index;
    return { text, start, end: start + text.length, comma, joins: connector.test(text) };
  });

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
    if (ends || (next && inCapitals(word) !== inCapitals(next) && /\n/.test(text.slice(word.end, next.start))))
      groups.push([]);
  }
  return groups.filter(group => group.length > 1);
}

function* organizationsIn(text: string, words: Word[]): Generator<FoundMention> {
  let from = 0;
  while (from < words.length) {
    const end = endOfName(words, from);
    if (!end) return;
    const start = startOfName(words, from, end.head, end.legal);
    const named = words.slice(start, end.past);
    if (isName(named, end.legal)) yield toMention(text, named, end.legal);
    from = Math.max(end.past, from + 1);
  }
}

const plainOf = ({ text }: Word): string => text.replace(/\.$/, '').toLowerCase();
const inCapitals = ({ text, joins }: Word): boolean => !joins && /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);

/** Two capitals alone are a state's postal code ("Pueblo, CO") unless the whole name is in capitals. */
const isLegalForm = (words: Word[], at: number): boolean => {
  const word = words[at];
  if (!word || !legalForms.has(plainOf(word))) return false;
  return !/^(?:CO|PA|PC|AG)$/.test(word.text) || inCapitals(words[at - 1] as Word);
};

/** Districts and services are organisations by what they run: "Water District", not "Northern District". */
const isHeadWord = (words: Word[], at: number): boolean => {
  const word = words[at];
  if (!word || !headWords.has(plainOf(word))) return false;
  const before = words[at - 1];
  if (!before || before.joins) return false;
  return !/^(?:district|services?)$/.test(plainOf(word)) || qualifiers.has(plainOf(before));
};

/** The first word that makes an organisation of the words before it, and how far the name goes on after it. */
function endOfName(words: Word[], from: number): { head: number; past: number; legal: boolean } | undefined {
  for (let at = from; at < words.length; at++) {
    const { comma } = words[at] as Word;
    // "Co., Inc.", "Insurance Company, Ltd."
    if (at > from && isLegalForm(words, at))
      return { head: at, past: at + (isLegalForm(words, at + 1) ? 2 : 1), legal: true };
    if (ofWords.has(plainOf(words[at] as Word)) && /^of$/i.test(words[at + 1]?.text ?? '') && !comma)
      return { head: at, past: endOfPhrase(words, at + 2), legal: false };
    if (at > from && isHeadWord(words, at) && !leadsOn(words, at)) return { head: at, past: at + 1, legal: false };
  }
  return undefined;
}

/** "Bank of America, N.A." and "Church Insurance Company": the head word is not the last of the name. */
function leadsOn(words: Word[], at: number): boolean {
  if (words[at]?.comma) return isLegalForm(words, at + 1);
  let of = false;
  for (let next = at + 1; next < words.length && next <= at + 4; next++) {
    const { text, comma } = words[next] as Word;
    if (/^and$/i.test(text)) return false;
    of ||= /^of$/i.test(text);
    if (isLegalForm(words, next) || (!of && isHeadWord(words, next))) return true;
    if (comma) return isLegalForm(words, next + 1);
  }
  return false;
}

/** "Department of Health and Human Services", "University of Maine": capitalised words after "of", a comma ends them. */
function endOfPhrase(words: Word[], from: number): number {
  let past = from;
  for (let at = from; at < words.length && at < from + 7; at++) {
    const { joins, comma } = words[at] as Word;
    if (!joins) past = at + 1;
    if (!joins && (comma || isLegalForm(words, at))) break;
  }
  return past;
}

/** Walks back from the head over the words of the name: to a comma, a finished name, or a word that opens a sentence. */
function startOfName(words: Word[], from: number, head: number, legal: boolean): number {
  let start = head;
  for (let at = head - 1; at >= from; at--) {
    const word = words[at] as Word;
    if (word.comma && at < head - 1) break;
    if (word.comma && !legal) break;
    if (/^and$/i.test(word.text) && !(legal && at === from + 1)) break;
    if (/^(?:in|on)$/i.test(word.text)) break;
    if (!word.joins) start = at;
  }
  while (start < head && isLeadIn((words[start] as Word).text)) start++;
  while (start < head && (words[start] as Word).joins) start++;
  return start;
}

const leadIns = new Set(
  `the a an this that these those any each every such said its their our his her by between among against from with under
  plaintiff plaintiffs defendant defendants petitioner petitioners respondent respondents appellant appellants appellee
  appellees claimant co-defendant judge justice mr ms mrs dr before after in on at for to see and or but when while if as
  source attention attn re both either whereas although since because counsel attorney attorneys also until via president ceo cfo title name date dated no section article schedule exhibit panel`.split(
    /\s+/,
  ),
);
const isLeadIn = (text: string): boolean =>
  leadIns.has(text.replace(/\.$/, '').toLowerCase()) || /^(?:\d{1,2}|(?:19|20)\d\d)$/.test(text);

/** A name has a word of its own: "Limited Liability Company" and "the Insurance Company" have none. */
function isName(words: Word[], legal: boolean): boolean {
  if (words.length < 2) return false;
  const own = words.filter(word => {
    const plain = plainOf(word);
    return !word.joins && !legalForms.has(plain) && !headWords.has(plain) && !ofWords.has(plain) && !generic.has(plain);
  });
  if (own.length === 0 || (!legal && words.length > 9)) return false;
  // "a Nevada Corporation" says what it is, not how it is called.
  if (legal && stateNames.includes(own.map(({ text }) => text).join(' '))) return false;
  const person = !legal && words.length === 2 && isGivenName((words[0] as Word).text);
  return !person && !own.every(({ text }) => isNeverName(text) && !placeLike.has(text.toLowerCase()));
}

/** Words no name is made of alone. */
const generic = new Set(
  `limited liability holding parent private public insurance operating successor surviving third other first second new any appeals claims membership
  governmental regulatory administrative non-profit nonprofit professional trading publicly listed target acquiring foreign
  domestic such certain each title general its i ii iii`.split(/\s+/),
);
const placeLike = new Set(
  'united federal national american international northern southern eastern western central state medical internal global river water health'.split(
    ' ',
  ),
);

function toMention(text: string, words: Word[], legal: boolean): FoundMention {
  const start = (words[0] as Word).start;
  let end = (words.at(-1) as Word).end;
  // The full stop belongs to "Inc." and "Co.", not to "LLC." or "Bank." at the end of a sentence.
  if (/\.$/.test(text.slice(start, end)) && /(?:LLC|LLP|LP|Company|Corporation|Bank)\.$/i.test(text.slice(start, end)))
    end -= 1;
  const value = inMixedCase(tidyName(text.slice(start, end)));
  const form = legal ? tidyName((words.at(-1) as Word).text) : undefined;
  return { type: 'ORGANIZATION', start, end, value, properties: form ? { form } : {}, score: legal ? 0.95 : 0.82 };
}
