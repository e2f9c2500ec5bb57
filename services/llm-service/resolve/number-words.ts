/** Reads the numbers in a name, whether in digits, in words, as ordinals or in Roman numerals. */

const units = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const unitOrdinals = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(
  ' ',
);
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const romans = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

/** `44` for a number, `44th` for an ordinal, and how many words it took. */
export interface NumberRead {
  value: string;
  words: number;
}

/** The number that begins at a word, in small letters; undefined if none does. */
export function readNumber(words: readonly string[], at: number): NumberRead | undefined {
  const [word = '', next = ''] = words.slice(at, at + 2);
  const ten = tens.indexOf(word);
  if (ten > 1) {
    const [unit, ordinal] = [units.indexOf(next), unitOrdinals.indexOf(next)];
    if (unit > 0 && unit < 10) return { value: String(ten * 10 + unit), words: 2 };
    if (ordinal > 0 && ordinal < 10) return { value: `${ten * 10 + ordinal}th`, words: 2 };
    return { value: String(ten * 10), words: 1 };
  }
  const tenOrdinal = tens.indexOf(word.replace(/ieth$/, 'y'));
  if (tenOrdinal > 1) return { value: `${tenOrdinal * 10}th`, words: 1 };
  const value = ordinalOf(word) ?? cardinalOf(word, at, words.length);
  return value === undefined ? undefined : { value, words: 1 };
}

function ordinalOf(word: string): string | undefined {
  const ordinal = unitOrdinals.indexOf(word);
  if (ordinal > 0) return `${ordinal}th`;
  const counted = /^(\d+)(?:st|nd|rd|th|d)$/.exec(word);
  return counted ? `${counted[1]}th` : undefined;
}

function cardinalOf(word: string, at: number, length: number): string | undefined {
  const unit = units.indexOf(word);
  if (unit > 0) return String(unit);
  const roman = romans.indexOf(word);
  // A single letter is a number only at the end: "Fund V", not "V Group".
  return roman > 0 && at > 0 && (word.length > 1 || at === length - 1) ? String(roman) : undefined;
}
