/** Docket and case numbers, in the forms courts and agencies give them. */
import type { FoundMention } from '../engine.ts';

/** Division, year, kind, number, judges: "1:21-cv-01061-KLM" (the form of the federal district courts' system). */
const federal =
  /(?<![\w:-])(?:(?<office>\d{1,2}):)?(?<year>\d{2}|(?:19|20)\d\d)-?(?<kind>cv|cr|md|ml|mc|mj|po|bk|ap|adv|misc|CV|CR|MD|ML|MC|MJ|PO|BK|AP)-?(?<number>\d{3,6})(?<judges>(?:-[A-Z]{1,4}(?:-[A-Z]{2,4}){0,3})?)(?:-(?<defendant>\d{1,3}))?(?![\w])/g;

/** "19 Civ. 4355 (VM)", "08 Cr. 122": the style of New York's federal courts. */
const byYear =
  /(?<![\w:.$-])(?<year>\d{2}|(?:19|20)\d\d)[\s-](?<kind>Civ|Cr|Crim|Misc|Mag|CIV|CR|Cv|CV)\.?[\s-](?<number>\d{2,6})(?:\s?\([A-Z]{2,4}\)){0,3}(?![\w$])/g;

/** "No." and its kin, and the word before that says what is numbered. */
const label =
  /(?:\b(?<what>Case|Docket|Civil Action|Criminal Action|Civil|Cause|Index|Appeal|Appellate|C\.\s?A\.|State File|Court File|MDL|Adversary(?: Proceeding)?|Adv\. Proc\.|Bankr?\.|Crim\.|Civ\.|CIVIL ACTION|CASE|DOCKET|CAUSE|INDEX)\s{1,2})?\b(?:N(?:os?|OS?|umbers?)\.?|#)\s{0,2}:?\s{0,2}(?=\(?(?:MDL\s)?[\dA-Z])/g;
/** Other things that are numbered with "No.". */
const otherThings =
  /(?:\bL(?:aw|\.)|Release|Amend(?:ment|\.)|Registration|Commission File|File|Ex(?:hibit|\.|h\.)|Doc(?:ument|\.)|Dkt\.|ECF|Vol\.|Patent|Pat\.|Bar|License|Invoice|Account|Policy|Tel\.?|Phone|Fax|Check|Serial|Model|Order|Rul(?:e|ing)|Treaty|Part|Item|Page|Lot|Block|Entry|Claim|Count|Question|Request|Interrogatory|Instruction|Form|Loan|Permit|Bates|Purchase|Contract|Room|Suite|Stat(?:ute|\.)|Rev\.|Proc\.|Bulletin|Directive|Identifier|Amdt\.|I\.?D\.?|SSN|EIN|Title|Notice|Schedule|Opinion|Op\.)\s*$/i;
const number =
  /(?:\d{2}\s(?:CR|CV|CH|CF|L|C|D|M\d?|CA|DR)\s\d{2,6}(?!\d)|\d{2}[A-Z]{2,5}\d{3,8}(?![\w])|(?:MDL\s(?:No\.\s)?)?(?:[A-Z]{1,5}[-–]?\n?)?\d{1,8}(?:[-–:/]?(?:cv|cr|CV|CR|CC|CA|CF|SC|MD|ap|bk)[-–]?\d{2,8})?(?:[-–](?:[^\S\n]?\n)?(?:\d{1,8}|[A-Z]{1,4}(?![a-z]))){0,4}(?:\/(?:19|20)\d\d)?[A-Z]{0,3}(?:\s\([A-Z]{2,4}\))?(?![\w$]))/y;
const separator = /\s{0,2}(?:,\s{0,2}(?:and\s{1,2})?|\band\s{1,2}|&\s{0,2}|;\s{0,2})(?=(?:[A-Z]{1,4}[-–]?)?\d)/y;
/** "MDL 2967", "MDL No. 2967". */
const multidistrict =
  /\bMDL\s{1,2}(?:No\.\s{1,2}|Docket\s{1,2}No\.\s{1,2})?(?<number>\d{2}-\d{3,6}(?:-[A-Z]{2,4}){0,3}|\d{3,4})(?![\w-])/g;
/** "Case: 20-1507", "22-11299-JJ": the form of the courts of appeals where a label says so. */
const appellate =
  /(?<=\b(?:Case|Appeal|Docket|USCA\d?\s?Case)(?:\s?#|:)\s{0,2})\d{2}-\d{3,5}(?:-[A-Z]{1,3})?(?![\w-])/g;

/** All docket numbers; lists ("Nos. 96-7169 and 96-7186") give a mention per number. Value with plain hyphens. */
export function findDockets(text: string): FoundMention[] {
  const found: FoundMention[] = [];
  for (const match of text.matchAll(federal)) {
    const { office, year, kind, number: serial, judges, defendant } = match.groups as Record<string, string>;
    const properties = {
      kind: kind?.toLowerCase(),
      year,
      number: serial,
      ...(office && { office }),
      ...(judges && { judges: judges.slice(1) }),
      ...(defendant && { defendant }),
    };
    found.push(toMention(match[0], match.index, properties, 0.97));
  }
  for (const match of text.matchAll(byYear)) {
    const { year, kind, number: serial } = match.groups as Record<string, string>;
    found.push(toMention(match[0], match.index, { kind: kind?.toLowerCase(), year, number: serial }, 0.93));
  }
  for (const match of text.matchAll(multidistrict)) {
    const value = `MDL ${match.groups?.number}`;
    found.push({ ...toMention(match[0], match.index, { kind: 'mdl' }, 0.9), value });
  }
  for (const match of text.matchAll(label)) found.push(...labelled(text, match));
  for (const match of text.matchAll(appellate)) found.push(toMention(match[0], match.index, {}, 0.9));
  return found;
}

/** Numbers after a "No." whose form, or the word before it, says they are dockets. */
function* labelled(text: string, match: RegExpExecArray): Generator<FoundMention> {
  const what = match.groups?.what;
  const before = text.slice(Math.max(0, match.index - 24), match.index);
  if (!what && otherThings.test(before)) return;
  for (let at = match.index + match[0].length; ; ) {
    number.lastIndex = text.charAt(at) === '(' ? at + 1 : at;
    const found = number.exec(text);
    if (
      !found ||
      !(
        what
          ? /\d{2}/
          : /\d[-–]\d|[A-Z]{2}\d{4}|\d{2}[A-Za-z]{2}-?\d|\d[A-Z]\d|^\d{2}[A-Z]\d{2,4}$|[A-Z]{2}[-–]\d|^\d{2}\s[A-Z]|^\d{2}[A-Z]{2,5}\d{3}/
      ).test(found[0])
    )
      return;
    yield toMention(found[0], found.index, what ? { label: what.replace(/\s+/g, ' ') } : {}, what ? 0.95 : 0.85);
    separator.lastIndex = found.index + found[0].length;
    const next = separator.exec(text);
    if (!next) return;
    at = next.index + next[0].length;
  }
}

const toMention = (
  written: string,
  start: number,
  properties: Record<string, unknown>,
  score: number,
): FoundMention => ({
  type: 'DOCKET',
  start,
  end: start + written.length,
  value: written.replace(/[–—]/g, '-').replace(/-\s+/g, '-').replace(/\s+/g, ' '),
  properties,
  score,
});
