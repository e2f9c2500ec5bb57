/** Which pages a span of the frozen text touches. */

/** A segment as far as pages are concerned. */
export interface Page {
  charStart: number;
  charEnd: number;
  pageNumber: number | null;
}

/** Null without pages, or without a span. A span that lies between two pages belongs to the one before. */
export function pagesOf(
  segments: Page[],
  span: { charStart?: number | null | undefined; charEnd?: number | null | undefined },
): { pageFirst: number | null; pageLast: number | null } {
  const { charStart, charEnd } = span;
  if (typeof charStart !== 'number' || typeof charEnd !== 'number') return { pageFirst: null, pageLast: null };
  const pageAt = (offset: number) => segments.findLast(segment => segment.charStart <= offset)?.pageNumber ?? null;
  return { pageFirst: pageAt(charStart), pageLast: pageAt(Math.max(charStart, charEnd - 1)) };
}
