import { expect } from 'chai';
import { gather } from './gather.ts';

describe('gather', () => {
  it('keeps one batch in flight, gathers the rest up to the bound, and answers in order', async () => {
    const batches: number[][] = [];
    let inFlight = 0;
    const double = gather(async (items: number[]) => {
      inFlight += 1;
      expect(inFlight).to.equal(1);
      batches.push(items);
      await new Promise(resolve => setImmediate(resolve));
      inFlight -= 1;
      return items.map(n => n * 2);
    }, 3);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(double));
    expect(answers).to.deep.equal([2, 4, 6, 8, 10, 12]);
    expect(batches).to.deep.equal([[1], [2, 3, 4], [5, 6]]);
  });

  it('sends a failed batch again item by item, so that a bad item fails alone', async () => {
    const call = gather(async (items: number[]) => {
      if (items.includes(3)) throw new Error('three');
      return items;
    }, 10);
    const answers = await Promise.allSettled([1, 2, 3, 4].map(call));
    expect(answers.map(a => a.status)).to.deep.equal(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
