/** What of JSON the record takes into a column of JSON. */

/** False if a string of it may hold NUL or half a surrogate pair, which Postgres refuses; rather too often than not often enough. */
export const isStorableJson = (json: string | undefined): boolean =>
  json !== undefined && !/\\u0000|\\ud[89a-f]/i.test(json);
