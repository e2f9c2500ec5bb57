/** What a reader knows of the build of a text and the text alone no longer shows: `segments.properties.marks`. */
import type { SegmentRow } from './rows.ts';

/**
 * `table` is a whole table, one line a row, cells separated by tabs, `table-head` the rows of its head; `headers` the head of a
 * mail, `quoted` words of an earlier mail that it repeats, `signature` the block under a mail or letter; `note` a footnote or
 * endnote; `running-head` what stands in the margin of every page; `text-box` a box beside the text.
 */
export const markKinds = [
  'heading',
  'list-item',
  'table',
  'table-head',
  'headers',
  'quoted',
  'signature',
  'note',
  'running-head',
  'text-box',
] as const;
export type MarkKind = (typeof markKinds)[number];

/** A stretch of the text of a segment. */
export interface Mark {
  kind: MarkKind;
  start: number;
  end: number;
  /** Of a heading or list item: 1 is outermost. */
  level?: number;
  /** The label as a lawyer cites it, with those it stands under: `2.1(c)`. */
  label?: string;
  /** The label as it stands at the start of the text, if that is known apart: `(c)`. */
  printed?: string;
}

/** All marks of a document in order, with offsets in its frozen text. */
export const marksOf = (segments: readonly Pick<SegmentRow, 'charStart' | 'properties'>[]): Mark[] =>
  segments.flatMap(({ charStart, properties }) =>
    ((properties?.marks ?? []) as Mark[]).map(mark => ({
      ...mark,
      start: mark.start + charStart,
      end: mark.end + charStart,
    })),
  );
