/** Reads transcripts of testimony: questions and answers, and the page and line each stands on. */
import { type Line, readLines } from './lines.ts';

/** The period is optional (Utah Code of Judicial Administration 5-203(9)(A)), and a page read word by word has no wide gaps. */
const question = /^Q(?:[.:]\s*|\s{2,}|\t|\s(?=[\p{Lu}\p{N}"“(—–-]))(?=\S)/u;
const answer = /^A(?:[.:]\s*|\s{2,}|\t|\s(?=[\p{Lu}\p{N}"“(—–-]))(?=\S)/u;
const examination =
  /^(?:(?:FURTHER |RE-?)?(?:DIRECT|CROSS|REDIRECT|RECROSS)[- ]?(?:EXAMINATION)?|(?:FURTHER |VOIR DIRE )?EXAMINATION)\b[^.?!]{0,60}$/;
const examiner = /^(?:\(?(?:BY|By) (?:MR|MS|MRS|DR|Mr|Ms|Mrs|Dr)\.? \p{L}[^.?!]{0,40}:?\)?|(?:BY|By) THE COURT:?)$/u;
const title =
  /^(?:APPEARANCES|STIPULATIONS?|I N D E X|INDEX|EXHIBITS|PROCEEDINGS|P R O C E E D I N G S|(?:REPORTER'?S? )?CERTIFICATE\b.*|ERRATA\b.*):?$/;
const least = 3;
/** One line in so many opens a question or an answer. */
const share = 12;

/** What a line of a transcript opens; undefined for one that goes on. */
export type TestimonyLine = 'question' | 'heading' | 'examiner' | undefined;

const wordsOf = (text: string, { textStart, textEnd }: Line): string =>
  text.slice(textStart, Math.min(textEnd, textStart + 120));

/** True for a text of which questions and answers are a good part: a brief that quotes some is none. */
export function isTestimony(text: string, lines: readonly Line[]): boolean {
  let questions = 0;
  let answers = 0;
  for (const line of lines) {
    const first = text.charCodeAt(line.textStart);
    if (first === 81 && question.test(wordsOf(text, line))) questions++;
    else if (first === 65 && answer.test(wordsOf(text, line))) answers++;
  }
  return questions >= least && answers >= least && (questions + answers) * share >= lines.length;
}

/** Reads a line of a transcript. What speakers say between question and answer belongs to the question. */
export function readTestimonyLine(text: string, line: Line): TestimonyLine {
  const words = wordsOf(text, line);
  if (question.test(words)) return 'question';
  if (examiner.test(words)) return 'examiner';
  return examination.test(words) || title.test(words) ? 'heading' : undefined;
}

/** Page and line of a line that is numbered in the margin. */
export interface Anchor {
  /** Where the words of the line start. */
  charStart: number;
  page: number;
  line: number;
}

const pageWord = /^(?:Page|PAGE)\s+(\d{1,5})(?:\s+of\s+\d+)?$/;
const pageNumber = /^\d{1,5}$/;
/** A number that stands this far from the margin is of the page, not of the line. */
const farIn = 20;

/** What a text with page and line numbers shows early on. */
const showsPages = /(?:Page|PAGE)\s\d|^\d{1,5}:\d\d\s|\n\s{0,6}\d{1,5}:\d\d\s|\n {20,200}\d{1,5}\n/;
const probeLength = 20_000;

/** Places of all numbered lines of a text; none for most texts, at little cost. */
export const readAnchors = (text: string): Anchor[] =>
  showsPages.test(text.slice(0, probeLength)) ? findAnchors(text, readLines(text)) : [];

/**
 * Places of all numbered lines with text, in order, for texts that show both page and line. Page numbers stand above the lines
 * they count, or below when the first numbered line comes before the first of them.
 */
function findAnchors(text: string, lines: readonly Line[]): Anchor[] {
  const pages: { at: number; page: number }[] = [];
  const numbered: Line[] = [];
  for (const line of lines) {
    const page = pageOf(text, line);
    if (page !== undefined) pages.push({ at: line.start, page });
    else if (line.number !== undefined && line.textEnd > line.textStart) numbered.push(line);
  }
  const below = (numbered[0]?.start ?? 0) < (pages[0]?.at ?? 0);
  let next = 0;
  const anchors: Anchor[] = [];
  for (const line of numbered) {
    while (next < pages.length && (pages[next] as { at: number }).at < line.start) next++;
    const page = line.page ?? pages[below ? next : next - 1]?.page;
    if (page !== undefined) anchors.push({ charStart: line.textStart, page, line: line.number as number });
  }
  return anchors;
}

function pageOf(text: string, line: Line): number | undefined {
  if (line.textEnd - line.start > 120) return undefined;
  const whole = text.slice(line.start, line.textEnd);
  const bare = whole.trimStart();
  const word = pageWord.exec(bare)?.[1];
  if (word) return Number(word);
  return pageNumber.test(bare) && whole.length - bare.length >= farIn ? Number(bare) : undefined;
}
