/** Bates numbers, the page numbers of productions: "ABC000123", "ABC-000123 - 000130". */
import type { FoundMention } from '../engine.ts';

/** A prefix of capitals, which may have parts, and a number of a fixed width; a second number makes it a range. */
const bates =
  /(?=[A-Z][A-Z0-9])(?<![\p{L}\p{N}_/.:-])(?<prefix>[A-Z][A-Z0-9]{0,14}[A-Z](?:[-_][A-Z]{2,10}){0,2})(?<by>[-_ ]?)(?<first>\d{4,10})(?:\s{0,2}(?:[-–—]|to|through)\s{0,2}(?:(?<again>[A-Z][A-Z0-9]{0,14}[A-Z](?:[-_][A-Z]{2,10}){0,2})[-_ ]?)?(?<last>\d{4,10}))?(?![\p{L}\p{N}/]|[-.,]\d)/gu;
const saysBates = /\b(?:[Bb]ates|BATES|[Pp]roduction\s[Nn]umbers?|[Pp]roduced\s(?:at|as))\b[^\n]{0,60}$/;
/** Letters that stand before other long numbers. */
const otherNumbers = new Set(
  'ISBN ISSN ISO RFC UCC FAX TEL CUSIP ISIN SKU REF NO NOS ID IDS US USA USD EUR GBP SSN EIN VIN ECF DKT DOC MDL CV CR LEXIS WL BOX ZIP PTAB IPR CFR USC FROM UNTIL THRU SINCE DATE ON AT TO BY'.split(
    ' ',
  ),
);

/** All Bates numbers and ranges of them. Value: `ABC000123`, for a range `ABC000123-ABC000130`. */
export function* findBates(text: string): Generator<FoundMention> {
  for (const match of text.matchAll(bates)) {
    const { prefix = '', by, first = '', again, last } = match.groups as Record<string, string | undefined>;
    const isRange = last !== undefined && (again === undefined || again === prefix);
    if (otherNumbers.has(prefix) || (last !== undefined && !isRange)) continue;
    const said = saysBates.test(text.slice(Math.max(0, match.index - 90), match.index));
    // "MA 02139" is a ZIP code; only a fixed width, which zeros fill, tells that pages are numbered.
    const enough = by === ' ' ? 6 : prefix.length === 2 ? 6 : 5;
    const padded = first.startsWith('0') && first.length >= enough;
    const sameWidth = isRange && last.length === first.length && Number(last) >= Number(first);
    if (!said && !padded && !(sameWidth && again)) continue;
    if (isRange && !sameWidth) continue;
    yield {
      type: 'BATES',
      start: match.index,
      end: match.index + match[0].length,
      value: isRange ? `${prefix}${first}-${prefix}${last}` : `${prefix}${first}`,
      properties: { prefix, first, ...(isRange && { last }) },
      score: said ? 0.97 : 0.9,
    };
  }
}
