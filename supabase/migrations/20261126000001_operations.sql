-- What the people who keep the pipeline running ask the record: how it is, what failed with which code, whether histories are whole.

-- Documents in progress that nothing is open for, for longer than a time. The reconciler settles them after a minute.
create function lp.stuck_documents(p_for interval) returns setof public.documents
language sql stable as $$
  select d.* from public.documents d
  where d.state = 'processing' and d.updated_at < now() - p_for and not exists (
    select 1 from public.tasks o where o.document_id = d.id and (o.state in ('running', 'parked') or (o.state = 'queued' and o.deliver_at is not null)))
$$;

-- Documents that failed, or miss something, each with every code that is why; of one project, or of all.
create function lp.failures(p_project uuid) returns table (project_id uuid, document_id uuid, code text)
language sql stable as $$
  select d.project_id, d.id, d.error_code from public.documents d
  where d.state = 'failed' and d.error_code is not null and (p_project is null or d.project_id = p_project)
  union
  select d.project_id, d.id, ds.error_code from public.documents d
  join public.document_stages ds on ds.document_id = d.id and ds.state = 'failed'
  where d.state = 'completed_partial' and ds.error_code is not null and (p_project is null or d.project_id = p_project)
  union
  select d.project_id, d.id, t.error_code from public.documents d
  join public.document_stages ds on ds.document_id = d.id and ds.missing
  join public.tasks t on t.document_id = d.id and t.generation = ds.current_generation and t.stage = ds.stage and t.phase = 'part' and t.state = 'failed'
  where d.state = 'completed_partial' and t.error_code is not null and (p_project is null or d.project_id = p_project)
$$;

-- How the record is: its clock, and what waits for longer than it should. Counts, ages in seconds, names of projects; nothing of documents.
-- `leases`: ran out and not taken back. `overdue`: published, claimed by nobody and not looked at again. `undelivered`: due and
-- not published. `stuck`: in progress with nothing open. `nearPoison`: one lost lease, or none, before they are given up.
create function public.health(p_late_ms int default 60000) returns jsonb
language sql stable security definer set search_path = '' as $$
  with late as (select now() - make_interval(secs => p_late_ms / 1000.0) as since),
  waiting as (
    select stage, count(*) as n, floor(extract(epoch from now() - min(greatest(created_at, started_at, not_before)))) as seconds
    from public.tasks where state = 'queued' and deliver_at is not null and (not_before is null or not_before <= now()) group by stage
  )
  select jsonb_build_object(
    'now', clock_timestamp(),
    'leases', (select jsonb_build_object('count', count(*), 'seconds', coalesce(floor(extract(epoch from now() - min(lease_until))), 0))
      from public.tasks, late where state = 'running' and lease_until < since),
    'overdue', (select jsonb_build_object('count', count(*), 'seconds', coalesce(floor(extract(epoch from now() - min(deliver_at))), 0))
      from public.tasks, late where state = 'queued' and published and deliver_at < since),
    'undelivered', (select jsonb_build_object('count', count(*), 'seconds', coalesce(floor(extract(epoch from now() - min(deliver_at))), 0))
      from public.tasks, late where state = 'queued' and not published and deliver_at < since),
    -- Half a minute more: until then the reconciler may just be about to do it.
    'stuck', (select jsonb_build_object('count', count(*), 'seconds', coalesce(floor(extract(epoch from now() - min(updated_at))), 0))
      from lp.stuck_documents(make_interval(secs => p_late_ms / 1000.0 + 30))),
    'waiting', (select coalesce(jsonb_agg(jsonb_build_object('stage', stage, 'count', n, 'seconds', seconds) order by stage), '[]') from waiting),
    'nearPoison', (select count(*) from public.tasks where state in ('queued', 'running', 'parked') and expirations >= lp.poison_limit() - 1),
    'failures', (select coalesce(jsonb_agg(jsonb_build_object('projectId', f.project_id, 'project', p.name, 'code', f.code, 'count', f.n) order by p.name, f.code), '[]')
      from (select project_id, code, count(*) as n from lp.failures(null) where code like 'X\_%' group by project_id, code) f
      join public.projects p on p.id = f.project_id))
$$;

-- Where the record is not what a reconciler would leave: ids of tasks whose lease ran out, and of documents that nothing is
-- open for, at most a thousand of each; of one project, or of all.
create function public.differences(p_project uuid default null) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'now', clock_timestamp(),
    'leases', (select coalesce(jsonb_agg(id), '[]') from (
      select id from public.tasks where state = 'running' and lease_until < now() and (p_project is null or project_id = p_project) order by id limit 1000) t),
    'stuck', (select coalesce(jsonb_agg(id), '[]') from (
      select id from lp.stuck_documents('60 seconds') where p_project is null or project_id = p_project order by id limit 1000) d))
$$;

-- Ids, in order and after one, of documents of a project that failed, or miss something, with a code.
create function public.failed_documents(p_project uuid, p_code text, p_after uuid, p_limit int) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(document_id order by document_id), '{}') from (
    select distinct document_id from lp.failures(p_project) where code = p_code and (p_after is null or document_id > p_after) order by document_id limit p_limit) page
$$;

-- Ids, in order and after one, of documents of a project that a run could start from a stage for: they have the stage and have
-- ended, and nobody cancelled them. What is in progress is left to end.
create function public.reprocessable_documents(p_project uuid, p_from text, p_after uuid, p_limit int) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(id order by id), '{}') from (
    select d.id from public.documents d join public.document_stages ds on ds.document_id = d.id and ds.stage = p_from
    where d.project_id = p_project and d.state in ('completed', 'completed_partial', 'failed') and (p_after is null or d.id > p_after)
    order by d.id limit p_limit) page
$$;

-- Verifies the histories of up to p_limit documents after one, in order of id: sequences without gaps, each event tied to the one
-- before by its hash, the last one known to the document. Answers counts, `broken` - document, what is wrong and from which event on -
-- and `last`, after which to go on; null if there are no more.
create function public.verify_events(p_project uuid, p_after uuid, p_limit int) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select id, event_sequence, event_hash from public.documents
    where (p_project is null or project_id = p_project) and (p_after is null or id > p_after) order by id limit p_limit
  ), checked as (
    select p.id, e.sequence, case
      when e.sequence <> row_number() over history then 'gap'
      when e.previous_hash <> lag(e.hash, 1, '') over history then 'chain'
      when e.hash <> lp.event_hash(e.previous_hash, e.document_id, e.sequence, e.kind, e.data, e.created_at) then 'hash' end as problem
    from page p join public.events e on e.document_id = p.id
    window history as (partition by p.id order by e.sequence)
  ), found as (
    select id, sequence, problem from checked where problem is not null
    union all
    select p.id, p.event_sequence, 'end' from page p
    where p.event_sequence = 0 or not exists (select 1 from public.events e where e.document_id = p.id and e.sequence = p.event_sequence and e.hash = p.event_hash)
      or exists (select 1 from public.events e where e.document_id = p.id and e.sequence > p.event_sequence)
  ), broken as (select distinct on (id) id, sequence, problem from found order by id, sequence, problem)
  select jsonb_build_object(
    'documents', (select count(*) from page),
    'events', (select count(*) from checked),
    'broken', (select coalesce(jsonb_agg(jsonb_build_object('documentId', id, 'sequence', sequence, 'problem', problem) order by id), '[]') from broken),
    'last', case when (select count(*) from page) = p_limit then (select id from page order by id desc limit 1) end)
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['public.health', 'public.differences', 'public.failed_documents', 'public.reprocessable_documents', 'public.verify_events']::regproc[]::regprocedure[] loop
    execute format('revoke all on function %s from public, anon, authenticated, service_role', f);
    execute format('grant execute on function %s to service_role', f);
  end loop;
end
$$;
revoke all on function lp.stuck_documents(interval), lp.failures(uuid) from public, anon, authenticated, service_role;

insert into public.schema_version (version) values (5);
