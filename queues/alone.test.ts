import { expect } from 'chai';
import { createGate } from './alone.ts';

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('the gate', () => {
  it('lets a suspect run once the others have left, and holds up those that come meanwhile', async () => {
    const gate = createGate();
    const order: string[] = [];
    await gate.enter();
    await gate.enter();
    const alone = gate.alone().then(open => {
      order.push('suspect');
      return open;
    });
    const next = gate.enter().then(() => order.push('next'));
    await turn();
    expect(order).to.deep.equal([]);
    gate.leave();
    const open = await alone;
    await turn();
    expect(order).to.deep.equal(['suspect']);
    open?.();
    await next;
    expect(order).to.deep.equal(['suspect', 'next']);
  });

  it('turns away a second suspect, and is open to it afterwards', async () => {
    const gate = createGate();
    await gate.enter();
    const open = await gate.alone();
    expect(await gate.alone()).to.equal(undefined);
    open?.();
    expect(await gate.alone()).to.be.a('function');
  });

  it('does not make a suspect wait for ever', async () => {
    const gate = createGate(1);
    await gate.enter();
    await gate.enter();
    expect(await gate.alone()).to.be.a('function');
  });
});
