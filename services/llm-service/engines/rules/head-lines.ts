/** The head of a document as lines with offsets: where captions, titles and docket numbers stand. */

/** Roughly the first page and a half, in UTF-16 units; a title further down is a heading. */
export const headLength = 4_000;

/** One line, or one cell of a line set in columns, without the white space around it. */
export interface HeadLine {
  text: string;
  /** Span in the passage. */
  start: number;
  end: number;
  /** Number of the line the cell is on. */
  row: number;
  /** 0 for the left column of a caption and for a line without columns. */
  column: number;
}

/**
 * What parts the columns of a caption: a ")" or bar that stands alone, a wide gap; or, where the text keeps no trace of the
 * gap, the end of what stands in the left column ("Plaintiff, COMPLAINT", "v. Docket No. 5").
 */
const parting =
  /(?:^|\s+)(?<mark>[)|│:}\]])(?=\s|$)\s*|(?:^|\s{2,})(?<section>§)(?=\s{2}|$)\s*|\s{3,}|(?<=^(?:Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Claimant|Movant|Debtor)s?[.,])\s(?=[A-Z]{2}|(?:Case|Civil|Docket)\b)|(?<=^[vV]s?\.)\s(?=(?:TO|FOR|IN|OF|ON|AND|RE|MOTION|NOTICE|ORDER|MEMORANDUM|COMPLAINT|Docket|Case|Civil|State File|No|Nos|Hon|Judge)\b)/g;

/** The lines and cells of the first `length` units, in order, without empty ones and the margin numbers of pleading paper. */
export function headLines(text: string, length = headLength): HeadLine[] {
  const rows = text.slice(0, length).split('\n').map(cellsOf);
  const rightColumn = indentOfRightColumn(rows);
  const lines: HeadLine[] = [];
  let offset = 0;
  for (const [row, { cells, length: units }] of rows.entries()) {
    for (const { text: cell, from, column } of cells) {
      const isRight = cells.length === 1 && from === rightColumn;
      lines.push({
        text: cell,
        start: offset + from,
        end: offset + from + cell.length,
        row,
        column: isRight ? 1 : column,
      });
    }
    offset += units + 1;
  }
  return lines;
}

/** Where the right column starts, if two lines or more have it there: a line with nothing on its left is then known by it. */
function indentOfRightColumn(rows: Row[]): number | null {
  const counts = new Map<number, number>();
  for (const { cells } of rows) {
    const right = cells[1];
    if (right?.column === 1) counts.set(right.from, (counts.get(right.from) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most && most[1] > 1 && most[0] > 20 ? most[0] : null;
}

interface Row {
  cells: Cell[];
  /** Of the line. */
  length: number;
}

interface Cell {
  text: string;
  /** Offset in the line. */
  from: number;
  column: number;
}

function cellsOf(line: string): Row {
  const cells: Cell[] = [];
  let from = 0;
  let column = 0;
  for (const end of [...line.matchAll(parting), null]) {
    const raw = line.slice(from, end?.index ?? line.length);
    const text = raw.trim();
    const isMarginNumber = /^\d{1,2}$/.test(text);
    if (text !== '' && !isMarginNumber) cells.push({ text, from: from + raw.indexOf(text), column });
    // White space before a centred line opens no column; a mark does, even after an empty cell.
    if (end?.groups?.mark || end?.groups?.section || (text !== '' && !isMarginNumber)) column += 1;
    from = (end?.index ?? line.length) + (end?.[0].length ?? 0);
  }
  return { cells, length: line.length };
}
