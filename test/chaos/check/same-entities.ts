/** After a final resolve of both projects, the same mentions are one entity, under the same name. */
import { currentRows } from './checked.ts';
import { type Invariant, sqlInvariant } from './evidence.ts';

/**
 * Compared as a set of sets of mentions; those that are linked to nobody are a set as well. Mentions of documents that end otherwise
 * are left out, and so are the names of entities they name, which may be shown by what only they say.
 */
export const sameEntities: Invariant = sqlInvariant(
  'mentions are the same entities as without faults',
  `with said as (
     select distinct c.side, coalesce(e.merged_into, e.id) as root, md5(concat_ws('|', c.content, r.char_start, r.char_end, r.type)) as mention,
       c.content in (select content from checked where differs) as differs
     from ${currentRows('entity_mentions')} left join public.canonical_entities e on e.id = r.canonical_entity_id
   ), roots as (
     select side, root, md5(string_agg(mention, '' order by mention) filter (where not differs)) as members, count(*) filter (where not differs) as n,
       bool_or(differs) as touched
     from said group by side, root
   ), entities as (
     select side, members, min(n) as n, coalesce(min(root::text), 'none') as root, bool_or(touched) as touched, array_agg(distinct e.name order by e.name) as names
     from roots left join public.canonical_entities e on e.id = root where members is not null group by side, members
   )
   select 'other' as kind, case
       when calm.n is null then 'entity ' || stormy.root || ' has ' || stormy.n || ' mentions, which are no entity without faults'
       when stormy.n is null then 'entity ' || calm.root || ' has ' || calm.n || ' mentions without faults, which are no entity with them'
       else 'entity ' || stormy.root || ' has another name without faults, as ' || calm.root
     end as detail
   from (select * from entities where side = 'calm') calm full join (select * from entities where side = 'stormy') stormy using (members)
   where calm.n is null or stormy.n is null or calm.names is distinct from stormy.names and not calm.touched and not stormy.touched`,
);
