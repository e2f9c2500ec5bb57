import { expect } from 'chai';
import { PipelineError } from '../errors.ts';
import { pickEngine, pickEngines } from './pick-engines.ts';

const known = { a: () => 1, b: () => 2 };

describe('engines of a setting', () => {
  it('come in the order of the setting', () => {
    expect(pickEngines('X', ['b', 'a'], known)).to.deep.equal([2, 1]);
    expect(pickEngine('X', ['b'], known)).to.equal(2);
  });

  it('that the service does not have are refused by name, with the choice there is', () => {
    expect(() => pickEngines('X', ['a', 'toString'], known)).to.throw(
      PipelineError,
      'X: no such engine: toString; there is a, b',
    );
    expect(() => pickEngine('X', ['a', 'b'], known)).to.throw(PipelineError, 'exactly one');
  });
});
