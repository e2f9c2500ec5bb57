/** Every document has ended, and nothing is open for it any more. */
import { type Breach, type Invariant, sqlInvariant } from './evidence.ts';

/** A stage that failed a document keeps what it was building, for a retry; of all others nothing is under construction. */
export const allEnded: Invariant = sqlInvariant(
  'every document has ended',
  `select 'lost' as kind, 'document ' || id || ' is ' || state || case when finished_at is null then ', without an end' else '' end as detail
   from checked c join public.documents d using (id, state) where state = 'processing' or finished_at is null
   union all
   select 'other', 'stage ' || s.stage || ' of document ' || id || ' is ' || s.state || ', building ' || coalesce(s.building_generation::text, 'nothing')
   from checked c join public.document_stages s on s.document_id = id
   where c.state <> 'processing' and (s.state = 'running' or s.building_generation is not null and c.state <> 'failed')
   union all
   select 'other', 'run ' || r.generation || ' of document ' || c.id || ' is running'
   from checked c join public.runs r on r.document_id = c.id where r.state = 'running'`,
);

export const nothingOpen: Invariant = sqlInvariant(
  'no task is open and no lease is held',
  `select case when t.state = 'parked' or t.state = 'queued' then 'lost' else 'other' end as kind,
     'task ' || t.id || ' of document ' || t.document_id || ' is ' || t.state || case when t.lease_until is null then '' else ', leased' end as detail
   from public.tasks t join checked c on c.id = t.document_id
   where t.state in ('queued', 'running', 'parked') or t.lease_until is not null`,
);

interface Report {
  received: number;
  families: { handedOver: number; foundInside: number };
  states: Record<string, number>;
}

/** Against a count of our own. */
export const reportAddsUp: Invariant = {
  name: 'the report adds up',
  async breaches({ owner, calm, stormy }) {
    const found: Breach[] = [];
    for (const project of [calm, stormy]) {
      const { rows } = await owner.query<{ n: number }>(
        'select count(*)::int as n from public.documents where project_id = $1',
        [project],
      );
      const documents = rows[0]?.n;
      // It answers members and the service; the owner is neither.
      await owner.query('set role service_role');
      const answer = await owner.query<{ report: Report | null }>('select public.report($1) as report', [project]);
      await owner.query('reset role');
      const report = answer.rows[0]?.report;
      const sums = {
        received: report?.received,
        states: Object.values(report?.states ?? {}).reduce((sum, n) => sum + n, 0),
        families: report && report.families.handedOver + report.families.foundInside,
      };
      for (const [what, sum] of Object.entries(sums)) {
        if (sum !== documents)
          found.push({ kind: 'lost', detail: `project ${project} has ${documents} documents, ${what} says ${sum}` });
      }
    }
    return found;
  },
};
