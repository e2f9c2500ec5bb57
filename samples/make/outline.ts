/** What stands out in a paper: its headings and its numbered paragraphs. Pure. */
import { flat } from '../compare.ts';
import type { TruthContent } from '../truth.ts';
import type { Block } from './block.ts';
import { parseInline, wordText } from './inline.ts';
import { numberedOf, type WordBlock } from './word-block.ts';

/** Headings and numbered paragraphs, in order, with white space as one space. */
export type Outline = Pick<TruthContent, 'headings' | 'clauses'>;

/** `1.`, `2.3`, `(a)`, `(iv)` at the start of a paragraph. */
const numberLabel = /^(\d+(?:\.\d+)*\.?|\([a-z]{1,4}\))\s/;

/** The text of a block without styles and the marks of footnotes. */
const plainText = (text: string): string =>
  flat(
    parseInline(text)
      .map(word => wordText(word.filter(piece => !piece.style.raised)))
      .join(' '),
  );

/** Of a paper set on pages: bold paragraphs kept with the next are its headings. Paragraphs with footnotes are left out: their mark stands in the text of some readers. */
export function outlineOf(blocks: Block[]): Outline {
  const paragraphs = blocks.flatMap(block => (block.kind === 'paragraph' ? [block] : []));
  return {
    headings: paragraphs.filter(({ keep, text }) => keep && text.startsWith('**')).map(({ text }) => plainText(text)),
    clauses: paragraphs
      .filter(({ keep, notes }) => !keep && Object.keys(notes).length === 0)
      .flatMap(({ text }) => {
        const plain = plainText(text);
        const label = numberLabel.exec(plain)?.[1];
        return label ? [{ label, text: plain }] : [];
      }),
  };
}

/** Of a word-processor paper: the numbers are those that its list gives. */
export function wordOutline(blocks: WordBlock[]): Outline {
  const numbered = numberedOf(blocks).map(one => ({ ...one, text: flat(`${one.label} ${one.text}`) }));
  return {
    headings: numbered.filter(({ isHeading }) => isHeading).map(({ text }) => text),
    clauses: numbered.filter(({ isHeading }) => !isHeading).map(({ label, text }) => ({ label, text })),
  };
}
