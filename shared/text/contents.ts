/** Finds tables of contents, whose lines look like headings and open nothing. */
import type { Line } from './lines.ts';

const title =
  /^(?:TABLE OF (?:CONTENTS|AUTHORITIES|EXHIBITS)|Table of (?:Contents|Authorities|Exhibits)|CONTENTS|Contents|INDEX)(?:\s*\(.{0,30}\))?:?$/;
/** Leaders, a tab or a gap before a page number. */
const entry = /(?:\.{3,}|(?:\. ){3,}|…{2,}|_{3,}|\t|\s{3,})\s*(?:[A-Z]-)?(?:\d{1,4}|[ivxlc]{1,6})$/;
/** Most lines end here. */
const mayEnd = /[\divxlc]$/;
const bareEntry = /\s\d{1,4}$/;
const bareLabel = /^(?:ARTICLE|SECTION|CHAPTER|PART|EXHIBIT|SCHEDULE|APPENDIX|ANNEX|TITLE)\s+\S+$/i;
const longest = 220;
/** Entries without page numbers end where the first of them comes again, and never last longer than this. */
const maxEntries = 400;

/** Marks with 1 the lines of tables of contents: entries with a page number, and what stands under the title of one. */
export function findContents(text: string, lines: readonly Line[]): Uint8Array {
  const found = new Uint8Array(lines.length);
  for (let at = 0; at < lines.length; at++) {
    const words = wordsOf(text, lines[at] as Line);
    if (title.test(words)) at = markUnder(text, lines, at, found) - 1;
    else if (mayEnd.test(words) && entry.test(words) && isEntry(text, lines, at)) found[at] = 1;
  }
  return found;
}

const wordsOf = (text: string, { textStart, textEnd }: Line): string =>
  textEnd - textStart > longest ? '' : text.slice(textStart, textEnd);

/** Leaders say it alone; a gap before a number says it beside another such line. */
function isEntry(text: string, lines: readonly Line[], at: number): boolean {
  const words = wordsOf(text, lines[at] as Line);
  if (/\.{4,}|(?:\. ){4,}/.test(words)) return true;
  const opens =
    /^(?:(?:ARTICLE|Article|SECTION|Section|EXHIBIT|Exhibit|Schedule|PART)\b|\d{1,2}(?:\.\d{1,2})*[.)]?\s|[IVX]+\.\s|[A-Z]\.\s)/;
  const beside = [lines[at - 1], lines[at + 1]].some(
    line => line && entry.test(wordsOf(text, line)) && opens.test(wordsOf(text, line)),
  );
  return opens.test(words) && beside;
}

/** Index past the entries under the title at `from`. */
function markUnder(text: string, lines: readonly Line[], from: number, found: Uint8Array): number {
  const seen = new Set<string>();
  let paged = 0;
  let led = 0;
  let at = from + 1;
  for (; at < lines.length && at - from < maxEntries; at++) {
    const words = wordsOf(text, lines[at] as Line);
    const key = keyOf(words);
    const isLed = entry.test(words);
    // Where entries have leaders, a number alone is no page: "ARTICLE 1".
    const hasPage = isLed || (led < 2 && bareEntry.test(words) && !bareLabel.test(words));
    if (words === '' || (seen.has(key) && key.length > 3 && !hasPage)) break;
    // After entries with pages, a sentence or a line without one that others do not go on from is the document.
    if (paged > 2 && !hasPage && !leadsToPage(text, lines, at)) break;
    if (!hasPage && isProse(text, lines, at)) break;
    if (hasPage) paged++;
    if (isLed) led++;
    seen.add(key);
  }
  if (at - from < 4) return from + 1;
  found.fill(1, from + 1, at);
  return at;
}

/** A long sentence, or a line of a paragraph that goes on below it. */
function isProse(text: string, lines: readonly Line[], at: number): boolean {
  const words = wordsOf(text, lines[at] as Line);
  const next = lines[at + 1];
  if (words.length > 100) return /[.;:]$/.test(words);
  return words.length >= 60 && next !== undefined && !next.afterBlank && /^\p{Ll}/u.test(wordsOf(text, next));
}

/** True if one of the next lines has a page number: the entry is wrapped. */
const leadsToPage = (text: string, lines: readonly Line[], at: number): boolean =>
  [1, 2, 3].some(ahead => {
    const line = lines[at + ahead];
    const words = line ? wordsOf(text, line) : '';
    return entry.test(words) || bareEntry.test(words);
  });

const keyOf = (words: string): string =>
  words
    .replace(entry, '')
    .replace(bareEntry, '')
    .replace(/[\s.]+/g, ' ')
    .trim()
    .toLowerCase();
