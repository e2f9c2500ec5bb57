/** Reads the parties to a contract from its preamble, with the terms the contract defines for them. */
import { isNameLike, isSmallName, type NameAt, splitNames, suffix } from './names.ts';
import { isContractRole, roleName } from './roles.ts';

/** A party with offsets in the text; `quote` holds the name and what it is called. */
export interface PreambleParty {
  name: string;
  role?: string;
  definedAs?: string;
  nameSpan: NameAt;
  quote: NameAt;
}

/** Where a preamble may start: after a cover page and a table of contents. UTF-16 units. */
const reach = 30_000;
/** The longest preamble that is read. */
const maxPreamble = 4_000;

/** "between", with what makes it the "between" of a contract before it. */
const between = /\b(?:between|among|amongst)(?:\s+and\s+among)?\b:?(?:\s+the\s+following(?:\s+parties)?:?)?\s*/gi;
const opening =
  /\b(?:agreement|contract|lease|amendment|indenture|guaranty|note|memorandum|deed|addendum|mortgage|statement of work|letter of intent|term sheet|is made|made|entered into|executed|dated)\b/i;
/** Where the preamble ends: the recitals, or the words that agree. */
const ending =
  /\bW\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H\b|\bWHEREAS\b|\bRECITALS?\b|\bBACKGROUND\b|\bNOW,?\s+THEREFORE\b|\bPREAMBLE\b|\bTABLE OF CONTENTS\b|\bIN CONSIDERATION\b|\bArticle\s+(?:1|I)\b|\n\s*(?:1|I)\.\s|(?<=[)”"])\.\s|\b(?:hereby )?agrees? (?:as follows|to|that)\b|\bsets? forth\b|\bprovides?\b/i;

/** A term in quotation marks, in brackets or after "referred to as". */
const term =
  /\(\s*(?:(?:each|any|all|of|them|the|an?|and|or|being|such|herein|hereinafter|hereafter|collectively|together|individually|sometimes|also|referred|to|called|as|known|in|this|agreement|jointly|its|affiliates|with)\b[\s,]*){0,14}["“]\s*(?<bracket>[^"“”\n]{1,50}?)[,.]?\s*["”](?<rest>(?:[^()]|\([^()]{1,80}\)){0,300})\)|\b(?:referred\s+to|known|called|designated)\b[^"“”().;]{0,60}["“]\s*(?<called>[^"“”\n]{1,50}?)[,.]?\s*["”](?:\s+or\s+(?:the\s+)?["“](?<other>[^"“”\n]{1,50}?)[,.]?["”])?/gi;
const collective = /^(?:part(?:y|ies)|agreement|effective date|contract|execution date|date|transaction)$/i;
const groups = /\b(?:collectively|together|jointly)\b/i;

interface Term {
  start: number;
  end: number;
  /** What it calls the party before it. */
  words: string[];
  /** What it calls all parties before it, each: "(collectively, the “Sellers”)". */
  group?: string;
}

/** "(the Company)", "(Torvec)": a term without marks is one if it is a role, or a word of the name before it. */
const bareTerm = /\((?:the\s+)?(?<bare>[A-Z][\w&.-]{1,20}(?:\s[A-Z][\w&.-]{1,20}){0,2})\)/g;

/** The terms a stretch defines, in order; one for all parties ends an entry too. */
function termsIn(text: string): Term[] {
  const quoted = [...text.matchAll(term)].map(match => {
    const { bracket, rest = '', called, other } = match.groups ?? {};
    const more = [...rest.matchAll(/["“]\s*([^"“”\n]{1,50}?)[,.]?\s*["”]/g)].map(([, word]) => word);
    const words = [bracket, called, other, ...more].flatMap(
      word => word?.replace(/^the /i, '').replace(/\s+/g, ' ').trim() ?? [],
    );
    const span = { start: match.index, end: match.index + match[0].length };
    const isGroup = groups.test(match[0].slice(0, match[0].search(/["“]/))) || /^\W*individually\b/i.test(match[0]);
    const group = words.find(word => isContractRole(word) && !collective.test(word));
    if (isGroup) return { ...span, words: [], ...(group ? { group } : {}) };
    return { ...span, words: words.filter(word => !collective.test(word)) };
  });
  const bare = [...text.matchAll(bareTerm)].flatMap(match => {
    const word = match.groups?.bare ?? '';
    const before = text.slice(Math.max(0, match.index - 300), match.index);
    const isTerm = isContractRole(word) || before.includes(word);
    return isTerm ? [{ start: match.index, end: match.index + match[0].length, words: [word] }] : [];
  });
  return [...quoted, ...bare].sort((x, y) => x.start - y.start);
}

const joiner =
  /^(?:[\s,;:.)]|\bpromises? to pay to (?:the order of )?|\band\b|\bAND\b|\bbetween\b|\bthe\s(?=[A-Z])|\bon the (?:one|other) (?:hand|part)\b|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[).]\s)+/;

/** "a Delaware limited liability company" after the term, instead of before it. */
const formOfEntity =
  /^an?\s+(?:[\w.&'’-]+\s+){0,10}?(?:corporation|company|partnership|association|bank|trust|individual|organization|entity)\b/i;

/** Where the name of an entry can start, past what joins it to the one before. */
function startOfName(text: string, from: number, to: number): number {
  const start = from + (joiner.exec(text.slice(from, Math.min(to, from + 300)))?.[0].length ?? 0);
  const form = formOfEntity.exec(text.slice(start, Math.min(to, start + 300)));
  if (!form) return start;
  const after = start + form[0].length;
  return after + (joiner.exec(text.slice(after, Math.min(to, after + 300)))?.[0].length ?? 0);
}

/** Where the name at the start of a stretch ends: at the first that describes, defines or adds. */
const afterName =
  /\((?![A-Z][A-Za-z. ]{1,20}\),?\s(?:Inc|INC|LLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|Corp|CORP|Co\b|CO\b|plc|PLC|L\.?P\b|Pty|PTY|GmbH|[NB]\.V|S\.A))|[;"“]|,\s+(?=an?\s|as\s|on\s|whose|having|with\b|located|organized|duly|acting|hereinafter|herein|referred|by\s|through|incorporated\s(?:in|under)|existing|together|residing|individually|represented|the\s|its\s|one\s|formed|under\s|and\s|each\s|for\s|being|doing|f\/k|d\/b|registered|company\sn|jointly|\d|both\s|who|which)|\s+of\s+(?=\d)|\s+(?=dba\b|having\b|whose\b|with\b|located\b|organized\b|represented\b|doing\b|d\/b\/a|f\/k\/a|a\s(?:\w+\s){0,4}(?:corporation|company|partnership|bank|trust)|an\s(?:\w+\s){0,4}(?:corporation|company|individual)|is\b|are\b|hereinafter\b|residing\b|acting\b|agrees?\b|regarding\b|for\s|effective\b|dated\b|relating\b|pursuant\b)|\n\s*\n/;

/** "Plaintiff JOHN ROE": a settlement names its parties as the case does. */
const caseRole = /^(?:Plaintiffs?|Defendants?|Petitioners?|Respondents?|Claimants?|Debtors?),?\s+(?=[A-Z])/;

/** The party at the start of a stretch that ends with its own terms; null if no name stands there. */
function partyAt(text: string, from: number, to: number, terms: Term[]): PreambleParty | null {
  const start = startOfName(text, from, to);
  const slice = text.slice(start, Math.min(to, start + 300)).replace(/[\s,;]{1,9}(?:and|AND)?\s{0,9}$/, '');
  const cut = afterName.exec(slice);
  const names = splitNames(slice.slice(0, cut ? cut.index : slice.length));
  const [first] = names;
  if (!first || first.start > 4) return null;
  const lead = caseRole.exec(slice.slice(first.start, first.end));
  const nameSpan = { start: start + first.start + (lead?.[0].length ?? 0), end: start + first.end };
  const name = text.slice(nameSpan.start, nameSpan.end).replace(/\s+/g, ' ');
  if (!isParty(name)) return null;
  const words = terms.flatMap(item => item.words);
  const entry = text.slice(nameSpan.start, to);
  const role =
    words.find(word => isContractRole(word) || isApart(word, name, entry)) ??
    asRole(entry.slice(name.length)) ??
    asRole(text.slice(terms.at(-1)?.end ?? text.length, (terms.at(-1)?.end ?? 0) + 80)) ??
    (lead ? roleName(lead[0]) : undefined);
  const definedAs = words.find(word => word !== role) ?? words[0];
  const end = terms.at(-1)?.end ?? nameSpan.end;
  return {
    name,
    ...(role ? { role: inMixedCase(role) } : {}),
    ...(definedAs ? { definedAs } : {}),
    nameSpan,
    quote: end - nameSpan.start > 800 ? nameSpan : { start: nameSpan.start, end },
  };
}

/** "Club" shares no word with "Jacksonville Jaguars, LLC" and is not made of its capitals: it says what it is, not who. */
function isApart(word: string, name: string, entry: string): boolean {
  const initials = name.replace(/[^A-Z]/g, '');
  const before = entry.slice(0, entry.search(/["“]/)).toLowerCase();
  const isPlain = /^(?:[A-Z][a-z]+)(?: [A-Z][a-z]+){0,2}$/.test(word);
  return (
    isPlain &&
    !word.split(' ').some(part => before.includes(part.toLowerCase())) &&
    !initials.startsWith(word.toUpperCase().slice(0, 2))
  );
}

/** ", as Administrative Agent" */
function asRole(after: string): string | undefined {
  const words = /^[\s,.]{0,4}as\s+(?:an?\s+|the\s+)?((?:[A-Z][a-z]+\s?){1,3})/.exec(after)?.[1]?.trim();
  return words && isContractRole(words) ? words : undefined;
}

const inMixedCase = (role: string): string =>
  /[a-z]/.test(role) ? role : role.toLowerCase().replace(/\b[a-z]/g, letter => letter.toUpperCase());

const noParty =
  /^(?:this|the (?:parties|undersigned|following|members)|each|such|exhibit|section|article|effective|dated?|its|whereas|recitals?|table|schedule|now|in|by|for|if|subject|that)\b|\b(?:agreement|contract|lease|amendment|recitals|value received|note|mortgage|deed)$/i;
const nameWord = /^(?:[^a-z]|(?:of|the|and|for|de|la|del|van|von|du|in|at|on|d\/b\/a|plc|inc\.?|llc|ltd\.?|corp\.?)$)/;

const isParty = (name: string): boolean =>
  isNameLike(name) &&
  !noParty.test(name) &&
  (isSmallName(name) || name.split(' ').every(word => nameWord.test(word))) &&
  (/\s/.test(name) || suffix.test(name) || /^[A-Z]{3,}$/.test(name) || /[a-z]{3}/.test(name));

/** The parties a stretch of text lists, each up to the terms that are defined for it. */
function partiesIn(text: string, from: number, to: number): PreambleParty[] {
  const terms = termsIn(text.slice(from, to)).map(item => ({
    ...item,
    start: item.start + from,
    end: item.end + from,
  }));
  const parties: PreambleParty[] = [];
  let at = from;
  // "the LENDERS party hereto, and First Bank, as Agent": who is not named is passed over.
  for (let misses = 0; at < to && misses < 3; ) {
    const entryEnd = endOfEntry(text, at, to, terms);
    const own = terms.filter(({ start, end }) => start >= at && end <= entryEnd);
    const party = partyAt(text, at, entryEnd, own);
    if (party) parties.push(party);
    else misses += 1;
    at = entryEnd;
  }
  const named = parties.filter(({ name }) => !parties.some(({ definedAs }) => definedAs === name));
  return named
    .map(party => withLaterRole(party, text.slice(from, from + laterRoles)))
    .map(party => {
      const group = party.role ? undefined : terms.find(item => item.group && item.start > party.nameSpan.end)?.group;
      return group && !party.definedAs ? { ...party, role: roleName(group) } : party;
    });
}

/** How far after the start of a preamble its end may say in what capacity a party signs. UTF-16 units. */
const laterRoles = 1_500;

/** "Harbor USA, Inc. (“HUSA”), ... and HUSA, as Administrative Agent": the role stands by the defined term. */
function withLaterRole(party: PreambleParty, stretch: string): PreambleParty {
  if (party.role || !party.definedAs) return party;
  const at = stretch.lastIndexOf(`${party.definedAs}, as`);
  const role = at < 0 ? undefined : asRole(stretch.slice(at + party.definedAs.length));
  return role ? { ...party, role } : party;
}

/** Ends after the terms that follow each other directly; without a term, where "and" or a semicolon leads to another name. */
function endOfEntry(text: string, from: number, to: number, terms: Term[]): number {
  const next = terms.find(({ start }) => start >= from);
  const join = nextName(text, startOfName(text, from, to), next?.start ?? to);
  if (join !== null) return join;
  if (!next) return to;
  let end = next.end;
  for (const item of terms) {
    if (item.start >= end && /^[\s,]*(?:or|and)?[\s,]*$/.test(text.slice(end, item.start))) end = item.end;
  }
  return end;
}

/** Where a second name starts before any term: "between Acme Corp. and Beta LLC (the “Buyer”)". */
function nextName(text: string, from: number, to: number): number | null {
  const slice = text.slice(from, Math.min(to, from + 700));
  const told = afterName.exec(slice)?.index ?? slice.length;
  for (const match of slice.matchAll(/(?<comma>,?)\s+(?:and|AND)\s+(?=\S)|;\s+/g)) {
    const before = slice.slice(0, match.index);
    const isWithin = before.lastIndexOf('(') > before.lastIndexOf(')');
    if (isWithin || (match.index > told && match.groups?.comma === '')) continue;
    const after = slice.slice(match.index + match[0].length, match.index + 300);
    const [right] = splitNames(after.slice(0, afterName.exec(after)?.index ?? after.length));
    if (!right || right.start > 0 || !isParty(after.slice(0, right.end).replace(/\s+/g, ' '))) continue;
    // "Procter and Gamble Company" is one name: both sides must be names when nothing but "and" parts them.
    const both = slice.slice(0, match.index + match[0].length + right.end);
    if (match.index > told || match.groups?.comma !== '' || splitNames(both).length > 1)
      return from + match.index + match[0].length;
  }
  return null;
}

const known = (parties: PreambleParty[]): number => parties.filter(({ role, definedAs }) => role ?? definedAs).length;

function candidates(text: string): PreambleParty[][] {
  const head = text.slice(0, reach);
  const starts: number[] = [];
  for (const match of head.matchAll(between)) {
    if (starts.length >= 12) break;
    if (opening.test(head.slice(Math.max(0, match.index - 400), match.index)))
      starts.push(match.index + match[0].length);
  }
  // One is enough if it is defined: "by and among Acme (the “Company”) and the investors of Schedule A".
  const listed = starts
    .map(start => stretchFrom(text, start))
    .filter(parties => parties.length > 1 || known(parties) > 0);
  if (listed.some(parties => known(parties) > 0)) return listed;
  // A preamble without "between": "Acme, Inc. (“Acme”) and J. Roe (“Consultant”) agree".
  const paragraphs = [...head.slice(0, 3_000).matchAll(/(?:^|\n)\s*(?=[A-Z])/g)].slice(0, 12);
  const defined = paragraphs
    .map(match => stretchFrom(text, match.index + match[0].length))
    .filter(parties => parties.length > 1 && known(parties) === parties.length);
  if (listed.length + defined.length > 0) return [...listed, ...defined];
  // A note or guaranty has one who promises.
  const value = /\bFOR VALUE RECEIVED,?\s+(?:the undersigned,?\s+)?/i.exec(head);
  const maker = value ? stretchFrom(text, value.index + value[0].length) : [];
  return known(maker) > 0 ? [maker] : [];
}

function stretchFrom(text: string, start: number): PreambleParty[] {
  const stretch = text.slice(start, start + maxPreamble);
  const end = ending.exec(stretch);
  return partiesIn(text, start, start + (end ? end.index : stretch.length));
}

/**
 * The parties of the preamble that says most about them; none if no stretch of the head lists two. Without a "between" each must
 * have a term that the contract defines for it.
 */
export const preambleParties = (text: string): PreambleParty[] =>
  candidates(text).sort((a, b) => known(b) - known(a) || b.length - a.length)[0] ?? [];
