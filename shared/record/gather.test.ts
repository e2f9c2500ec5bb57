import { expect } from 'chai';
import { gather } from './gather.ts';

describe('gather', () => {
  it('keeps one batch in flight, gathers the rest up to the bound, and answers in order', async () => {
    const batches: number[][] = [];
    let inFlight = 0;
    const double = gather(
      async (items: number[]) => {
        inFlight += 1;
        expect(inFlight).to.equal(1);
        batches.push(items);
        await new Promise(resolve => setImmediate(resolve));
        inFlight -= 1;
        return items.map(n => n * 2);
      },
      3,
      () => true,
    );
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(double));
    expect(answers).to.deep.equal([2, 4, 6, 8, 10, 12]);
    expect(batches).to.deep.equal([[1], [2, 3, 4], [5, 6]]);
  });

  it('sends a refused batch again item by item, so that a bad item fails alone', async () => {
    const refuseThree = async (items: number[]) => {
      if (items.includes(3)) throw new Error('three');
      return items;
    };
    const answers = await Promise.allSettled([1, 2, 3, 4].map(gather(refuseThree, 10, () => true)));
    expect(answers.map(a => a.status)).to.deep.equal(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails a batch as a whole when nobody answers, and goes on with the next', async () => {
    let calls = 0;
    const call = gather(
      async (items: number[]) => {
        calls += 1;
        if (calls <= 2) throw new Error('away');
        return items;
      },
      10,
      () => false,
    );
    const answers = await Promise.allSettled([1, 2, 3, 4].map(call));
    expect(answers.map(a => a.status)).to.deep.equal(['rejected', 'rejected', 'rejected', 'rejected']);
    expect(calls).to.equal(2);
    expect(await call(5)).to.equal(5);
  });
});
