/** Opaque cursors: where the next page of a list begins. */
import { z } from 'zod';
import { PipelineError } from '../../shared/errors.ts';
import type { PageOf, TimeKey } from '../../shared/record/page.ts';

/** A key of a list and how it is written into a cursor. */
export interface CursorKind<K> {
  encode(key: K): string;
  /** Throws `I_REQUEST` for what we did not write. */
  decode(cursor: string | undefined): K | undefined;
}

/** Lists by time and id. */
export const timeCursor = cursorKind<TimeKey, [string, string]>(
  z.tuple([z.iso.datetime({ offset: true }), z.uuid()]),
  key => [key.createdAt, key.id],
  ([createdAt, id]) => ({ createdAt, id }),
);

/** The page of a list by time that a caller asks for. */
export const timePage = ({ cursor, limit }: { cursor?: string | undefined; limit: number }): PageOf<TimeKey> => ({
  after: timeCursor.decode(cursor),
  limit,
});

/** A page of a list by time as it is answered. */
export const toTimePage = <T extends TimeKey>(items: T[], limit: number) =>
  toPage(items, limit, timeCursor, last => last);

/** The place in the rows of one generation: a list that was begun goes on in its generation, also after a rerun. */
export interface RowKey {
  generation: number;
  ordinal: number;
}

/** Rows of a stage. */
export const rowCursor = cursorKind<RowKey, [number, number]>(
  z.tuple([z.int32().positive(), z.int32().nonnegative()]),
  key => [key.generation, key.ordinal],
  ([generation, ordinal]) => ({ generation, ordinal }),
);

/** Lists by a number. */
export const numberCursor = cursorKind<number, [number]>(
  z.tuple([z.int32().nonnegative()]),
  key => [key],
  ([key]) => key,
);

/** Lists by an id. */
export const idCursor = cursorKind<string, [string]>(
  z.tuple([z.uuid()]),
  key => [key],
  ([key]) => key,
);

/** One page as it is answered: the items, and the cursor of the next page unless this one was not full. */
export function toPage<T, K>(items: T[], limit: number, kind: CursorKind<K>, keyOf: (last: T) => K) {
  const last = items.length === limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : kind.encode(keyOf(last)) };
}

function cursorKind<K, W>(schema: z.ZodType<W>, toWire: (key: K) => W, fromWire: (wire: W) => K): CursorKind<K> {
  return {
    encode: key => Buffer.from(JSON.stringify(toWire(key))).toString('base64url'),
    decode(cursor) {
      if (cursor === undefined) return undefined;
      const parsed = schema.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString()));
      if (!parsed.success) throw new PipelineError('I_REQUEST', 'query: cursor: not one of this list');
      return fromWire(parsed.data);
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // fits no schema
  }
}
