/** What was answered and what is recorded are the same documents. */
import { type Evidence, type Invariant, sqlInvariant } from './evidence.ts';

const mostResent = 200;

const sentRows = 'unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) as sent (project, key, id, name)';

const sentValues = ({ sent }: Evidence): unknown[] => [
  sent.map(({ project }) => project),
  sent.map(({ key }) => key),
  sent.map(({ documentId }) => documentId),
  sent.map(({ fileName }) => fileName),
];

/** Each answer is true: its document is there, under the key it was sent with, and no other answer named another. */
export const answersAreKept: Invariant = sqlInvariant(
  'each answered key has one document',
  `select 'lost' as kind, 'document ' || sent.id || ' was answered and is not there' as detail
   from ${sentRows} left join public.documents d on d.id = sent.id and d.project_id = sent.project where d.id is null
   union all
   select 'other', 'document ' || sent.id || ' is not recorded under its key'
   from ${sentRows} join public.documents d on d.id = sent.id where d.idempotency_key is distinct from sent.key
   union all
   select 'doubled', 'one file under one key was answered as ' || string_agg(distinct sent.id::text, ', ')
   from ${sentRows} group by sent.project, sent.key, sent.name having count(distinct sent.id) > 1`,
  sentValues,
);

/** What was found inside a document that was sent was sent with it. */
export const nothingUnsent: Invariant = sqlInvariant(
  'no document that nobody sent',
  `select 'doubled' as kind, 'document ' || c.id || ' was never answered' as detail
   from checked c join public.documents d using (id)
   where not exists (select 1 from unnest($1::uuid[]) as sent (id) where sent.id = d.root_id)`,
  ({ sent }) => [sent.map(({ documentId }) => documentId)],
);

/** The same key once more, of a sample of what was sent to the stormy project. */
export const keysAreKept: Invariant = {
  name: 'the same key gives the same id',
  async breaches({ resend, sent, stormy }) {
    if (!resend) return [];
    const answered = sent.filter(({ project }) => project === stormy);
    const step = Math.max(1, answered.length / mostResent);
    const sample = Array.from(
      { length: Math.min(mostResent, answered.length) },
      (_, i) => answered[Math.floor(i * step)],
    );
    const changed: string[] = [];
    for (const one of sample) {
      if (!one) continue;
      const again = await resend(one.key);
      if (again !== one.documentId) changed.push(`document ${one.documentId} is ${again} when sent again`);
    }
    return changed.map(detail => ({ kind: 'doubled', detail }));
  },
};
