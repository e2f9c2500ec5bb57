/** What the checker of a campaign looks at, and the form of what it finds. */
import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { DocumentState } from '../../../shared/domain/stage.ts';

/** A campaign at rest: everything was sent to two projects of one database, to `calm` without faults, to `stormy` with them. */
export interface Evidence {
  /** As owner of the database, who was told by `installWitness`. */
  owner: pg.Client;
  /** Ids of the two projects. */
  calm: string;
  stormy: string;
  redis: Redis;
  /** The prefix of the queues: names of keys that begin with it may be told. */
  prefix: string;
  /** Root of the folder store. */
  filesFolder: string;
  /** Every answer 200 or 202 the client got. */
  sent: readonly Sent[];
  /** Words planted in texts and file names, which may be nowhere but in the record and the file store. */
  markers: readonly string[];
  /** Every file below is searched. */
  logFolders: readonly string[];
  /** TMPDIR of the services, which are stopped or idle. */
  temporaryFolder: string;
  cacheFolders: readonly string[];
  /** Files that end otherwise than in the calm run, on purpose, by name: in this state. What was found inside them may be missing. */
  differing: ReadonlyMap<string, { state: DocumentState; code?: string }>;
  /** Sends the file of a key once more; answers the id of its document. Absent when the services are stopped. */
  resend?(key: string): Promise<string>;
}

export interface Sent {
  project: string;
  key: string;
  documentId: string;
  fileName: string;
}

/** One breach of an invariant: ids, places and counts, never text. */
export interface Breach {
  kind: 'lost' | 'doubled' | 'other';
  detail: string;
}

export interface Finding extends Breach {
  invariant: string;
}

/** Something that holds after every campaign, whatever died. */
export interface Invariant {
  name: string;
  breaches(evidence: Evidence): Promise<Breach[]>;
}

/** An invariant whose breaches a query answers, in columns `kind` and `detail`. It may use the table `checked`. */
export const sqlInvariant = (
  name: string,
  sql: string,
  values: (evidence: Evidence) => unknown[] = () => [],
): Invariant => ({
  name,
  breaches: async evidence => (await evidence.owner.query<Breach>(sql, values(evidence))).rows,
});
