/** Turns characters of symbol fonts into the characters they look like. */
import { codePoint } from 'dingbat-to-unicode';

/** Symbol fonts put their pictures at F000 to F0FF; `w:sym` may leave the F0 off. */
const isPrivate = (code: number): boolean => code >= 0xf020 && code <= 0xf0ff;

/** The character of `w:sym`: what it looks like if the font is known, itself in an ordinary font, U+FFFD if nobody knows. */
export function symbolOf(font: string, hex: string): string {
  const code = Number.parseInt(hex, 16);
  if (!(code > 0 && code <= 0x10ffff)) return '';
  const known = codePoint(font, code >= 0xf000 ? code - 0xf000 : code);
  if (known) return known.string;
  return isPrivate(code) || isSymbolFont(font) ? '\ufffd' : String.fromCodePoint(code);
}

const isSymbolFont = (font: string): boolean => /^(?:symbol|webdings|wingdings)/i.test(font);

/** Text of a run in a symbol font. Private characters of other fonts are left as they are. */
export function mapSymbols(text: string, font: string): string {
  if (!isSymbolFont(font) || !/[\uf020-\uf0ff]/.test(text)) return text;
  return text.replace(/[\uf020-\uf0ff]/g, character => symbolOf(font, character.charCodeAt(0).toString(16)));
}
