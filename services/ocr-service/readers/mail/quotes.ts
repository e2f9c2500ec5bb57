/**
 * Finds in the text of a mail the words of earlier mails that it repeats. Only answers quote: what a mail forwards is
 * often new to its reader and stays ordinary text. Rules are of mail programs; when in doubt nothing is a quote.
 */

import { isBlank, joinSpans, type Line, nextPrinted, type Span, startsIn } from './lines.ts';
import {
  attribution,
  headerLabel,
  isForwardLine,
  isOriginalLine,
  isSentLabel,
  mayStartAttribution,
  subjectSays,
} from './reply-words.ts';

export interface QuoteInput {
  text: string;
  lines: readonly Line[];
  subject: string;
  /** It has In-Reply-To or References. */
  answers: boolean;
  /** Elements of the HTML around quoted mails, in order. */
  html: readonly (Span & { soft: boolean })[];
}

export interface QuoteResult {
  quotes: Span[];
  /** Where forwarded mail begins; the end of the text if nothing is forwarded. */
  forwardedFrom: number;
}

/** The quoted stretches in order, trimmed to what is printed, and where forwarded mail begins. */
export function findQuotes(input: QuoteInput): QuoteResult {
  const { lines, text } = input;
  const hard = input.html.filter(({ soft }) => !soft);
  const state: State = { ...input, hard, quotes: [], forwardLevel: 0, forwardedFrom: text.length };
  let at = 0;
  while (at < lines.length) at = step(state, at);
  return { quotes: joinSpans(state.quotes, text), forwardedFrom: state.forwardedFrom };
}

interface State extends QuoteInput {
  /** Elements that are quotes whatever stands above them. */
  hard: readonly Span[];
  quotes: Span[];
  /** Marks `>` that stand before forwarded lines; fewer are not a quote. */
  forwardLevel: number;
  forwardedFrom: number;
}

/** Looks at one line, notes what begins there and gives the next line to look at. */
function step(state: State, at: number): number {
  const { lines } = state;
  const line = lines[at] as Line;
  if (line.trimmed === '') return at + 1;
  const bare = withoutMarks(line.trimmed);
  if (isForwardLine(bare)) return startForward(state, at, at + 1);
  if (isQuoted(state, at)) return quoteRun(state, at);
  const inForward = state.forwardedFrom < state.text.length;
  const element = startsIn(state.hard, line);
  if (element && !inForward) return quoteElement(state, at, element);
  const attributed = attributionAt(state, at);
  if (attributed) {
    note(state, at, attributed.from === 'prefix' ? attributed.last : lines.length - 1);
    return attributed.from === 'rest' ? lines.length : attributed.last + 1;
  }
  if (inForward) return at + 1;
  const verdict = repeatedMailAt(state, at);
  if (verdict === 'forward') return startForward(state, at, at + 1);
  if (verdict !== 'quote') return at + 1;
  note(state, at, lines.length - 1);
  return lines.length;
}

function note({ lines, quotes }: State, first: number, last: number): void {
  let end = last;
  while (end > first && isBlank(lines[end])) end--;
  const [from, to] = [lines[first] as Line, lines[end] as Line];
  quotes.push({
    start: from.start + from.text.length - from.text.trimStart().length,
    end: to.start + to.text.trimEnd().length,
  });
}

const withoutMarks = (line: string): string => line.slice(0, 300).replace(/^(?:> ?)+/, '');

/** The number of `>` before a line; up to three blanks may stand before each. */
export function quoteLevel(text: string): number {
  let level = 0;
  let blanks = 0;
  for (const character of text) {
    if (character === '>') {
      level++;
      blanks = 0;
    } else if (character !== ' ' || ++blanks > 3) break;
  }
  return level;
}

/** mbox files put `>` before a line that begins with `From `: such a line alone is no quote. */
function isQuoted({ lines, forwardLevel }: State, at: number): boolean {
  const line = lines[at] as Line;
  if (quoteLevel(line.text) <= forwardLevel) return false;
  if (!/^>From /.test(line.text)) return true;
  const isBeside = (other: number) => quoteLevel(lines[other]?.text ?? '') > forwardLevel;
  return isBeside(at - 1) || isBeside(at + 1);
}

/** Quoted lines, with the blank lines between them. */
function quoteRun(state: State, at: number): number {
  const { lines } = state;
  let last = at;
  for (let next = at; next < lines.length && isQuoted(state, next); next = nextPrinted(lines, next + 1)) last = next;
  note(state, at, last);
  return last + 1;
}

/** An element of the HTML, unless a mail is forwarded in it. */
function quoteElement(state: State, at: number, element: Span): number {
  const { lines } = state;
  let last = at;
  while (last + 1 < lines.length && (lines[last + 1] as Line).start < element.end) last++;
  const opening = lines.slice(at, Math.min(last + 1, at + 4));
  const forward = opening.findIndex(line => isForwardLine(line.trimmed));
  if (forward >= 0) return startForward(state, at + forward, at + forward + 1);
  if (subjectSays(state.subject) === 'forward' && isHeaderBlock(lines, at)) return startForward(state, at, at + 1);
  note(state, at, last);
  return last + 1;
}

function startForward(state: State, at: number, next: number): number {
  const { lines } = state;
  if (state.forwardedFrom === state.text.length) state.forwardedFrom = (lines[at] as Line).start;
  const first = lines[nextPrinted(lines, next)];
  state.forwardLevel = first ? quoteLevel(first.text) : 0;
  return next;
}

const mostAttributionLines = 4;

/**
 * An attribution of up to four lines. Quoted lines or an element below it make it one in any case; without them one
 * that is dated says that all below is quoted, unless the mail is forwarded.
 */
function attributionAt(state: State, at: number): { last: number; from: 'prefix' | 'rest' } | undefined {
  const { lines } = state;
  if (!mayStartAttribution((lines[at] as Line).trimmed)) return undefined;
  let joined = '';
  for (let last = at; last < Math.min(lines.length, at + mostAttributionLines); last++) {
    const line = lines[last] as Line;
    if (line.trimmed === '' || line.text.length > 400) return undefined;
    joined = `${joined} ${line.trimmed}`;
    const kind = attribution(joined);
    if (!kind) continue;
    const below = nextPrinted(lines, last + 1);
    if (below >= lines.length) return kind === 'sure' ? { last, from: 'prefix' } : undefined;
    const next = lines[below] as Line;
    if (quoteLevel(next.text) > state.forwardLevel) return { last, from: 'prefix' };
    const element = startsIn(state.html, next);
    if (element) return { last: lastLineOf(lines, below, element), from: 'prefix' };
    if (kind === 'sure' && state.forwardedFrom === state.text.length) return { last, from: 'rest' };
    return undefined;
  }
  return undefined;
}

function lastLineOf(lines: readonly Line[], from: number, { end }: Span): number {
  let last = from;
  while (last + 1 < lines.length && (lines[last + 1] as Line).start < end) last++;
  return last;
}

/** A mail repeated whole below a separator or a header block, to the end of the text. */
function repeatedMailAt(state: State, at: number): 'quote' | 'forward' | undefined {
  const { lines, subject, answers } = state;
  const line = (lines[at] as Line).trimmed;
  const says = subjectSays(subject);
  if (isOriginalLine(line) || isNotesBlock(lines, at)) return says === 'forward' ? 'forward' : 'quote';
  const isRule = /^[_-]{5,200}$/.test(line);
  const block = isRule ? nextPrinted(lines, at + 1) : at;
  if (!isHeaderBlock(lines, block)) return undefined;
  if (says === 'forward') return 'forward';
  if (says === 'reply' || answers) return 'quote';
  // A memo in a first mail has `From:` and `Date:` as well; only Outlook writes `Sent:` below words of one's own.
  const isOutlook = lines.slice(block, block + 3).some(({ trimmed }) => isSentLabel(trimmed));
  return isOutlook && nextPrinted(lines, 0) < at ? 'quote' : undefined;
}

const mostBlockLines = 12;

/** `From:`, then within a few lines a date and another field: what Outlook puts above the mail it repeats. */
function isHeaderBlock(lines: readonly Line[], at: number): boolean {
  if (headerLabel(lines[at]?.trimmed ?? '') !== 'from') return false;
  const fields = new Set<string>();
  for (const line of lines.slice(at, at + mostBlockLines)) {
    const label = headerLabel(line.trimmed);
    if (label) fields.add(label);
    else if (fields.size >= 3 || (line.trimmed === '' && fields.size > 1)) break;
  }
  return fields.has('date') ? fields.size >= 3 : fields.has('subject') && fields.has('to');
}

const notesDate = '\\d{1,2}\\/\\d{1,2}\\/\\d{2,4} \\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[AP]M)?$';
const dateBehindName = new RegExp(` on ${notesDate}`, 'i');
const dateAlone = new RegExp(`^${notesDate}`, 'i');

/** What Lotus Notes puts above the mail it answers: a name, with the date behind it or below, then `To:` and `Subject:`. */
function isNotesBlock(lines: readonly Line[], at: number): boolean {
  const name = lines[at]?.trimmed ?? '';
  if (name === '' || name.length > 120 || headerLabel(name)) return false;
  const below = nextPrinted(lines, at + 1);
  const isDated = dateBehindName.test(name) || dateAlone.test(lines[below]?.trimmed.slice(0, 120) ?? '');
  if (!isDated) return false;
  const labels = lines.slice(at + 1, at + 10).flatMap(({ trimmed }) => headerLabel(trimmed) ?? []);
  return labels[0] === 'to' && labels.includes('subject');
}
