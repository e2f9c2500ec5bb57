/** Places: "Fort Worth, Texas 76102", states, counties, countries and large cities. */
import type { FoundMention } from '../engine.ts';
import type { EndsLine } from './line-breaks.ts';
import { cities, countries, regions, stateByAbbreviation, stateByCode, stateNames } from './places.ts';
import { inMixedCase, tidyName } from './spelling.ts';
import { isNeverName } from './vocabulary.ts';

const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,3})';
const alternatives = (names: readonly string[]): string =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .join('|')
    .replace(/\./g, '\\.')
    .replace(/ /g, gap);
const states = alternatives(stateNames);
const postalCodes = Object.keys(stateByCode).join('|');
const cityWord = "(?:\\p{Lu}[\\p{Ll}'’]+(?:-\\p{Lu}\\p{Ll}+)?|St\\.|Ft\\.|Mt\\.)";

/** City and state or country, also with the county between; a postal code's two letters count as a state only with the ZIP code, or after a known city. */
const cityAndState = new RegExp(
  `(?=\\p{Lu})(?<![\\p{L}.'’-])(?<city>${cityWord}(?:${gap}${cityWord}){0,2}|Washington),${gap}(?:\\p{Lu}\\p{L}+${gap}(?:County|Parish),${gap})?(?:(?<state>(?:${states})(?!${gap}City)|D\\.\\s?C\\.|(?<short>${Object.keys(stateByAbbreviation).join('|').replaceAll('.', '\\.')})|(?<land>${alternatives(countries)}))|(?<code>${postalCodes})(?=,?${gap}\\d{5}))(?:,?${gap}(?<zip>\\d{5}(?:[-–]\\d{4})?))?(?![\\p{L}\\d])`,
  'gu',
);
const county = new RegExp(
  `(?=\\p{Lu})(?<![\\p{L}.'’-])(?<name>(?:(?:St\\.|San|Santa|Los|El|La|New|Prince|Du|Fort|Palm)${gap}){0,2}\\p{Lu}[\\p{L}'’-]+)${gap}(?:County|Parish|COUNTY)(?:,${gap}(?<state>${states}))?(?![\\p{L}])`,
  'gu',
);
/** First words of the names of cities and counties. */
const openers = [
  'New',
  'San',
  'Santa',
  'St.',
  'Los',
  'Las',
  'El',
  'La',
  'Fort',
  'Salt Lake',
  'Baton',
  'Kansas',
  'Prince',
  'Palm',
];
const opener = (words: readonly string[]): string => `(?:(?:${alternatives(words)})${gap})?`;
const governed = new RegExp(
  `\\b(?:(?:City|Town|Village|County|Borough)${gap}of${gap}${opener(openers)}\\p{Lu}\\p{Ll}+|(?:CITY|TOWN|VILLAGE|COUNTY|BOROUGH)${gap}OF${gap}${opener(openers.map(word => word.toUpperCase()))}\\p{Lu}{3,})(?![\\p{L}])`,
  'gu',
);
const state = new RegExp(
  `(?=[\\p{Lu}t])(?<![\\p{L}\\p{N}.'’-])(?:(?:the${gap})?(?:State|Commonwealth|STATE|COMMONWEALTH)${gap}(?:of|OF)${gap})?(?<name>${states}|${alternatives(stateNames.map(name => name.toUpperCase()))})(?![\\p{L}\\p{N}-]|['’]\\p{Lu})`,
  'gu',
);
const country = new RegExp(
  `(?=\\p{Lu})(?<![\\p{L}\\p{N}.'’-])(?:${alternatives([...countries, 'United States of America', 'UNITED STATES OF AMERICA', 'UNITED STATES of America'])})(?![\\p{L}\\p{N}])`,
  'gu',
);
/** "admitted to the United States": where, not who; elsewhere the name is mostly the government's or of a longer one. */
const land = new RegExp(
  `(?<=\\b(?:[Ii]n|[Ii]nto|[Tt]o|[Ff]rom|[Ww]ithin|[Tt]hroughout|[Oo]utside|[Aa]cross|entered|entering|leaving)${gap}the${gap}(?:continental${gap})?)United${gap}States(?![\\p{L}\\p{N}-]|['’]\\p{L}|${gap}\\p{Lu}|${gap}of${gap}America)`,
  'gu',
);
const region = new RegExp(`(?=\\p{Lu})(?<![\\p{L}\\p{N}.'’-])(?:${alternatives(regions)})(?![\\p{L}\\p{N}])`, 'gu');
const city = new RegExp(`(?=\\p{Lu})(?<![\\p{L}\\p{N}.'’-])(?:${alternatives(cities)})(?![\\p{L}\\p{N}])`, 'gu');
/** A capitalised word right after a state's name makes it part of a longer name: "Texas Instruments". */
const longerName =
  /^[^\S\n]{1,2}(?!(?:State|States|Law|Code|Compact|River|Border|Act|Rule|Rules|Constitution)\b)\p{Lu}\p{Ll}{2,}/u;

/** Places in `text`, where other mentions are blotted out. Value: "Fort Worth, Texas"; ZIP code among the properties. */
export function* findLocations(text: string, endsLine: EndsLine): Generator<FoundMention> {
  yield* citiesWithState(text);
  yield* counties(text, endsLine);
  yield* statesIn(text);
  for (const match of text.matchAll(country)) {
    // Who prosecutes or is sued, not where.
    if (/^United\s+States/i.test(match[0]) && isParty(text, match)) {
      yield asParty(match, inMixedCase(tidyName(match[0].toUpperCase())));
      continue;
    }
    yield mention(match, inMixedCase(tidyName(match[0])), { kind: 'country' }, 0.88);
  }
  for (const match of text.matchAll(land)) yield mention(match, tidyName(match[0]), { kind: 'country' }, 0.8);
  for (const match of text.matchAll(region)) yield mention(match, tidyName(match[0]), { kind: 'region' }, 0.85);
  for (const match of text.matchAll(city)) {
    if (longerName.test(text.slice(match.index + match[0].length, match.index + match[0].length + 30))) continue;
    yield mention(match, tidyName(match[0]), { kind: 'city' }, 0.8);
  }
}

/** The place that something else found at `text.slice(start, end)`, as if a rule had: with the same value, and its kind if it is known. */
export function placeAt(text: string, start: number, end: number, score: number): FoundMention {
  const name = inMixedCase(tidyName(text.slice(start, end)));
  const value = stateByAbbreviation[name] ?? name.replace(/^the\s+(?=\S)/i, '');
  const kind = [...kinds].find(([, names]) => names.has(value))?.[0];
  return { type: 'LOCATION', start, end, value, properties: kind ? { kind } : {}, score };
}

const kinds: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['state', new Set(stateNames)],
  ['country', new Set(countries)],
  ['region', new Set(regions)],
  ['city', new Set(cities)],
]);

function* citiesWithState(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(cityAndState)) {
    const { city: name = '', state: written, code, short, zip } = match.groups as Record<string, string | undefined>;
    const isCapital = code === 'DC' || /^D\.\s?C\.$/.test(written ?? '');
    const whole = isCapital
      ? 'D.C.'
      : code
        ? stateByCode[code]
        : short
          ? stateByAbbreviation[short]
          : tidyName(written as string);
    const kept = trimmed(text, match.index, name);
    const place = tidyName(kept);
    // "Oklahoma, Texas, and Arkansas" is a list of states.
    if (
      place === '' ||
      (place !== 'New York' && !isCapital && (stateNames.includes(place) || countries.includes(place)))
    )
      continue;
    const start = match.index + name.length - kept.length;
    const properties = { kind: 'city', city: place, state: whole, ...(zip && { postalCode: zip }) };
    yield mention(match, `${place}, ${whole}`, properties, 0.93, start);
  }
}

function* counties(text: string, endsLine: EndsLine): Generator<FoundMention> {
  for (const match of text.matchAll(county)) {
    const { name = '', state: within } = match.groups as Record<string, string | undefined>;
    if (isNeverName(name) || endsLine(match.index, match.index + match[0].length)) continue;
    const value = `${inMixedCase(tidyName(name))} County${within ? `, ${tidyName(within)}` : ''}`;
    yield mention(match, /Parish/.test(match[0]) ? value.replace('County', 'Parish') : value, { kind: 'county' }, 0.9);
  }
  for (const match of text.matchAll(governed)) {
    if (isParty(text, match)) {
      yield asParty(match, inMixedCase(tidyName(match[0])));
      continue;
    }
    const kind = /^c(?:ity|ounty)/i.exec(match[0])?.[0].toLowerCase() ?? 'town';
    yield mention(match, inMixedCase(tidyName(match[0])), { kind }, 0.85);
  }
}

function* statesIn(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(state)) {
    const name = inMixedCase(tidyName(match.groups?.name as string));
    const end = match.index + match[0].length;
    const alone = /^(?:Washington|Georgia|Virginia|Delaware|Maine)$/.test(name) && !/of\s/.test(match[0]);
    if (longerName.test(text.slice(end, end + 30)) && (alone || !/of\s/i.test(match[0]))) continue;
    if (name === 'Washington' && alone) continue;
    if (/of\s/i.test(match[0]) && isParty(text, match)) {
      yield asParty(match, inMixedCase(tidyName(match[0])));
      continue;
    }
    const start = match.index + (/^the\s+/.exec(match[0])?.[0].length ?? 0);
    yield mention(match, name, { kind: 'state' }, 0.88, start);
  }
}

/** "the State of Missouri alleges", "sued the City of Chicago": it acts, as a body; else it is where things are. */
function isParty(text: string, match: RegExpExecArray): boolean {
  const end = match.index + match[0].length;
  return (
    actsBefore.test(text.slice(Math.max(0, match.index - 40), match.index)) ||
    actsAfter.test(text.slice(end, end + 100))
  );
}
const actsBefore =
  /\b(?:[Aa]gainst|[Ss]ued?|[Dd]efendants?|[Pp]laintiffs?|[Rr]espondents?|[Pp]etitioners?|[Aa]ppell(?:ant|ee)s?|by and between|represents?|v\.|vs\.|[Cc]ounsel for)\s{1,2}(?:the\s{1,2})?$/;
const actsAfter =
  /^(?:,?\s{1,2}(?:\((?:the\s)?["“]|vs?\.\s|et\sal)|,\s{1,80}(?:Plaintiff|Defendant|Respondent|Petitioner|Appell|PLAINTIFF|DEFENDANT|RESPONDENT|PETITIONER|APPELL)|\s{1,2}(?:sued|alleges?|argues?|argued|filed|moved|moves|brought|brings|contends|contended|claims|appeal(?:s|ed)|seeks|agrees|opposes|responded|concedes|acknowledges)\b)/;

const asParty = (match: RegExpExecArray, name: string): FoundMention => {
  const lead = /^the\s+/i.exec(match[0])?.[0].length ?? 0;
  const value = name.replace(/^the\s/i, '');
  return {
    type: 'ORGANIZATION',
    start: match.index + lead,
    end: match.index + match[0].length,
    value,
    properties: { kind: 'government' },
    score: 0.8,
  };
};

/** Words that documents use for other things, and towns have in their names. */
const geographic = new Set(
  'north south east west lake river mountain valley island park beach bay city seal union center spring springs'.split(
    ' ',
  ),
);
const isOfCity = (word: string): boolean => !isNeverName(word) || geographic.has(word.toLowerCase());

/** The words of a city's name without what stood before it: "Suite Nashville", "Court Antioch". */
function trimmed(text: string, at: number, name: string): string {
  const words = name.split(/(?<=\s)(?=\S)/);
  let from = words.length;
  while (from > 0 && isOfCity((words[from - 1] as string).trim())) from--;
  const kept = words.slice(from).join('');
  // A line break parts a street from the city below it, unless the line before it holds nothing but the city's first word.
  const opens = kept.length === name.length && /(?:^|,[^\S\n]|\n[^\S\n]*)$/.test(text.slice(Math.max(0, at - 3), at));
  return opens || !kept.includes('\n') ? kept : kept.slice(kept.lastIndexOf('\n') + 1).trimStart();
}

const mention = (
  match: RegExpExecArray,
  value: string,
  properties: Record<string, unknown>,
  score: number,
  start = match.index,
): FoundMention => ({
  type: 'LOCATION',
  start,
  end: match.index + match[0].length,
  value,
  properties,
  score,
});
