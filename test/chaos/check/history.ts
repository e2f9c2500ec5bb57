/** The history of every document: without gaps, chained, and a path the state machine allows. */
import { breaches, type Check, findings } from './evidence.ts';

/** Computed anew, without the function of the record that computed it first. */
export const chained: Check = async evidence => [
  ...(await breaches(
    evidence,
    'the history of a document has no gap',
    'lost',
    `select document_id::text as detail from (
       select document_id, sequence, row_number() over (partition by document_id order by sequence) as n from events) e
     where sequence <> n group by document_id
     union all select id::text from documents d where event_sequence <> (select count(*) from events where document_id = d.id)`,
  )),
  ...(await breaches(
    evidence,
    'the history of a document is chained',
    'other',
    `select document_id::text as detail from (
       select e.*, lag(hash, 1, '') over (partition by document_id order by sequence) as before from events e) e
     where previous_hash <> before
       or hash <> encode(sha256(convert_to(previous_hash || '|' || document_id || '|' || sequence || '|' || kind || '|' || data || '|' || extract(epoch from created_at), 'UTF8')), 'hex')
     group by document_id
     union all select id::text from documents d where event_hash is distinct from (select hash from events where document_id = d.id order by sequence desc limit 1)`,
  )),
  ...(await breaches(
    evidence,
    'stages are sealed in order',
    'other',
    `select document_id::text as detail from (
       select e.document_id, e.data ->> 'generation' as generation, p.position, lag(p.position) over (partition by e.document_id, e.data ->> 'generation' order by e.sequence) as before
       from events e join pipeline_stages p on p.stage = e.data ->> 'stage' where e.kind = 'stage.done') s
     where before >= position group by document_id`,
  )),
];

const ends = ['completed', 'completed_partial', 'failed', 'cancelled', 'duplicate', 'excluded'].map(
  state => `document.${state}`,
);
const steps = ['stage.done', 'stage.failed', 'task.failed', 'lease.expired', 'child.changed', 'run.cancelled'];

/** What may follow what, for a document in progress and for one that has ended. */
const next: Record<'open' | 'ended', Record<string, 'open' | 'ended'>> = {
  open: {
    ...Object.fromEntries(steps.map(step => [step, 'open' as const])),
    ...Object.fromEntries(ends.map(end => [end, 'ended' as const])),
    'document.reprocess': 'open',
  },
  ended: {
    'document.retry': 'open',
    'document.reprocess': 'open',
    'document.promoted': 'open',
    'document.accepted': 'open',
  },
};

export const legalPath: Check = async ({ owner }) => {
  const { rows } = await owner.query<{ id: string; kinds: string[]; first: string }>(
    `select document_id as id, array_agg(kind order by sequence) as kinds, (array_agg(data ->> 'state' order by sequence))[1] as first from events group by 1`,
  );
  const broken = rows.filter(({ kinds: [accepted, ...kinds], first }) => {
    let state: 'open' | 'ended' | undefined = first === 'processing' ? 'open' : 'ended';
    for (const kind of kinds) state = state && next[state][kind];
    return accepted !== 'document.accepted' || state !== 'ended';
  });
  return findings(
    'the history of a document is a legal path',
    'other',
    broken.map(({ id }) => id),
  );
};
