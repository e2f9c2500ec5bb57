import { expect } from 'chai';
import { stackOf } from './service.ts';

describe('stack for the log', () => {
  it('has frames and nothing of the message, however it is written', () => {
    for (const message of ['one line', 'first\n    at the meeting Mr. Zanz said he lied\nlast', '']) {
      const stack = stackOf(new TypeError(message));
      expect(stack).to.contain('service.test.ts').and.not.contain('Zanz').and.not.contain('one line');
    }
  });

  it('tells of the cause by name and frames', () => {
    const stack = stackOf(new Error('outer', { cause: new RangeError('inner secret') }));
    expect(stack).to.contain('<- RangeError').and.not.contain('secret');
  });

  it('is nothing for what is no error', () => {
    expect(stackOf('text')).to.equal(undefined);
  });
});
