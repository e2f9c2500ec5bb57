/** The blocks a paper is written in, and short constructors for them. What they look like on a page is decided in `layout.ts`. */

export type Align = 'left' | 'justify' | 'center' | 'right';

/** Running text. Inline: `*italic*`, `**bold**`, `__underlined__`; `^1^` is the mark of footnote 1 of the paragraph's `notes`. */
export interface Paragraph {
  kind: 'paragraph';
  text: string;
  align: Align;
  /** Points by which the first line is moved in, beyond `left`. */
  first: number;
  left: number;
  right: number;
  /** Points above the first line. */
  before: number;
  /** Single-spaced, whatever the paper is. */
  tight: boolean;
  /** Font size in points; absent: that of the paper. */
  size?: number;
  /** Stays on the page of what follows. */
  keep: boolean;
  /** Text of the footnotes whose marks are in `text`, by their number. */
  notes: Record<number, string>;
}

/** Lines that break where written: addresses, signatures, titles. Each line takes inline styles. */
export interface Lines {
  kind: 'lines';
  lines: string[];
  align: Exclude<Align, 'justify'>;
  left: number;
  before: number;
  size?: number;
}

/** A caption: the parties left of a divider, court and number right of it. A tab in front of a line moves it in. */
export interface Caption {
  kind: 'caption';
  left: string[];
  right: string[];
  /** A column of `)`, or a rule with a line below the parties. */
  divider: 'parens' | 'rule';
}

/** Rows of cells under a header row. Cells of columns with `right` are set flush right. */
export interface Table {
  kind: 'table';
  /** Fractions of the text width. */
  widths: readonly number[];
  right: readonly boolean[];
  rows: readonly (readonly string[])[];
  size?: number;
  before: number;
}

export interface Rule {
  kind: 'rule';
  before: number;
}

export interface PageBreak {
  kind: 'page-break';
}

export type Block = Paragraph | Lines | Caption | Table | Rule | PageBreak;

const plain: Omit<Paragraph, 'text'> = {
  kind: 'paragraph',
  align: 'left',
  first: 36,
  left: 0,
  right: 0,
  before: 0,
  tight: false,
  keep: false,
  notes: {},
};

/** A paragraph with the first line moved in half an inch, unless told otherwise. */
export const paragraph = (text: string, change: Partial<Omit<Paragraph, 'kind' | 'text'>> = {}): Paragraph => ({
  ...plain,
  text,
  ...change,
});

/** A paragraph that begins with its number, as allegations in a pleading do. */
export const numbered = (number: number, text: string, change: Partial<Paragraph> = {}): Paragraph =>
  paragraph(`${number}.  ${text}`, change);

/** A centred heading in bold that stays with what follows. */
export const heading = (text: string, change: Partial<Paragraph> = {}): Paragraph =>
  paragraph(`**${text}**`, { align: 'center', first: 0, before: 12, keep: true, tight: true, ...change });

/** A quotation set off on both sides, single-spaced. */
export const quotation = (text: string): Paragraph =>
  paragraph(text, { first: 0, left: 54, right: 54, before: 8, tight: true, align: 'justify' });

/** A clause of a contract, moved in by its depth and single-spaced. */
export const clause = (depth: number, text: string): Paragraph =>
  paragraph(text, { first: 0, left: depth * 30, before: 9, tight: true, align: 'justify' });

/** Lines at a distance from the left margin, single-spaced. */
export const lines = (left: number, ...text: string[]): Lines => ({
  kind: 'lines',
  lines: text,
  align: 'left',
  left,
  before: 14,
});

/** Centred lines. */
export const centered = (...text: string[]): Lines => ({
  kind: 'lines',
  lines: text,
  align: 'center',
  left: 0,
  before: 0,
});
