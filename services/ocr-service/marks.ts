/** Makes marks of the text of a page from what its engine says of the lines. */
import type { Mark } from '../../shared/domain/structure.ts';
import type { Line } from './page.ts';

/** Takes the words of a page in order, with the line each stands on and its offsets. */
export function createMarkBuilder() {
  const marks: Mark[] = [];
  let last: { line: Line; table?: Mark | undefined; own?: Mark | undefined } | undefined;

  /** Rows that follow one another are one table; its head is marked within it, as other readers do. */
  function begin(line: Line, start: number, end: number): void {
    const { mark } = line;
    const isTable = mark?.kind === 'table' || mark?.kind === 'table-head';
    const before = last?.table;
    const table = isTable ? (line.opens || !before ? newMark({ kind: 'table', start, end }) : before) : undefined;
    const own = mark && mark.kind !== 'table' ? newMark({ ...mark, start, end }) : undefined;
    last = { line, table, own };
  }

  function newMark(mark: Mark): Mark {
    marks.push(mark);
    return mark;
  }

  return {
    add(line: Line, start: number, end: number): void {
      if (last?.line !== line) begin(line, start, end);
      if (last?.table) last.table.end = end;
      if (last?.own) last.own.end = end;
    },
    marks: (): Mark[] => marks,
  };
}
