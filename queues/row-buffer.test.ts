import { expect } from 'chai';
import type { DraftRow, RowBatch } from '../shared/domain/rows.ts';
import { createRowBuffer } from './row-buffer.ts';

const drafts = (count: number, size = 1): RowBatch => ({
  taskDrafts: Array.from(
    { length: count },
    (_, ordinal): DraftRow => ({ id: String(ordinal), ordinal, data: { x: 'x'.repeat(size) } }),
  ),
});

describe('row buffer', () => {
  const collect = () => {
    const written: RowBatch[] = [];
    return { written, buffer: createRowBuffer(async rows => void written.push(rows)) };
  };

  it('keeps a few rows for the commit, in order', async () => {
    const { written, buffer } = collect();
    await buffer.put(drafts(2));
    await buffer.put({ ...drafts(1), facts: [] });
    expect(written).to.deep.equal([]);
    expect(buffer.rest()).to.deep.equal({
      taskDrafts: [...(drafts(2).taskDrafts ?? []), ...(drafts(1).taskDrafts ?? [])],
      facts: [],
    });
  });

  for (const [what, rows] of [
    ['many', drafts(400)],
    ['large', drafts(2, 50_000)],
  ] as const) {
    it(`writes rows that are ${what}, with what it kept before them, and keeps none`, async () => {
      const { written, buffer } = collect();
      await buffer.put(drafts(1));
      await buffer.put(rows);
      expect(written.map(batch => batch.taskDrafts?.length)).to.deep.equal([1 + (rows.taskDrafts?.length ?? 0)]);
      expect(buffer.rest()).to.deep.equal({});
    });
  }
});
