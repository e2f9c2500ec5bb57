/** Writes the names of places and addresses in one way. */
import { stateName } from './court-name.ts';
import { fold } from './words.ts';

/** Abbreviations of the United States Postal Service (Publication 28), and of the kinds of places. */
const streets = new Map(
  `ave avenue|av avenue|blvd boulevard|cir circle|ct court|dr drive|hwy highway|ln lane|pkwy parkway|pl place|plz plaza|rd road|sq square|
  st street|ste suite|ter terrace|apt apartment|bldg building|fl floor|rm room|n north|s south|e east|w west|ne northeast|nw northwest|
  se southeast|sw southwest|pob box`
    .split('|')
    .map(pair => pair.trim().split(' ') as [string, string]),
);
const places = new Map([
  ['st', 'saint'],
  ['ste', 'sainte'],
  ['mt', 'mount'],
  ['ft', 'fort'],
  ['cty', 'county'],
  ['twp', 'township'],
]);
const countries = new Map([
  ['us', 'united states'],
  ['usa', 'united states'],
  ['united states of america', 'united states'],
  ['uk', 'united kingdom'],
  ['great britain', 'united kingdom'],
]);

/**
 * A place and the state it is said to be in, of the key of a name: `saint louis`, `missouri`. The city, the county and the town of
 * a name are three places.
 */
export function placeName(key: string): { place: string; within: string } {
  const all = fold(key).split(' ');
  const words = all.length > 1 ? all.filter(word => word !== 'usa') : all;
  const name = words.join(' ');
  const alone = countries.get(name) ?? stateName(name.replace(/^(?:the )?(?:state|commonwealth) of /, ''));
  if (alone) return { place: alone, within: '' };
  for (const count of [3, 2, 1]) {
    const place = words.slice(0, -count);
    // "co" is Colorado or a county: nobody can tell. "City of Washington" is no city of that state.
    const state = stateName(words.slice(-count).join(' '));
    if (
      place.length === 0 ||
      !state ||
      words.at(-1) === 'co' ||
      /^(?:of|new|fort|port|lake)$/.test(place.at(-1) as string)
    )
      continue;
    return { place: spelledOut(place.join(' ')), within: state };
  }
  return { place: spelledOut(name), within: '' };
}

/** "St. Louis" is Saint Louis, and "County of St. Louis" is Saint Louis County. */
const spelledOut = (name: string): string =>
  name
    .replace(/^the /, '')
    .split(' ')
    .map(word => places.get(word) ?? word)
    .join(' ')
    .replace(/^(city|county|town|village) of (.+)$/, '$2 $1');

/** An address, of its key, with nothing abbreviated. */
export const addressName = (key: string): string =>
  fold(key)
    .split(' ')
    .map(word => streets.get(word) ?? word)
    .join(' ');
