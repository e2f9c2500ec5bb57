import { expect } from 'chai';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { runStage, type StageInput, type StageResult } from '../../test/support/run-stage.ts';
import type { LlmEngine } from './engines/engine.ts';
import { createRulesEngine } from './engines/rules/rules-engine.ts';
import { createLlmStage, type LlmStageDependencies } from './stage.ts';

const text = `SUPPLY AGREEMENT

This Agreement is made and entered into as of May 1, 2020 by and between Acme Corp. and North Pier LLC. WHEREAS, Acme sells honey.

The price is $1,200.00 per barrel. ACME CORPORATION ships it. NOW, THEREFORE, the parties agree as follows.`;

const chunks = chunksOf(text, 18, 131);
const entityMentions = mentionsOf(
  text,
  chunks,
  ['DATE', 'May 1, 2020', '2020-05-01'],
  ['ORGANIZATION', 'Acme Corp.'],
  ['ORGANIZATION', 'North Pier LLC'],
  ['MONEY', '$1,200.00', 'USD 1200.00'],
  ['ORGANIZATION', 'ACME CORPORATION', 'Acme Corporation'],
);

/** The stage over what ner sealed, with what differs from the default. */
const run = (given: Partial<LlmStageDependencies> = {}, input: StageInput = {}) =>
  runStage(createLlmStage({ engine: createRulesEngine(), ...given }), 'llm', {
    sealed: { chunks, entityMentions },
    ...input,
  });

const comparable = ({ rows }: StageResult) => rows.facts.map(({ id: _, ...fact }) => fact);

describe('llm stage', () => {
  it('does a small document in the plan', async () => {
    const result = await run();
    const { plan, rows } = result;
    expect(plan.parts).to.deep.equal([]);
    expect(plan.document).to.deep.equal({ category: 'contract' });
    expect(comparable(result).map(({ kind, value }) => [kind, value])).to.deep.equal([
      ['category', 'contract'],
      ['title', 'SUPPLY AGREEMENT'],
      ['document_type', 'supply agreement'],
      ['party', 'Acme Corp.'],
      ['party', 'North Pier LLC'],
      ['executed_date', '2020-05-01'],
      ['amount', 'USD 1200.00'],
    ]);
    expect(plan.outcome).to.deep.include({ engine: 'rules', version: '4', warnings: [] });
    expect(plan.outcome.counts).to.include({ facts: 7, entities: 4, links: 5 });
    expect(rows.entities.map(({ name }) => name)).to.have.members([
      'Acme Corporation',
      'North Pier LLC',
      '2020-05-01',
      'USD 1200.00',
    ]);
  });

  it('quotes the exact slice in every fact', async () => {
    for (const fact of (await run()).rows.facts) {
      expect(text.slice(fact.charStart ?? 0, fact.charEnd ?? 0)).to.equal(fact.quote);
      expect(fact.verified).to.equal('verified');
    }
  });

  it('makes the same facts and entities in parts as in one go', async () => {
    const whole = await run();
    const inParts = await run({ chunksPerPart: 1 });
    expect(inParts.plan.parts).to.have.length(3);
    expect(comparable(inParts)).to.deep.equal(comparable(whole));
    expect(inParts.rows.entities).to.deep.equal(whole.rows.entities);
    expect(new Set(inParts.rows.facts.map(({ id }) => id)).size).to.equal(inParts.rows.facts.length);
  });

  it('tells the parts what the document is, so that they find what only such a document has', async () => {
    const duties = `${text} Acme shall pay the price. This Agreement is governed by the laws of the State of Ohio.`;
    const sealed = { chunks: chunksOf(duties, 18, 131), entityMentions };
    const inParts = await run({ chunksPerPart: 1 }, { sealed });
    expect(inParts.plan.parts?.map(({ category }) => category)).to.deep.equal(['contract', 'contract', 'contract']);
    expect(inParts.rows.facts.map(({ kind }) => kind)).to.include.members(['obligation', 'governing_law']);
    expect(comparable(inParts)).to.deep.equal(comparable(await run({}, { sealed })));
  });

  it('makes identical rows when a phase is repeated', async () => {
    expect((await run()).rows).to.deep.equal((await run()).rows);
  });

  it('names the parts that failed and resolves what is there', async () => {
    const { end, rows } = await run({ chunksPerPart: 1 }, { failParts: new Map([[1, 'X_TIMEOUT']]) });
    expect(end.outcome.warnings).to.deep.equal([{ code: 'facts.missing', missing: true, count: 1, at: [1] }]);
    expect(rows.links).to.have.length(5);
  });

  it('names a document without text', async () => {
    const { plan, rows } = await run({}, { sealed: {} });
    expect(plan.outcome.warnings).to.deep.equal([{ code: 'text.empty' }]);
    expect(plan.document).to.equal(undefined);
    expect(rows.facts).to.deep.equal([]);
  });

  it('stores what an engine says without proof as unverified, and counts it', async () => {
    const engine: LlmEngine = {
      ...createRulesEngine(),
      findFacts: async () => ({
        claims: [{ kind: 'date', value: '1999', properties: {}, quote: 'in the year 1999', charStart: null }],
        warnings: [],
      }),
    };
    const { warnings, rows } = await run({ engine });
    expect(warnings).to.deep.equal([{ code: 'facts.unverified', count: 1 }]);
    expect(rows.facts.find(({ value }) => value === '1999')).to.include({ verified: 'unverified', charStart: null });
  });
});
