/** Names nobody lists, beside one that is known: "Avi Ben-David, Ronit Shapira and Mark van Houten". */
import type { FoundMention } from '../engine.ts';
import { cities } from './places.ts';
import { tidyName } from './spelling.ts';
import { isCommonWord, isNeverName, isPlace } from './vocabulary.ts';

/** The next of a list of persons: two or three words, and then the list goes on or the clause. */
const next =
  /,?\s{1,2}(?:and\s{1,2}|&\s{1,2})?(?<name>\p{Lu}\p{Ll}[\p{L}'’-]+(?:\s\p{Lu}\.)?\s(?:(?:van|von|de|der|del|di|da)\s){0,2}\p{Lu}\p{Ll}[\p{L}'’-]+)(?=,\s|\s(?:and|&|\p{Ll})|[.;)])/uy;
/** A longer list is a table of something else. */
const mostInList = 12;

/** Persons that follow a person of `people` in a list. `text` has everything found so far blotted out, persons too. */
export function* findCoordinatedNames(text: string, people: readonly FoundMention[]): Generator<FoundMention> {
  for (const { type, end, properties } of people) {
    if (type !== 'PERSON' || properties.given === undefined) continue;
    next.lastIndex = end;
    for (let count = 0; count < mostInList; count++) {
      const match = next.exec(text);
      // Without a comma or an "and" it is the same name.
      if (!match || !/^(?:,|\s{1,2}(?:and|&))/.test(match[0])) break;
      const written = match.groups?.name as string;
      const start = match.index + match[0].length - written.length;
      if (!looksLikeName(written)) break;
      yield toMention(written, start);
    }
  }
}

function looksLikeName(written: string): boolean {
  const words = written.split(/\s+/).filter(word => /^\p{Lu}\p{L}/u.test(word));
  if (cities.includes(tidyName(written))) return false;
  return words.every(word => !isCommonWord(word) && !isNeverName(word) && !isPlace(word));
}

function toMention(written: string, start: number): FoundMention {
  const value = tidyName(written);
  const [given, ...more] = value.split(' ');
  const surname = more.at(-1);
  const properties = { given, ...(more.length > 1 && { middle: more.slice(0, -1).join(' ') }), surname };
  return { type: 'PERSON', start, end: start + written.length, value, properties, score: 0.65 };
}
