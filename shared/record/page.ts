/** Pages of a list by key, so that a page costs the same wherever it lies: never by offset. */

/** The place of a row in a list that is ordered by time, then id. */
export interface TimeKey {
  createdAt: string;
  id: string;
}

/** One page: at most `limit` (1,000) rows after a key, or the first ones. */
export interface PageOf<K> {
  after?: K | undefined;
  limit: number;
}

interface Query<Q> {
  order(column: string): Q;
  limit(count: number): Q;
  gte(column: string, value: string): Q;
  or(filters: string): Q;
}

/** Narrows a query to one page of its rows by time, then id. */
export function pageByTime<Q extends Query<Q>>(query: Q, { after, limit }: PageOf<TimeKey>): Q {
  const ordered = query.order('created_at').order('id').limit(limit);
  if (!after) return ordered;
  // The first condition lets the index find the place, the second leaves out the rows of the same instant already seen.
  return ordered.gte('created_at', after.createdAt).or(`created_at.gt."${after.createdAt}",id.gt."${after.id}"`);
}
