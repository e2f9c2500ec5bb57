/** Turns what an engine claims into facts: checks every quote against the text, and numbers them the same way each time. */
import type { Warning } from '../../queues/stage.ts';
import type { ChunkRow, FactRow } from '../../shared/domain/rows.ts';
import type { Claim, LlmEngine, Passage } from './engines/engine.ts';
import { locateQuote } from './locate-quote.ts';

/** A fact before it has its id. */
export type Fact = Omit<FactRow, 'id'>;

/**
 * Ordinals are laid out so that plan, parts and finish cannot collide, however the chunks are cut into parts: 0 the
 * category, 1-999 the rest about the document, then 1,000 for each chunk. A chunk of at most 1,000 tokens has room for
 * a fact per token.
 */
const perBlock = 1_000;
export const ordinals = { category: 0, document: 1, chunk: (ordinal: number) => (ordinal + 1) * perBlock };

const chunkAt = (chunks: ChunkRow[], offset: number): ChunkRow | undefined =>
  chunks.find(({ charStart, charEnd }) => offset >= charStart && offset < charEnd);

function factOf(claim: Claim, passage: Passage, engine: LlmEngine, ordinal: number): Fact {
  const found = locateQuote(passage, claim);
  const chunk = found ? chunkAt(passage.chunks, found.charStart) : undefined;
  return {
    ordinal,
    chunkId: chunk && found && found.charEnd <= chunk.charEnd ? chunk.id : null,
    kind: claim.kind,
    value: claim.value,
    properties: claim.properties,
    quote: found ? found.quote : claim.quote,
    charStart: found?.charStart ?? null,
    charEnd: found?.charEnd ?? null,
    verified: found?.verified ?? 'unverified',
    engine: engine.name,
    model: engine.model ?? null,
  };
}

/** Facts about the document as a whole, numbered from `first` in the order claimed; at most 999. */
export const documentFacts = (claims: Claim[], document: Passage, engine: LlmEngine, first: number): Fact[] =>
  claims.slice(0, perBlock - first).map((claim, index) => factOf(claim, document, engine, first + index));

/** Facts of chunks, by place. A chunk that claims over 1,000 is cut there, with a warning. */
export function chunkFacts(
  claims: Claim[],
  passage: Passage,
  engine: LlmEngine,
): { facts: Fact[]; warnings: Warning[] } {
  const facts = claims.map(claim => factOf(claim, passage, engine, 0)).sort(byPlace);
  const used = new Map<number, number>();
  const kept: Fact[] = [];
  for (const fact of facts) {
    const chunk = chunkAt(passage.chunks, fact.charStart ?? -1) ?? passage.chunks[0];
    const taken = used.get(chunk?.ordinal ?? 0) ?? 0;
    used.set(chunk?.ordinal ?? 0, taken + 1);
    if (taken < perBlock) kept.push({ ...fact, ordinal: ordinals.chunk(chunk?.ordinal ?? 0) + taken });
  }
  const cut = facts.length - kept.length;
  return { facts: kept, warnings: cut > 0 ? [{ code: 'facts.capped', missing: true, count: cut }] : [] };
}

/** Unverified ones last in their chunk; ties by kind and value, so that the order of claims does not matter. */
const byPlace = (a: Fact, b: Fact): number =>
  (a.charStart ?? Number.MAX_SAFE_INTEGER) - (b.charStart ?? Number.MAX_SAFE_INTEGER) ||
  compare(a.kind, b.kind) ||
  compare(a.value, b.value);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
