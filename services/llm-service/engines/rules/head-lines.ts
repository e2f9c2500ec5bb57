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
  /(?:^|\s+)(?<mark>[)|│:])(?=\s|$)\s*|\s{3,}|(?<=^(?:Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Claimant|Movant|Debtor)s?[.,])\s(?=[A-Z]{2}|(?:Case|Civil|Docket)\b)|(?<=^[vV]s?\.)\s(?=(?:TO|FOR|IN|OF|ON|AND|RE|MOTION|NOTICE|ORDER|MEMORANDUM|COMPLAINT|Docket|Case|Civil|State File|No|Nos|Hon|Judge)\b)/g;

/** The lines and cells of the head, in order, without empty ones and the margin numbers of pleading paper. */
export function headLines(text: string): HeadLine[] {
  const lines: HeadLine[] = [];
  let offset = 0;
  for (const [row, line] of text.slice(0, headLength).split('\n').entries()) {
    for (const cell of cellsOf(line)) {
      lines.push({
        text: cell.text,
        start: offset + cell.from,
        end: offset + cell.from + cell.text.length,
        row,
        column: cell.column,
      });
    }
    offset += line.length + 1;
  }
  return lines;
}

interface Cell {
  text: string;
  /** Offset in the line. */
  from: number;
  column: number;
}

function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let from = 0;
  let column = 0;
  for (const end of [...line.matchAll(parting), null]) {
    const raw = line.slice(from, end?.index ?? line.length);
    const text = raw.trim();
    const isMarginNumber = /^\d{1,2}$/.test(text);
    if (text !== '' && !isMarginNumber) cells.push({ text, from: from + raw.indexOf(text), column });
    // White space before a centred line opens no column; a mark does, even after an empty cell.
    if (end?.groups?.mark || (text !== '' && !isMarginNumber)) column += 1;
    from = (end?.index ?? line.length) + (end?.[0].length ?? 0);
  }
  return cells;
}
