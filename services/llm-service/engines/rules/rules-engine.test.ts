import { expect } from 'chai';
import fc from 'fast-check';
import type { ChunkRow } from '../../../../shared/domain/rows.ts';
import { directCalls } from '../../../../shared/engine-calls.ts';
import { startCpuClock } from '../../../../test/support/cpu.ts';
import { chunksOf, mentionsOf } from '../../../../test/support/rows.ts';
import { passageOf } from '../../passage.ts';
import { createRulesEngine } from './rules-engine.ts';

const engine = createRulesEngine();
const calls = directCalls(new AbortController().signal);

const contract = `SUPPLY AGREEMENT

This Agreement is made and entered into as of May 1, 2020 by and between Harbor Corp. (“Buyer”) and Lind LLC (“Supplier”).

The term of this Agreement shall be one year. Buyer shall pay $1,200.00 on June 1, 2020. Supplier shall deliver the goods.

Either party may terminate this Agreement on notice. This Agreement is governed by the laws of the State of Ohio. FILED June 3, 2020.`;
const said: Parameters<typeof mentionsOf>[2][] = [
  ['DATE', 'May 1, 2020', '2020-05-01'],
  ['MONEY', '$1,200.00', 'USD 1200.00'],
  ['DATE', 'June 1, 2020', '2020-06-01'],
  ['DATE', 'June 3, 2020', '2020-06-03'],
];

describe('rules engine', () => {
  it('finds the same facts of chunks however they are put together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 4 }), async lengths => {
        const chunks = chunksOf(contract, ...lengths);
        const mentions = mentionsOf(contract, chunks, ...said);
        const facts = async (part: ChunkRow[]) =>
          (await engine.findFacts(passageOf('text/plain', part, mentions, 'contract'), calls)).claims;
        const apart = await Promise.all(chunks.map(chunk => facts([chunk])));
        expect(await facts(chunks)).to.have.deep.members(apart.flat());
      }),
      { numRuns: 50 },
    );
  });

  it('quotes the exact words in every claim', async () => {
    const chunks = chunksOf(contract, 18, contract.indexOf('The term') - 18);
    const document = {
      ...passageOf('text/plain', chunks, mentionsOf(contract, chunks, ...said)),
      category: 'contract' as const,
    };
    const claims = [
      ...(await engine.describe(document, calls)).claims,
      ...(await engine.findFacts(document, calls)).claims,
    ];
    for (const { quote, charStart } of claims)
      expect(contract.slice(charStart ?? 0, (charStart ?? 0) + quote.length)).to.equal(quote);
    expect(claims.map(({ kind }) => kind)).to.include.members([
      'title',
      'document_type',
      'party',
      'executed_date',
      'amount',
      'term',
      'termination',
      'governing_law',
      'obligation',
    ]);
  });

  it('takes no words of an earlier mail for those of the mail', async () => {
    const own = 'From: Olaf Lind <o@lind.example>\nTo: Marta Holm <m@holm.example>\nSubject: terms\n\nSee below.\n\n';
    const text = `${own}${contract}`;
    const chunks = chunksOf(text, own.length).map((chunk, index) => ({
      ...chunk,
      kind: index === 0 ? ('headers' as const) : ('quoted' as const),
    }));
    const document = passageOf('message/rfc822', chunks, mentionsOf(text, chunks, ...said));
    expect((await engine.findFacts({ ...document, category: 'contract' }, calls)).claims).to.deep.equal([]);
    expect((await engine.categorise(document, calls)).scores).to.not.have.property('contract');
    const { claims } = await engine.describe({ ...document, category: 'email' }, calls);
    expect(claims.filter(({ kind }) => kind === 'party').map(({ value }) => value)).to.deep.equal([
      'Olaf Lind',
      'Marta Holm',
    ]);
  });

  it('takes no longer than the length asks for, whatever the text', async function () {
    this.timeout(60_000);
    for (const unit of [
      'A',
      'Ab ',
      ' ',
      '\n',
      'v. ',
      'Buyer shall ',
      'Attorneys for Plaintiff\n',
      'between A ',
      '(“A” ',
      'Judge A. ',
      '.',
      'laws of A ',
      'x@',
      '12 ',
    ]) {
      const text = unit.repeat(1_000_000 / unit.length);
      const lengths = Array.from({ length: Math.floor(text.length / 4_000) }, () => 4_000);
      const document = passageOf('text/plain', chunksOf(text, ...lengths), [], 'contract');
      const cpuMs = startCpuClock();
      for (const category of ['contract', 'order', 'email', 'correspondence'] as const) {
        await engine.describe({ ...document, category }, calls);
      }
      await engine.findFacts(document, calls);
      expect(cpuMs(), JSON.stringify(unit)).to.be.below(4_000);
    }
  });
});
