-- Opinions of engines that stand, once given (0011).

-- What others than the engine of `verdict` said of the pair, or other versions of it: [{ verdict, decidedBy }]. It decides nothing.
alter table public.entity_reviews add column other_opinions jsonb not null default '[]';

-- Keeps what an engine said about pairs. The first opinion on a pair stands: what follows from it may have been cited. Later ones of
-- another engine, model or version are kept beside it, one of each; of the same they are dropped. Answers `ok` or `fenced`.
create or replace function public.judge_pairs(p_task uuid, p_token uuid, p_opinions jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  t public.tasks;
begin
  t := lp.writing_task(p_task, p_token);
  if t.id is null then return 'fenced'; end if;
  perform pg_advisory_xact_lock(hashtextextended('entities/' || t.project_id, 0));
  update public.entity_reviews r set updated_at = now(), verdict = coalesce(r.verdict, o ->> 'verdict'),
    decided_by = case when r.verdict is null then o -> 'decidedBy' else r.decided_by end,
    other_opinions = case when r.verdict is null then r.other_opinions else r.other_opinions || jsonb_build_object('verdict', o ->> 'verdict', 'decidedBy', o -> 'decidedBy') end
  from jsonb_array_elements(p_opinions) o
  where r.id = (o ->> 'id')::uuid and r.project_id = t.project_id
    and (r.verdict is null or r.decided_by - 'reason' is distinct from (o -> 'decidedBy') - 'reason' and not exists (
      select 1 from jsonb_array_elements(r.other_opinions) known where (known -> 'decidedBy') - 'reason' = (o -> 'decidedBy') - 'reason'));
  return 'ok';
end
$$;

insert into public.schema_version (version) values (10);
