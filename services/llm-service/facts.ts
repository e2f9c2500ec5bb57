/** Turns what an engine claims into facts: checks every quote against the text, and numbers them the same way each time. */
import type { Warning } from '../../queues/stage.ts';
import type { ChunkRow, FactRow } from '../../shared/domain/rows.ts';
import { createQuoteFinder, type QuoteFinder } from '../../shared/text/quotes.ts';
import { containsSpan, indexOfSpanAt } from '../../shared/text/spans.ts';
import type { Claim, LlmEngine, Passage } from './engines/engine.ts';

/** A fact before it has its id. */
export type Fact = Omit<FactRow, 'id'>;

/** Facts, and a warning if some were left out. */
export interface CheckedFacts {
  facts: Fact[];
  warnings: Warning[];
}

/**
 * Ordinals are laid out so that plan, parts and finish cannot collide, however the chunks are cut into parts: 0 is the
 * category, 1 to 999 what else holds for the document, then a block of 1,000 for each chunk, which has at most as many tokens.
 */
const blockSize = 1_000;
const blockOf = (chunk: ChunkRow | undefined): number => ((chunk?.ordinal ?? 0) + 1) * blockSize;

const chunkAt = (chunks: ChunkRow[], offset: number | null): ChunkRow | undefined =>
  offset === null ? undefined : chunks[indexOfSpanAt(chunks, offset)];

/** The fact with the exact slice as its quote, or `unverified` if the words are not in the passage. */
function check(claim: Claim, passage: Passage, finder: QuoteFinder, engine: LlmEngine): Fact {
  const found = finder.find(claim.quote, (claim.charStart ?? passage.charStart) - passage.charStart);
  const charStart = found ? found.charStart + passage.charStart : null;
  const charEnd = found ? found.charEnd + passage.charStart : null;
  const chunk = chunkAt(passage.chunks, charStart);
  const isWithin = chunk && charStart !== null && charEnd !== null && containsSpan(chunk, { charStart, charEnd });
  return {
    ordinal: 0,
    chunkId: isWithin ? chunk.id : null,
    kind: claim.kind,
    value: claim.value,
    properties: claim.properties,
    quote: found?.quote ?? claim.quote,
    charStart,
    charEnd,
    verified: found?.verified ?? 'unverified',
    engine: engine.name,
    model: engine.model ?? null,
  };
}

function checkAll(claims: Claim[], passage: Passage, engine: LlmEngine): Fact[] {
  const finder = createQuoteFinder(passage.text);
  return claims.map(claim => check(claim, passage, finder, engine));
}

const capped = (count: number): Warning[] => (count > 0 ? [{ code: 'facts.capped', missing: true, count }] : []);

/** Facts that hold for the whole document, in the order claimed. `first` is 0 for the category, 1 for all others. */
export function documentFacts(claims: Claim[], document: Passage, engine: LlmEngine, first: 0 | 1): CheckedFacts {
  const facts = checkAll(claims, document, engine).map((fact, index) => ({ ...fact, ordinal: first + index }));
  const kept = facts.filter(({ ordinal }) => ordinal < blockSize);
  return { facts: kept, warnings: capped(facts.length - kept.length) };
}

/** Facts of chunks, by place, so that the order of the claims does not matter. Unverified ones go with the first chunk. */
export function chunkFacts(claims: Claim[], batch: Passage, engine: LlmEngine): CheckedFacts {
  const used = new Map<number, number>();
  const facts = checkAll(claims, batch, engine).sort(byPlace);
  const kept = facts.flatMap(fact => {
    const block = blockOf(chunkAt(batch.chunks, fact.charStart) ?? batch.chunks[0]);
    const taken = used.get(block) ?? 0;
    used.set(block, taken + 1);
    return taken < blockSize ? [{ ...fact, ordinal: block + taken }] : [];
  });
  return { facts: kept, warnings: capped(facts.length - kept.length) };
}

const byPlace = (a: Fact, b: Fact): number =>
  (a.charStart ?? Number.MAX_SAFE_INTEGER) - (b.charStart ?? Number.MAX_SAFE_INTEGER) ||
  Buffer.compare(Buffer.from(a.kind), Buffer.from(b.kind)) ||
  Buffer.compare(Buffer.from(a.value), Buffer.from(b.value));
