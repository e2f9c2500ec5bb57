/** Names of persons: by title, role, signature, initials, and lists of given names. Precision before recall. */
import type { FoundMention } from '../engine.ts';
import { inMixedCase, tidyName } from './spelling.ts';
import { isCommonWord, isGivenName, isNeverName, isSurname, mayBeGivenName } from './vocabulary.ts';

/** A run of capitalised words on one or two lines; "and", commas and blank lines end it. */
const word =
  "(?:\\p{Lu}\\.(?:\\s?\\p{Lu}\\.)*|\\p{Lu}['’]?\\p{L}+(?:(?:-[^\\S\\n]*\\n)(?=\\p{Ll})\\p{Ll}+)?(?:-\\p{Lu}\\p{L}+)*(?:['’](?!s\\b)\\p{L}+)?\\.?|\\p{Lu}(?![\\p{L}\\p{N}.]))";
const particle = '(?:de|de\\sla|del|della|van|van\\sder|von|der|la|le|bin|ibn|al|St\\.)';
const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,3})';
const run = new RegExp(`(?<![\\p{L}\\p{N}@/\\ue000])${word}(?:${gap}(?:${particle}${gap})?${word}){0,9}`, 'gu');
const suffix = /^,?\s{1,2}(?:Jr\.?|Sr\.?|II|III|IV|JR\.?|SR\.?)(?![\p{L}\p{N}])/u;

/** Before a name: what makes it one. The title stays outside the mention, in its properties. */
const titles =
  /(?:^|[\s(["“])(?<title>(?:(?:Chief|Presiding|Senior|Associate|Acting|Magistrate|District|Circuit|Administrative\s+Law|Special|Deputy|Assistant|Vice|Lead)\s+){0,2}(?:JUSTICE|JUDGE|Justice|Judge|Chancellor|Magistrate|Commissioner|Arbitrator|Mediator|Mr\.|Mrs\.|Ms\.|Miss|Dr\.|Prof\.|Professor|Hon\.|Honorable|HONORABLE|Rev\.|Reverend|Sen\.|Senator|Rep\.|Gov\.|Governor|President|Mayor|Secretary|Officer|Detective|Sergeant|Sgt\.|Lieutenant|Lt\.|Captain|Capt\.|Colonel|Col\.|Agent|Trooper|Deputy|Sheriff|Warden|Attorney|MR\.|MS\.|MRS\.|DR\.))\s{1,3}$/;
/** "/s/ Jane Roe", "By: Jane Roe", "Name: Jane Roe", "ATTN: Jane Roe". */
const signs =
  /(?:\/s\/|\b(?:By|BY|Name|NAME|Printed\s[Nn]ame|Print\sName|ATTN|Attn|Attention|Signed|From|To|Cc|Deponent|Witness|Signature)\s?:)\s{0,3}(?:\/s\/\s{0,3})?(?:_{2,}\s{0,3})?$/;
/** After a name: what its bearer is. */
const roles =
  /^\s{0,2},?\s{0,2}\n?\s{0,3}(?<role>(?:(?:Chief|Presiding|Senior|Associate|Acting|Circuit|District|Magistrate|Bankruptcy|Special|Deputy|Assistant|Vice|U\.S\.|United\s+States)\s+){0,3}(?:Judges?|Justice|Attorney(?:\s+General)?|Chancellor|Clerk|Reporter|President|Commissioner|Counsel|Solicitor(?:\s+General)?|Secretary|Trustee|Chairman|Esq(?:\.|uire)|M\.?D\.?|Ph\.?D\.?|C\.?P\.?A\.?|R\.N\.|C\.?E\.?O\.?|CFO|Manager|Director|Governor|JJ?\.|P\.\s?J\.|C\.\s?J\.|A\.\s?L\.\s?J\.)|(?:argued\s+the\s+cause|on\s+(?:the\s+)?briefs?|pro\s+se|for\s+(?:appell|petition|respond|plaintiff|defendant)))(?![\p{L}])/u;
/** "Selya and Barron, Circuit Judges". */
const sharedRole =
  /^(?:,\s{1,2}\p{Lu}[\p{L}-]+){0,2},?\s{1,2}and\s{1,2}\p{Lu}[\p{L}-]+,\s{1,2}(?<role>(?:(?:Circuit|District|Senior|Associate)\s+){0,2}(?:Judges|Justices|JJ\.))/u;
/** After a name in a caption. */
const partyRole =
  /^,\s{1,2}an?\s(?<individual>individual)\b|^,?(?:\s+et\s+al\.?,?)?[\s)|:]{0,40}(?:\([^)\n]{0,60}\)[\s,]{0,3})?(?:(?:an?|the)\s+[\w\s]{0,40},\s{0,3})?(?<role>Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Claimant|Movant|Debtor|Intervenor|PLAINTIFF|DEFENDANT|PETITIONER|RESPONDENT|APPELLANT|APPELLEE)/;

interface Word {
  text: string;
  start: number;
  end: number;
}

interface Evidence {
  title?: string;
  role?: string;
  signed: boolean;
  party: boolean;
}

/** Persons in `text`, where other mentions are blotted out. Value: the name in mixed case; properties: its parts, title, role. */
export function* findPeople(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(run)) {
    for (const words of candidates(text, wordsOf(match))) {
      const found = readPerson(text, words, match.index + match[0].length);
      if (found) yield found;
    }
  }
}

const wordsOf = (match: RegExpExecArray): Word[] =>
  [...match[0].matchAll(/\S+(?:-\n\p{Ll}+)?/gu)].map(({ 0: text, index }) => ({
    text,
    start: match.index + index,
    end: match.index + index + text.length,
  }));

/** Splits a run at words no name holds, after a word that ends a sentence, and before a given name that opens a new line or the same name again. */
function candidates(text: string, words: Word[]): Word[][] {
  const groups: Word[][] = [[]];
  for (const [at, word] of words.entries()) {
    const before = groups.at(-1)?.length ?? 0;
    const newLine = at > 0 && text.slice(words[at - 1]?.end, word.start).includes('\n');
    const repeats = groups.at(-1)?.[0]?.text === word.text;
    if (before > 1 && (repeats || newLine) && isGivenName(word.text)) groups.push([]);
    const ends = /\p{L}{3}\.$|^\p{Lu}{2,}\.$/u.test(word.text);
    if (isNeverName(word.text)) groups.push([]);
    else groups.at(-1)?.push(word);
    if (ends) groups.push([]);
  }
  return groups.map(withoutMark).filter(group => group.length > 0 && group.length <= 5);
}

/** The "A." of a transcript's answer and the "X" of a ticked box are not initials of the name after them. */
const withoutMark = (words: Word[]): Word[] => {
  const [first, second] = words;
  if (!second || words.length < 3) return words;
  const marked = first?.text === 'X' || (/^[AQ]\.$/.test(first?.text ?? '') && mayBeGivenName(second.text));
  return marked ? words.slice(1) : words;
};

function readPerson(text: string, words: Word[], runEnd: number): FoundMention | undefined {
  const first = words[0] as Word;
  const last = words.at(-1) as Word;
  const ending = /\p{L}{3}\.$/u.test(last.text) ? last.end - 1 : last.end;
  const evidence = evidenceFor(text, first.start, ending);
  // "Grace Community Chapel": the name goes on with a word that is not of a person.
  const goesOn = ending === last.end && ending < runEnd && !evidence.title && !evidence.role && !endsLine(text, ending);
  const score = goesOn ? 0 : scoreOf(words, evidence);
  if (score === 0) return undefined;
  const more = suffix.exec(text.slice(ending, ending + 10));
  const end = ending + (more?.[0].length ?? 0);
  const name = inMixedCase(tidyName(text.slice(first.start, end)).replace(/,(?=\s(?:Jr|Sr|II|III|IV)\b)/i, ','));
  return {
    type: 'PERSON',
    start: first.start,
    end,
    value: name,
    properties: partsOf(words, ending, text, more?.[0], evidence),
    score,
  };
}

const endsLine = (text: string, at: number): boolean => /^\s*\n/.test(text.slice(at, at + 3));

function evidenceFor(text: string, start: number, end: number): Evidence {
  const before = text.slice(Math.max(0, start - 60), start);
  const more = suffix.exec(text.slice(end, end + 10))?.[0].length ?? 0;
  const after = text.slice(end + more, end + more + 120);
  const title = titles.exec(before)?.groups?.title?.replace(/\s+/g, ' ');
  const role = (roles.exec(after) ?? sharedRole.exec(after))?.groups?.role?.replace(/\s+/g, ' ');
  // In a caption of two columns the other column stands between, after a bracket.
  const inCaption = partyRole.exec(after.replace(/\)[^\n]*/g, ')'))?.groups;
  const party = inCaption?.role ?? inCaption?.individual;
  return {
    ...(title && { title }),
    ...((role ?? party) && { role: role ?? party }),
    signed: signs.test(before),
    party: party !== undefined,
  };
}

/** How sure the words are a person's name; 0 if not sure enough. */
function scoreOf(words: Word[], evidence: Evidence): number {
  const names = words.filter(({ text }) => !isInitials(text));
  // The number of a heading ("II. Remand"), or the country ("U.S. Government").
  if (/^(?:[IVXL]{2,5}\.?|U\.\s?S\.)$/.test(words[0]?.text ?? '')) return 0;
  const last = words.at(-1) as Word;
  if (names.length === 0 || isInitials(last.text)) return 0;
  const capitals = names.every(({ text }) => /^[\p{Lu}'’.-]+$/u.test(text));
  if (words.length === 1) return scoreOfSingle(last.text, evidence, capitals);
  const first = words[0] as Word;
  if (isNeverName(last.text)) return 0;
  const given = isGivenName(first.text);
  const middleInitial = words.slice(1, -1).some(({ text }) => isInitials(text));
  if (given && middleInitial) return 0.95;
  if (isCommonWord(last.text) && !isSurname(last.text)) return evidence.title || evidence.signed ? 0.8 : 0;
  const vouched = evidence.title || evidence.signed;
  if (names.some(({ text }) => isCommonWord(text)) && !vouched && !given) return 0;
  if (evidence.signed || (evidence.title && names.length <= 3)) return 0.95;
  if (given && evidence.role) return 0.95;
  if (capitals && !evidence.party) return given && isSurname(last.text) ? 0.75 : 0;
  if (given || (middleInitial && names.length >= 2)) return 0.88;
  if (isInitials(first.text)) return capitals ? 0 : scoreOfInitials(words);
  if (evidence.role && !evidence.party) return 0.85;
  if (evidence.party) return mayBeGivenName(first.text) ? 0.85 : 0;
  return mayBeGivenName(first.text) && isSurname(last.text) ? 0.7 : 0;
}

/** "C. Reasonableness" is a heading: one initial needs a surname we know, two ("R.C. Boyd") need not. */
function scoreOfInitials(words: Word[]): number {
  const initials = words.filter(({ text }) => isInitials(text)).map(({ text }) => text.replace(/[^\p{L}]/gu, ''));
  const known = (words[0] as Word).text.endsWith('.') && isSurname((words.at(-1) as Word).text);
  return initials.join('').length > 1 || known ? 0.8 : 0;
}

/** A surname alone needs a title before or an office after it: "SELYA, Circuit Judge". */
function scoreOfSingle(name: string, { title, role, party }: Evidence, capitals: boolean): number {
  if (name.length < 3 || isCommonWord(name)) return 0;
  if (title) return 0.9;
  return role && !party && /Judge|Justice|^J|P\.\s?J|C\.\s?J/.test(role) && (capitals || /Judge|Justice/.test(role))
    ? 0.9
    : 0;
}

const isInitials = (text: string): boolean => /^(?:\p{Lu}\.?)(?:\s?\p{Lu}\.)*$/u.test(text);

function partsOf(
  words: Word[],
  end: number,
  text: string,
  more: string | undefined,
  evidence: Evidence,
): Record<string, unknown> {
  const written = words.map(({ start, end: stop }) => inMixedCase(tidyName(text.slice(start, Math.min(stop, end)))));
  const surname = written.at(-1);
  return {
    ...(written.length > 1 && { given: written[0] }),
    ...(written.length > 2 && { middle: written.slice(1, -1).join(' ') }),
    surname,
    ...(more && { suffix: more.replace(/[,\s]/g, '') }),
    ...(evidence.title && { title: evidence.title }),
    ...(evidence.role && { role: evidence.role }),
  };
}
