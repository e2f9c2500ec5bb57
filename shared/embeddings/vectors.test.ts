import { expect } from 'chai';
import fc from 'fast-check';
import { meanVector, unitVector } from './vectors.ts';

describe('vectors', () => {
  it('of unit length keep their direction', () => {
    expect(unitVector([3, 4])).to.deep.equal([0.6, 0.8]);
    const component = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(component, { minLength: 1, maxLength: 50 }), vector => {
        const unit = unitVector(vector);
        if (unit === undefined) return Math.hypot(...vector) === 0;
        return (
          Math.abs(Math.hypot(...unit) - 1) < 1e-5 && unit.every((x, i) => x === 0 || x > 0 === (vector[i] ?? 0) > 0)
        );
      }),
    );
  });

  it('without a direction are none', () => {
    for (const vector of [[], [0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY]]) {
      expect(unitVector(vector)).to.equal(undefined);
    }
  });

  it('have a mean by weight', () => {
    expect(
      meanVector(
        [
          [1, 0],
          [0, 1],
        ],
        [3, 1],
      ),
    ).to.deep.equal([0.75, 0.25]);
  });
});
