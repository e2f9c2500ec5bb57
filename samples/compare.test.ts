import { expect } from 'chai';
import { characterErrorRate } from './compare.ts';

describe('characterErrorRate', () => {
  it('takes no notice of where lines break', () => {
    expect(characterErrorRate('the  seller\nshall ', 'the seller shall')).to.equal(0);
  });

  it('counts what is missing, added and changed against the reference', () => {
    expect(characterErrorRate('abc', 'abcd')).to.equal(0.25);
    expect(characterErrorRate('abXcd', 'abcd')).to.equal(0.25);
    expect(characterErrorRate('aXcd', 'abcd')).to.equal(0.25);
    expect(characterErrorRate('', 'abcd')).to.equal(1);
  });

  it('calls text from a blank page wrong', () => {
    expect(characterErrorRate('', '')).to.equal(0);
    expect(characterErrorRate('dust', '')).to.equal(1);
  });
});
