import { join } from 'node:path';
import { expect } from 'chai';
import { hasSharedSamples } from '../../test/support/shared-samples.ts';
import { matterRecords } from './from-matter.ts';
import { loadLabelled } from './load.ts';

describe('what accuracy is measured on', () => {
  it('is every file of the sample matter from which text comes', async () => {
    const { records } = await matterRecords();
    expect(records.length).to.be.at.least(20);
    const kinds = new Set(records.map(({ name }) => name.split('.').at(-1)));
    expect([...kinds]).to.include.members(['pdf', 'txt', 'docx', 'eml', 'msg', 'jpg', 'tif', 'png']);
    for (const { name, clauses, headings, spans } of records) {
      expect(spans.length + clauses.length + headings.length, name).to.be.above(0);
    }
  });

  if (hasSharedSamples) {
    it('is a good part of the shared samples, each label in a format we publish', async () => {
      const { records, pairs } = await loadLabelled(join(import.meta.dirname, 'shared-truth'));
      expect(records.length).to.be.at.least(12);
      for (const same of [true, false]) expect(pairs.filter(pair => pair.same === same).length).to.be.at.least(20);
    });
  }
});
