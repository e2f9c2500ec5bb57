import { expect } from 'chai';
import type { FactKind } from '../../shared/domain/facts.ts';
import { chunksOf } from '../../test/support/rows.ts';
import type { Claim, LlmEngine } from './engines/engine.ts';
import { createRulesEngine } from './engines/rules/rules-engine.ts';
import { chunkFacts, documentFacts } from './facts.ts';
import { passageOf } from './passage.ts';

const engine: LlmEngine = createRulesEngine();
const text = 'Paid on May 1. Said “the fee” was due. Paid on May 2. Paid on May 1.';
const chunks = chunksOf(text, 15, 24);
const whole = passageOf('text/plain', chunks, []);
const claim = (quote: string, charStart: number | null = null, kind: FactKind = 'date'): Claim => ({
  kind,
  value: 'v',
  properties: {},
  quote,
  charStart,
});

describe('facts', () => {
  it('are verified by the slice they quote, at the place the engine said', () => {
    const { facts } = chunkFacts([claim('May 1', 62)], whole, engine);
    expect(facts[0]).to.include({
      verified: 'verified',
      charStart: 62,
      charEnd: 67,
      chunkId: chunks[2]?.id,
      engine: 'rules',
    });
    expect(text.slice(62, 67)).to.equal('May 1');
  });

  it('are repaired to the exact slice when quotation marks differ', () => {
    const [fact] = chunkFacts([claim('Said "the fee" was due.')], whole, engine).facts;
    expect(fact).to.include({ verified: 'repaired', quote: 'Said “the fee” was due.' });
    expect(text.slice(fact?.charStart ?? 0, fact?.charEnd ?? 0)).to.equal(fact?.quote);
  });

  it('are kept as unverified, without a span, when the words are not there', () => {
    const [fact] = chunkFacts([claim('May 3')], whole, engine).facts;
    expect(fact).to.include({ verified: 'unverified', charStart: null, chunkId: null, quote: 'May 3' });
  });

  it('belong to no chunk when the quote spans two', () => {
    expect(chunkFacts([claim('May 1. Said', 8)], whole, engine).facts[0]).to.include({
      verified: 'verified',
      chunkId: null,
    });
  });

  it('have ordinals that do not depend on the order of claims or the cut into parts', () => {
    const claims = [claim('May 2', 47), claim('May 1', 8), claim('Paid', 39, 'amount')];
    const together = chunkFacts(claims, whole, engine).facts;
    expect(together.map(({ ordinal }) => ordinal)).to.deep.equal([1_000, 3_000, 3_001]);
    expect(chunkFacts(claims.toReversed(), whole, engine).facts).to.deep.equal(together);
    const last = passageOf('text/plain', chunks.slice(2), []);
    expect(
      chunkFacts(
        [claims[0], claims[2]].flatMap(item => item ?? []),
        last,
        engine,
      ).facts,
    ).to.deep.equal(together.slice(1));
  });

  it('say so when a chunk claims more than there is room for', () => {
    const { facts, warnings } = chunkFacts(Array(1_003).fill(claim('May 1', 8)), whole, engine);
    expect(facts).to.have.length(1_000);
    expect(warnings).to.deep.equal([{ code: 'facts.capped', missing: true, count: 3 }]);
    expect(documentFacts(Array(1_000).fill(claim('May 1')), whole, engine, 1).warnings).to.have.length(1);
  });
});
