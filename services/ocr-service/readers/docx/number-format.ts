/** Writes a number the way a list level or a note asks for: `iv`, `AA`, `Third`, `Twenty-One`. */

/** Formats of ISO/IEC 29500-1, 17.18.59, as far as Western documents use them; others come out in digits, as LibreOffice has it. */
export function formatNumber(value: number, format: string, pattern?: string): string {
  switch (format) {
    case 'none':
    case 'bullet':
      return '';
    case 'upperRoman':
      return roman(value);
    case 'lowerRoman':
      return roman(value).toLowerCase();
    case 'upperLetter':
      return letters(value);
    case 'lowerLetter':
      return letters(value).toLowerCase();
    case 'ordinal':
      return `${value}${ordinalEnding(value)}`;
    case 'cardinalText':
      return capital(cardinal(value));
    case 'ordinalText':
      return capital(ordinalWords(value));
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'numberInDash':
      return `- ${value} -`;
    case 'decimalEnclosedParen':
      return `(${value})`;
    case 'decimalEnclosedFullstop':
      return `${value}.`;
    case 'hex':
      return value.toString(16).toUpperCase();
    case 'chicago':
      return repeated('*†‡§'[(value - 1) % 4] ?? '', Math.ceil(value / 4));
    case 'custom':
      // The pattern shows the first numbers: `001, 002, 003, ...`.
      return String(value).padStart(/^0*\d/.exec(pattern ?? '')?.[0].length ?? 1, '0');
    default:
      return String(value);
  }
}

/** A list level cannot count this far in Word; a longer label would only be a way to fill memory. */
const longestLetters = 30;

const repeated = (character: string, times: number): string => character.repeat(Math.min(times, longestLetters));

/** A to Z, then AA, BB to ZZ, then AAA: Word repeats the letter. */
const letters = (value: number): string =>
  value < 1 ? String(value) : repeated(String.fromCharCode(65 + ((value - 1) % 26)), Math.ceil(value / 26));

const romanDigits: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(value: number): string {
  if (value < 1 || value > 32_767) return String(value);
  let rest = value;
  let text = '';
  for (const [size, digit] of romanDigits) {
    text += digit.repeat(Math.floor(rest / size));
    rest %= size;
  }
  return text;
}

function ordinalEnding(value: number): string {
  if (value % 100 >= 11 && value % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
}

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'x x twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function cardinal(value: number): string {
  if (value < 0 || value > 999_999) return String(value);
  if (value < 20) return ones[value] ?? '';
  if (value < 100) return `${tens[Math.floor(value / 10)]}${value % 10 ? `-${ones[value % 10]}` : ''}`;
  const [size, word] = value < 1000 ? [100, 'hundred'] : [1000, 'thousand'];
  const rest = value % size;
  return `${cardinal(Math.floor(value / size))} ${word}${rest ? ` ${cardinal(rest)}` : ''}`;
}

const irregularOrdinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

function ordinalWords(value: number): string {
  const words = cardinal(value);
  const at = Math.max(words.lastIndexOf(' '), words.lastIndexOf('-')) + 1;
  const last = words.slice(at);
  return (
    words.slice(0, at) + (irregularOrdinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`))
  );
}

/** Word writes only the first letter large: `Twenty-one`. */
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
