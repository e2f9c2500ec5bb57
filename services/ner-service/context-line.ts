/** Writes the line beside a chunk that tells a retriever where it stands; the citable text itself never holds it. */
import type { Anchor } from '../../shared/text/testimony.ts';
import type { DocumentHead } from './document-head.ts';

const longest = 300;
/** A deep path or a wide table must not push the others out. */
const longestPart = 140;

export interface ChunkPlace {
  fileName: string;
  head: DocumentHead;
  headingPath: readonly string[];
  /** Of the pages that the chunk touches. */
  pages: readonly [first: number | null, last: number | null];
  /** First and last numbered line of the chunk. */
  anchors: readonly [first: Anchor, last: Anchor] | undefined;
  tableHead: string | undefined;
}

/** "Supply Agreement | March 1, 2021 | A Inc. and B LLC | pp. 3-4 | ARTICLE V PAYMENT > 5.2 Invoices | Item, Price": at most 300 units. */
export function contextLine({
  fileName,
  head,
  headingPath,
  pages: [first, last],
  anchors,
  tableHead,
}: ChunkPlace): string {
  const pages = first === null ? '' : first === last ? `p. ${first}` : `pp. ${first}-${last}`;
  const path = headingPath.filter((title, level) => level > 0 || title !== head.title).join(' > ');
  const parts = [
    cut(head.title ?? fileName, 80),
    head.date,
    head.parties && cut(head.parties, 90),
    pages,
    anchors && anchorRange(...anchors),
    cutFront(path, longestPart),
    tableHead && cut(tableHead.replace(/\s*\t\s*/g, ' / ').replace(/\s+/g, ' '), longestPart),
  ];
  return cut(parts.filter(Boolean).join(' | '), longest);
}

/** "12:4-13:2", "12:4-9" on one page. */
const anchorRange = (first: Anchor, last: Anchor): string =>
  first.page === last.page
    ? `${first.page}:${first.line}-${last.line}`
    : `${first.page}:${first.line}-${last.page}:${last.line}`;

const cut = (words: string, length: number): string =>
  words.length <= length ? words : `${words.slice(0, length - 1).toWellFormed()}…`;

/** The innermost headings tell most. */
const cutFront = (words: string, length: number): string =>
  words.length <= length ? words : `…${words.slice(1 - length).toWellFormed()}`;
