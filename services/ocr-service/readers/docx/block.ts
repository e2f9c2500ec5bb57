/** Builds one paragraph at a time: its text, and beside it everything that speaks of a stretch of it. */
import { cleanText } from '../../../../shared/text/clean.ts';

/** A stretch of a block and what is said of it. `layer` names the list in `segments.properties` that it ends up in. */
export interface Span {
  layer: 'marks' | 'changes' | 'comments' | 'notes' | 'hidden' | 'comment-end';
  start: number;
  end: number;
  value: object;
}

/** A paragraph or a piece of a table. Its text is clean and has no white space at its ends. */
export interface Block {
  text: string;
  spans: Span[];
  /** 1 is outermost; absent if it is no heading. */
  heading?: number;
  /** Every word is bold. */
  bold: boolean;
}

/** A paragraph in the making. */
export interface Draft {
  text: string;
  spans: Span[];
  boldCharacters: number;
}

export const newDraft = (): Draft => ({ text: '', spans: [], boldCharacters: 0 });

/** Adds text; with a value, the span that ends here and has the same value grows, or a new one begins. */
export function append(draft: Draft, text: string, spans: readonly Pick<Span, 'layer' | 'value'>[]): void {
  const start = draft.text.length;
  draft.text += text;
  const end = draft.text.length;
  for (const { layer, value } of spans) {
    // A neighbour is among the last few; a look at all of them would take the square of their number.
    const last = draft.spans.slice(-8).findLast(span => span.layer === layer && span.value === value);
    if (last?.end === start) last.end = end;
    else draft.spans.push({ layer, value, start, end });
  }
}

/** Cleans the text, takes the white space off its ends and puts a label before it. Spans keep their words. */
export function finishDraft(draft: Draft, prefix = ''): Block {
  const spans = draft.spans.sort((a, b) => a.start - b.start);
  const raw = draft.text;
  const clean = cleanText(raw);
  if (clean !== raw) moveSpans(spans, cleanOffsets(raw, offsetsOf(spans)));
  const words = clean.trim();
  const label = cleanText(prefix);
  const text = cleanText(label + words).trimEnd();
  const least = Math.min(label.length, text.length);
  const shift = label.length - (clean.length - clean.trimStart().length);
  for (const span of spans) {
    span.start = Math.min(Math.max(span.start + shift, least), text.length);
    span.end = Math.min(Math.max(span.end + shift, least), text.length);
  }
  const bold = draft.boldCharacters > 0 && draft.boldCharacters >= words.replace(/\s+/gu, '').length;
  return { text, spans, bold };
}

const offsetsOf = (spans: readonly Span[]): number[] =>
  [...new Set(spans.flatMap(span => [span.start, span.end]))].sort((a, b) => a - b);

function moveSpans(spans: readonly Span[], to: Map<number, number>): void {
  for (const span of spans) {
    span.start = to.get(span.start) ?? 0;
    span.end = to.get(span.end) ?? 0;
  }
}

/** Characters that may melt into the one before them under NFC: marks, and the later parts of Korean syllables. */
const joins = /^[\p{M}\u1160-\u11ff]/u;

/** Where offsets of a raw text lie in the clean one. One between characters that become one moves before both. Linear. */
export function cleanOffsets(raw: string, offsets: readonly number[]): Map<number, number> {
  const to = new Map<number, number>();
  let [rawAt, cleanAt] = [0, 0];
  for (const offset of offsets) {
    let safe = offset;
    while (safe > rawAt && (joins.test(raw.slice(safe, safe + 2)) || isInPair(raw, safe))) safe--;
    cleanAt += cleanText(raw.slice(rawAt, safe)).length;
    rawAt = safe;
    to.set(offset, cleanAt);
  }
  return to;
}

const isInPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;

/** Several blocks as one, with the separator between each two. */
export function joinBlocks(blocks: readonly Block[], separator: string): Block {
  const spans: Span[] = [];
  let at = 0;
  for (const block of blocks) {
    for (const span of block.spans) spans.push({ ...span, start: span.start + at, end: span.end + at });
    at += block.text.length + separator.length;
  }
  const withText = blocks.filter(block => block.text);
  const bold = withText.length > 0 && withText.every(block => block.bold);
  return { text: blocks.map(block => block.text).join(separator), spans, bold };
}

/** A block with words before its own. */
export function prefixBlock(block: Block, prefix: string): Block {
  const spans = block.spans.map(span => ({
    ...span,
    start: span.start + prefix.length,
    end: span.end + prefix.length,
  }));
  return { ...block, text: prefix + block.text, spans };
}

/** A block with a mark over all of it. */
export const markBlock = (block: Block, value: object): Block => ({
  ...block,
  spans: [{ layer: 'marks', start: 0, end: block.text.length, value }, ...block.spans],
});
