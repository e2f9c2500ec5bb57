/** What the checks look at, and what they find. */
import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { DocumentState } from '../../../shared/domain/stage.ts';

/** What a campaign left, at rest: nothing of ours runs any more but the database, Redis and the file store. */
export interface Evidence {
  /** A connection of the owner of the database. */
  owner: pg.Client;
  /** The same files without faults, and with them: ids of the projects. */
  calm: string;
  stormy: string;
  redis: Redis;
  /** The root of the file store. */
  filesFolder: string;
  /** Every answer the client got: the file was accepted. */
  sent: { project: string; key: string; documentId: string; fileName: string }[];
  /** Words that stand in texts and file names and nowhere else. */
  markers: string[];
  /** Every file below them is searched. */
  logFolder: string;
  temporaryFolder: string;
  cacheFolders: string[];
  /** Files that end otherwise than without faults, on purpose: by name. */
  differing: Map<string, { state: DocumentState; code: string }>;
}

/** An invariant that does not hold. `detail` has ids and counts, never text. */
export interface Finding {
  invariant: string;
  kind: 'lost' | 'doubled' | 'other';
  detail: string;
}

export type Check = (evidence: Evidence) => Promise<Finding[]>;

const most = 10;

/** Findings of one invariant: the first ten, and how many more there are. */
export function findings(invariant: string, kind: Finding['kind'], details: readonly string[]): Finding[] {
  const shown = details.slice(0, most).map(detail => ({ invariant, kind, detail }));
  if (details.length <= most) return shown;
  return [...shown, { invariant, kind, detail: `and ${details.length - most} more` }];
}

/** Every row a query answers is a finding, and says so in its column `detail`. */
export async function breaches(
  { owner }: Pick<Evidence, 'owner'>,
  invariant: string,
  kind: Finding['kind'],
  sql: string,
  values: unknown[] = [],
): Promise<Finding[]> {
  const { rows } = await owner.query<{ detail: string }>(sql, values);
  return findings(
    invariant,
    kind,
    rows.map(({ detail }) => detail),
  );
}
