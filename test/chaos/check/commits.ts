/** Each task was committed once, and what is stored was written under the token it was committed with. */
import { stagesOf } from '../../../shared/record/rows.ts';
import { type Invariant, sqlInvariant } from './evidence.ts';

/** By the witness in the database, not by what the task says of itself. */
export const committedOnce: Invariant = sqlInvariant(
  'each task that is done was committed once',
  `select case when commits > 1 then 'doubled' else 'other' end as kind, 'task ' || id || ' is ' || state || ' and was committed ' || commits || ' times' as detail
   from (
     select t.id, t.state, count(w.id) as commits
     from public.tasks t join checked c on c.id = t.document_id
     left join chaos.changes w on w.task_id = t.id and w.to_state = 'done'
     group by t.id
   ) task where commits <> (state = 'done')::int`,
);

const strangeRows = Object.keys(stagesOf).map(
  name => `
   select 'doubled' as kind, count(*) || ' rows of ${name} of task ' || r.task_id || ', which ' || coalesce('is ' || min(t.state), 'is not there')
     || ', are not of its commit' as detail
   from public.${name} r join checked c on c.id = r.document_id left join public.tasks t on t.id = r.task_id
   where t.state is distinct from 'done' or t.lease_token is distinct from r.lease_token
   group by r.task_id`,
);

export const rowsOfCommits: Invariant = sqlInvariant(
  'rows carry the token of the commit',
  `${strangeRows.join(' union all ')}
   union all
   select 'other', count(*) || ' drafts are left of task ' || r.task_id
   from public.task_drafts r join checked c on c.id = r.document_id group by r.task_id`,
);

export const sealedOnce: Invariant = sqlInvariant(
  'each stage was sealed once',
  `select case when sealed > 1 then 'doubled' else 'lost' end as kind,
     format('generation %s of %s of document %s was sealed %s times', generation, stage, id, sealed) as detail
   from (
     select coalesce(e.id, s.document_id) as id, coalesce(e.stage, s.stage) as stage, coalesce(e.generation, s.current_generation) as generation, coalesce(e.sealed, 0) as sealed
     from (
       select c.id, e.data ->> 'stage' as stage, (e.data ->> 'generation')::int as generation, count(*) as sealed
       from public.events e join checked c on c.id = e.document_id where e.kind = 'stage.done' group by 1, 2, 3
     ) e
     full join (
       select s.* from public.document_stages s join checked c on c.id = s.document_id where s.current_generation is not null
     ) s on s.document_id = e.id and s.stage = e.stage and s.current_generation = e.generation
   ) seal where sealed <> 1`,
);
