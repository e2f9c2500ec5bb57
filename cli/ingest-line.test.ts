import { expect } from 'chai';
import type { ApiDocument } from './api-answers.ts';
import { isFine, lineOf, shownState } from './ingest-line.ts';

const file = { path: '/matter/a.pdf', sourcePath: 'a.pdf', bytes: 1 };
const documentIn = (
  id: string,
  state: ApiDocument['state'],
  more: Partial<ApiDocument> = {},
): [string, ApiDocument] => {
  const rest = { fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 1, createdAt: '', warnings: [], stages: [] };
  return [id, { id, projectId: 'p', state, ...rest, ...more }];
};
const copyOf = (firstState: ApiDocument['state']) => {
  const upload = {
    status: 'duplicate' as const,
    documentId: 'copy',
    duplicateOf: 'first',
    state: 'duplicate' as const,
  };
  const first = documentIn('first', firstState, firstState === 'failed' ? { error: { code: 'I_DAMAGED' } } : {});
  return lineOf({ file, upload }, new Map([documentIn('copy', 'duplicate', { duplicateOf: 'first' }), first]));
};

describe('a file that was sent', () => {
  it('is judged by its first when it is a copy', () => {
    expect(isFine(copyOf('completed'), true)).to.equal(true);
    for (const state of ['failed', 'cancelled', 'processing'] as const) {
      expect(isFine(copyOf(state), true), state).to.equal(false);
    }
    expect(copyOf('failed')).to.include({ code: 'I_DAMAGED', firstState: 'failed' });
    expect(shownState(copyOf('failed'))).to.equal('duplicate of one that is failed');
  });

  it('may be in progress as long as nobody waited for its end', () => {
    const upload = { status: 'accepted' as const, documentId: 'd', state: 'processing' as const };
    const line = lineOf({ file, upload }, new Map());
    expect([isFine(line, false), isFine(line, true)]).to.deep.equal([true, false]);
  });

  it('is not fine when it was refused', () => {
    const upload = { status: 'refused' as const, code: 'I_EMPTY_FILE', detail: 'no bytes' };
    const line = lineOf({ file, upload }, new Map());
    expect(line).to.include({ state: 'refused', code: 'I_EMPTY_FILE' });
    expect(isFine(line, false)).to.equal(false);
  });
});
