/** What kind of character stands at an offset, by table: the hot loops of chunking cannot afford a regular expression per character. */

/** Kinds of UTF-16 code units. A surrogate is half of a character outside the basic plane: emoji and rare scripts. */
export const kind = {
  other: 0,
  space: 1,
  newline: 2,
  upper: 3,
  letter: 4,
  ideograph: 5,
  digit: 6,
  mark: 7,
  surrogate: 8,
} as const;

const kinds = buildKinds();

function buildKinds(): Uint8Array {
  const table = new Uint8Array(0x10000);
  const classes: [RegExp, number][] = [
    [/[\n\r\u2028\u2029]/u, kind.newline],
    [/\s/u, kind.space],
    // Scripts written without spaces, where every character weighs about a token.
    [/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}]/u, kind.ideograph],
    [/\p{M}|\u200d|\ufe0f/u, kind.mark],
    [/\p{Lu}/u, kind.upper],
    [/\p{L}/u, kind.letter],
    [/\p{N}/u, kind.digit],
  ];
  for (let code = 0; code < table.length; code++) {
    const character = String.fromCharCode(code);
    if (code >= 0xd800 && code <= 0xdfff) table[code] = kind.surrogate;
    else table[code] = classes.find(([pattern]) => pattern.test(character))?.[1] ?? kind.other;
  }
  return table;
}

/** The kind of the code unit at `offset`; `other` past the end. */
export const kindAt = (text: string, offset: number): number =>
  offset < text.length ? (kinds[text.charCodeAt(offset)] as number) : kind.other;

const isWordKind = (value: number): boolean => value >= kind.upper;

/** True if a cut at `offset` would part two characters of one word, a surrogate pair, or a letter and its accents. */
export function isInsideWord(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  return isWordKind(kindAt(text, offset - 1)) && isWordKind(kindAt(text, offset));
}

/** True if a cut at `offset` would part a surrogate pair or a character and the marks that belong to it. */
export function isInsideCharacter(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  const here = kindAt(text, offset);
  // A mark after a line break belongs to nothing (Unicode UAX 29, GB4).
  if (here === kind.mark) return kindAt(text, offset - 1) !== kind.newline;
  return here === kind.surrogate && (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
}
