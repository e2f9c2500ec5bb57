import { expect } from 'chai';
import { splitRows } from './split-rows.ts';

const rows = (count: number, size = 1) =>
  Array.from({ length: count }, (_, ordinal) => ({ ordinal, text: 'x'.repeat(size) }));

describe('splitRows', () => {
  it('keeps small things together in one call', () => {
    expect([
      ...splitRows([
        ['a', rows(2)],
        ['b', rows(3)],
      ]),
    ]).to.deep.equal([{ a: rows(2), b: rows(3) }]);
  });

  it('never puts more than 1,000 rows of a table or 1 MB in a call, and loses and reorders nothing', () => {
    const given = [
      ['a', rows(2_500)],
      ['b', rows(30, 100_000)],
    ] as const;
    const calls = [...splitRows(given)];
    for (const call of calls) {
      for (const list of Object.values(call)) expect(list.length).to.be.at.most(1_000);
      expect(JSON.stringify(call).length).to.be.below(1_100_000);
    }
    for (const [table, all] of given) expect(calls.flatMap(call => call[table] ?? [])).to.deep.equal(all);
  });

  it('sends a single row over the bound on its own', () => {
    expect([...splitRows([['a', rows(3, 2_000_000)]])].map(call => call.a?.length)).to.deep.equal([1, 1, 1]);
  });

  it('makes no call for nothing', () => {
    expect([...splitRows([['a', []]])]).to.deep.equal([]);
  });
});
