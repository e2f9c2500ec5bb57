/** The lines of a text with their places. */

export interface Line {
  text: string;
  /** Without white space at both ends. */
  trimmed: string;
  start: number;
  /** Before the line break. */
  end: number;
}

export function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map(line => {
    const at = start;
    start += line.length + 1;
    return { text: line, trimmed: line.trim(), start: at, end: at + line.length };
  });
}

export const isBlank = (line: Line | undefined): boolean => line !== undefined && line.trimmed === '';

/** Index of the first line from `at` on that is not blank; the number of lines if there is none. */
export function nextPrinted(lines: readonly Line[], at: number): number {
  let index = at;
  while (index < lines.length && isBlank(lines[index])) index++;
  return index;
}

export interface Span {
  start: number;
  end: number;
}

/** Joins spans in order that touch or overlap, or have only white space between them. */
export function joinSpans(spans: readonly Span[], text: string): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    const apart = last && span.start > last.end && /\S/.test(text.slice(last.end, span.start));
    if (last && !apart) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined;
}

/** Index of the first item, in order of `of`, that is greater than `position`; the number of items if there is none. */
function firstBeyond<T>(items: readonly T[], of: (item: T) => number, position: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (of(items[middle] as T) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first of spans in order that starts within a line. */
export function startsIn<S extends Span>(spans: readonly S[], { start, end }: Span): S | undefined {
  const span = spans[firstBeyond(spans, ({ start: at }) => at, start - 1)];
  return span && span.start <= end ? span : undefined;
}

/** Whether one of the spans, which are in order and apart, shares a character with another. */
export function touches(spans: readonly Span[], { start, end }: Span): boolean {
  const span = spans[firstBeyond(spans, ({ end: to }) => to, start)];
  return span !== undefined && span.start < end;
}
