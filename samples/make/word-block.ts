/** The blocks a word-processor paper is written in, and what a reader should find in them. Pure. */

/** Who changed or remarked on something, and when. */
export interface Reviewer {
  author: string;
  /** ISO date and time in UTC. */
  date: string;
}

/** A stretch of a paragraph: plain, or with what a reviewer did to it. */
export type Run =
  | string
  | { insert: string; by: Reviewer }
  | { delete: string; by: Reviewer }
  /** A remark on these words. */
  | { on: string; remark: string; by: Reviewer }
  /** The mark of a footnote with this text. */
  | { note: string };

/** A paragraph, table or box. */
export type WordBlock =
  | { kind: 'title'; text: string }
  /** A numbered heading: level 0 of the outline, its number made by the style. */
  | { kind: 'heading'; text: string }
  /** A numbered paragraph: `2.1` at level 1, `(a)` at level 2, `(i)` at level 3. */
  | { kind: 'clause'; level: 1 | 2 | 3; runs: Run[] }
  | { kind: 'text'; runs: Run[] }
  | { kind: 'table'; rows: string[][] }
  /** A box beside the paragraph before. */
  | { kind: 'box'; text: string };

/** The title of the paper. */
export const title = (text: string): WordBlock => ({ kind: 'title', text });
/** A heading; its number comes from its style. */
export const wordHeading = (text: string): WordBlock => ({ kind: 'heading', text });
/** A paragraph numbered at this level. */
export const wordClause = (level: 1 | 2 | 3, ...runs: Run[]): WordBlock => ({ kind: 'clause', level, runs });
/** A paragraph without a number. */
export const text = (...runs: Run[]): WordBlock => ({ kind: 'text', runs });

/** The current text of runs: with what was inserted, without what was deleted. */
export const currentText = (runs: Run[]): string =>
  runs
    .map(run => {
      if (typeof run === 'string') return run;
      if ('insert' in run) return run.insert;
      return 'on' in run ? run.on : '';
    })
    .join('');

/** The runs of a block; none for blocks of plain text. */
export const runsOf = (block: WordBlock): Run[] => ('runs' in block ? block.runs : []);

const letter = (count: number): string => String.fromCharCode(96 + count);
const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'];

/** A numbered paragraph: its label as Word prints it, as a lawyer cites it, and its current text. */
export interface Numbered {
  label: string;
  cited: string;
  text: string;
  isHeading: boolean;
}

/** The numbered paragraphs in order; the numbers follow `numbering.xml` of `docx-parts.ts`. */
export function numberedOf(blocks: WordBlock[]): Numbered[] {
  const counts = [0, 0, 0, 0];
  return blocks.flatMap((block): Numbered[] => {
    if (block.kind !== 'heading' && block.kind !== 'clause') return [];
    const level = block.kind === 'heading' ? 0 : block.level;
    counts[level] = (counts[level] ?? 0) + 1;
    counts.fill(0, level + 1);
    const [article, section, item = 0, sub = 0] = counts;
    const labels = [`${article}.`, `${article}.${section}`, `(${letter(item)})`, `(${romans[sub - 1]})`];
    return [
      {
        label: labels[level] ?? '',
        // The full stop belongs to the print: section 2 is cited, not section 2.
        cited: level < 2 ? (labels[level] ?? '').replace(/\.$/, '') : labels.slice(1, level + 1).join(''),
        text: block.kind === 'heading' ? block.text : currentText(block.runs),
        isHeading: block.kind === 'heading',
      },
    ];
  });
}
