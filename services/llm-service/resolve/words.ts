/** What names of all kinds have in common once they are in small letters: folding of accents, and how far two words are apart. */

/** Letters that no decomposition takes apart. */
const ligatures: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const isPlain = /^[\x20-\x7e]*$/;

/** Without accents: `müller` is `muller`, `łódź` is `lodz`. */
export const fold = (word: string): string =>
  isPlain.test(word)
    ? word
    : word
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[ßæœøłđðþı]/g, letter => ligatures[letter] as string);

/** `c1arke` is `clarke`: OCR takes l for 1 and o for 0 between letters. */
export const withoutMisreadDigits = (word: string): string =>
  word.replace(/(?<=[a-z])[01](?=[a-z])/g, digit => (digit === '0' ? 'o' : 'l'));

/** As typewriters without umlauts have it: `müller` is `mueller` (DIN 5007-2). */
export const spelledOut = (word: string): string =>
  fold(word.normalize('NFC').replace(/[äöüå]/g, letter => ({ ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa' })[letter] as string));

/** i, l and 1 are one letter here, o and 0 another. */
const asMisread = (word: string): string => fold(word).replace(/[il1]/g, 'l').replace(/[o0]/g, 'o');

/** True for one word in two spellings: with and without accents, with the umlaut spelled out, with a digit OCR took for a letter. */
export const sameWord = (a: string, b: string): boolean =>
  a === b ||
  fold(a) === fold(b) ||
  (/\d/.test(a + b) && asMisread(a) === asMisread(b)) ||
  spelledOut(a) === fold(b) ||
  fold(a) === spelledOut(b);

/** The consonants of a word, each once in a row: the same for most of its misspellings. */
export function skeleton(word: string): string {
  const letters = fold(word).replace(/[^a-z0-9]/g, '');
  const rest = letters.slice(1).replace(/[aeiouyhw]/g, '');
  return (letters.charAt(0) + rest).replace(/(.)\1+/g, '$1');
}

/** Longer words are never compared letter by letter: no name is, and the cost grows with the square. */
const longestCompared = 60;

/**
 * True if two words differ by a slip of the pen: one letter wrong, missing, too many, or two exchanged; two slips are allowed
 * in 12 letters and more (optimal string alignment distance).
 */
export function isSlip(a: string, b: string, shortest = 5): boolean {
  const length = Math.min(a.length, b.length);
  if (length < shortest || Math.max(a.length, b.length) > longestCompared) return false;
  return distance(a, b) <= (length >= 12 ? 2 : 1);
}

function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const changed = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwap ? Math.min(changed, (before[j - 2] ?? 0) + 1) : changed);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
