/** Brings names to one spelling: white space, line-end hyphens, capitals. */

/** A word up to white space; one that a line's end hyphenated goes on below. */
export const wholeWord = /\S+?(?:-[^\S\n]*\n\s*\p{Ll}\S*)?(?=\s|$)/gu;

/** One line, words that a line's end had hyphenated made whole, straight apostrophes. */
export const tidyName = (name: string): string =>
  name
    .replace(/(\p{L})(?:-[^\S\n]*\n\s*|[\u00ad\ufffe]\s*)(?=\p{Ll})/gu, '$1')
    .replace(/\s+/g, ' ')
    .replace(/’/g, "'")
    .trim();

const small = new Set([
  'of',
  'and',
  'the',
  'for',
  'in',
  'on',
  'at',
  'to',
  'by',
  'de',
  'la',
  'del',
  'von',
  'van',
  'der',
  'et',
  'al',
]);
/** Forms that neither capitals nor small letters spell. */
const usual: Readonly<Record<string, string>> = {
  GMBH: 'GmbH',
  LTD: 'Ltd',
  'LTD.': 'Ltd.',
  PTY: 'Pty',
  SARL: 'Sàrl',
  PLC: 'PLC',
};
/** Written in capitals also within a name in mixed case. */
const upper = /^(?:LLC|LLP|LP|PLC|PLLC|PC|PA|NA|USA|US|II|III|IV|AG|KG|SE|SA|NV|BV|FSB|[A-Z]\.(?:[A-Z]\.)*)$/;

/** A name in capitals in mixed case: "NICHOLE MARIE JAGELS" is "Nichole Marie Jagels". Other names stay as they are. */
export function inMixedCase(name: string): string {
  if (/\p{Ll}/u.test(name) || !/\p{Lu}{2}/u.test(name)) return name;
  return name
    .split(' ')
    .map((word, at) => {
      // Letters nobody could speak are an acronym: "EWSD".
      const bare = word.replace(/,$/, '');
      if (usual[bare]) return word.replace(bare, usual[bare]);
      if (upper.test(bare) || /^(?=.*[^AEIOUY]{3})\p{Lu}{3,4}$/u.test(bare)) return word;
      if (at > 0 && small.has(word.toLowerCase())) return word.toLowerCase();
      return capitalise(word);
    })
    .join(' ');
}

const capitalise = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(^|[-'&(/.])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/'S\b/, "'s")
    .replace(/^Mc(\p{Ll})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
