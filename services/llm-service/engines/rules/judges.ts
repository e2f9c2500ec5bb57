/** Finds the judges of a document: who sat, who wrote, who signed; and, said to be so, the judge of the case below. */
import type { Claim, Passage } from '../engine.ts';
import { type NameAt, personPattern } from './names.ts';
import { roleName } from './roles.ts';

/** Captions, panels and bylines stand here, after a syllabus at the latest. UTF-16 units. */
const headReach = 12_000;
/** Signatures stand here. */
const tailReach = 3_000;

const rank =
  '(?:(?:Senior|Chief|Acting|Associate|Presiding|Vice|United States|U\\.\\s?S\\.|Circuit|District|Magistrate|Bankruptcy|Superior|Court|County|Trial|Appellate|Administrative|Law|Appeals|Special|Tax|Family|Probate|Retired|Visiting|Deputy|Juvenile|Immigration|Workers’ Compensation)\\s+){0,5}';
const shortTitle = '(?:[PCSA]\\.\\s?)?J\\.';
const title = `(?:${rank}(?:Judge|Justice|Magistrate|Chancellor|Vice Chancellor|Referee|Special Trial Judge)|${shortTitle})`;
const person = personPattern();
/** Also a surname alone, which only a title beside it makes a judge of. */
const surname = "[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]{2,20}";
const judgeName = `(?:${person}|${surname})`;

interface Found {
  name: NameAt;
  title: string;
  quote: NameAt;
  isBelow: boolean;
}

const notAName =
  /^(?:the|this|chief|circuit|district|presiding|senior|associate|united|states|court|before|per|curiam|honorable|hon|state|county|trial|appeals|division|opinion|justice|judges?|magistrate|administrative|law|en|banc|filed|order|signed|dated|from|service|discharge|active|conditions|under|conclusion)$/i;
const isName = (name: string): boolean => name.split(/\s+/).every(word => !notAName.test(word.replace(/\W/g, '')));

/** "JUSTICES" and "circuit judges" as one of them says it. */
const titleName = (text: string): string => {
  const one = text.replace(/\bJ[Js]\./, 'J.');
  return /^(?:[A-Z]\.\s?){1,2}$/.test(one) ? one.replace(/\s/g, '') : roleName(one);
};

/** A line that is nothing but a bench: "Bright, C. J., and Moll and Westbrook, Js." */
const bench = /(?:^|\n)[^\S\n]*[A-ZÀ-Þ][^\n(]{4,150},\s(?:Js|JJ)\.(?=[^\S\n]*(?:\n|$))/g;

/** "Before: Edwards, Chief Judge, Sentelle and Randolph, Circuit Judges." */
function panel(text: string): Found[] {
  const found: Found[] = [];
  const opens =
    /\b(?:Before|BEFORE|Present|PRESENT|Panel consists of|PANEL CONSISTS OF|Considered and decided by)\b:?\s+/g;
  const closes = /\b(?:Judges?|JUDGES?|Justices?|JUSTICES?|JJ?\.)(?=\s*(?:\.|\*|\n\s*_|\d{0,2}\s*$|\n\s*\n))/g;
  for (const open of text.matchAll(opens)) {
    const from = open.index + open[0].length;
    const stretch = text
      .slice(from, from + 350)
      .split(/\n\s*\n(?!\s*[A-Z][^\n]{0,80}\b(?:Judge|Justice|JUDGE|JUSTICE))/)[0] as string;
    const close = [...stretch.matchAll(closes)].at(-1);
    if (close) found.push(...membersOf(text, from, from + close.index + close[0].length, open.index));
  }
  for (const line of text.matchAll(bench)) {
    const start = line.index + line[0].length - line[0].trimStart().length;
    found.push(...membersOf(text, start, line.index + line[0].length, start));
  }
  return found;
}

/** Names, then what they are, then more names: each name gets the next title. */
function membersOf(text: string, from: number, to: number, quoteStart: number): Found[] {
  const members: { name: NameAt; title: string }[] = [];
  let waiting: NameAt[] = [];
  const isTitle =
    /^(?:(?:the\s+)?(?:senior|chief|acting|associate|presiding|circuit|district|united states|u\.\s?s\.|appellate|bankruptcy|magistrate|appeals)\s+)*(?:judges?|justices?|magistrates?|[pcsa]\.\s?j\.|j\.\s?p\.|jj?\.|js\.)$/i;
  for (const match of text.slice(from, to).matchAll(/[^,;\n]+?(?=,|;|\n|\s+and\s|$)/g)) {
    const raw = match[0].replace(/^\s*(?:and\s+)?(?:(?:the\s+)?hon(?:orable|\.)\s+)?/i, '');
    const start = from + match.index + match[0].length - raw.length;
    const said = raw.trim();
    if (isTitle.test(said)) {
      members.push(...waiting.map(name => ({ name, title: titleName(said) })));
      waiting = [];
    } else if (new RegExp(`^(?:${judgeName})$`).test(said) && isName(said))
      waiting.push({ start, end: start + said.length });
  }
  return members.map(member => ({ ...member, quote: { start: quoteStart, end: to }, isBelow: false }));
}

/** Each with the groups `name` and `title`. */
const bylines: RegExp[] = [
  // "Edwards, Chief Judge:", "SOTOMAYOR, J., delivered".
  new RegExp(
    `(?:^|\\n)[^\\S\\n]*(?<name>${judgeName}),\\s(?<title>${title}|${title.toUpperCase()})(?=\\s*[:.]?\\s*(?:\\n|$|:)|[,.]*\\s(?:delivered|filed|announced|wrote|writing|for the))`,
    'dg',
  ),
  // "Angela T. Quigless, P.J., Kurt S. Odenwald, J.", but not "(Scalia, J., concurring)".
  new RegExp(
    `(?<![(\\w’'-]|\\bSee\\s)(?<name>${judgeName}),\\s(?<title>${shortTitle})(?=[,.;\\s])(?!,?\\s(?:concurring|dissenting)[^)\\n]{0,40}\\))`,
    'dg',
  ),
  // "JUSTICE SOTOMAYOR delivered", "in which Judge Hensley and Judge Conner joined".
  new RegExp(
    `\\b(?<title>${rank}(?:Judge|Justice|JUDGE|JUSTICE))\\s(?<name>${personPattern('\\s{1,3}')}|${surname})(?=,?\\s+(?:delivered|authored|wrote|announced|joined|join|filed\\s(?:a|an|the)\\s|concurred|dissented|took\\sno\\spart|and\\s(?:Judge|Justice)))`,
    'dg',
  ),
  // "Opinion of the Court by Lind, Justice."
  new RegExp(`\\b[Oo]pinion[^.\\n]{0,40}\\bby\\s(?<name>${judgeName}),\\s(?<title>${title})`, 'dg'),
  new RegExp(
    `\\b(?:[Oo]pinion|OPINION|[Dd]ecision|[Jj]udgment)[^.\\n]{0,40}\\b(?:by|BY)\\s(?:the\\s)?(?<title>${title}|JUDGE|JUSTICE)\\s(?<name>${judgeName})`,
    'dg',
  ),
  new RegExp(
    `\\b(?:Assigned\\sto|ASSIGNED\\sTO|Judge|JUDGE|Hearing\\sOfficer|Assigned\\sJudge|Presiding\\sJudge):\\s*(?:(?<title>Judge|Hon\\.|Honorable)\\s)?(?<name>${person})`,
    'dg',
  ),
];

/** These stand for the court the paper is of, or, after "Appeal from", for the one below. */
const namedByCourt: RegExp[] = [
  new RegExp(
    `\\b(?<title>Honorable|HONORABLE|Hon\\.|HON\\.)\\s(?<name>${person})(?!,\\s(?:Attorney|Governor|Secretary|Mayor|Commissioner|Director))(?:,\\s(?<rank>${title}))?`,
    'dg',
  ),
  new RegExp(`(?:^|\\n)[^\\S\\n]*(?<name>${person}),\\s{0,3}(?<title>${title})[.\\]]?[^\\S\\n]*(?=\\n|$)`, 'dg'),
  // "Magistrate Judge Abel" on a line of its own.
  new RegExp(
    `(?:^|\\n)[^\\S\\n]*(?<title>${rank}(?:Judge|Magistrate)|JUDGE)\\s(?<name>${judgeName})[^\\S\\n]*(?=\\n|$)`,
    'dg',
  ),
];
const below =
  /\b(?:Appeals?|APPEALS?|Certiorari|CERTIORARI|Petition for [Rr]eview|Interlocutory [Aa]ppeal)\s+(?:[Ff]rom|to|of|FROM|TO|OF)\b/;

/** A name over what it is: the end of an order. */
const signature = new RegExp(
  `(?:^|\\n)[^\\S\\n_]*(?:(?:/s/|s/|By:|Hon\\.|Honorable|HONORABLE|The)\\s*){0,3}(?<name>${person})[^\\S\\n]*,?\\s{0,3}\\n\\s{0,60}(?<title>${rank}(?:Judge|Justice|Magistrate)|(?:[A-Z.]+\\s){0,5}(?:JUDGE|JUSTICE|MAGISTRATE))(?![a-z])`,
  'dg',
);

function matches(text: string, pattern: RegExp, offset: number, isBelowAt: (at: number) => boolean): Found[] {
  return [...text.matchAll(pattern)].flatMap(match => {
    const at = match.indices?.groups?.name;
    const name = match.groups?.name ?? '';
    if (!at || !isName(name)) return [];
    const said = match.groups?.rank ?? match.groups?.title;
    const start = match.index + match[0].length - match[0].trimStart().length;
    return [
      {
        name: { start: offset + at[0], end: offset + at[1] },
        title: !said || /^hon/i.test(said) ? 'Judge' : titleName(said),
        quote: { start: offset + start, end: offset + match.index + match[0].trimEnd().length },
        isBelow: isBelowAt(match.index),
      },
    ];
  });
}

function find(text: string): Found[] {
  const head = text.slice(0, headReach);
  const tailAt = Math.max(headReach, text.length - tailReach);
  const appeal = below.exec(head.slice(0, 4_000))?.index ?? Number.POSITIVE_INFINITY;
  // "HUFF, J.:" opens what he writes himself.
  const isNextToAppeal = (at: number): boolean =>
    at > appeal && at < appeal + 300 && !/^\s*[^\n:]{0,80}:/.test(head.slice(at, at + 120));
  return [
    ...panel(head),
    ...bylines.flatMap((pattern, index) => matches(head, pattern, 0, index === 0 ? isNextToAppeal : () => false)),
    ...matches(head, signature, 0, isNextToAppeal),
    ...(tailAt < text.length ? matches(text.slice(tailAt), signature, tailAt, () => false) : []),
    ...namedByCourt.flatMap(pattern => matches(head.slice(0, 4_000), pattern, 0, at => at > appeal)),
  ];
}

/** "Edwards" and "Harry T. Edwards" of one document are one judge. */
const lastName = (name: string): string =>
  (
    name
      .replace(/,?\s+(?:Jr|Sr|I{2,3}|IV)\.?$/i, '')
      .split(/\s+/)
      .at(-1) ?? name
  ).toLowerCase();

/**
 * One claim per judge, the fullest name where it stands first. `properties.title` as printed, in the singular; `properties.case`
 * is `own` or `below`, as with docket numbers.
 */
export function findJudges(document: Passage): Claim[] {
  const { text, charStart } = document;
  const claims = new Map<string, Claim>();
  for (const { name, title: said, quote, isBelow } of find(text)) {
    const value = text.slice(name.start, name.end).replace(/\s+/g, ' ');
    const before = claims.get(lastName(value));
    if (before && (before.value.length >= value.length || isBelow)) continue;
    claims.set(lastName(value), {
      kind: 'judge',
      value,
      properties: {
        name: [name.start + charStart, name.end + charStart],
        title: before?.properties.title ?? said,
        case: isBelow ? 'below' : 'own',
      },
      quote: text.slice(quote.start, quote.end),
      charStart: quote.start + charStart,
    });
  }
  return [...claims.values()];
}
