/** The operator's page names every error code as the code does. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { errorCodes } from '../../shared/errors.ts';

describe('docs/operations.md', () => {
  it('lists every error code with what to do, in the order of the code', () => {
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([ILSX]_[A-Z_]+)` \| (.*) \|$/gm)].map(([, code, text]) => [code, text]);
    expect(rows).to.deep.equal(Object.entries(errorCodes));
  });
});
