/** Markdown, as OCR models write it, to plain lines: its signs go, every word stays, and what the signs said becomes marks. */
import type { LineMark, Word } from '../page.ts';
import type { RecognizedLine } from './engine.ts';

/** A picture stands for no words of ours. */
const picture = /!\[[^\]]*\]\([^)]*\)/g;
const heading = /^(#{1,6})\s+(.*?)\s*#*$/;
const listItem = /^(\s*)[-*+]\s+\S/;
const tableRow = /^\s*\|(.*)\|\s*$/;
/** Columns' alignment below the head of a table. */
const tableRule = /^\s*\|?(?:\s*:?-{3,}:?\s*\|)*\s*:?-{3,}:?\s*\|?\s*$/;
/** The line of a fence holds at most the name of a language; any other words are those of the page. */
const fence = /^\s*```[\w-]*\s*$/;

/** Lines without places. Numbered items keep their numbers, which are the document's. */
export function linesOfMarkdown(markdown: string): RecognizedLine[] {
  const source = markdown
    .replace(picture, ' ')
    .split(/\r?\n/)
    .filter(line => !fence.test(line));
  const lines: RecognizedLine[] = [];
  let opens = true;
  source.forEach((line, index) => {
    const isRule = tableRule.test(line) && (line.includes('|') || tableRow.test(source[index - 1] ?? ''));
    if (isRule || /^\s*-{3,}\s*$/.test(line)) return;
    const words = wordsOf(line);
    if (words.length === 0) {
      opens = true;
      return;
    }
    const mark = markOf(line, source[index + 1]);
    lines.push({ words, opens: opens || mark?.kind === 'heading', turn: 0, size: 0, ...(mark && { mark }) });
    // A heading is a paragraph of its own, with or without a blank line.
    opens = mark?.kind === 'heading';
  });
  return lines;
}

function markOf(line: string, next = ''): LineMark | undefined {
  const level = heading.exec(line)?.[1]?.length;
  if (level) return { kind: 'heading', level };
  if (tableRow.test(line)) return { kind: tableRule.test(next) && next.includes('|') ? 'table-head' : 'table' };
  const indent = listItem.exec(line)?.[1]?.length;
  return indent === undefined ? undefined : { kind: 'list-item', level: 1 + Math.floor(indent / 2) };
}

function wordsOf(line: string): Word[] {
  const row = tableRow.exec(line)?.[1];
  // The sign of a list item stays: it may be a minus.
  if (row === undefined) return spaced(heading.exec(line)?.[2] ?? line);
  // A bar within a cell is written with a backslash before it.
  const cells = row.split(/(?<!\\)\|/).map(spaced);
  return cells.flatMap((words, index) =>
    words.map((word, at) => (index > 0 && at === 0 ? { ...word, opensCell: true as const } : word)),
  );
}

const nowhere: Word['box'] = [0, 0, 0, 0];

const spaced = (text: string): Word[] =>
  plain(text)
    .split(/\s+/)
    .filter(word => word !== '')
    .map(word => ({ text: word, box: nowhere }));

/** Without emphasis, targets of links, breaks within cells and escapes. Lines of underscores and the asterisks of an omission are the document's own. */
const plain = (text: string): string =>
  text
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/(?<!!)\[([^\]]+)\]\((?:https?:|mailto:)[^)]*\)/g, '$1')
    .replace(/\*\*(?=[^\s*])(.+?)(?<=\S)\*\*/g, '$1')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|$>])/g, '$1');
