/** Finds the blocks under contracts, pleadings and letters in which people sign. */
import type { Line } from './lines.ts';
import type { Region } from './regions.ts';
import { isCapitalsHeading } from './titles.ts';

const testimonium = /^(?:\d{1,3}\s{2,})?(?:NOW,? )?IN (?:TESTIMONY|WITNESS) WHEREOF\b/i;
const signOff =
  /^(?:Respectfully submitted|(?:Very |Yours )?(?:truly|sincerely|faithfully)(?: yours)?|Sincerely|(?:Best|Kind|Warm|With kind) regards|Regards|Cordially|Best wishes|(?:Best|Thanks|Thank you|Many thanks)(?=,)),?\.?$/i;
/** Lines that only a signature block has. */
const signed = /^(?:\/s\/|By:?\s*(?:_|\/s\/|$)|Signed:|Signature:|X_{5,})|\bBy:\s*(?:\/s\/|_{3})|\s{3}\/s\//i;
const rule = /^_{8,}/;
const field =
  /^(?:By|Name|Title|Its|Dated?|Print(?:ed)? Name|Signature|Attest|Witness|Address|E-?mail|Tel(?:ephone)?|Phone|Fax|cc)\s*[:_]|^(?:Attorneys? for|Counsel for|Bar No|State Bar)\b/i;
/** A block ends where another part of the document begins. */
const nextPart =
  /^(?:EXHIBIT|SCHEDULE|ANNEX|APPENDIX|ATTACHMENT|ADDENDUM|Exhibit|Schedule|Annex|Appendix|CERTIFICATE|Certificate of|VERIFICATION|DECLARATION|AFFIDAVIT|TABLE OF|ACKNOWLEDG(?:E)?MENT|ARTICLE|NOTICE OF)\b/;
const numbered = /^(?:\d{1,3}(?:\.\d{1,3})*[.)]|\([a-z]\)|[IVX]+\.)\s/;
/** Three lines in a row of more than this are prose, as is one of a paragraph that came as one line. */
const prose = 45;
const longProse = 160;
/** Names of parties and firms above the line that is signed. */
const linesAbove = 4;
const maxLines = 80;

/** One region a block: all signers under one testimonium are one block. */
export function findSignatures(text: string, lines: readonly Line[]): Region[] {
  const regions: Region[] = [];
  for (let at = 0; at < lines.length; at++) {
    const floor = regions.at(-1)?.to ?? 0;
    const from = startOf(text, lines, at, floor);
    if (from === undefined) continue;
    const to = endOf(text, lines, at);
    if (hasSigner(text, lines, from, to)) {
      regions.push({ kind: 'signature', from, to });
      at = to - 1;
    }
  }
  return regions;
}

const wordsOf = (text: string, line: Line): string =>
  text.slice(line.textStart, Math.min(line.textEnd, line.textStart + 200));

/** What all opening lines of a block hold; most lines end here. */
const mayStart = /^["'(]?(?:\d{1,3}\s{2,})?[INRVYSBCKWX_/]|\/s\/|By:|\/S\//;

function startOf(text: string, lines: readonly Line[], at: number, floor: number): number | undefined {
  const words = wordsOf(text, lines[at] as Line);
  if (!mayStart.test(words)) return undefined;
  if (testimonium.test(words) || signOff.test(words)) return at;
  if (!signed.test(words) && !rule.test(words)) return undefined;
  let from = at;
  while (from > floor && at - from < linesAbove && standsAbove(text, lines[from - 1] as Line)) from--;
  return from;
}

/** A name, a date or a rule, not the end of a paragraph or a heading with a number. */
function standsAbove(text: string, line: Line): boolean {
  const words = wordsOf(text, line);
  if (line.textEnd - line.textStart > 60 || numbered.test(words) || nextPart.test(words)) return false;
  return !/[.:;]$/.test(words) || /\b(?:Inc|Corp|Co|Ltd|L\.P|N\.A|P\.C|L\.L\.C)\.$|^By:|^Dated?:/.test(words);
}

/** Past the block that holds line `at`: short lines, up to prose or the next part. */
function endOf(text: string, lines: readonly Line[], at: number): number {
  let to = at;
  // The testimonium itself is a paragraph of any length.
  if (testimonium.test(wordsOf(text, lines[at] as Line)))
    while (to + 1 < lines.length && !lines[to + 1]?.afterBlank && !isSignature(text, lines[to + 1] as Line)) to++;
  for (to++; to < lines.length && to - at < maxLines; to++) {
    const words = wordsOf(text, lines[to] as Line);
    const length = lengthOf(lines[to]);
    if (nextPart.test(words) || (numbered.test(words) && length > 40) || headsNumbered(text, lines, to)) break;
    if (isProse(lines, to) && !testimonium.test(words) && !isSignature(text, lines[to] as Line)) break;
  }
  return to;
}

const lengthOf = (line: Line | undefined): number => (line ? line.textEnd - line.textStart : 0);

/** "TERMS AND CONDITIONS" and "1. Location" below it: the next document begins. */
function headsNumbered(text: string, lines: readonly Line[], at: number): boolean {
  const next = lines[at + 1];
  return (
    next !== undefined &&
    /^(?:1\.|ARTICLE|Article|SECTION|Section)\s/.test(wordsOf(text, next)) &&
    isCapitalsHeading(wordsOf(text, lines[at] as Line))
  );
}

const isProse = (lines: readonly Line[], at: number): boolean =>
  lengthOf(lines[at]) > longProse ||
  [at, at + 1, at + 2].every(index => lengthOf(lines[index]) > prose && (index === at || !lines[index]?.afterBlank));

const isSignature = (text: string, line: Line): boolean => {
  const words = wordsOf(text, line);
  return signed.test(words) || rule.test(words) || field.test(words);
};

/** A closing formula, a rule or one field alone may stand in prose; a block has a signer, or a place and a name for one. */
function hasSigner(text: string, lines: readonly Line[], from: number, to: number): boolean {
  const block = lines.slice(from, to).map(line => wordsOf(text, line));
  const [first = ''] = block;
  if (signOff.test(first)) return block.length >= 2;
  if (testimonium.test(first)) return true;
  return (
    block.some(words => signed.test(words)) ||
    (block.some(words => rule.test(words)) && block.some(words => field.test(words)))
  );
}
