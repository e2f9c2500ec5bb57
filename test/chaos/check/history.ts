/** The history of every document: without gaps, chained by hashes, and a path that can be taken. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Breach, Evidence, Invariant } from './evidence.ts';
import { followHistory, type HistoryEvent } from './legal-path.ts';

interface EventRow extends HistoryEvent {
  sequence: number;
  previousHash: string;
  hash: string;
  /** `data` and the time as Postgres writes them into the hash: jsonb as text, seconds since 1970 with six decimals. */
  dataText: string;
  epoch: string;
}

interface History {
  id: string;
  state: string;
  /** What the document says of its last event. */
  sequence: number;
  hash: string;
  events: EventRow[];
}

/** An invariant of each history by itself. */
const ofEach = (name: string, breach: (history: History) => Breach | undefined): Invariant => ({
  name,
  breaches: async evidence => (await readHistories(evidence)).flatMap(history => breach(history) ?? []),
});

export const noGaps: Invariant = ofEach('histories have no gaps', ({ id, sequence, events }) => {
  const gap = events.findIndex((event, i) => event.sequence !== i + 1);
  if (gap >= 0) return { kind: 'lost', detail: `document ${id}: event ${gap + 1} is not there` };
  if (events.length === sequence) return undefined;
  return { kind: 'lost', detail: `document ${id}: ${events.length} events of ${sequence}` };
});

/** Computed here, not by the function that made them. */
export const chained: Invariant = ofEach('hash chains verify', ({ id, hash, events }) => {
  let previous = '';
  for (const event of events) {
    if (event.previousHash !== previous || event.hash !== hashOf(id, event))
      return { kind: 'other', detail: `document ${id}: event ${event.sequence} does not fit the one before` };
    previous = event.hash;
  }
  return hash === previous ? undefined : { kind: 'other', detail: `document ${id} does not have the last hash` };
});

export const legalPaths: Invariant = ofEach('histories are legal paths', ({ id, state, events }) => {
  const end = followHistory(events);
  if ('illegalAt' in end) {
    const { kind } = events[end.illegalAt - 1] ?? { kind: 'nothing' };
    return { kind: 'other', detail: `document ${id}: ${kind} cannot be event ${end.illegalAt}` };
  }
  return end.state === state
    ? undefined
    : { kind: 'other', detail: `document ${id} is ${state}, its history ${end.state}` };
});

const hashOf = (id: string, { previousHash, sequence, kind, dataText, epoch }: EventRow): string =>
  createHash('sha256').update([previousHash, id, sequence, kind, dataText, epoch].join('|')).digest('hex');

async function readHistories({ owner }: Evidence): Promise<History[]> {
  const documents = await rowsOf<Omit<History, 'events'>>(
    owner,
    'select c.id, c.state, d.event_sequence as sequence, d.event_hash as hash from checked c join public.documents d using (id)',
  );
  const events = await rowsOf<EventRow & { id: string }>(
    owner,
    `select e.document_id as id, sequence, kind, data, data::text as "dataText", previous_hash as "previousHash", hash,
       extract(epoch from e.created_at)::text as epoch
     from public.events e join checked c on c.id = e.document_id order by e.document_id, sequence`,
  );
  const byDocument = Map.groupBy(events, ({ id }) => id);
  return documents.map(document => ({ ...document, events: byDocument.get(document.id) ?? [] }));
}

const rowsOf = async <T extends pg.QueryResultRow>(owner: pg.Client, sql: string): Promise<T[]> =>
  (await owner.query<T>(sql)).rows;
