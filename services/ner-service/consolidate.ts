/** Makes the mentions of a whole document consistent: a surname alone is the person named in full elsewhere. */

import type { TextChunk } from '../../shared/text/chunk.ts';
import type { FoundMention, NerEngine } from './engines/engine.ts';
import { knownNames } from './known-names.ts';

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
  const people = new Map(known.filter(({ type }) => type === 'PERSON').map(({ short, value }) => [short, value]));
  const own = found.map(mention => inFull(mention, people));
  return withoutTaken(own, inChunks(engine.findAgain?.(text, known) ?? [], chunks));
}

/** Each mention with the chunk that holds it; one that crosses into the next chunk is dropped. */
function inChunks(mentions: readonly FoundMention[], chunks: readonly TextChunk[]): DocumentMention[] {
  let chunk = 0;
  return mentions.flatMap(mention => {
    while (mention.start >= (chunks[chunk]?.end ?? Number.POSITIVE_INFINITY)) chunk++;
    return mention.end <= (chunks[chunk]?.end ?? 0) ? [{ ...mention, chunk }] : [];
  });
}

function inFull(mention: DocumentMention, people: ReadonlyMap<string, string>): DocumentMention {
  if (mention.type !== 'PERSON' || mention.properties.given) return mention;
  const value = people.get(mention.value);
  return value === undefined || value === mention.value
    ? mention
    : { ...mention, value, properties: { ...mention.properties, shortFor: value } };
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
