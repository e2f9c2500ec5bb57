/** The code with which something fails, for tests of failures. */
import { expect } from 'chai';
import type { ErrorCode } from '../../shared/errors.ts';

/** Fails the test if the work does not fail. */
export const codeOf = (work: Promise<unknown>): Promise<ErrorCode> =>
  work.then(
    () => expect.fail('did not fail'),
    error => error.code,
  );
