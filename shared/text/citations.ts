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
  /(?<![\d-])(?:(?<year>(?:19|20)\d\d)\s{1,2}(?<database>WL|U\.S\.\s?(?:Dist\.|App\.)\s?LEXIS|LEXIS)\s{1,2}(?<serial>\d{3,9})|T\.\s?C\.\s?(?<series>Memo\.|Summ(?:ary|\.)\s+Op(?:inion|\.))\s?(?<tax>(?:19|20)\d\d[-–]\d{1,4})|(?<ohio>(?:19|20)\d\d-Ohio-\d{1,5}))(?![\d-])/g;
/** ", 48", ", 283-\n288", ", at *3", ", 48 n.5"; not the volume of a parallel citation. */
const pinpoints =
  /,\s{1,2}(?:at\s{1,2})?((?:\*{1,2}|¶{1,2}\s?)?\d{1,5}(?:[-–—]\s?\d{1,5})?(?:\s?&?\s?nn?\.\s?\d{1,3})?|_{2,})(?!\s{1,2}[A-Z][.a-zA-Z]|[\w-])/y;
const parenthesis =
  /\s{1,2}\((?:(?<court>[^()\d]{0,40}?(?:\d(?:st|d|nd|rd|th)[^()\d]{0,40}|CA(?:\d{1,2}|DC|Fed\.?)\s)?),?\s?)?(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2},\s)?(?<year>(?:1[789]|20)\d\d)\)/y;

/** All citations of cases in `text`, in order, without overlap. */
export function findCaseCitations(text: string): CaseCitation[] {
  const found = [...fromReporters(text), ...fromNumbers(text)].sort((a, b) => a.start - b.start);
  const kept: CaseCitation[] = [];
  for (const citation of found) {
    const before = kept.at(-1);
    if (!before || citation.start >= before.end) kept.push(citation);
  }
  return kept;
}

function* fromReporters(text: string): Generator<CaseCitation> {
  let floor = 0;
  for (const match of text.matchAll(reporterCitation)) {
    const { volume, reporter: written, page, at } = match.groups as Record<string, string | undefined>;
    const reporter = canonicalReporter(written as string);
    if (!reporter) continue;
    const tail = readTail(text, match.index + match[0].length);
    const known = page && /^\d/.test(page) ? page : undefined;
    // "In May 2 A. 5": one capital letter is too little to go by without a year in parentheses.
    if (reporter.length <= 2 && !tail.year) continue;
    const name = findCaseName(text, match.index, floor);
    floor = tail.end;
    yield {
      start: name?.start ?? match.index,
      end: tail.end,
      value: at ? `${volume} ${reporter} at ${at}` : `${volume} ${reporter} ${known ?? '___'}`,
      form: at ? 'short' : 'full',
      ...{ volume, reporter },
      ...(known && { page: known }),
      ...(at ? { pinpoint: at } : tail.pinpoint && { pinpoint: tail.pinpoint }),
      ...(tail.court && { court: tail.court }),
      ...(tail.year && { year: tail.year }),
      ...(name && { caseName: name.name }),
    };
  }
}

function* fromNumbers(text: string): Generator<CaseCitation> {
  for (const match of text.matchAll(neutralCitation)) {
    const { year, database, serial, series, tax, ohio } = match.groups as Record<string, string | undefined>;
    const tail = readTail(text, match.index + match[0].length);
    const name = findCaseName(text, match.index, 0);
    const reporter = ohio
      ? 'Ohio'
      : (database?.replace(/\s+/g, ' ') ?? `T.C. ${series?.startsWith('M') ? 'Memo.' : 'Summ. Op.'}`);
    const number = tax?.replace('–', '-');
    const decided = tail.year ?? year ?? (number ?? ohio)?.slice(0, 4);
    yield {
      start: name?.start ?? match.index,
      end: tail.end,
      value: ohio ?? (serial ? `${year} ${reporter} ${serial}` : `${reporter} ${number}`),
      form: 'neutral',
      reporter,
      ...(serial && { page: serial }),
      ...(tail.pinpoint && { pinpoint: tail.pinpoint }),
      ...(tail.court && { court: tail.court }),
      ...(decided && { year: decided }),
      ...(name && { caseName: name.name }),
    };
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
