/** Sets one row of a table, with the rules around its cells. */
import type { Table } from './block.ts';
import { type PlacedText, setLines } from './line.ts';
import { type DrawnRule, emptyRow, joinLines, moved, type Row, type Setter, textWidth } from './row.ts';

/** The row of these cells; row 0 is the header, in bold and flush left. Its text is that of the cells from left to right. */
export function setTableRow(block: Table, cells: readonly string[], index: number, setter: Setter): Row {
  const size = block.size ?? setter.look.size;
  const full = textWidth(setter.look);
  const step = size * 1.2;
  let x = 0;
  const items: PlacedText[] = [];
  const texts: string[] = [];
  let tallest = 1;
  for (const [column, cell] of cells.entries()) {
    const width = (block.widths[column] ?? 0) * full;
    const align = block.right[column] && index > 0 ? 'right' : 'left';
    const styled = index === 0 ? `**${cell}**` : cell;
    const set = setLines(styled, { ...setter, size, align, width: width - 10, first: 0 });
    for (const [number, line] of set.entries()) items.push(...moved(line.items, x + 5, 5 + number * step));
    texts.push(joinLines(set).replaceAll('\n', ' '));
    tallest = Math.max(tallest, set.length);
    x += width;
  }
  const height = tallest * step + 8;
  return {
    ...emptyRow,
    before: index === 0 ? block.before : 0,
    height,
    items,
    rules: gridRules(block, full, height),
    text: texts.join(' '),
    glue: index === 0 ? '\n\n' : '\n',
  };
}

function gridRules(block: Table, full: number, height: number): DrawnRule[] {
  let x = 0;
  const uprights = [0, ...block.widths.map(width => (x += width * full))];
  return [
    ...uprights.map(at => ({ x1: at, y1: 0, x2: at, y2: height })),
    { x1: 0, y1: 0, x2: x, y2: 0 },
    { x1: 0, y1: height, x2: x, y2: height },
  ];
}
