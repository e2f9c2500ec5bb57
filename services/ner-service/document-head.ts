/** Reads from the first lines of a document what it is, of which date and between whom, for the context of its chunks. */

import type { SegmentRow } from '../../shared/domain/rows.ts';
import { marksOf } from '../../shared/domain/structure.ts';
import { isTitle, tidyTitle } from '../../shared/text/titles.ts';

/** What the head of a document says; fields that it does not show are absent. */
export interface DocumentHead {
  title?: string;
  date?: string;
  parties?: string;
}

/** Titles and captions stand on the first page. UTF-16 units. */
const headLength = 4_000;
/** Pleadings are dated where they are signed. */
const tailLength = 1_500;
const longestTitle = 100;
const longestParty = 60;

const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
const dates = new RegExp(
  `\\b(?:(?:${months})\\s+\\d{1,2}(?:st|nd|rd|th)?,\\s+\\d{4}|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:day\\s+of\\s+)?(?:${months}),?\\s+\\d{4}|\\d{1,2}/\\d{1,2}/\\d{4}|\\d{4}-\\d{2}-\\d{2})\\b`,
);
const kinds =
  /\b(?:AGREEMENT|CONTRACT|LEASE|AMENDMENT|ADDENDUM|NOTE|GUARANTY|COMPLAINT|PETITION|ANSWER|MOTION|MEMORANDUM|BRIEF|REPLY|RESPONSES?|OPPOSITION|ORDER|OPINION|JUDGMENT|DECISION|NOTICE|SUBPOENA|DEPOSITION|TRANSCRIPT|AFFIDAVIT|DECLARATION|STIPULATION|INTERROGATORIES|REQUESTS?|SUGGESTION|PLAN|POLICY|WILL|TRUST|DEED|SCHEDULE|INVOICE|REPORT|LETTER|CERTIFICATE|SYLLABUS)\b/i;
const courtLine = /\b(?:COURT|DISTRICT OF|CIRCUIT|DIVISION|COUNTY|BOARD|COMMISSION|TRIBUNAL)\b/i;
const versusLine = /^(?:v|vs|versus|-v-|against)\.?(?:\s+(?:C\.A\.|Case|Civil|Cause|Docket|No\.).*)?$/i;
const roleLine =
  /^(?:the\s+)?(?:Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Movant|Claimant|Debtor|Intervenor)/i;

/** Deterministic and cheap: the first lines only. What the document really is, later stages find out. */
export function readDocumentHead(text: string, segments: readonly SegmentRow[]): DocumentHead {
  const head = text.slice(0, headLength);
  const lines = head
    .split('\n')
    .map(line =>
      line
        .replace(/^\s*\d{1,2}(?=\s{2,}\S)/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(line => line !== '');
  const field = (name: RegExp) =>
    lines
      .slice(0, 30)
      .map(line => name.exec(line)?.[1]?.trim())
      .find(Boolean);
  const marked = marksOf(segments.slice(0, 1)).find(
    ({ kind, level, end }) => kind === 'heading' && (level ?? 1) === 1 && end < headLength,
  );
  const title =
    field(/^Subject:\s*(.+)$/i) ??
    (marked && text.slice(marked.start, marked.end)) ??
    field(/^Re:\s+(.+)$/) ??
    titleLine(lines);
  const date = field(/^(?:Date|Sent):\s*(.+)$/i) ?? dateOf(lines, text);
  const parties = caption(lines) ?? betweenParties(head);
  return {
    ...(title && { title: shorten(tidyTitle(title), longestTitle) }),
    ...(date && { date: shorten(date.replace(/\s+/g, ' '), 40) }),
    ...(parties && { parties }),
  };
}

/** Words before a date that make it the document's own. */
const ownDate =
  /\b(?:filed|decided|dated|argued|entered|entered into|made(?: and entered into)?|effective|executed|this)\b[^.;]{0,40}$/i;

/** A line that is a date, one the head calls its own, or the last line that says when it was signed. */
function dateOf(lines: readonly string[], text: string): string | undefined {
  for (const line of lines.slice(0, 60)) {
    const found = dates.exec(line);
    if (found && (line.length <= found[0].length + 24 || ownDate.test(line.slice(0, found.index)))) return found[0];
  }
  const end = text.slice(-tailLength);
  const signed = end.search(/\bDated?:?\s/i);
  return signed < 0 ? undefined : dates.exec(end.slice(signed, signed + 60))?.[0];
}

/** A line that names a kind of legal document, else the first of capitals that looks like a title. */
function titleLine(lines: readonly string[]): string | undefined {
  const candidates = lines.slice(0, 60).filter(line => line.length <= 120 && isOwnTitle(line));
  return candidates.find(line => kinds.test(line)) ?? candidates.find(line => !/\p{Ll}/u.test(line));
}

/** A title of the whole: no court, no party, no section. */
const isOwnTitle = (line: string): boolean =>
  isTitle(line) &&
  /\p{L}{3}/u.test(line) &&
  !courtLine.test(line) &&
  !roleLine.test(line) &&
  !/^(?:\(?[\dIVXA-Z]{1,4}[.)]\s|EXHIBIT\b|Exhibit\b|Page\b)|[,;:]$/.test(line);

/** "A v. B", on one line or around a line of its own; the first name of each side. */
function caption(lines: readonly string[]): string | undefined {
  for (const [at, line] of lines.slice(0, 60).entries()) {
    const inLine = /^(\p{Lu}[^;:]{2,80}?),?\s+(?:v|vs)\.\s+(\p{Lu}[^;:]{2,80}?)[,.]?$/u.exec(line);
    if (inLine) return versus(inLine[1] as string, inLine[2] as string);
    if (!versusLine.test(line)) continue;
    const before = lines.slice(Math.max(0, at - 4), at).findLast(isParty);
    const after = lines.slice(at + 1, at + 5).find(isParty);
    if (before && after) return versus(before, after);
  }
  return undefined;
}

const isParty = (line: string): boolean =>
  /\p{L}{2}/u.test(line) &&
  !roleLine.test(line) &&
  !courtLine.test(line) &&
  !/^(?:No|Nos|Case|C\.A|Civil)\b/.test(line);

/** "by and between Halvorsen Marine Systems, Inc., a Delaware corporation, and ...". */
function betweenParties(head: string): string | undefined {
  const match = /\b(?:by and between|between|by and among)\s+(\p{Lu}[^;]{2,120}?)(?:,?\s+(?:an?|the)\s|\s*\()/u.exec(
    head,
  );
  const rest = match && head.slice(match.index + match[0].length, match.index + match[0].length + 500);
  const second = rest && /\band\s+(\p{Lu}[^;(]{2,100}?)(?:,?\s+(?:an?|the|with|whose)\s|\s*\()/u.exec(rest);
  return match && second ? `${name(match[1] as string)} and ${name(second[1] as string)}` : undefined;
}

const name = (words: string): string =>
  shorten(
    words
      .replace(/\s+/g, ' ')
      .replace(/,? (?:in (?:his|her|its|their) |individually).*$/, '')
      .replace(/(?:[,\s]|\band$)+$/, ''),
    longestParty,
  );
const versus = (left: string, right: string): string => `${name(left)} v. ${name(right)}`;

const shorten = (words: string, longest: number): string =>
  words.length <= longest
    ? words
    : `${words
        .slice(0, longest - 1)
        .toWellFormed()
        .trimEnd()}…`;
