/** Turns blocks into rows: the smallest things that go on one page or the next. Pure, given a measure. */
import { type Block, type Caption, type Lines, type Paragraph, paragraph, type Table } from './block.ts';
import { type Line, type PlacedText, setLines } from './line.ts';
import { fontName, type Look, type Measure } from './look.ts';

/** A straight line, relative to the top left of its row. */
export interface DrawnRule {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** Something that goes on one page as a whole. */
export interface Row {
  /** Points of white above it; dropped at the top of a page. */
  before: number;
  height: number;
  items: PlacedText[];
  rules: DrawnRule[];
  /** Its text as a reader should get it, and what stands between it and the row before. */
  text: string;
  glue: '' | ' ' | '\n' | '\n\n';
  /** Goes on the page of the next row. */
  keep: boolean;
  /** Ends within a word. */
  broken: boolean;
  footnotes: Row[];
}

export interface Setter {
  look: Look;
  measure: Measure;
}

/** The rows of a block; `undefined` for a page break. */
export function setBlock(block: Block, setter: Setter): Row[] | undefined {
  switch (block.kind) {
    case 'page-break':
      return undefined;
    case 'paragraph':
      return setParagraph(block, setter);
    case 'lines':
      return setFixedLines(block, setter);
    case 'caption':
      return [setCaption(block, setter)];
    case 'table':
      return block.rows.map((cells, index) => setTableRow(block, cells, index, setter));
    case 'rule':
      return [{ ...emptyRow, before: block.before, height: 6, rules: [{ x1: 0, y1: 3, x2: textWidth(setter.look), y2: 3 }] }];
  }
}

const emptyRow: Row = {
  before: 0,
  height: 0,
  items: [],
  rules: [],
  text: '',
  glue: '',
  keep: false,
  broken: false,
  footnotes: [],
};

export const textWidth = (look: Look): number => look.width - look.left - look.right;

const moved = (items: PlacedText[], x: number, y: number): PlacedText[] =>
  items.map(item => ({ ...item, x: item.x + x, y: item.y + y }));

function setParagraph(block: Paragraph, setter: Setter): Row[] {
  return paragraphRows(block, setter).map(({ row, marks }) => ({
    ...row,
    footnotes: marks.flatMap(mark => setFootnote(mark, block.notes[mark], setter)),
  }));
}

function setFootnote(mark: number, text: string | undefined, setter: Setter): Row[] {
  if (text === undefined) throw new Error(`the paragraph has no text for its footnote ${mark}`);
  const note = paragraph(`^${mark}^ ${text}`, { first: 0, before: 4, tight: true, size: 10 });
  return paragraphRows(note, setter).map(({ row }) => row);
}

function paragraphRows(block: Paragraph, setter: Setter): { row: Row; marks: number[] }[] {
  const { look } = setter;
  const size = block.size ?? look.size;
  const width = textWidth(look) - block.left - block.right;
  const set = setLines(block.text, { ...setter, size, align: block.align, width, first: block.first });
  const height = block.tight ? look.tightLeading * (size / look.size) : look.leading;
  return set.map((line, index) => ({
    marks: line.marks,
    row: {
      ...emptyRow,
      before: index === 0 ? block.before : 0,
      height,
      items: moved(line.items, block.left, 0),
      text: line.text,
      glue: index === 0 ? '\n\n' : set[index - 1]?.broken ? '' : ' ',
      keep: block.keep,
      broken: line.broken,
    },
  }));
}

function setFixedLines(block: Lines, setter: Setter): Row[] {
  const size = block.size ?? setter.look.size;
  const width = textWidth(setter.look) - block.left;
  return block.lines.map((text, index) => {
    const [line, more] = setLines(text, { ...setter, size, align: block.align, width, first: 0 });
    if (more) throw new Error(`a fixed line is wider than the page: ${text}`);
    return {
      ...emptyRow,
      before: index === 0 ? block.before : 0,
      height: setter.look.tightLeading * (size / setter.look.size),
      items: moved(line?.items ?? [], block.left, 0),
      text: line?.text ?? '',
      glue: index === 0 ? '\n\n' : '\n',
      keep: index < block.lines.length - 1,
    };
  });
}

const captionGap = 14;
const captionTab = 30;

function setCaption(block: Caption, setter: Setter): Row {
  const { look } = setter;
  const half = textWidth(look) / 2;
  const column = (text: string[], width: number) =>
    text.flatMap(line => {
      const first = captionTab * (line.length - line.replace(/^\t+/, '').length);
      return setLines(line.trimStart(), { ...setter, size: look.size, align: 'left', width, first });
    });
  const left = column(block.left, half - captionGap);
  const right = column(block.right, half - captionGap);
  const step = look.tightLeading;
  const count = Math.max(left.length, right.length) + 1;
  const down = half - captionGap / 2;
  const top = Math.max(0, Math.floor((left.length - right.length) / 2));
  const place = (set: Line[], x: number, from: number) =>
    set.flatMap((line, index) => moved(line.items, x, (from + index) * step));
  const parens = Array.from({ length: count }, (_, index) => paren(half - captionGap, index * step, look));
  return {
    ...emptyRow,
    before: 14,
    height: count * step + 10,
    items: [...place(left, 0, 0), ...place(right, half + captionGap, top), ...(block.divider === 'parens' ? parens : [])],
    rules:
      block.divider === 'rule'
        ? [
            { x1: down, y1: -2, x2: down, y2: count * step },
            { x1: 0, y1: count * step, x2: down, y2: count * step },
          ]
        : [],
    text: [joinLines(left), joinLines(right)].join('\n'),
    glue: '\n\n',
  };
}

const paren = (x: number, y: number, look: Look): PlacedText => ({
  text: ')',
  x,
  y,
  font: fontName(look.family),
  size: look.size,
  underline: false,
  wordSpacing: 0,
});

const joinLines = (set: Line[]): string => set.map(line => (line.broken ? line.text : `${line.text}\n`)).join('').trim();

function setTableRow(block: Table, cells: string[], index: number, setter: Setter): Row {
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
  return { ...emptyRow, before: index === 0 ? block.before : 0, height, items, rules: gridRules(block, full, height), text: texts.join(' '), glue: index === 0 ? '\n\n' : '\n' };
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
