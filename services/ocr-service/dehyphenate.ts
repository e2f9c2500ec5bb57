/** Joins words that the end of a line broke, where the joined word is clearly one word. */
import type { Line, Word } from './page.ts';

/** Words of the whole document as it prints them inside of lines: the evidence for how a broken word is written. */
export type Vocabulary = Set<string>;

const inner = /\p{L}+(?:-\p{L}+)*/gu;

/** Collects the words that no line end touches; the last word of each line is left out if it ends in a hyphen. */
export function vocabularyOf(pages: Iterable<Line[]>): Vocabulary {
  const vocabulary: Vocabulary = new Set();
  for (const lines of pages) {
    for (const line of lines) {
      for (const { text } of line.words) {
        if (text.endsWith('-')) continue;
        for (const [word] of text.toLowerCase().matchAll(inner)) vocabulary.add(word);
      }
    }
  }
  return vocabulary;
}

const brokenEnd = /^[^\p{L}]*(?<half>\p{L}{2,})-$/u;
const continued = /^(?<half>\p{Ll}{2,})(?:[^\p{L}-].*)?$/u;

/**
 * How a word broken at a line end is written: `join` without the hyphen, `keep` it, or undefined when it is no broken
 * word. Only lower case continues a word. If the document writes it one way elsewhere, that decides; if both halves
 * are words of the document ("court-" / "appointed") the hyphen stays; else it is the typesetter's.
 */
export function brokenWord(first: string, second: string, vocabulary: Vocabulary): 'join' | 'keep' | undefined {
  const start = brokenEnd.exec(first)?.groups?.half?.toLowerCase();
  const end = continued.exec(second)?.groups?.half;
  if (!start || !end) return undefined;
  if (vocabulary.has(start + end)) return 'join';
  if (vocabulary.has(`${start}-${end}`)) return 'keep';
  const bothAreWords = start.length >= 3 && end.length >= 3 && vocabulary.has(start) && vocabulary.has(end);
  return bothAreWords ? 'keep' : 'join';
}

/** A word with how it follows the one before it. */
export interface FlowWord extends Word {
  before: '' | ' ' | '\t' | '\n' | '\n\n';
  /** The printed line it stands on. */
  line: Line;
  /** Of the printed line that starts with this word. */
  lineNumber?: number;
}

const betweenWords = ({ opensCell }: Word): ' ' | '\t' => (opensCell ? '\t' : ' ');

/**
 * The words of a page as running text. The second half of a broken word moves up to its first half and keeps its own
 * place on the page, so that both halves can still be shown; the line break follows it.
 */
export function flow(lines: Line[], vocabulary: Vocabulary): FlowWord[] {
  const words: FlowWord[] = [];
  let lineBreakDue = false;
  for (const line of lines) {
    line.words.forEach((printed, index) => {
      const isNumbered = index === 0 && line.number !== undefined;
      const word = { ...printed, line, ...(isNumbered && { lineNumber: line.number }) };
      const last = words.at(-1);
      if (!last) {
        words.push({ ...word, before: '' });
        return;
      }
      const verdict =
        index === 0 && !line.opens && !line.mark ? brokenWord(last.text, word.text, vocabulary) : undefined;
      if (verdict) {
        if (verdict === 'join') last.text = last.text.slice(0, -1);
        words.push({ ...word, before: '' });
        lineBreakDue = true;
        return;
      }
      let before: FlowWord['before'] = index > 0 ? betweenWords(word) : '\n';
      if (index === 0 && line.opens) before = '\n\n';
      if (lineBreakDue && index > 0) before = '\n';
      lineBreakDue = false;
      words.push({ ...word, before });
    });
  }
  return words;
}
