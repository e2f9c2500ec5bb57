/** Finds characters that a reader of the page cannot see and a model reads: they carry words, or turn the order of words around. */

/**
 * Zero-width characters, direction controls, fillers, tags and variation selectors: Unicode's default ignorable code points, but for
 * the soft hyphen, which word processors and PDF readers leave where a line may end.
 */
const invisible = /(?!\u00ad)\p{Default_Ignorable_Code_Point}/gu;

/** Scripts that are written with joiners between letters, or from right to left. */
const joining =
  /[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Nkoo}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;
const rightToLeft = /[[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}]&&\p{L}]/v;

const joiners = /[\u200c\u200d]/;
/** Marks, embeddings and isolates; what overrides the direction of letters has no use in prose. */
const directions = /[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]/;

/** Emoji are written with joiners, variation selectors and, for some flags, tags. */
const emoji = /\p{RGI_Emoji}/gv;

/** How many there are, without those that a script or an emoji needs where they stand. The text is not changed. */
export function countInvisible(text: string): number {
  const found = [...text.matchAll(invisible)];
  if (found.length === 0) return 0;
  const drawn = emojiSpans(text);
  const hasRightToLeft = rightToLeft.test(text);
  return found.filter(({ 0: character, index }) => {
    if (drawn.some(([start, end]) => index >= start && index < end)) return false;
    if (joiners.test(character)) return !joining.test(text.charAt(index - 1));
    return !(directions.test(character) && hasRightToLeft);
  }).length;
}

const emojiSpans = (text: string): [start: number, end: number][] =>
  [...text.matchAll(emoji)].map(({ 0: { length }, index }) => [index, index + length]);
