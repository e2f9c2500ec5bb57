import { expect } from 'chai';
import type { DocumentRecord, DocumentStage } from '../shared/record/documents.ts';
import { toVisible } from './visible-document.ts';

const privileged = 'words of a document';
const document: DocumentRecord = {
  id: '0190a0a0-0000-7000-8000-00000000000a',
  projectId: '0190a0a0-0000-7000-8000-00000000000b',
  parentId: null,
  rootId: '0190a0a0-0000-7000-8000-00000000000a',
  depth: 0,
  partPath: privileged,
  duplicateOf: null,
  sha256: '00',
  bytes: 1,
  mediaType: 'application/pdf',
  fileName: privileged,
  sourcePath: privileged,
  storageKey: privileged,
  state: 'completed_partial',
  errorCode: 'I_DAMAGED',
  errorMessage: privileged,
  errorStage: 'llm',
  errorAttempt: 2,
  language: null,
  category: null,
  pageCount: 1,
  durationMs: null,
  textLength: 1,
  textSha256: null,
  warnings: [],
  properties: { title: privileged },
  metadata: { note: privileged },
  createdAt: '2026-03-04T05:06:07Z',
  updatedAt: '2026-03-04T05:06:07Z',
  finishedAt: null,
};
const stage = (over: Partial<DocumentStage>): DocumentStage => ({
  stage: 'ocr',
  state: 'done',
  currentGeneration: 1,
  buildingGeneration: null,
  missing: false,
  warnings: [],
  errorCode: null,
  errorMessage: privileged,
  errorAttempt: null,
  startedAt: null,
  finishedAt: null,
  ...over,
});

describe('what is visible of a document', () => {
  it('is where it stands, and neither its name nor its words', () => {
    const visible = toVisible(document, [stage({ warnings: [{ code: 'page.unread', text: privileged }] })]);
    expect(visible).to.deep.include({ state: 'completed_partial', pageCount: 1 });
    expect(visible.error).to.deep.equal({ code: 'I_DAMAGED', stage: 'llm', attempt: 2 });
    expect(JSON.stringify(visible)).not.to.include(privileged);
  });

  it('has the stages in the order of the flow', () => {
    const visible = toVisible(document, [stage({ stage: 'llm' }), stage({ stage: 'ner' }), stage({})]);
    expect(visible.stages.map(s => s.stage)).to.deep.equal(['ocr', 'ner', 'llm']);
  });

  it('counts the warnings of one code together', () => {
    const warnings = [{ code: 'a', count: 3, missing: true }, { code: 'b' }, { code: 'a' }];
    expect(toVisible(document, [stage({ warnings })]).warnings).to.deep.equal([
      { stage: 'ocr', code: 'a', count: 4, isMissing: true },
      { stage: 'ocr', code: 'b', count: 1, isMissing: false },
    ]);
  });
});
