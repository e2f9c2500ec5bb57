/** Reads numbers in English words, as contracts write them out: "thirty", "one hundred eighty", "Two Million Five Hundred Thousand". */

const units: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const tens: Readonly<Record<string, number>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, (at + 2) * 10]),
);
const scales: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };

const word = [...Object.keys(units), ...Object.keys(tens), 'hundred', ...Object.keys(scales)]
  .sort((a, b) => b.length - a.length)
  .join('|');
/** White space that may break a line. */
const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,12})';

/** Source of a regular expression for a number in words, to be used without regard to case; at most 16 words. */
export const numberInWords = `(?:${word})(?:(?:-(?:[^\\S\\n]{0,2}\\n[^\\S\\n]{0,12})?|${gap}(?:and${gap})?)(?:${word})){0,15}(?![A-Za-z])`;

/** The number that the words spell; undefined if they spell none ("two one"). */
export function readNumber(words: string): number | undefined {
  let total = 0;
  let group = 0;
  let last = Number.POSITIVE_INFINITY;
  for (const part of words.toLowerCase().split(/[\s-]+/)) {
    if (part === 'and') continue;
    const small = units[part] ?? tens[part];
    if (small !== undefined) {
      // "two one" and "twenty eleven" are no numbers.
      if (last < 20 || (last < 100 && small >= 10)) return undefined;
      group += small;
      last = small;
    } else if (part === 'hundred') {
      group = (group || 1) * 100;
      last = Number.POSITIVE_INFINITY;
    } else {
      total += (group || 1) * (scales[part] as number);
      group = 0;
      last = Number.POSITIVE_INFINITY;
    }
  }
  return total + group;
}
