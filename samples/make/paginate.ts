/** Puts rows on pages, footnotes at the foot of the page of their mark, and says what text each page holds. Pure. */
import type { Block } from './block.ts';
import type { PlacedText } from './line.ts';
import type { Look } from './look.ts';
import { type DrawnRule, pageBreak, type Row, type Setter } from './row.ts';
import { setBlock } from './rows.ts';

/** A page ready to be drawn; positions from the top left of the sheet. */
export interface SetPage {
  look: Look;
  items: PlacedText[];
  rules: DrawnRule[];
  /** The body as a reader should get it, footnotes last, without running heads and line numbers. */
  text: string;
  /** Running head and foot as printed. */
  heads: string[];
}

interface OpenPage {
  items: PlacedText[];
  rules: DrawnRule[];
  body: string;
  y: number;
  notes: Row[];
}

const noteGap = 14;

/** Sets blocks as pages of a look. */
export function setPages(blocks: Block[], setter: Setter): SetPage[] {
  const { look } = setter;
  const rows = blocks.flatMap(block => setBlock(block, setter));
  let page = openPage(look);
  const pages = [page];
  for (const [index, row] of rows.entries()) {
    if (row === pageBreak || !fits(page, row, keptBelow(rows, index), look)) {
      if (rows[index - 1]?.broken) throw new Error(`a word is broken over two pages before "${row.text}"`);
      page = openPage(look);
      pages.push(page);
    }
    if (row !== pageBreak) putRow(page, row, look);
  }
  return pages.map((each, index) => closePage(each, look, index + 1, pages.length));
}

const openPage = (look: Look): OpenPage => ({ items: [], rules: [], body: '', y: look.top, notes: [] });

/** Height of the rows that must stand on the page of this one: one more for each that is kept with the next. */
function keptBelow(rows: Row[], index: number): number {
  let height = 0;
  for (let at = index; rows[at]?.keep; at += 1) height += (rows[at + 1]?.before ?? 0) + (rows[at + 1]?.height ?? 0);
  return height;
}

/** On pleading paper every line of text stands on a numbered line, tight ones on half lines. */
function lineTop(page: OpenPage, row: Row, look: Look): number {
  const top = page.body ? page.y + row.before : page.y;
  if (!look.numberedLines) return top;
  const unit = row.height >= look.leading ? look.leading : look.leading / 2;
  return look.top + Math.ceil((top - look.top) / unit - 0.01) * unit;
}

function fits(page: OpenPage, row: Row, below: number, look: Look): boolean {
  if (!page.body) return true;
  const end = lineTop(page, row, look) + row.height + below;
  return end + notesHeight([...page.notes, ...row.footnotes]) <= look.height - look.bottom;
}

const notesHeight = (notes: Row[]): number =>
  notes.length === 0 ? 0 : notes.reduce((sum, note) => sum + note.before + note.height, noteGap);

function putRow(page: OpenPage, row: Row, look: Look): void {
  const top = lineTop(page, row, look);
  page.body += page.body ? row.glue + row.text : row.text;
  draw(page, row, look.left, top);
  page.y = top + row.height;
  page.notes.push(...row.footnotes);
}

function draw(page: Pick<OpenPage, 'items' | 'rules'>, row: Row, x: number, y: number): void {
  for (const item of row.items) page.items.push({ ...item, x: item.x + x, y: item.y + y });
  for (const rule of row.rules) {
    page.rules.push({ x1: rule.x1 + x, y1: rule.y1 + y, x2: rule.x2 + x, y2: rule.y2 + y });
  }
}

function closePage(page: OpenPage, look: Look, number: number, total: number): SetPage {
  let y = look.height - look.bottom - notesHeight(page.notes) + noteGap;
  if (page.notes.length > 0) page.rules.push({ x1: look.left, y1: y - 3, x2: look.left + 144, y2: y - 3 });
  for (const note of page.notes) {
    draw(page, note, look.left, y + note.before);
    y += note.before + note.height;
  }
  const notes = page.notes.map((note, index) => (index === 0 ? note.text : note.glue + note.text)).join('');
  return {
    look,
    items: page.items,
    rules: page.rules,
    text: notes ? `${page.body}\n\n${notes}` : page.body,
    heads: [look.head?.(number, total), look.foot?.(number, total)].filter(head => head !== undefined),
  };
}
