/** Cuts rows into calls the record takes: at most 1,000 rows of a table and about 1 MB each. */

const mostRows = 1_000;
const mostBytes = 1_000_000;

type Rows = readonly (readonly [table: string, rows: readonly object[]])[];

/** Yields the rows by table, in order, no call over either bound unless a single row is. */
export function* splitRows(byTable: Rows): Generator<Record<string, object[]>> {
  let call: Record<string, object[]> = {};
  let bytes = 0;
  for (const [table, rows] of byTable) {
    for (const row of rows) {
      const size = JSON.stringify(row).length;
      const list = call[table];
      if (bytes > 0 && (bytes + size > mostBytes || (list?.length ?? 0) >= mostRows)) {
        yield call;
        call = {};
        bytes = 0;
      }
      const into = call[table] ?? [];
      into.push(row);
      call[table] = into;
      bytes += size;
    }
  }
  if (bytes > 0) yield call;
}
