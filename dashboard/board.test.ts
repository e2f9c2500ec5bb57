import { expect } from 'chai';
import { visibleData } from './board.ts';

describe('board', () => {
  it('shows the fields of our payloads and nothing else of a job', () => {
    const payload = { v: 1, taskId: 't', documentId: 'd', generation: 1, stage: 'ocr', phase: 'plan' };
    expect(visibleData({ ...payload, text: 'words of a document', fileName: 'a.pdf' })).to.deep.equal(payload);
    expect(visibleData(undefined)).to.deep.equal({});
  });
});
