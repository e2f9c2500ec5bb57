/** Builds tables row by row: a line for each row, tabs between its cells; what only uses a table as a frame becomes paragraphs. */
import { type Block, joinBlocks, type Span } from './block.ts';

interface Row {
  cells: Block[][];
  cell: Block[] | undefined;
  isHead: boolean;
}

interface Line {
  block: Block;
  cells: Block[];
  isHead: boolean;
  /** The paragraphs of its cells, if some cell has many. */
  columns: Block[][] | undefined;
}

/** A table that is being read. */
export interface Table {
  columns: number;
  row: Row | undefined;
  /** Rows since the last block was closed, and which of them are the head. */
  lines: Line[];
  lineCharacters: number;
  done: Block[];
}

/** A longer cell is a frame around a part of the document, in characters. */
const longestCell = 4_000;
/** A cell of so many paragraphs, in a table of so few rows, is a column of a caption or a signature page. */
const columnOf = { paragraphs: 4, rows: 2 };
/** A longer table comes as several blocks, so that a segment is never longer than it should be. */
const longestBlock = 32_000;

export const newTable = (): Table => ({ columns: 0, row: undefined, lines: [], lineCharacters: 0, done: [] });

export function openRow(table: Table): Row {
  table.row = { cells: [], cell: undefined, isHead: false };
  return table.row;
}

/** Where the next block of the table goes. A block outside all cells gets a cell. */
export function openCell(table: Table): Block[] {
  const row = table.row ?? openRow(table);
  row.cell = [];
  row.cells.push(row.cell);
  return row.cell;
}

export function closeRow(table: Table): void {
  const { row } = table;
  table.row = undefined;
  if (!row) return;
  const isFrame =
    Math.max(table.columns, row.cells.length) === 1 ||
    row.cells.some(cell => cell.reduce((sum, block) => sum + block.text.length, 0) > longestCell);
  if (isFrame) {
    closeLines(table);
    for (const block of row.cells.flat()) table.done.push(block);
    return;
  }
  const cells = row.cells.map(cell => onOneLine(joinBlocks(cell, ' ')));
  const block = joinBlocks(cells, '\t');
  const columns = row.cells.some(cell => cell.length >= columnOf.paragraphs) ? row.cells : undefined;
  table.lines.push({ block, cells, isHead: row.isHead, columns });
  table.lineCharacters += block.text.length;
  if (table.lineCharacters > longestBlock) closeLines(table);
}

/** The blocks of the whole table. */
export function closeTable(table: Table): Block[] {
  if (table.row) closeRow(table);
  const { lines, done } = table;
  const isLayout = !done.length && lines.length <= columnOf.rows && lines.some(line => line.columns);
  if (isLayout) return lines.flatMap(({ cells, columns }) => columns?.flatMap(column) ?? cells);
  closeLines(table);
  return done;
}

/** The brackets down the middle of a caption are one rule, not paragraphs. */
const column = (cell: Block[]): Block[] =>
  cell.every(({ text }) => !/[\p{L}\p{N}]/u.test(text)) ? [joinBlocks(cell, ' ')] : cell;

function closeLines(table: Table): void {
  const lines = table.lines.filter(({ block }) => block.text.trim());
  if (lines.length) {
    // The head of a table that comes in pieces is in the first.
    const heads = table.done.length ? 0 : headRows(lines);
    const whole = joinBlocks(
      lines.map(({ block }) => block),
      '\n',
    );
    const head = lines.slice(0, heads).reduce((end, { block }) => end + block.text.length + 1, -1);
    whole.spans.unshift(tableMark('table', whole.text.length));
    if (heads) whole.spans.unshift(tableMark('table-head', head));
    table.done.push({ ...whole, bold: false });
  }
  // What stood in empty rows - a deletion, the end of a comment - goes on to the next block.
  const left = table.lines.flatMap(({ block }) => (block.text.trim() ? [] : block.spans));
  if (left.length) table.done.push({ text: '', spans: left, bold: false });
  table.lines = [];
  table.lineCharacters = 0;
}

const tableMark = (kind: string, end: number): Span => ({ layer: 'marks', start: 0, end, value: { kind } });

/** Breaks and tabs within a cell become spaces; a nested table and headings are words of the row, not structure. */
function onOneLine(block: Block): Block {
  const spans = block.spans.filter(
    ({ layer, value }) => layer !== 'marks' || ('kind' in value && value.kind === 'list-item'),
  );
  return { ...block, text: block.text.replace(/[\t\n]/g, ' '), spans };
}

/**
 * How many rows are the head: those marked to be repeated on each page, else a first row that is bold above one that is not, or
 * short and without a digit above columns of figures.
 */
function headRows(lines: Table['lines']): number {
  const marked = lines.findIndex(({ isHead }) => !isHead);
  if (marked !== 0) return Math.max(marked, 0);
  const [first, second] = lines;
  if (!first || !second || first.cells.length < 2 || !first.cells.every(isTitle)) return 0;
  if (first.block.bold && !second.block.bold) return 1;
  const isFigures = second.cells.slice(1).some(cell => /^[-$€£(]?\s?\d[\d,. %)]*$/.test(cell.text));
  return isFigures && first.cells.every(cell => !/\d/.test(cell.text)) ? 1 : 0;
}

const isTitle = ({ text }: Block): boolean => text.length > 0 && text.length <= 80 && !text.endsWith(':');
