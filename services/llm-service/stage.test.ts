import { expect } from 'chai';
import type { Stage } from '../../queues/stage.ts';
import { emptyRecord, type MemoryRecord, memoryContext } from '../../test/support/memory-context.ts';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { createRulesEngine } from './engines/rules/rules-engine.ts';
import { createLlmStage } from './stage.ts';

const text = `SUPPLY AGREEMENT

This Agreement is made and entered into as of May 1, 2020 by and between Acme Corp. and North Pier LLC. WHEREAS, Acme sells honey.

The price is $1,200.00 per barrel. ACME CORPORATION ships it. NOW, THEREFORE, the parties agree as follows.`;

function sealedRecord(): MemoryRecord {
  const chunks = chunksOf(text, 18, 131);
  const mentions = mentionsOf(
    text,
    chunks,
    ['DATE', 'May 1, 2020', '2020-05-01'],
    ['ORGANIZATION', 'Acme Corp.'],
    ['ORGANIZATION', 'North Pier LLC'],
    ['MONEY', '$1,200.00', 'USD 1200.00'],
    ['ORGANIZATION', 'ACME CORPORATION', 'Acme Corporation'],
  );
  return { ...emptyRecord(), chunks, mentions };
}

/** Runs the stage as the runner would: plan, each part, finish. */
async function run(stage: Stage, record: MemoryRecord) {
  const plan = await stage.plan(memoryContext(record, 'llm', 'plan'));
  for (const [ordinal, input] of (plan.parts ?? []).entries()) {
    await stage.part?.(memoryContext(record, 'llm', 'part', { ordinal, input }));
  }
  const finish = plan.parts?.length ? await stage.finish?.(memoryContext(record, 'llm', 'finish')) : undefined;
  return { plan, finish };
}

const comparable = (record: MemoryRecord) =>
  record.facts.map(({ id: _, ...fact }) => fact).sort((a, b) => a.ordinal - b.ordinal);

describe('llm stage', () => {
  it('does a small document in the plan', async () => {
    const record = sealedRecord();
    const { plan } = await run(createLlmStage({ engine: createRulesEngine() }), record);
    expect(plan.parts).to.deep.equal([]);
    expect(plan.document).to.deep.equal({ category: 'contract' });
    expect(comparable(record).map(({ kind, value }) => [kind, value])).to.deep.equal([
      ['category', 'contract'],
      ['title', 'SUPPLY AGREEMENT'],
      ['executed_date', '2020-05-01'],
      ['amount', 'USD 1200.00'],
    ]);
    expect(plan.outcome).to.deep.include({ engine: 'rules', version: '1', warnings: [] });
    expect(plan.outcome.counts).to.include({ facts: 4, entities: 4, links: 5 });
    expect(record.entities.map(({ name }) => name)).to.have.members([
      'Acme Corporation',
      'North Pier LLC',
      '2020-05-01',
      'USD 1200.00',
    ]);
  });

  it('quotes the exact slice in every fact', async () => {
    const record = sealedRecord();
    await run(createLlmStage({ engine: createRulesEngine() }), record);
    for (const fact of record.facts) {
      expect(text.slice(fact.charStart ?? 0, fact.charEnd ?? 0)).to.equal(fact.quote);
      expect(fact.verified).to.equal('verified');
    }
  });

  it('makes the same facts and entities in parts as in one go', async () => {
    const whole = sealedRecord();
    await run(createLlmStage({ engine: createRulesEngine() }), whole);
    const inParts = sealedRecord();
    const { plan } = await run(createLlmStage({ engine: createRulesEngine(), chunksPerPart: 1 }), inParts);
    expect(plan.parts).to.have.length(3);
    expect(comparable(inParts)).to.deep.equal(comparable(whole));
    expect(inParts.entities).to.deep.equal(whole.entities);
    expect(new Set(inParts.facts.map(({ id }) => id)).size).to.equal(inParts.facts.length);
  });

  it('makes identical rows when a phase is repeated', async () => {
    const [once, again] = [sealedRecord(), sealedRecord()];
    await run(createLlmStage({ engine: createRulesEngine() }), once);
    await run(createLlmStage({ engine: createRulesEngine() }), again);
    expect(again).to.deep.equal(once);
  });

  it('names the parts that failed and resolves what is there', async () => {
    const record = sealedRecord();
    const failed = [{ ordinal: 1, input: { from: 1, to: 2 }, code: 'X_TIMEOUT' as const }];
    const result = await createLlmStage({ engine: createRulesEngine(), chunksPerPart: 1 }).finish?.(
      memoryContext(record, 'llm', 'finish', { failed }),
    );
    expect(result?.outcome.warnings).to.deep.equal([{ code: 'facts.missing', missing: true, count: 1, at: [1] }]);
    expect(record.links).to.have.length(5);
  });

  it('names a document without text', async () => {
    const record = emptyRecord();
    const { plan } = await run(createLlmStage({ engine: createRulesEngine() }), record);
    expect(plan.outcome.warnings).to.deep.equal([{ code: 'text.empty' }]);
    expect(plan.document).to.equal(undefined);
    expect(record.facts).to.deep.equal([]);
  });

  it('stores what an engine says without proof as unverified, and counts it', async () => {
    const record = sealedRecord();
    const engine = {
      ...createRulesEngine(),
      findFacts: async () => ({
        claims: [{ kind: 'date', value: '1999', properties: {}, quote: 'in the year 1999', charStart: null }],
        warnings: [],
      }),
    };
    const { plan } = await run(createLlmStage({ engine }), record);
    expect(plan.outcome.warnings).to.deep.equal([{ code: 'facts.unverified', count: 1 }]);
    expect(record.facts.find(({ value }) => value === '1999')).to.include({ verified: 'unverified', charStart: null });
  });
});
