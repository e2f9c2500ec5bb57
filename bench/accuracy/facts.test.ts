import { expect } from 'chai';
import type { FactRow } from '../../shared/domain/rows.ts';
import { noFactScores, scoreFacts } from './facts.ts';
import { labelledRecord } from './record.ts';

const fact = (kind: FactRow['kind'], value: string, properties: Record<string, unknown> = {}): FactRow => ({
  id: `${kind} ${value}`,
  ordinal: 0,
  chunkId: null,
  kind,
  value,
  properties,
  quote: value,
  charStart: 0,
  charEnd: value.length,
  verified: 'verified',
  engine: 'test',
});

function score(record: Record<string, unknown>, facts: FactRow[], category: string | null = null) {
  const scores = noFactScores();
  const produced = { text: '', chunks: [], mentions: [], facts, category, properties: {}, entityOf: new Map() };
  scoreFacts(scores, { ...labelledRecord.parse({ text: 'x', ...record }), name: 'a' }, { ...produced, failure: null });
  return scores;
}

describe('scoreFacts', () => {
  it('compares values without case, white space, marks and the label of a number', () => {
    const facts = [
      { kind: 'title', value: 'Motion to Dismiss' },
      { kind: 'docket', value: 'C.A. No. 23–1187' },
    ];
    const { byKind } = score({ facts }, [fact('title', 'MOTION\nTO DISMISS'), fact('docket', '23-1187')]);
    expect(byKind.get('title')).to.deep.equal({ wanted: 1, hit: 1, found: 1, right: 1 });
    expect(byKind.get('docket')).to.deep.equal({ wanted: 1, hit: 1, found: 1, right: 1 });
  });

  it('takes a fact that is stated twice as one, and names what is wrong', () => {
    const facts = [{ kind: 'judge', value: 'Ann Lee' }];
    const { byKind, slips } = score({ facts }, [
      fact('judge', 'Ann Lee'),
      fact('judge', 'ANN LEE'),
      fact('judge', 'X'),
    ]);
    expect(byKind.get('judge')).to.deep.equal({ wanted: 1, hit: 1, found: 2, right: 1 });
    expect(slips).to.deep.equal([{ record: 'a', kind: 'too much', type: 'judge', text: 'X' }]);
  });

  it('judges only kinds that are listed in full', () => {
    const facts = [{ kind: 'judge', value: 'Ann Lee' }];
    const { byKind } = score({ facts, factsAnnotated: [] }, [fact('judge', 'X')]);
    expect(byKind.get('judge')).to.deep.equal({ wanted: 1, hit: 0, found: 0, right: 0 });
  });

  it('takes a sentence that holds the other', () => {
    const facts = [{ kind: 'term', value: 'The term is one year' }];
    const { byKind } = score({ facts }, [fact('term', '9. The term is one year, from signature.')]);
    expect(byKind.get('term')?.hit).to.equal(1);
  });

  it('compares roles of parties that were found, and the category', () => {
    const facts = [
      { kind: 'party', value: 'Acme', role: 'buyer' },
      { kind: 'party', value: 'Zebra', role: 'seller' },
    ];
    const scores = score({ facts, category: 'contract' }, [fact('party', 'Acme', { role: 'Buyer' })], 'order');
    expect(scores.roles).to.deep.equal({ right: 1, of: 1 });
    expect(scores.categories).to.deep.equal({ right: 0, of: 1 });
  });
});
