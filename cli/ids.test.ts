import { expect } from 'chai';
import { UsageError } from '../shared/command.ts';
import { parseId } from './ids.ts';

describe('ids', () => {
  it('are UUIDs, in either case', () => {
    const id = '0192F0C1-2b3c-7d4e-8f5a-6b7c8d9e0f1a';
    expect(parseId(id)).to.equal(id);
  });

  it('are refused before anything is asked for', () => {
    for (const text of ['abc', '', '0192f0c12b3c7d4e8f5a6b7c8d9e0f1a']) {
      expect(() => parseId(text)).to.throw(UsageError, `"${text}" is not an id`);
    }
  });
});
