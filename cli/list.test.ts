import { expect } from 'chai';
import { documentTable } from './list.ts';

const document = { id: 'the-id', rootId: 'the-id', fileName: 'a.pdf', warnings: [] };

describe('table of documents', () => {
  const lineOf = (...documents: Parameters<typeof documentTable>[0]) => documentTable(documents).split('\n').at(-1);

  it('says with what code and where a document failed', () => {
    const error = { code: 'I_DAMAGED', stage: 'ocr' };
    expect(lineOf({ ...document, state: 'failed', error })).to.match(/^a\.pdf +failed +I_DAMAGED +ocr +the-id$/);
    expect(lineOf({ ...document, state: 'failed', error: { code: 'X_POISON' } })).to.match(/X_POISON +intake/);
  });

  it('says what is missing of a partial one', () => {
    const warnings = [
      { code: 'X_TIMEOUT', stage: 'ocr', missing: true },
      { code: 'LOW_CONFIDENCE', stage: 'ocr' },
    ];
    const line = lineOf({ ...document, sourcePath: 'box 1/a.pdf', state: 'completed_partial', warnings });
    expect(line).to.match(/^box 1\/a\.pdf +completed_partial +X_TIMEOUT +ocr +the-id$/);
  });
});
