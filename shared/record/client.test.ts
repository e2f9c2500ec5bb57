import { expect } from 'chai';
import { PipelineError } from '../errors.ts';
import { answerOf, isRefusal, isRolledBack } from './client.ts';

const failed = (code: string, status?: number): unknown => {
  const error = {
    name: 'PostgrestError',
    code,
    message: 'value "privileged"',
    details: '',
    hint: '',
    toJSON: () => ({}),
  };
  try {
    return answerOf('accept', { data: null, error: error as never, ...(status && { status }) });
  } catch (thrown) {
    return thrown;
  }
};

describe('answerOf', () => {
  it('keeps the code of an error and not its message, which may quote a value', () => {
    expect(failed('23505')).to.have.property('message', 'accept: 23505');
    expect(failed('')).to.have.property('message', 'accept: no answer');
  });
});

describe('isRolledBack', () => {
  it('is true when the record answered with an error', () => {
    for (const code of ['23505', 'P0001', '57014', 'PGRST202']) expect(isRolledBack(failed(code)), code).to.equal(true);
  });

  it('is false when there was no answer, and for errors of others', () => {
    for (const code of ['', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
      expect(isRolledBack(failed(code)), code).to.equal(false);
    expect(isRolledBack(new PipelineError('X_STORE', 'full'))).to.equal(false);
    expect(isRolledBack(new Error('23505'))).to.equal(false);
  });
});

describe('isRefusal', () => {
  it('is true for what asking again will not help, and false while the record is away, full or restarting', () => {
    for (const code of ['23505', 'P0001', 'PGRST202'])
      expect(isRefusal(failed(code) as PipelineError), code).to.equal(true);
    for (const code of ['', 'ECONNRESET', '57P01', '53300', '40P01', '08006', 'PGRST001']) {
      expect(isRefusal(failed(code) as PipelineError), code).to.equal(false);
    }
  });

  it('goes by the status where somebody before the record answered without a code', () => {
    for (const status of [413, 414, 431]) expect(isRefusal(failed('', status)), String(status)).to.equal(true);
    for (const status of [401, 404, 429, 502, 503])
      expect(isRefusal(failed('', status)), String(status)).to.equal(false);
  });
});
