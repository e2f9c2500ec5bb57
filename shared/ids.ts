/** Ids: random-with-time for what is new, derived for what must come out the same when made twice. */
import { v5, v7 } from 'uuid';

/** A new time-ordered id (RFC 9562 UUIDv7), for documents. */
export const newId = (): string => v7();

/** The same names under the same id give the same id (RFC 9562 UUIDv5). SQL has it as `lp.derived_id`. */
export const derivedId = (namespace: string, ...names: (string | number)[]): string => v5(names.join('/'), namespace);
