/** Civil dates in the forms of legal documents, as ISO 8601 text with the precision the document gives. */
import type { FindOptions, FoundMention } from '../engine.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(?<month>Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)';
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'.split(
    ' ',
  );
const year = '(?<year>(?:1[6-9]|20)\\d\\d)(?!\\d|-\\d|,\\d)';
/** White space within a date: a line break too, but no blank line. */
const gap = '[^\\S\\n]*\\n?[^\\S\\n]*';
const weekday = '(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\\s)?';

/** "3rd day of March, 2024": the formal style of instruments; the day as figures or in words. */
const formal = new RegExp(
  `(?<![\\w-])(?:(?<day>\\d{1,2})(?:st|nd|rd|th)?|(?<ordinal>${[...ordinals].reverse().join('|')}))${gap}day${gap}of${gap}${month}${gap},?${gap}${year}`,
  'gi',
);
const monthFirst = new RegExp(
  `(?<![\\w-])${weekday}${month}${gap}(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:\\s?[-–]\\s?(?<until>\\d{1,2})(?:st|nd|rd|th)?)?,?${gap}(?:of\\s)?${year}`,
  'gi',
);
const dayFirstForm = new RegExp(
  `(?<![\\w/.,-])(?<day>\\d{1,2})(?:st|nd|rd|th)?${gap}(?:of\\s)?${month},?${gap}${year}`,
  'gi',
);
const monthOnly = new RegExp(`(?<![\\w-])${month}${gap}(?:of\\s)?,?${gap}${year}`, 'gi');
const iso =
  /(?<![\w/.:–-])(?<year>(?:19|20)\d\d)(?<by>[-/])(?<month>0[1-9]|1[0-2])\k<by>(?<day>0[1-9]|[12]\d|3[01])(?![\d/–-]|[A-SU-Za-z])/g;
const figures =
  /(?<![\w/.–-])(?<first>\d{1,2})(?<by>[/.-])(?<second>\d{1,2})\k<by>(?<year>(?:19|20)\d\d|\d\d)(?![\w/]|[-–.]\d)/g;
/** A year alone is a date only where the words before it say so. */
const yearAlone =
  /(?<=\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Bb]efore|[Aa]fter|[Bb]y|(?:[Cc]alendar|[Ff]iscal|[Tt]axable|[Tt]ax)\s[Yy]ears?|[Yy]ear|(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s+in)?)\s{1,2})(?<year>(?:1[789]|20)\d\d)(?![\d/%]|[-–,.]\d|\s(?:U\.|F\.|WL|shares|feet|miles|cases))/g;

/** "from 1998 to 2004", "between 2010 and 2012": both years. */
const yearRange =
  /(?<=\b(?:[Ff]rom|[Bb]etween)\s{1,2})(?<year>(?:1[789]|20)\d\d)(?=\s{1,2}(?:to|through|until|and)\s{1,2}(?:1[789]|20)\d\d(?![\d,]))/g;
const yearRangeEnd =
  /(?<=\b(?:[Ff]rom|[Bb]etween)\s{1,2}(?:1[789]|20)\d\d\s{1,2}(?:to|through|until|and)\s{1,2})(?<year>(?:1[789]|20)\d\d)(?![\d,/%]|[-–.]\d)/g;
/** The first day of "March 3 to April 5, 2020": the year stands with the second. */
const rangeStart = new RegExp(
  `(?<![\\w-])${month}${gap}(?<day>\\d{1,2})(?:st|nd|rd|th)?(?=${gap}(?:-|–|—|to|through|until|and)${gap}${month.replace('<month>', '<next>')}${gap}\\d{1,2}(?:st|nd|rd|th)?,?${gap}${year})`,
  'gi',
);

/** All dates, most formal reading first; impossible ones (30 February) are left out. */
export function findDates(text: string, options: FindOptions = {}): FoundMention[] {
  return [
    ...worded(text, formal),
    ...worded(text, monthFirst).flatMap(found => daysOf(text, found)),
    ...worded(text, rangeStart),
    ...worded(text, dayFirstForm),
    ...worded(text, iso),
    ...inFigures(text, options.dayFirst === true),
    ...worded(text, monthOnly),
    ...worded(text, yearRange),
    ...worded(text, yearRangeEnd),
    ...worded(text, yearAlone),
  ];
}

function* worded(text: string, pattern: RegExp): Generator<FoundMention> {
  for (const match of text.matchAll(pattern)) {
    const { year, month: name, day, until, ordinal } = match.groups as Record<string, string | undefined>;
    const monthNumber = name === undefined ? undefined : monthOf(name);
    const dayNumber = ordinal ? ordinals.indexOf(ordinal.toLowerCase()) + 1 : day ? Number(day) : undefined;
    const found = toMention(match, Number(year), monthNumber, dayNumber, monthNumber === undefined ? 0.6 : 0.97);
    if (found) yield until ? { ...found, properties: { ...found.properties, until: Number(until) } } : found;
  }
}

/** "April 3-5, 2020" as two dates: "April 3" and "5, 2020". */
function daysOf(text: string, found: FoundMention): FoundMention[] {
  const { until, ...properties } = found.properties;
  const month = found.value.slice(0, 7);
  if (typeof until !== 'number') return [found];
  const dash = text.slice(found.start, found.end).search(/[-–]/) + found.start;
  const second = text.slice(dash, found.end).search(/\d/) + dash;
  const end = text.slice(found.start, dash).trimEnd().length + found.start;
  if (until > new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()) return [];
  const last = `${month}-${String(until).padStart(2, '0')}`;
  return [
    { ...found, end, properties },
    { ...found, start: second, value: last, properties },
  ];
}

function* inFigures(text: string, dayFirst: boolean): Generator<FoundMention> {
  for (const match of text.matchAll(figures)) {
    const { first, second, by, year } = match.groups as Record<string, string>;
    // "10.2.15" and "1-2-15" are numbers of clauses and exhibits more often than dates.
    if (by !== '/' && (year as string).length === 2) continue;
    const [a, b] = [Number(first), Number(second)];
    const swapped = dayFirst ? b <= 12 : a > 12;
    const [monthNumber, dayNumber] = swapped ? [b, a] : [a, b];
    const found = toMention(
      match,
      fullYear(year as string),
      monthNumber,
      dayNumber,
      a <= 12 && b <= 12 && a !== b ? 0.85 : 0.95,
    );
    if (found) yield found;
  }
}

const monthOf = (name: string): number => {
  if (/^\d+$/.test(name)) return Number(name);
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
};

/** Two-figure years up to 49 are of this century (POSIX draws the line at 68; documents seldom look that far ahead). */
const fullYear = (year: string): number =>
  year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);

function toMention(
  match: RegExpExecArray,
  year: number,
  month: number | undefined,
  day: number | undefined,
  score: number,
): FoundMention | undefined {
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  if (day !== undefined && (day < 1 || day > new Date(Date.UTC(year, month as number, 0)).getUTCDate()))
    return undefined;
  const two = (value: number) => String(value).padStart(2, '0');
  const value = [String(year), ...(month ? [two(month)] : []), ...(month && day ? [two(day)] : [])].join('-');
  const precision = day ? 'day' : month ? 'month' : 'year';
  return {
    type: 'DATE',
    start: match.index,
    end: match.index + match[0].length,
    value,
    properties: { precision },
    score,
  };
}
