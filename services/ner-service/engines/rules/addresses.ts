/** Postal addresses of the United States: street or box, unit, city, state and ZIP code, as one mention. */
import type { FoundMention } from '../engine.ts';
import { stateByCode, stateNames } from './places.ts';
import { tidyName } from './spelling.ts';
import { isNeverName } from './vocabulary.ts';

const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,3}\\n[^\\S\\n]{0,24})';
/** Between the lines of an address: a comma, a line break, or white space alone. */
const between = `(?:,${gap}|${gap})`;
const direction =
  '(?:North|South|East|West|Northeast|Northwest|Southeast|Southwest|[NSEW]\\.[EW]\\.|[NS][EW]|[NSEW]\\.?)';
const nameWord = "(?:(?:\\p{Lu}\\.){2,3}|\\p{Lu}[\\p{L}'’-]*\\.?|\\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)|of|the|de|la|del)";
/** What names a way and little else. */
const sure =
  'Street|Str\\.|St\\.?|Avenue|Ave\\.?|Road|Rd\\.?|Boulevard|Blvd\\.?|Drive|Dr\\.?|Lane|Ln\\.?|Parkway|Pkwy\\.?|Highway|Hwy\\.?|Turnpike|Expressway|Freeway|Terrace|Broadway|Pike';
/** What names other things too: a unit, or the city below, must bear it out. */
const unsure =
  'Court|Ct\\.?|Cove|Crescent|Heights|Place|Pl\\.?|Way|Circle|Cir\\.?|Plaza|Square|Sq\\.?|Trail|Loop|Alley|Row|Run|Path|Walk|Mall|Wharf|Center|Centre|Park|Crossing|Point|Ridge|Commons|Landing|Green|Quay|Bay';
/** "Highway 59", "Avenue of the Stars": the name after the way. */
const route = `(?:(?:U\\.?S\\.?|State|County|Old|Farm${gap}to${gap}Market)${gap})?(?:Highway|Hwy\\.?|Route|Rte\\.?|Road|FM)${gap}\\d{1,4}[A-Z]?|Avenue${gap}of${gap}the${gap}\\p{Lu}\\p{L}+`;
const kinds = (words: string): string => `(?:${words}|${words.toUpperCase().replaceAll('\\.', '\\.')})`;
const houseNumber =
  '(?:\\d{1,6}(?:-\\d{1,4})?[A-Z]?(?:\\s1/2)?|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|ONE|TWO)';
const street = `(?<number>${houseNumber})${gap}(?:${direction}${gap})?(?:(?<name>${nameWord}(?:${gap}${nameWord}){0,3}?)${gap})?(?:(?<route>${route})|(?<sure>${kinds(sure)})|(?<unsure>${kinds(unsure)})(?!${gap}${kinds(sure)}))(?![\\p{L}\\d])(?:,?${gap}${direction}(?![\\p{L}\\d]))?(?:${gap}(?:No\\.\\s)?\\d{1,4}(?=,|\\s*\\n))?`;
/** "901 Locust, Kansas City, Missouri 64106": only with a city below. */
const bare = `(?<bare>\\d{1,6}${gap}(?:${direction}${gap})?${nameWord}(?:${gap}${nameWord}){0,2}?)`;
const box =
  '(?:P\\.?\\s?O\\.?\\s?(?:Box|BOX)|Post\\sOffice\\sBox|POST\\sOFFICE\\sBOX|PMB)\\s{1,2}(?:No\\.\\s)?\\d{1,6}';
const unit = `(?:(?:Suite|Ste\\.?|SUITE|STE\\.?|Floor|Fl\\.|FLOOR|Room|Rm\\.?|ROOM|Apartment|Apt\\.?|APT\\.?|Unit|UNIT|Building|Bldg\\.?|Mail\\s(?:Stop|Code)|Stop|Level|Dept\\.|Space)${gap}?#?\\s?[A-Z]{0,2}-?\\d{0,6}[A-Z]?(?:-(?:\\d{1,5}|[A-Z]))?(?:\\s(?:North|South|East|West))?(?![\\p{L}\\d])|#\\s?\\d{1,5}[A-Z]?|(?:\\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)|\\p{Lu}\\p{Ll}{3,12}(?:-\\p{Ll}+)?)\\s(?:Floor|FLOOR|Fl\\.)|Penthouse|[A-Z]{1,2}\\s?\\d{3,5}[A-Za-z]?(?=,|[^\\S\\n]{0,3}\\n))`;
const cityWord = "(?:\\p{Lu}[\\p{L}'’-]+|St\\.|Ft\\.|Mt\\.|ST\\.|of|du|de)";
const states = [...stateNames, ...stateNames.map(name => name.toUpperCase())]
  .sort((a, b) => b.length - a.length)
  .join('|')
  .replace(/ /g, gap);
const city = `(?<city>${cityWord}(?:${gap}${cityWord}){0,3}?),?${gap}(?:(?<state>${states}|D\\.\\s?C\\.)|(?<code>${Object.keys(stateByCode).join('|')}))(?:,?${gap}(?<zip>\\d{5}(?:[-–]\\d{4})?))?(?![\\p{L}\\d])(?:,?${gap}(?:U\\.?S\\.?A\\.?|United${gap}States(?:${gap}of${gap}America)?))?`;
/** The way first; what follows it is tried in the order it is written on envelopes. */
const streetAddress = new RegExp(
  `(?=[\\dOTFSEN])(?<![\\p{L}\\p{N}$#§./:-])(?:${street}(?<units>(?:${between}(?:${unit}|${box})){0,3})(?:${between}${city})?|${bare}(?<barely>(?:,${gap}(?:${unit}|${box})){0,2})(?:,${gap}|[^\\S\\n]{0,3}\\n[^\\S\\n]{0,24})${city.replace(/\?<(\w+)>/g, '?<$1B>')})`,
  'gu',
);
const boxAddress = new RegExp(`(?=P)(?<![\\p{L}\\p{N}])${box}(?:${between}${unit})?(?:${between}${city})?`, 'gu');
/** A word of every address: most stretches of text have none. */
const anyAddress =
  /\b\d{5}\b|box|street|\bst\b|ave|\broad|\brd\b|boul|blvd|drive|\bdr\b|lane|\bln\b|p(?:ark|k)wa?y|h(?:igh)?wa?y|broadway|suite|plaza|floor|pike/i;
/** Numbers of other things before a way's name: "Section 5 Court". */
const numbered =
  /\b(?:Sections?|Articles?|Rules?|Exhibits?|Chapter|Part|Title|Nos?\.|Page|Item|Schedule|Paragraph|Note|Count|v\.|at|the|on|Vol\.|Clause|§)\s{1,2}$/i;
/** "Wall Street Journal" and "Main Street Capital" are no addresses. */
const longerName = /^[^\S\n]{1,2}\p{Lu}[\p{L}'’]+/u;

/** All addresses. Value: one line; city, state and ZIP code among the properties. */
export function* findAddresses(text: string): Generator<FoundMention> {
  if (!anyAddress.test(text)) return;
  for (const match of text.matchAll(streetAddress)) {
    const groups = match.groups as Record<string, string | undefined>;
    if (isAddress(text, match, groups)) yield toMention(match, groups);
  }
  for (const match of text.matchAll(boxAddress))
    yield toMention(match, match.groups as Record<string, string | undefined>);
}

function isAddress(text: string, match: RegExpExecArray, groups: Record<string, string | undefined>): boolean {
  const { number = '', name, sure: way, route: named, units, city: below, zip, zipB, codeB } = groups;
  const words = (name ?? '').split(/\s+/).filter(Boolean);
  if (words.some(word => /^(?:District|Circuit|Supreme|Superior|County|Municipal|Federal|Family|Probate)$/i.test(word)))
    if (!below) return false;
  if (groups.bare !== undefined)
    return (
      (zipB !== undefined || codeB === undefined) &&
      !/^(?:19|20)\d\d\s/.test(groups.bare) &&
      !groups.bare.split(/\s+/).some(word => isNeverName(word) && !/^(?:North|South|East|West)$/i.test(word))
    );
  if (named === undefined && way === undefined && !units && !below) return false;
  // "One Way" and "Two Drive" need more than the way.
  if (/^\p{L}/u.test(number) && (words.length === 0 || (!units && !zip))) return false;
  if (words.length === 0 && named === undefined && !/^Broadway$/i.test(way ?? '')) return false;
  const after = text.slice(match.index + match[0].length, match.index + match[0].length + 24);
  if (!units && !below && (longerName.test(after) || /^(?:the|of)$/.test(words[0] ?? ''))) return false;
  return Boolean(below) || !numbered.test(text.slice(Math.max(0, match.index - 12), match.index));
}

/** The lines of an envelope become one, parted by commas; a line end inside a name, or before "Street", is a blank. */
function oneLine(address: string, names: (string | undefined)[], way: string | undefined): string {
  const named = names.reduce<string>(
    (text, name) => (name?.includes('\n') ? text.replace(name, () => name.replace(/\s+/g, ' ')) : text),
    address,
  );
  const wayAt = way === undefined ? -1 : named.indexOf(way);
  return named
    .replace(/\s+(?=\d{5}(?:[-–]\d{4})?$)/, ' ')
    .replace(/,?[^\S\n]*\n\s*/g, (gap, at: number) => (at + gap.length === wayAt ? ' ' : ', '))
    .replace(/\s+/g, ' ')
    .trim();
}

function toMention(match: RegExpExecArray, groups: Record<string, string | undefined>): FoundMention {
  const state = groups.state ?? groups.stateB;
  const code = groups.code ?? groups.codeB;
  const zip = groups.zip ?? groups.zipB;
  const place = groups.city ?? groups.cityB;
  const whole = code ? stateByCode[code] : state && (/^D\.\s?C/.test(state) ? 'D.C.' : tidyName(state));
  return {
    type: 'ADDRESS',
    start: match.index,
    end: match.index + match[0].length,
    value: oneLine(match[0], [groups.name, place], groups.sure),
    properties: {
      ...(place && { city: tidyName(place) }),
      ...(whole && { state: whole }),
      ...(zip && { postalCode: zip.replace('–', '-') }),
    },
    score: zip ? 0.97 : 0.88,
  };
}
