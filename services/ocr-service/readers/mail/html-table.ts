/** Writes data tables of a mail's HTML as lines of text. */
import type { DomNode, FormatCallback } from 'html-to-text';
import { rowsUnder } from './html-survey.ts';
import { wrapTable } from './sentinels.ts';

interface Row {
  head: boolean;
  cells: DomNode[];
}

/** Writes the rows as lines, cells separated by tabs. `hide` says of a row or cell that no reader sees it, and keeps count. */
export const dataTable =
  (hide: (elem: DomNode) => boolean): FormatCallback =>
  (table, walk, builder) => {
    const rows = rowsOf(table, hide);
    builder.openTable();
    for (const { cells } of rows) {
      builder.openTableRow();
      for (const cell of cells) {
        builder.openTableCell({});
        if (!hide(cell)) walk(cell.children ?? [], builder);
        builder.closeTableCell({});
      }
      builder.closeTableRow();
    }
    builder.closeTable({
      leadingLineBreaks: 2,
      trailingLineBreaks: 2,
      tableToString: lines => {
        const written = (lines as unknown as { text: string }[][]).map(cells => cells.map(cell => cellText(cell.text)));
        return wrapTable(written.map((cells, index) => ({ cells, head: rows[index]?.head ?? false })));
      },
    });
  };

const cellText = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The rows of a table in document order; those of `thead`, and rows of nothing but `th` at its start, are its head. */
function rowsOf(table: DomNode, hide: (row: DomNode) => boolean): Row[] {
  const rows: Row[] = [];
  let atStart = true;
  for (const { row, cells, inHead } of rowsUnder(table)) {
    if (!cells.length || hide(row)) continue;
    const allHeads = cells.length > 1 && cells.every(({ name }) => name === 'th');
    const head: boolean = inHead || (allHeads && atStart);
    atStart &&= head;
    rows.push({ cells, head });
  }
  return rows;
}
