import { expect } from 'chai';
import { describeError, refuseArguments, shownError, UsageError } from './command.ts';
import { PipelineError } from './errors.ts';

describe('errors of a command', () => {
  it('are shown as code, message and what to do, never as a stack', () => {
    expect(shownError(new PipelineError('X_CONFIG', 'two settings clash'))).to.match(
      /^X_CONFIG: two settings clash\n {2}\S/,
    );
    expect(shownError(new RangeError('broken')))
      .to.contain('RangeError: broken')
      .and.not.contain(' at ');
  });

  it('tell wrong usage from what failed', () => {
    expect(describeError(new UsageError('no such file'))).to.include({ code: 'I_REQUEST', message: 'no such file' });
    expect(() => refuseArguments(['surplus'])).to.throw(UsageError, 'surplus');
    expect(() => refuseArguments([])).not.to.throw();
  });
});
