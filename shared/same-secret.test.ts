import { expect } from 'chai';
import { isSameSecret } from './same-secret.ts';

describe('secrets', () => {
  it('are equal only if they are, whatever their lengths', () => {
    expect(isSameSecret('secret', 'secret')).to.equal(true);
    expect(isSameSecret('secret', 'secreT')).to.equal(false);
    expect(isSameSecret('secret', '')).to.equal(false);
  });
});
