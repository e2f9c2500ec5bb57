/** Makes the mentions of a whole document consistent: a surname alone is the person named in full elsewhere. */

import type { TextChunk } from '../../shared/text/chunk.ts';
import { resolveCitations } from './cited-again.ts';
import type { FoundMention, KnownName, NerEngine } from './engines/engine.ts';
import { knownNames } from './known-names.ts';
import { withParties } from './party-roles.ts';

/** A mention in the document, and the chunk that holds it. Offsets count from the start of the document. */
export interface DocumentMention extends FoundMention {
  chunk: number;
}

/**
 * All mentions of the document by start, none overlapping, each within its chunk: those the engine found, and further
 * ones of names the document gives in full or defines ("IFIC"). A surname that only one full name has takes its value.
 */
export function consolidate(
  text: string,
  chunks: readonly TextChunk[],
  found: readonly DocumentMention[],
  engine: Pick<NerEngine, 'findAgain'>,
): DocumentMention[] {
  const known = knownNames(text, found);
  const shorts = new Map(known.map(name => [name.short, name]));
  const people = new Map(known.filter(({ type }) => type !== 'ORGANIZATION').map(name => [name.short, name]));
  const companies = companiesByName(found);
  const judges = new Set(found.filter(({ type }) => type === 'JUDGE').map(({ value }) => value));
  const own = withoutHeadingLetters(text, found).map(mention =>
    asJudge(asCompany(inFull(asKnown(mention, shorts), people), companies), judges),
  );
  const all = withoutTaken(own, inChunks(engine.findAgain?.(text, known) ?? [], chunks));
  return resolveCitations(text, withParties(text, all));
}

/** "B. Kilgore LLC" under the heading B is Kilgore LLC, if the document names that elsewhere. */
function withoutHeadingLetters(text: string, found: readonly DocumentMention[]): DocumentMention[] {
  const values = new Set(found.map(({ type, value }) => `${type}/${value}`));
  return found.map(mention => {
    const letter = /^\p{Lu}\. /u.exec(mention.value)?.[0];
    const isHeading = letter && /^\p{Lu}\.\s+/u.exec(text.slice(mention.start, mention.end));
    const opensLine = /(?:^|\n)[^\S\n]*$/.test(text.slice(Math.max(0, mention.start - 40), mention.start));
    const value = mention.value.slice(letter?.length ?? 0);
    if (!isHeading || !opensLine || !values.has(`${mention.type}/${value}`)) return mention;
    return { ...mention, start: mention.start + isHeading[0].length, value };
  });
}

/** Companies named with their legal form, by their name without it. */
const companiesByName = (found: readonly DocumentMention[]): ReadonlyMap<string, string> =>
  new Map(
    found
      .filter(({ type, properties }) => type === 'ORGANIZATION' && properties.form)
      .map(({ value }) => [value.replace(/,? \S+$/, ''), value]),
  );

/** "C. R. Bard" is no person where the document speaks of C. R. Bard, Inc. */
function asCompany(mention: DocumentMention, companies: ReadonlyMap<string, string>): DocumentMention {
  const value = companies.get(mention.value);
  const isPerson = mention.properties.title !== undefined || mention.properties.role !== undefined;
  if (mention.type !== 'PERSON' || value === undefined || isPerson) return mention;
  return { ...mention, type: 'ORGANIZATION', value, properties: { shortFor: value } };
}

/** Each mention with the chunk that holds it; one that crosses into the next chunk is dropped. */
function inChunks(mentions: readonly FoundMention[], chunks: readonly TextChunk[]): DocumentMention[] {
  let chunk = 0;
  return mentions.flatMap(mention => {
    while (mention.start >= (chunks[chunk]?.end ?? Number.POSITIVE_INFINITY)) chunk++;
    return mention.end <= (chunks[chunk]?.end ?? 0) ? [{ ...mention, chunk }] : [];
  });
}

/** Who is a judge in one place is one wherever the name stands in full. */
const asJudge = (mention: DocumentMention, judges: ReadonlySet<string>): DocumentMention =>
  mention.type === 'PERSON' && mention.properties.given && judges.has(mention.value)
    ? { ...mention, type: 'JUDGE' }
    : mention;

/** A model finds short names, too, and may take them for something else than the document that gives them in full elsewhere. */
function asKnown(mention: DocumentMention, shorts: ReadonlyMap<string, KnownName>): DocumentMention {
  const known = mention.by?.model === undefined ? undefined : shorts.get(mention.value);
  if (!known || known.value === mention.value || mention.properties.title !== undefined) return mention;
  return { ...mention, type: known.type, value: known.value, properties: { shortFor: known.value } };
}

function inFull(mention: DocumentMention, people: ReadonlyMap<string, KnownName>): DocumentMention {
  if ((mention.type !== 'PERSON' && mention.type !== 'JUDGE') || mention.properties.given) return mention;
  const known = people.get(mention.value);
  // "Justice Smith" of another court is not the "Ann Smith" who sues here.
  if (!known || known.value === mention.value || (mention.type === 'JUDGE' && known.type !== 'JUDGE')) return mention;
  return {
    ...mention,
    type: known.type,
    value: known.value,
    properties: { ...mention.properties, shortFor: known.value },
  };
}

/** Both lists are by start; what overlaps one of `own` is dropped from `more`. */
function withoutTaken(own: readonly DocumentMention[], more: readonly DocumentMention[]): DocumentMention[] {
  const merged: DocumentMention[] = [];
  let at = 0;
  for (const candidate of more) {
    while (at < own.length && (own[at] as DocumentMention).end <= candidate.start)
      merged.push(own[at++] as DocumentMention);
    const next = own[at];
    if (!next || next.start >= candidate.end) merged.push(candidate);
  }
  return [...merged, ...own.slice(at)];
}
