/** Turns blocks into rows. Pure, given a measure. */
import { type Block, type Lines, type Paragraph, paragraph } from './block.ts';
import { setCaption } from './caption-row.ts';
import { setLines } from './line.ts';
import { emptyRow, moved, pageBreak, type Row, type Setter, textWidth } from './row.ts';
import { setTableRow } from './table-row.ts';

/** The rows of a block; for a page break, {@link pageBreak}. */
export function setBlock(block: Block, setter: Setter): Row[] {
  switch (block.kind) {
    case 'page-break':
      return [pageBreak];
    case 'paragraph':
      return setParagraph(block, setter);
    case 'lines':
      return setFixedLines(block, setter);
    case 'caption':
      return [setCaption(block, setter)];
    case 'table':
      return block.rows.map((cells, index) => setTableRow(block, cells, index, setter));
    case 'rule':
      return [
        { ...emptyRow, before: block.before, height: 6, rules: [{ x1: 0, y1: 3, x2: textWidth(setter.look), y2: 3 }] },
      ];
  }
}

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
  const tight = look.tightLeading * (size / look.size);
  const height = block.tight ? tight : look.leading;
  // Word processors put half of the extra room above the line; on pleading paper the line stands beside its number.
  const drop = look.numberedLines ? 0 : (height - tight) / 2;
  return set.map((line, index) => ({
    marks: line.marks,
    row: {
      ...emptyRow,
      before: index === 0 ? block.before : 0,
      height,
      items: moved(line.items, block.left, drop),
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
