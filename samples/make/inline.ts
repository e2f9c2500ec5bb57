/** Inline styles and soft hyphens: from the text of a block to words that can be broken into lines. Pure. */

export interface Style {
  bold: boolean;
  italic: boolean;
  underline: boolean;
  /** A footnote mark: small and raised. */
  raised: boolean;
}

/** A stretch of one style without a space in it. */
export interface Piece {
  text: string;
  style: Style;
}

/** What stands between two spaces; more than one piece when the style changes inside it. */
export type Word = Piece[];

const marker = /(\*\*|\*|__|\^)/;

/** Splits styled text at its spaces. */
export function parseInline(text: string): Word[] {
  const style: Style = { bold: false, italic: false, underline: false, raised: false };
  const words: Word[] = [[]];
  for (const token of text.split(marker)) {
    if (token === '**') style.bold = !style.bold;
    else if (token === '*') style.italic = !style.italic;
    else if (token === '__') style.underline = !style.underline;
    else if (token === '^') style.raised = !style.raised;
    else addText(words, token, { ...style });
  }
  return words.filter(word => word.length > 0);
}

function addText(words: Word[], text: string, style: Style): void {
  for (const [index, part] of text.split(' ').entries()) {
    if (index > 0) words.push([]);
    if (part) words.at(-1)?.push({ text: part, style });
  }
}

/** The text of a word without its styles. */
export const wordText = (word: Word): string => word.map(piece => piece.text).join('');

/** Two consonants between vowels that belong to different syllables; not those that are one sound or begin one. */
const seam = /[aeiouy](?!ss|[bcdfgkpt][lr]|[cgpstw]h|ck|s[cpt]|ng|gn)[b-df-hj-np-tvxz](?=[b-df-hj-np-tvwxz][aeiouy])/g;

/**
 * Where a long word may be broken over two lines, the latest place first: between two consonants, three letters from
 * either end. Only plain lower-case words are broken; a mark after the word stays with its end.
 */
export function hyphenate(word: string): [start: string, end: string][] {
  const letters = /^([a-z]{9,})[.,;:’”)]*$/.exec(word)?.[1] ?? '';
  return [...letters.matchAll(seam)]
    .map(({ index }) => index + 2)
    .filter(at => at >= 3 && letters.length - at >= 3)
    .reverse()
    .map(at => [`${word.slice(0, at)}-`, word.slice(at)]);
}
