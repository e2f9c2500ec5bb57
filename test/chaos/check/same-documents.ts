/** Documents end as they do without faults. */
import { type Invariant, sqlInvariant } from './evidence.ts';

/**
 * Equal bytes are looked at together: there are as many of them, and those that are not mere copies of another end in the same
 * ways. How many are copies depends on when the first one ended, for nobody copies what failed.
 */
export const endsAlike: Invariant = sqlInvariant(
  'documents end as without faults',
  `select case when n > calm_n then 'doubled' when n < calm_n or failed then 'lost' else 'other' end as kind,
     n || ' documents of equal bytes end as ' || coalesce(array_to_string(ends, ', '), 'nothing') || ', without faults ' || calm_n || ' as '
     || coalesce(array_to_string(calm_ends, ', '), 'nothing') || ': ' || example as detail
   from (
     select count(*) filter (where side = 'stormy') as n, count(*) filter (where side = 'calm') as calm_n,
       array_agg(distinct outcome order by outcome) filter (where side = 'stormy' and state <> 'duplicate') as ends,
       array_agg(distinct outcome order by outcome) filter (where side = 'calm' and state <> 'duplicate') as calm_ends,
       bool_or(side = 'stormy' and state in ('failed', 'completed_partial', 'processing')) as failed,
       coalesce(min(id::text) filter (where side = 'stormy'), min(id::text)) as example
     from (select *, concat_ws(' ', state, error_code) as outcome from checked) c
     group by content having not bool_or(differs)
   ) equal where n <> calm_n or ends is distinct from calm_ends`,
);

/** Those that are to end otherwise, by name; a copy of one is looked at with it. */
export const endsOtherwise: Invariant = sqlInvariant(
  'what ends otherwise ends as it must',
  `select case when state = 'processing' or state is null then 'lost' else 'other' end as kind,
     coalesce('document ' || id || ' is ' || concat_ws(' ', state, error_code), 'a document is not there') || ', and should be ' || concat_ws(' ', wanted, code) as detail
   from unnest($1::text[], $2::text[], $3::text[]) as must (place, wanted, code)
   left join (select * from checked where side = 'stormy') c using (place)
   where c.state is distinct from must.wanted and c.state is distinct from 'duplicate'
     or c.state = must.wanted and must.code is not null and c.error_code is distinct from must.code`,
  ({ differing }) => [
    [...differing.keys()],
    [...differing.values()].map(({ state }) => state),
    [...differing.values()].map(({ code }) => code ?? null),
  ],
);
