/** Measures a parsed HTML document once, so that tables can be judged without walking them again and again. */
import type { DomNode } from 'html-to-text';

export interface Survey {
  /** Characters of text inside, white space aside. */
  textLength(elem: DomNode): number;
  /** A table of values, as opposed to one that only arranges blocks of text on the screen. */
  isDataTable(table: DomNode): boolean;
}

/** A cell with more than this is a column of prose. */
const longestCell = 1_000;
const prose = new Set(['p', 'ul', 'ol', 'blockquote', 'h1', 'h2', 'h3', 'hr', 'table']);

interface Measure {
  length: number;
  /** Elements inside that start blocks of prose. */
  proseBlocks: number;
  tables: number;
}

/** Surveys the document that `elem` is part of. Linear, and without recursion: HTML may nest without end. */
export function createSurvey(elem: DomNode): Survey {
  let root = elem;
  while (root.parent) root = root.parent;
  const measures = new Map<DomNode, Measure>();
  for (const node of inPostOrder(root)) measures.set(node, measure(node, measures));
  const textLength = (node: DomNode) => measures.get(node)?.length ?? 0;
  return {
    textLength,
    isDataTable(table) {
      const { tables = 0 } = measures.get(table) ?? {};
      if (tables > 0) return false;
      const rows = rowsUnder(table).map(({ cells }) => cells);
      // A caption, or words beside the rows: only as layout is nothing lost.
      const inCells = rows.flat().reduce((sum, cell) => sum + textLength(cell), 0);
      if (inCells < textLength(table)) return false;
      const isValue = (cell: DomNode) => {
        const { length, proseBlocks } = measures.get(cell) as Measure;
        return length <= longestCell && proseBlocks <= 1;
      };
      const filled = rows.map(cells => cells.filter(cell => textLength(cell) > 0));
      return filled.some(cells => cells.length > 1) && filled.every(cells => cells.length < 2 || cells.every(isValue));
    },
  };
}

function measure(node: DomNode, measures: Map<DomNode, Measure>): Measure {
  const own = { length: node.type === 'text' ? countText(node.data ?? '') : 0, proseBlocks: 0, tables: 0 };
  for (const child of node.children ?? []) {
    const inner = measures.get(child);
    if (!inner) continue;
    own.length += inner.length;
    own.proseBlocks += inner.proseBlocks + (prose.has(child.name ?? '') && inner.length > 0 ? 1 : 0);
    own.tables += inner.tables + (child.name === 'table' ? 1 : 0);
  }
  return own;
}

const countText = (text: string): number => text.replace(/[\s\u200b-\u200f\ufeff]+/gu, '').length;

function inPostOrder(root: DomNode): DomNode[] {
  const order: DomNode[] = [];
  const open: DomNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    order.push(node);
    for (const child of node.children ?? []) open.push(child);
  }
  return order.reverse();
}

/** The rows of a table, those in `thead`, `tbody` and `tfoot` as well, in document order. */
export function rowsUnder(table: DomNode): { row: DomNode; cells: DomNode[]; inHead: boolean }[] {
  return (table.children ?? []).flatMap(child => {
    const rows = child.name === 'tr' ? [child] : (child.children ?? []).filter(({ name }) => name === 'tr');
    return rows.map(row => ({
      row,
      cells: (row.children ?? []).filter(({ name }) => name === 'td' || name === 'th'),
      inHead: child.name === 'thead',
    }));
  });
}
