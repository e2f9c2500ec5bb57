/** Puts blocks together into segments of a bounded size, and what stands beside the text into their properties. */
import { segmentSeparator } from '../../../../shared/text/clean.ts';
import type { LooseSegment } from '../../assemble.ts';
import type { Block, Span } from './block.ts';
import type { Comment } from './comments.ts';

/** A segment this long ends before the next heading, or before the next block; a longer block is cut. In characters. */
export const segmentLength = { heading: 20_000, block: 50_000, most: 250_000 };

/** The lists in `segments.properties`; every item has `start` and `end`, relative to the segment. */
type Properties = Record<string, object[]>;

/**
 * Segments of blocks that follow each other, joined by blank lines as segments are. A comment is taken out of `comments` when
 * it has its place: its text stands there once, however often a file refers to it.
 */
export function toSegments(blocks: readonly Block[], comments: Map<string, Comment>): LooseSegment[] {
  const segments: LooseSegment[] = [];
  let group: Block[] = [];
  let length = 0;
  const close = () => {
    if (group.length) segments.push(toSegment(group, comments));
    group = [];
    length = 0;
  };
  for (const block of blocks.flatMap(cutBlock)) {
    const isLong = block.heading === undefined ? segmentLength.block : segmentLength.heading;
    if (length >= isLong || length + block.text.length > segmentLength.most) close();
    group.push(block);
    length += block.text.length + segmentSeparator.length;
  }
  close();
  return segments;
}

/** A paragraph beyond all measure, cut at spaces. What speaks of it stays where it begins. */
function cutBlock(block: Block): Block[] {
  const pieces: Block[] = [];
  let spans = block.spans;
  let from = 0;
  while (block.text.length - from > segmentLength.most) {
    const space = block.text.lastIndexOf(' ', from + segmentLength.most);
    let to = space > from ? space : from + segmentLength.most;
    if ((block.text.charCodeAt(to) & 0xfc00) === 0xdc00) to--;
    const within = (span: Span) => span.start < to;
    pieces.push(piece(block, spans.filter(within), from, to));
    spans = spans.filter(span => !within(span));
    from = space > from ? to + 1 : to;
  }
  return from ? [...pieces, piece(block, spans, from, block.text.length)] : [block];
}

function piece(block: Block, spans: readonly Span[], from: number, to: number): Block {
  const clip = (offset: number) => Math.min(Math.max(offset, from), to) - from;
  const clipped = spans.map(span => ({ ...span, start: clip(span.start), end: clip(span.end) }));
  return { ...block, text: block.text.slice(from, to), spans: clipped };
}

function toSegment(blocks: readonly Block[], comments: Map<string, Comment>): LooseSegment {
  const text = blocks.map(block => block.text).join(segmentSeparator);
  const properties: Properties = {};
  const open = new Map<string, { end: number }>();
  let at = 0;
  for (const block of blocks) {
    for (const span of block.spans) place(span, at, properties, comments, open);
    at += block.text.length + segmentSeparator.length;
  }
  // A comment that goes on in the next segment is said to end with this one.
  for (const comment of open.values()) comment.end = text.length;
  return { kind: 'section', text, engine: 'docx', model: null, properties };
}

const listNames = { marks: 'marks', changes: 'changes', notes: 'noteReferences', hidden: 'hidden' } as const;

function place(
  { layer, start, end, value }: Span,
  at: number,
  properties: Properties,
  comments: Map<string, Comment>,
  open: Map<string, { end: number }>,
): void {
  const add = (name: string, item: object) => {
    properties[name] ??= [];
    properties[name].push(item);
  };
  const placed = { start: start + at, end: end + at };
  if (layer !== 'comments' && layer !== 'comment-end') {
    add(listNames[layer], { ...value, ...placed });
    return;
  }
  const id = 'id' in value ? String(value.id) : '';
  const begun = open.get(id);
  if (layer === 'comment-end') {
    if (begun) begun.end = placed.end;
    open.delete(id);
    return;
  }
  const comment = comments.get(id);
  if (!comment) return;
  comments.delete(id);
  const item = { ...comment, ...placed };
  open.set(id, item);
  add('comments', item);
}
