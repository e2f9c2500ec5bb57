/** Finds citations of US cases: "Smith v. Jones, 410 U.S. 113, 115 (1973)", "564 F.3d at 48", "2020 WL 123456", "T.C. Memo. 2020-26". */
import { findCaseName } from './case-names.ts';
import { canonicalReporter, reporterPattern } from './reporters.ts';

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
}

const reporterCitation = new RegExp(
  `(?<![\\d$.,/-])(?<volume>\\d{1,4})\\s{1,2}(?<reporter>${reporterPattern})(?:\\s{1,2}(?<page>\\d{1,5}|_{2,}|—{1,3})|,?\\s{1,2}at\\s{1,2}(?<at>\\d{1,5}(?:[-–]\\d{1,5})?))(?![\\d\\w-]*[/$])(?!\\d)`,
  'g',
);
/** Decisions numbered by the court or a database. */
const neutralCitation =
  /(?<![\d-])(?:(?<year>(?:19|20)\d\d)\s{1,2}(?<database>WL|U\.S\.\s?(?:Dist\.|App\.)\s?LEXIS|LEXIS)\s{1,2}(?<serial>\d{3,9})|T\.\s?C\.\s?(?<series>Memo\.|Summ(?:ary|\.)\s+Op(?:inion|\.))\s?(?<tax>(?:19|20)\d\d[-–]\d{1,4})|(?<dashed>(?:19|20)\d\d-(?:Ohio|NMSC|NMCA|NCSC|NCCOA)-\d{1,5}))(?![\d-])/g;
/** "2019 IL App (1st) 181234-U", "2015 UT 12": the states that number their decisions; "[2015] UKSC 11" abroad. */
const publicDomain =
  /(?<![\d-])(?:(?<year>(?:19|20)\d\d)\s{1,2}(?<court>IL(?:\s{1,2}App\s{1,2}\(\d(?:st|d|nd|rd|th)\))?|UT(?:\s{1,2}App)?|WI(?:\s{1,2}App)?|CO(?:A)?|ND|OK(?:\s{1,2}(?:CIV\s{1,2}APP|CR))?|ME|VT|S\.?D\.?|MT|WY|NH|PA\s{1,2}Super|MSPB|ARK(?:\.?\s{1,2}App\.?)?|Ark\.(?:\s{1,2}App\.)?|N\.Y\.\s{1,2}Slip\s{1,2}Op\.)\s{1,2}(?<serial>\d{1,7}(?:-U|\(U\))?)|\[(?<foreignYear>(?:19|20)\d\d)\]\s(?<foreignCourt>UKSC|UKHL|UKPC|EWCA\s(?:Civ|Crim)|EWHC|SCC|HCA|FCA|CSIH|NSWSC)\s(?<foreignSerial>\d{1,5}(?:\s\((?:Ch|Comm|QB|KB|Pat|TCC|Admin|Fam)\))?))(?![\d\w])/g;
/** ", 48", ", 283-\n288", ", at *3", ", 48 n.5"; not the volume of a parallel citation. */
const pinpoints =
  /,\s{1,2}(?:at\s{1,2})?((?:\*{1,2}|¶{1,2}\s?)?\d{1,5}(?:[-–—]\s?\d{1,5})?(?:\s?&?\s?nn?\.\s?\d{1,3})?|_{2,})(?!\s{1,2}[A-Z][.a-zA-Z]|[\w-])/y;
const parenthesis =
  /\s{1,2}\((?:(?<court>[^()\d]{0,40}?(?:\d(?:st|d|nd|rd|th)[^()\d]{0,40}|CA(?:\d{1,2}|DC|Fed\.?)\s)?),?\s?)?(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2},\s)?(?<year>(?:1[789]|20)\d\d)\)/y;

/** A citation as it stands from its number on, before its case name is looked for. */
type Numbered = Omit<CaseCitation, 'caseName'>;

/** All citations of cases in `text`, in order, without overlap. A name is looked for back to the citation before. */
export function findCaseCitations(text: string): CaseCitation[] {
  const found = [...fromReporters(text), ...fromDatabases(text), ...fromCourts(text)].sort((a, b) => a.start - b.start);
  const kept: CaseCitation[] = [];
  for (const citation of found) {
    const floor = kept.at(-1)?.end ?? 0;
    if (citation.start < floor) continue;
    const name = findCaseName(text, citation.start, floor);
    kept.push(name ? { ...citation, start: name.start, caseName: name.name } : citation);
  }
  return kept;
}

function* fromReporters(text: string): Generator<Numbered> {
  for (const match of text.matchAll(reporterCitation)) {
    const { volume, reporter: written, page, at } = match.groups as Record<string, string | undefined>;
    const reporter = canonicalReporter(written as string);
    if (!reporter) continue;
    const tail = readTail(text, match.index + match[0].length);
    const known = page && /^\d/.test(page) ? page : undefined;
    // "In May 2 A. 5": one capital letter is too little to go by without a year in parentheses.
    if (reporter.length <= 2 && !tail.year) continue;
    yield {
      start: match.index,
      ...tail,
      value: at ? `${volume} ${reporter} at ${at}` : `${volume} ${reporter} ${known ?? '___'}`,
      form: at ? 'short' : 'full',
      ...{ volume, reporter },
      ...(known && { page: known }),
      ...(at && { pinpoint: at }),
    };
  }
}

/** "2020 WL 123456", "T.C. Memo. 2020-26", "2018-Ohio-123". */
function* fromDatabases(text: string): Generator<Numbered> {
  for (const match of text.matchAll(neutralCitation)) {
    const { year, database, serial, series, tax, dashed } = match.groups as Record<string, string | undefined>;
    const tail = readTail(text, match.index + match[0].length);
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
    const tail = readTail(text, match.index + match[0].length);
    const value = match[0].replace(/\s+/g, ' ');
    yield { start: match.index, ...tail, value, form: 'neutral', reporter, year, page };
  }
}

interface Tail {
  end: number;
  pinpoint?: string;
  court?: string;
  year?: string;
}

/** Reads what follows the first page: pinpoint pages, then court and year in parentheses. */
function readTail(text: string, start: number): Tail {
  const pages: string[] = [];
  let end = start;
  for (pinpoints.lastIndex = end; pages.length < 8; pinpoints.lastIndex = end) {
    const match = pinpoints.exec(text);
    if (!match) break;
    pages.push((match[1] as string).replace(/\s+/g, ''));
    end += match[0].length;
  }
  parenthesis.lastIndex = end;
  const closing = parenthesis.exec(text);
  const court = closing?.groups?.court?.replace(/\s+/g, ' ').replace(/,$/, '').trim();
  return {
    end: end + (closing?.[0].length ?? 0),
    ...(pages.length > 0 && { pinpoint: pages.join(', ') }),
    ...(court && { court }),
    ...(closing?.groups?.year && { year: closing.groups.year }),
  };
}
