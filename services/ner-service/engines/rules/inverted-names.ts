/** Names with the surname first, in lists sorted by it. */
import type { FoundMention } from '../engine.ts';
import { inMixedCase, tidyName } from './spelling.ts';
import { isGivenName, isNeverName, isPlace, isSurname, mayBeGivenName } from './vocabulary.ts';

/** "Nakamura, Kenji" as the whole of a line: how lists of people are sorted. */
const inverted =
  /^[^\S\n]*(?:\d{1,4}[.)]?[^\S\n]+|[-•*][^\S\n]+)?(?<surname>(?:(?:van|von|de|der|den|la|del|di|da)\s){0,3}\p{Lu}[\p{L}'’-]+),[^\S\n](?<given>\p{Lu}[\p{L}-]+(?:[^\S\n]\p{Lu}(?:\.|[\p{L}-]+)){0,2})(?<suffix>,?[^\S\n](?:Jr\.?|Sr\.?|II|III|IV))?(?=[^\S\n]*(?:$|[;\t(]))/gmu;

/** Persons in lists sorted by surname. Value: the given name first. */
export function* findInvertedNames(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(inverted)) {
    const { surname = '', given = '', suffix: more } = match.groups as Record<string, string | undefined>;
    const [first = '', ...middle] = given.split(/\s+/);
    const surnameWord = surname.split(' ').at(-1) as string;
    if (
      isNeverName(surnameWord) ||
      [first, ...middle].some(word => word.length > 2 && isNeverName(word)) ||
      isPlace(first)
    )
      continue;
    if (!isGivenName(first) && !(mayBeGivenName(first) || isSurname(surnameWord))) continue;
    const start = match.index + match[0].indexOf(surname);
    const names = inMixedCase(tidyName(`${given} ${surname}${more ?? ''}`));
    const properties = {
      given: inMixedCase(first),
      ...(middle.length > 0 && { middle: middle.join(' ') }),
      surname: inMixedCase(surname),
      ...(more && { suffix: more.replace(/[,\s]/g, '') }),
    };
    yield { type: 'PERSON', start, end: match.index + match[0].length, value: names, properties, score: 0.85 };
  }
}
