import { expect } from 'chai';
import { sideBySide } from './side-by-side.ts';

const tick = () => new Promise<void>(resolve => setImmediate(resolve));

describe('sideBySide', () => {
  it('answers in the order of the items, never more than the width at work', async () => {
    let working = 0;
    let most = 0;
    const answers = await sideBySide([5, 1, 4, 2, 3], 2, async item => {
      working += 1;
      most = Math.max(most, working);
      for (let i = 0; i < item; i += 1) await tick();
      working -= 1;
      return item * 10;
    });
    expect(answers).to.deep.equal([50, 10, 40, 20, 30]);
    expect(most).to.equal(2);
  });

  it('starts nothing after an error, and rejects only when what is at work has ended', async () => {
    const ended: number[] = [];
    const started: number[] = [];
    const failure = await sideBySide([0, 1, 2, 3], 2, async item => {
      started.push(item);
      if (item === 0) throw new Error('first');
      await tick();
      ended.push(item);
    }).catch((error: Error) => error.message);
    expect(failure).to.equal('first');
    expect(ended).to.deep.equal(started.slice(1));
    expect(started).not.to.include(3);
  });

  it('has nothing to do for no items', async () => {
    expect(await sideBySide([], 4, async () => 1)).to.deep.equal([]);
  });
});
