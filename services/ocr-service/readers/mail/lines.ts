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
