/** The look of a paper: sheet, margins, type, running heads; and the measuring of text in it. */
import PDFDocument from 'pdfkit';
import type { Style } from './inline.ts';

/** Lengths are points, 72 to the inch. */
export interface Look {
  width: number;
  height: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
  family: 'Times' | 'Helvetica' | 'Courier';
  size: number;
  /** From baseline to baseline of running text, and of tight text. */
  leading: number;
  tightLeading: number;
  /** The line at the top of every page, as a court's filing system stamps it. */
  head?: (page: number, total: number) => string;
  foot?: (page: number, total: number) => string;
  /**
   * Lines numbered in the margin: 28 beside rules on pleading paper, as courts in California want it; 25 on the pages of a
   * court reporter.
   */
  numberedLines?: { count: number; hasRules: boolean };
}

/** US letter, an inch all round, Times 12, double-spaced: what most federal courts ask for. */
export const courtPaper: Look = {
  width: 612,
  height: 792,
  top: 78,
  bottom: 72,
  left: 72,
  right: 72,
  family: 'Times',
  size: 12,
  leading: 24,
  tightLeading: 13.8,
};

const plain: Style = { bold: false, italic: false, underline: false, raised: false };

/** The standard PDF font for a style; standard fonts need no font file, so the pages come out the same everywhere. */
export function fontName(family: Look['family'], style: Style = plain): string {
  const slant = family === 'Times' ? 'Italic' : 'Oblique';
  const variant = `${style.bold ? 'Bold' : ''}${style.italic ? slant : ''}`;
  if (variant) return `${family}-${variant}`;
  return family === 'Times' ? 'Times-Roman' : family;
}

/** Width in points of text in a font and size. */
export type Measure = (text: string, font: string, size: number) => number;

/** A {@link Measure} over the metrics of the standard fonts. */
export function createMeasure(): Measure {
  const ruler = new PDFDocument({ autoFirstPage: true });
  return (text, font, size) => ruler.font(font).fontSize(size).widthOfString(text);
}
