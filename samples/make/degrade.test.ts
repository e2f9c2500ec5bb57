import { expect } from 'chai';
import { bilevel, grain, quarterTurn } from './degrade.ts';

const picture = { width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

describe('degrading a picture', () => {
  it('turns it clockwise', () => {
    expect(quarterTurn(picture)).to.deep.equal({ width: 2, height: 3, data: Uint8Array.of(4, 1, 5, 2, 6, 3) });
  });

  it('makes the same noise from the same seed, and other noise from another', () => {
    const noise = { seed: 1, deviation: 9, paper: 250 };
    expect(grain(picture, noise)).to.deep.equal(grain(picture, noise));
    expect(grain(picture, noise)).not.to.deep.equal(grain(picture, { ...noise, seed: 2 }));
  });

  it('leaves only black and white', () => {
    expect([...bilevel(picture, 4).data]).to.deep.equal([0, 0, 0, 255, 255, 255]);
  });
});
