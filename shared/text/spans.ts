/** Small helpers for spans of the frozen text: half-open ranges of UTF-16 units. */

/** `text.slice(charStart, charEnd)` is the thing. */
export interface Span {
  charStart: number;
  charEnd: number;
}

/** The text of a span. */
export const sliceSpan = (text: string, span: Span): string => text.slice(span.charStart, span.charEnd);

/** True if `inner` lies within `outer`; a span contains itself. */
export const containsSpan = (outer: Span, inner: Span): boolean =>
  outer.charStart <= inner.charStart && inner.charEnd <= outer.charEnd;

/** True if the two share a character. */
export const spansOverlap = (a: Span, b: Span): boolean => a.charStart < b.charEnd && b.charStart < a.charEnd;

/**
 * Index of the span that holds `offset`, in spans sorted by start without overlap (segments, chunks); of the one before
 * it when `offset` falls into a gap, such as the blank line between segments; -1 before the first.
 */
export function indexOfSpanAt(spans: readonly Pick<Span, 'charStart'>[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] as Pick<Span, 'charStart'>).charStart <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
