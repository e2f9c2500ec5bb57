/** Holds back rows while they are few, so that those of a small task travel with its commit instead of in calls of their own. */
import type { RowBatch } from '../shared/domain/rows.ts';

/** What may wait for the commit: it writes them under the lock of the document, which is to be held for milliseconds. */
const mostRows = 300;
const mostBytes = 64 * 1024;

export interface RowBuffer {
  /** Keeps rows, or writes them and all that was kept when they are too many. */
  put(rows: RowBatch): Promise<void>;
  /** What is still kept. */
  rest(): RowBatch;
}

export function createRowBuffer(write: (rows: RowBatch) => Promise<void>): RowBuffer {
  let kept: RowBatch = {};
  return {
    async put(rows) {
      const all = joined(kept, rows);
      const few = countOf(all) <= mostRows && JSON.stringify(all).length <= mostBytes;
      kept = few ? all : {};
      if (!few) await write(all);
    },
    rest: () => kept,
  };
}

const countOf = (rows: RowBatch): number => Object.values(rows).reduce((count, list) => count + list.length, 0);

function joined(a: RowBatch, b: RowBatch): RowBatch {
  const all: Record<string, object[]> = { ...a };
  for (const [table, rows] of Object.entries(b)) all[table] = [...(all[table] ?? []), ...rows];
  return all as RowBatch;
}
