/** Names of judges in lists, where no title stands by each: "Before Selya, Lynch, and Kayatta, Circuit Judges". */
import type { FoundMention } from '../engine.ts';
import { inMixedCase, tidyName } from './spelling.ts';
import { isNeverName } from './vocabulary.ts';

/** "Before", "Present:" at the head of an opinion, up to the office of those named. */
const bench =
  /\b(?:Before|BEFORE|Present|PRESENT|Panel|PANEL|Coram)\b\s{0,2}:?(?<names>\s[^.;:()]{0,12}(?:\p{L}\.|[^.;:()]){3,240}?)(?<office>\b(?:Judges?|Justices?|JUDGES?|JUSTICES?)\b|\bJJ?\.)/gu;
/** "SCALIA, KENNEDY, and ALITO, JJ., joined". */
const concurring = /(?<names>(?:\p{Lu}[\p{L}.'’-]*,?\s{1,2}(?:and\s{1,2}|AND\s{1,2})?){1,24})(?<office>JJ\.)/gu;
/** "Justices Thomas and Alito", "Judge: Maria Lopez". */
const announced =
  /\b(?<office>Judges|Justices|JUDGES|JUSTICES)\s{1,2}(?<names>\p{Lu}[\p{L}.'’-]+(?:(?:,\s{1,2}(?:and\s{1,2})?|\s{1,2}and\s{1,2}|\s{1,2})\p{Lu}[\p{L}.'’-]+){0,8})/gu;
const labelled =
  /(?:^|[\n(|]|\s{2})[^\S\n]*(?<office>(?:(?:Presiding|District|Magistrate|Trial|Assigned|Hearing)\s)?(?:Judge|JUDGE|Justice)(?:\s(?:Presiding|Assigned|assigned))?|(?:Assigned|Referred|ASSIGNED|REFERRED)\s(?:to|To|TO))\s?:\s{0,3}(?:(?:Chief|Senior|District|Magistrate|Bankruptcy)\s)*(?:Hon\.\s|Honorable\s|Judge\s|Justice\s|The\sHonorable\s)?(?<names>\p{Lu}[\p{L}.'’-]+(?:[^\S\n]\p{Lu}[\p{L}.'’-]*){0,3})/gu;
const anyJudge = /judge|justice|\bjj?\.|(?:assigned|referred)\sto/i;

const separator = /,|;|\s(?:and|AND|&)\s|\n[^\S\n]*\n/g;
/** What stands between the names, and before one. */
const office =
  /^(?:(?:the\s)?(?:Hon\.?|Honorable|HONORABLE|HON\.)\s|(?:(?:United\sStates|U\.\s?S\.|Chief|Senior|Acting|Presiding|Associate|Circuit|District|Magistrate|Bankruptcy|Appellate|CHIEF|SENIOR|PRESIDING|CIRCUIT|DISTRICT|ASSOCIATE)\s)*(?:Judges?|Justices?|JUDGES?|JUSTICES?)\s)+/u;
const name =
  /^(?:\p{Lu}(?:\.|\b)\s?){0,3}(?:\p{Lu}[\p{L}'’-]+\.?\s{1,3}|\p{Lu}\.\s?|(?:van|von|de|del|la|der|St\.)\s){0,4}\p{Lu}[\p{L}'’-]{2,}$/u;

/** Judges by lists and labels. Value: the name in mixed case; properties: surname, given name, office. */
export function* findJudges(text: string): Generator<FoundMention> {
  if (!anyJudge.test(text)) return;
  for (const pattern of [bench, concurring, announced, labelled]) {
    for (const match of text.matchAll(pattern)) {
      const { names = '', office: role = '' } = match.groups as Record<string, string | undefined>;
      const at = match.index + match[0].indexOf(names);
      yield* namesIn(names, at, role, pattern === concurring);
    }
  }
}

/** In a list found by its end alone, the names are those after the last thing that is none. */
function namesIn(names: string, at: number, role: string, fromEnd: boolean): FoundMention[] {
  const found: FoundMention[] = [];
  let from = 0;
  for (const { index, 0: mark } of [...names.matchAll(separator), { index: names.length, 0: '' }]) {
    const piece = names.slice(from, index);
    const lead = piece.length - piece.trimStart().length;
    const bare = piece.trim();
    const title = office.exec(bare)?.[0].length ?? 0;
    const written = bare.slice(title);
    const start = at + from + lead + title;
    if (isName(written)) found.push(toMention(written, start, role));
    else if (fromEnd && !isOffice(written)) found.length = 0;
    from = index + mark.length;
  }
  return found;
}

const isOffice = (words: string): boolean =>
  words === '' || /^(?:C\.\s?J\.|P\.\s?J\.|JJ?\.|Jr\.|(?:Chief|Circuit|Senior|District)\b.*)$/.test(words);

const isName = (written: string): boolean =>
  name.test(written) && !written.split(/\s+/).some(word => word.length > 2 && isNeverName(word));

function toMention(written: string, start: number, role: string): FoundMention {
  const value = inMixedCase(tidyName(written));
  const words = value.split(' ');
  const properties = {
    ...(words.length > 1 && { given: words[0] }),
    ...(words.length > 2 && { middle: words.slice(1, -1).join(' ') }),
    surname: words.at(-1),
    role,
  };
  return { type: 'JUDGE', start, end: start + written.length, value, properties, score: 0.92 };
}
