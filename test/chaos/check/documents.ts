/** Every file that was answered for is one document, and every document has ended once and in the right state. */
import { breaches, type Check, type Evidence, type Finding, findings } from './evidence.ts';

/** Each answer has exactly one document, with that id; and there is none that nobody sent. */
export const answered: Check = async ({ owner, sent, calm, stormy }) => {
  const { rows } = await owner.query<{ id: string; key: string | null; root: string }>(
    'select id, idempotency_key as key, root_id as root from documents where project_id = any ($1)',
    [[calm, stormy]],
  );
  const ids = new Set(rows.map(({ id }) => id));
  const byKey = Map.groupBy(rows, ({ key }) => key);
  const known = new Set(sent.map(({ documentId }) => documentId));
  return [
    ...findings(
      'an answered file is a document',
      'lost',
      sent.filter(({ documentId }) => !ids.has(documentId)).map(({ documentId }) => documentId),
    ),
    ...findings(
      'a file is one document',
      'doubled',
      sent.filter(({ key }) => (byKey.get(key)?.length ?? 0) > 1).map(({ documentId }) => documentId),
    ),
    ...findings(
      'no document that nobody sent',
      'doubled',
      rows.filter(({ root }) => !known.has(root)).map(({ id }) => id),
    ),
  ];
};

/** Each document is in a terminal state, and nothing is open for it any more. */
export const ended: Check = async evidence => [
  ...(await breaches(
    evidence,
    'every document ends',
    'lost',
    `select id || ' is ' || state as detail from documents where state = 'processing' or finished_at is null`,
  )),
  ...(await breaches(
    evidence,
    'no task is left open',
    'lost',
    `select t.id || ' is ' || t.state as detail from tasks t where t.state in ('queued', 'running', 'parked') or (t.lease_until is not null)`,
  )),
  ...(await breaches(
    evidence,
    'no run is left open',
    'other',
    `select document_id::text as detail from runs where state = 'running'
     union all select document_id || '/' || stage from document_stages s join documents d on d.id = s.document_id
     where d.state in ('completed', 'completed_partial') and (building_generation is not null or s.state in ('waiting', 'running'))`,
  )),
  ...(await breaches(
    evidence,
    'the report adds up',
    'lost',
    `select r.id::text as detail from (select id, public.report(id) as report from projects) r
     where (r.report ->> 'received')::int <> (select sum(value::int) from jsonb_each_text(r.report -> 'states'))`,
  )),
];

/**
 * Documents of equal bytes end alike in both projects: which of them is read, and which are copies of it, depends on the order of
 * arrival, and that one of them was read.
 */
export const endedAlike: Check = async evidence => {
  const [calm, stormy] = await Promise.all([statesOf(evidence, evidence.calm), statesOf(evidence, evidence.stormy)]);
  const found: Finding[] = [];
  for (const [sha256, states] of calm) {
    const others = stormy.get(sha256) ?? [];
    const alike = states.length === others.length && read(states) === read(others);
    if (!alike)
      found.push(
        ...findings('ends as without faults', 'lost', [`${states.join(', ')}; with them ${others.join(', ')}`]),
      );
  }
  const extra = [...stormy.keys()].filter(sha256 => !calm.has(sha256));
  return [...found, ...findings('ends as without faults', 'doubled', extra), ...(await onPurpose(evidence))];
};

/** What became of it, but for who is a copy of whom. */
const read = (states: string[]): string => [...new Set(states.filter(state => state !== 'duplicate'))].sort().join();

async function statesOf({ owner, differing }: Evidence, project: string): Promise<Map<string, string[]>> {
  const { rows } = await owner.query<{ sha256: string; states: string[] }>(
    `select sha256 || case when bytes = 0 then coalesce(part_path, '') else '' end as sha256,
       array_agg(concat_ws(' ', state, error_code, category, page_count, (select string_agg(w ->> 'code', ' ' order by w ->> 'code') from jsonb_array_elements(warnings) w)) order by 1) as states
     from documents where project_id = $1 and not file_name = any ($2) group by 1`,
    [project, [...differing.keys()]],
  );
  return new Map(
    rows.map(({ sha256, states }) => [
      sha256,
      states.map(state => (state.startsWith('duplicate') ? 'duplicate' : state)),
    ]),
  );
}

async function onPurpose({ owner, stormy, differing }: Evidence): Promise<Finding[]> {
  const { rows } = await owner.query<{ name: string; state: string; code: string }>(
    'select file_name as name, state, error_code as code from documents where project_id = $1 and file_name = any ($2)',
    [stormy, [...differing.keys()]],
  );
  return findings(
    'ends as it must',
    'other',
    rows
      .filter(({ name, state, code }) => differing.get(name)?.state !== state || differing.get(name)?.code !== code)
      .map(({ name, state, code }) => `${name}: ${state} ${code}`),
  );
}
