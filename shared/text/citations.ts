/** Finds citations of US cases: "Smith v. Jones, 410 U.S. 113, 115 (1973)", "564 F.3d at 48", "2020 WL 123456", "T.C. Memo. 2020-26". */
import { findCaseName, findShortName } from './case-names.ts';
import { type CitationTail, readCitationTail } from './citation-tail.ts';
import { canonicalReporter, isDoubtful, reporterPattern } from './reporters.ts';

/** A cited case. `start` and `end` take in the case name and the parenthesis with court and year. */
export interface CaseCitation {
  start: number;
  end: number;
  /** Volume, reporter and page in the form of the manuals: `564 F.3d 40`; for short forms `564 F.3d at 48`. */
  value: string;
  form: 'full' | 'short' | 'neutral';
  volume?: string;
  reporter: string;
  /** First page; absent in short forms and where the text has a blank for it. */
  page?: string;
  pinpoint?: string;
  court?: string;
  year?: string;
  caseName?: string;
  /** Of a parallel citation: the value of the first one of the same case. */
  parallelTo?: string;
}

/** White space, a line's end and the indent of the next line among it. */
const gap = '(?:\\s{1,2}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,24})';
const reporterCitation = new RegExp(
  `(?<![\\d$.,/-])(?<volume>\\d{1,4})${gap}(?<reporter>${reporterPattern})(?:${gap}(?<page>\\d{1,5}|_{2,}|—{1,3}|--{1,3}|[lxvi]{1,7}(?=\\s\\())|,?${gap}at${gap}(?:pp?\\.\\s{1,2})?(?<at>(?:\\*|¶\\s?)?\\d{1,5}(?:[-–]\\d{1,5})?|_{2,}))(?![\\d\\w-]*[/$])(?!\\d)`,
  'g',
);
/** Decisions numbered by the court or a database. */
const neutralCitation =
  /(?<![\d-])(?:(?<year>(?:19|20)\d\d)\s{1,2}(?<database>WL|BL|(?:[A-Z][A-Za-z.]{0,7}\s{1,2}){0,4}LEXIS|LX)\s{1,2}(?<serial>\d{1,9})(?:,?\s{1,2}at\s{1,2}(?<at>\*{1,2}\d{1,4}(?:[-–]\*?\d{1,4})?))?|T\.\s?C\.\s?(?<series>Memo\.|Summ(?:ary|\.)\s+Op(?:inion|\.))\s?(?<tax>(?:19|20)\d\d[-–]\d{1,4})|(?<dashed>(?:19|20)\d\d-(?:Ohio|NMSC|NMCA|NMCERT|NCSC|NCCOA|NCBC)-\d{1,5})|(?<mississippi>(?:19|20)\d\d-(?:CA|CT|KA|IA|KP|SA|WC|EC|JP)-\d{5}-(?:SCT|COA)))(?![\d-])/g;
/** "2019 IL App (1st) 181234-U", "2015 UT 12": the states that number their decisions; "[2015] UKSC 11" abroad. */
const publicDomain =
  /(?<![\d-])(?:(?<year>(?:19|20)\d\d)\s{1,2}(?<court>IL(?:\s{1,2}App\s{1,2}\(\d(?:st|d|nd|rd|th)\))?|UT(?:\s{1,2}App)?|WI(?:\s{1,2}App)?|CO(?:A)?|N\.?\s?D\.?(?:\s{1,2}App)?|OK(?:\s{1,2}(?:CIV\s{1,2}APP|CR|AG))?|ME|VT|S\.?\s?D\.?|MT|WY|NH|PA\s{1,2}Super|MSPB|Guam|MP|ARK(?:\.?\s{1,2}App\.?)?|Ark\.(?:\s{1,2}App\.)?|NY\s{1,2}Slip\s{1,2}Op|N\.\s?Y\.\s{1,2}Slip\s{1,2}Op\.)\s{1,2}(?<serial>\d{1,7}(?:-[UBC]\b|\(U\)|\[U\])?)|\[(?<foreignYear>(?:19|20)\d\d)\]\s(?<foreignCourt>UKSC|UKHL|UKPC|EWCA\s(?:Civ|Crim)|EWHC|SCC|HCA|FCA|CSIH|NSWSC)\s(?<foreignSerial>\d{1,5}(?:\s\((?:Ch|Comm|QB|KB|Pat|TCC|Admin|Fam)\))?))(?![\d\w])/g;

/** A citation as it stands from its number on, before its case name is looked for. */
type Numbered = Omit<CaseCitation, 'caseName' | 'parallelTo' | keyof CitationTail> & CitationTail;

/** All citations of cases in `text`, in order, without overlap. A name is looked for back to the citation before. */
export function findCaseCitations(text: string): CaseCitation[] {
  const found = [...fromReporters(text), ...fromDatabases(text), ...fromCourts(text)].sort((a, b) => a.start - b.start);
  const kept: CaseCitation[] = [];
  for (const [at, citation] of found.entries()) {
    const before = kept.at(-1);
    if (citation.start < (before?.end ?? 0)) continue;
    const named = withName(text, citation, before?.end ?? 0);
    const first = named.caseName === undefined && before && isBeside(text, before, named) ? before : undefined;
    const next = found[at + 1];
    const proved = named.year ?? named.caseName ?? named.pinpoint ?? first ?? (next && isBeside(text, named, next));
    // "In May 2 A. 5": a reporter that is a word, or one letter, is too little to go by.
    if (named.form === 'full' && isDoubtful(named.reporter) && !proved) continue;
    kept.push(first ? { ...named, parallelTo: first.parallelTo ?? first.value } : named);
  }
  return kept;
}

/** "410 U.S. 113, 93 S. Ct. 705": nothing but a comma stands between. */
const isBeside = (text: string, first: Numbered, second: Numbered): boolean =>
  first.form !== 'short' &&
  second.form !== 'short' &&
  second.start - first.end <= 4 &&
  first.year === undefined &&
  /^,\s{1,3}$/.test(text.slice(first.end, second.start));

function withName(text: string, citation: Numbered, floor: number): CaseCitation {
  const name =
    findCaseName(text, citation.start, floor) ??
    (citation.form === 'short' ? findShortName(text, citation.start, floor) : undefined);
  if (!name) return citation;
  const { court, year } = name;
  return {
    ...citation,
    start: name.start,
    caseName: name.name,
    ...(court && !citation.court && { court }),
    ...(year && !citation.year && { year }),
  };
}

function* fromReporters(text: string): Generator<Numbered> {
  for (const match of text.matchAll(reporterCitation)) {
    const { volume, reporter: written, page, at } = match.groups as Record<string, string | undefined>;
    const reporter = canonicalReporter(written as string);
    if (!reporter) continue;
    const tail = readCitationTail(text, match.index + match[0].length);
    const known = page && /^[\dlxvi]/.test(page) ? page : undefined;
    const pinpoint = at && tail.pinpoint ? `${at}, ${tail.pinpoint}` : at;
    yield {
      start: match.index,
      ...tail,
      value: at ? `${volume} ${reporter} at ${at}` : `${volume} ${reporter} ${known ?? '___'}`,
      form: at ? 'short' : 'full',
      ...{ volume, reporter },
      ...(known && { page: known }),
      ...(pinpoint && { pinpoint }),
    };
  }
}

/** "2020 WL 123456", "T.C. Memo. 2020-26", "2018-Ohio-123". */
function* fromDatabases(text: string): Generator<Numbered> {
  for (const match of text.matchAll(neutralCitation)) {
    const parts = match.groups as Record<string, string | undefined>;
    const { year, database, serial, at, series, tax } = parts;
    const dashed = parts.dashed ?? parts.mississippi;
    const tail = readCitationTail(text, match.index + match[0].length);
    const reporter = dashed
      ? (dashed.split('-')[1] as string)
      : (database?.replace(/\s+/g, ' ') ?? `T.C. ${series?.startsWith('M') ? 'Memo.' : 'Summ. Op.'}`);
    const number = tax?.replace('–', '-');
    const decided = tail.year ?? year ?? (number ?? dashed)?.slice(0, 4);
    yield {
      start: match.index,
      ...tail,
      value: dashed ?? (serial ? `${year} ${reporter} ${serial}` : `${reporter} ${number}`),
      form: 'neutral',
      reporter,
      ...(serial && { page: serial }),
      ...(at && { pinpoint: at }),
      ...(decided && { year: decided }),
    };
  }
}

/** "2015 UT 12", "[2015] UKSC 11". */
function* fromCourts(text: string): Generator<Numbered> {
  for (const match of text.matchAll(publicDomain)) {
    const parts = match.groups as Record<string, string | undefined>;
    const year = (parts.year ?? parts.foreignYear) as string;
    const reporter = (parts.court ?? parts.foreignCourt)?.replace(/\s+/g, ' ') as string;
    const page = (parts.serial ?? parts.foreignSerial) as string;
    const tail = readCitationTail(text, match.index + match[0].length);
    const value = match[0].replace(/\s+/g, ' ');
    yield { start: match.index, ...tail, value, form: 'neutral', reporter, year, page };
  }
}
