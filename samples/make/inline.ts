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

/** Styled text without its styles, white space as written. */
export const plainText = (text: string): string => text.split(marker).filter((_, index) => index % 2 === 0).join('');

const syllables = /^(.{3,}?[aeiouy][bcdfgklmnprstvz]?)(tions?|ments?|ness|able|ible|ings?|ance|ence|ship|ful|ly)$/i;

/**
 * Where a long word may be broken, or nothing: before an English suffix, at least five letters in and three from the
 * end. Only plain lower-case words are broken, as word processors do; a mark after the word stays with its end.
 */
export function hyphenate(word: string): [string, string] | undefined {
  const parts = /^([a-z]{9,})([.,;:’”)]*)$/.exec(word);
  const split = parts?.[1] ? syllables.exec(parts[1]) : null;
  if (!parts || !split?.[1] || !split[2] || split[1].length < 5) return undefined;
  return [`${split[1]}-`, `${split[2]}${parts[2]}`];
}
