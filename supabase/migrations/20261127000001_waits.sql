-- A task that waits out an outage says for what and since when; the reconciler may be told to take no lease back; and a request to
-- run a whole project again may be repeated.

-- waits_for, waits_since: the code of the outage this task met last, and when the first one was since it last got anywhere.
alter table public.tasks add column waits_for text, add column waits_since timestamptz;
-- Named by whoever asked for many documents at once: none is started twice under it.
alter table public.runs add column request uuid;

-- Gives a claim back without a failed attempt: shutdown, or an outage or 429, which p_code names. Answers `released` or `fenced`.
drop function public.release_task(uuid, uuid, int);
create function public.release_task(p_task uuid, p_token uuid, p_pause_ms int default 0, p_code text default null) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  update public.tasks set state = 'queued', lease_token = null, lease_until = null, published = false,
    waits_for = coalesce(p_code, waits_for), waits_since = coalesce(waits_since, case when p_code is not null then now() end),
    not_before = now() + make_interval(secs => p_pause_ms / 1000.0), deliver_at = now() + make_interval(secs => p_pause_ms / 1000.0)
  where id = p_task and state = 'running' and lease_token = p_token;
  return case when found then 'released' else 'fenced' end;
end
$$;

-- Records a failed attempt: retried after a growing pause while attempts are left and the code allows it, else final, and
-- then it takes part in the fan-in. Answers `retrying`, `failed` (with deliveries) or `fenced`.
create or replace function public.fail_task(p_task uuid, p_token uuid, p_code text, p_message text, p_retryable boolean, p_engine text default null, p_retry_after_ms int default 0) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
  retry boolean;
  pause float8;
begin
  perform lp.lock_documents_of(jsonb_build_array(jsonb_build_object('taskId', p_task)));
  select * into t from public.tasks where id = p_task and state = 'running' and lease_token = p_token for no key update;
  if not found then return jsonb_build_object('status', 'fenced'); end if;
  retry := p_retryable and t.failures + 1 < (select attempts from public.pipeline_stages where stage = t.stage);
  -- 2, 4, 8 ... up to 300 seconds, times 0.5 to 1.5 so that a crowd does not come back at once.
  pause := greatest(least(300, 2 ^ (t.failures + 1)) * (0.5 + random()), p_retry_after_ms / 1000.0);
  update public.tasks set
    failures = failures + 1, lease_token = null, lease_until = null, error_code = p_code, error_message = left(p_message, 500), error_engine = p_engine,
    waits_for = null, waits_since = null,
    state = case when retry then 'queued' else 'failed' end, published = false,
    not_before = case when retry then now() + make_interval(secs => pause) end,
    deliver_at = case when retry then now() + make_interval(secs => pause) end,
    finished_at = case when retry then null else now() end
  where id = t.id;
  perform lp.record_event(t.document_id, 'task.failed', jsonb_build_object('taskId', t.id, 'stage', t.stage, 'phase', t.phase, 'ordinal', t.ordinal,
    'generation', t.generation, 'attempt', t.failures + 1, 'code', p_code, 'engine', p_engine, 'final', not retry));
  if retry then return jsonb_build_object('status', 'retrying'); end if;
  -- Of a task that failed for good nothing is read.
  perform lp.drop_rows(t);
  return jsonb_build_object('status', 'failed', 'deliveries', lp.settle(t.document_id));
end
$$;

-- Seals one task, with the last of its rows if they are few, and accepts the files found inside its document. Answers `committed` or
-- `already` (this token sealed it before), each with deliveries, or `fenced`. `unusedKeys` are stored files of children that
-- were there before, from an earlier generation.
create or replace function lp.commit_task(p jsonb) returns jsonb
language plpgsql as $$
declare
  t public.tasks;
  d public.documents;
  part record;
  inside record;
  accepted jsonb;
  deliveries jsonb := '[]';
  unused text[] := '{}';
begin
  select d0.* into d from public.documents d0 join public.tasks t0 on t0.document_id = d0.id where t0.id = (p ->> 'taskId')::uuid for no key update of d0;
  if not found then return jsonb_build_object('status', 'fenced'); end if;
  select * into strict t from public.tasks where id = (p ->> 'taskId')::uuid for no key update;
  if t.lease_token is distinct from (p ->> 'token')::uuid then return jsonb_build_object('status', 'fenced'); end if;
  if t.state = 'done' then return jsonb_build_object('status', 'already', 'deliveries', '[]'::jsonb); end if;
  if t.state <> 'running' then return jsonb_build_object('status', 'fenced'); end if;

  perform lp.write_rows(t, coalesce(p -> 'rows', '{}'));
  update public.tasks set state = 'done', finished_at = now(), lease_until = null, outcome = p -> 'outcome', findings = p -> 'document',
    error_code = null, error_message = null, error_engine = null,
    waits_for = null, waits_since = null
  where id = t.id;
  if t.phase = 'plan' then
    for part in select value, ordinality - 1 as ordinal from jsonb_array_elements(coalesce(p -> 'parts', '[]')) with ordinality loop
      perform lp.add_task(d, t.generation, t.stage, 'part', part.ordinal::int, part.value, false);
    end loop;
  end if;
  -- In one order for all, since each is accepted under a lock on its content.
  for inside in select value from jsonb_array_elements(coalesce(p -> 'children', '[]')) order by value ->> 'sha256', value ->> 'id' loop
    accepted := lp.accept(inside.value || jsonb_build_object('projectId', d.project_id, 'parentId', d.id));
    deliveries := deliveries || coalesce(accepted -> 'deliveries', '[]');
    if accepted ? 'mismatch' then
      perform lp.record_event(d.id, 'child.changed', jsonb_build_object('childId', accepted -> 'documentId', 'sha256', inside.value -> 'sha256'));
    end if;
    if accepted ? 'mismatch' or (accepted ->> 'replayed')::boolean then unused := unused || (inside.value ->> 'storageKey'); end if;
  end loop;
  return jsonb_build_object('status', 'committed', 'deliveries', deliveries || lp.settle(d.id), 'unusedKeys', to_jsonb(unused));
end
$$;

-- One round of setting the record straight; a round that finds another at work answers `busy`. Without p_expire no lease is taken
-- back: after an outage those who hold them must first have had time to renew them. Expired leases go back to
-- the queue or become poison; documents in progress that nothing is open for are settled again (`advanced`: a reason for
-- an alarm). `overdue` are published tasks nobody claimed in time: ask Redis whether their jobs are still there. It waits
-- for no lock, so it cannot be part of a deadlock: what is locked now is there in the next round.
drop function public.reconcile(int);
create function public.reconcile(p_stuck_ms int default 60000, p_expire boolean default true) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  doc uuid;
  t public.tasks;
  expired uuid[] := '{}';
  poisoned uuid[] := '{}';
  advanced uuid[] := '{}';
  deliveries jsonb := '[]';
  overdue jsonb;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('reconcile', 0)) then return jsonb_build_object('busy', true); end if;

  for doc in
    select id from public.documents where p_expire and id = any (array(select document_id from public.tasks where state = 'running' and lease_until < now() limit 200))
    order by id for no key update skip locked
  loop
    for t in select * from public.tasks where document_id = doc and state = 'running' and lease_until < now() order by id for no key update skip locked loop
      expired := expired || t.id;
      if lp.expire_lease(t) then poisoned := poisoned || t.id; end if;
    end loop;
    deliveries := deliveries || lp.settle(doc);
  end loop;

  for doc in
    select d.id from public.documents d
    where d.state = 'processing' and d.updated_at < now() - make_interval(secs => p_stuck_ms / 1000.0) and not exists (
      select 1 from public.tasks o where o.document_id = d.id and (o.state in ('running', 'parked') or (o.state = 'queued' and o.deliver_at is not null)))
    order by d.id limit 200 for no key update skip locked
  loop
    advanced := advanced || doc;
    update public.documents set updated_at = now() where id = doc;
    deliveries := deliveries || lp.settle(doc);
  end loop;

  with late as (
    select id from public.tasks where state = 'queued' and published and deliver_at < now() order by deliver_at limit 1000 for no key update skip locked
  ), seen as (
    update public.tasks x set deliver_at = now() + interval '15 seconds' from late where x.id = late.id returning x.*
  )
  select coalesce(jsonb_agg(lp.delivery(seen::public.tasks)), '[]') into overdue from seen;

  return jsonb_build_object('expired', to_jsonb(expired), 'poisoned', to_jsonb(poisoned), 'advanced', to_jsonb(advanced), 'deliveries', deliveries, 'overdue', overdue);
end
$$;

-- Starts a new generation from a stage on; the rows of the old one stay current until the run has ended. Answers
-- `{ generation, deliveries }` or `{ error }`: `not_found`, or `state` for a document that is not ours to process or has
-- not got what the stage reads. Nothing is started twice under one p_request.
drop function public.reprocess(uuid, text, text);
create function public.reprocess(p_document uuid, p_from text, p_reason text, p_request uuid default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  d public.documents;
  next_generation int;
begin
  select * into d from public.documents where id = p_document for no key update;
  if not found then return jsonb_build_object('error', 'not_found'); end if;
  if exists (select 1 from public.runs where document_id = d.id and request = p_request) then
    return jsonb_build_object('generation', (select max(generation) from public.runs where document_id = d.id), 'deliveries', '[]'::jsonb);
  end if;
  if d.state in ('duplicate', 'excluded', 'deleted') then return jsonb_build_object('error', 'state', 'state', d.state); end if;
  if not exists (select 1 from public.document_stages where document_id = d.id and stage = p_from) then
    return jsonb_build_object('error', 'state', 'state', d.state);
  end if;
  -- Every required stage before it must have sealed at least once: a stage reads what is current.
  if exists (select 1 from public.document_stages ds join public.pipeline_stages ps using (stage)
    where ds.document_id = d.id and ps.required and ds.current_generation is null and ps.position < (select position from public.pipeline_stages where stage = p_from)) then
    return jsonb_build_object('error', 'state', 'state', d.state);
  end if;
  select max(generation) + 1 into next_generation from public.runs where document_id = d.id;
  perform lp.close_tasks(d.id, 'superseded');
  update public.runs set state = 'superseded', finished_at = now() where document_id = d.id and state = 'running';
  perform lp.drop_building(d.id);
  -- What failed before the new starting point, in a rerun that is history now, is whole in what is current.
  update public.document_stages ds set state = 'done', error_code = null, error_message = null, error_attempt = null
  from public.pipeline_stages ps where ps.stage = ds.stage and ds.document_id = d.id and ds.state = 'failed' and ds.current_generation is not null
    and ps.position < (select position from public.pipeline_stages where stage = p_from);
  perform lp.start_run(d, next_generation, p_from, p_reason);
  update public.runs set request = p_request where p_request is not null and document_id = d.id and generation = next_generation;
  update public.documents set state = 'processing', error_code = null, error_message = null, error_stage = null, error_attempt = null, finished_at = null where id = d.id;
  perform lp.record_event(d.id, 'document.reprocess', jsonb_build_object('from', p_from, 'generation', next_generation, 'reason', p_reason));
  return jsonb_build_object('generation', next_generation, 'deliveries', lp.settle(d.id));
end
$$;

-- Ids, in order and after one, of documents of a project that a run could start from a stage for: they have the stage and have
-- ended, nobody cancelled them, and no run of theirs was started under this request. What is in progress is left to end.
drop function public.reprocessable_documents(uuid, text, uuid, int);
create function public.reprocessable_documents(p_project uuid, p_from text, p_after uuid, p_limit int, p_request uuid default null) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(id order by id), '{}') from (
    select d.id from public.documents d join public.document_stages ds on ds.document_id = d.id and ds.stage = p_from
    where d.project_id = p_project and d.state in ('completed', 'completed_partial', 'failed') and (p_after is null or d.id > p_after)
      and not exists (select 1 from public.runs r where r.document_id = d.id and r.request = p_request)
    order by d.id limit p_limit) page
$$;

-- How the record is: its clock, and what waits for longer than it should. Counts, ages in seconds, names of projects; nothing of documents.
-- `leases`: ran out and not taken back. `overdue`: published, claimed by nobody and not looked at again. `undelivered`: due and
-- not published. `stuck`: in progress with nothing open. `outages`: have met nothing else for so long, by the code of the last.
-- `nearPoison`: one lost lease, or none, before they are given up.
create or replace function public.health(p_late_ms int default 60000) returns jsonb
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
    'outages', (select coalesce(jsonb_agg(jsonb_build_object('stage', stage, 'code', waits_for, 'count', n, 'seconds', seconds) order by stage, waits_for), '[]') from (
      select stage, waits_for, count(*) as n, floor(extract(epoch from now() - min(waits_since))) as seconds
      from public.tasks, late where state in ('queued', 'running') and waits_since < since group by stage, waits_for) w),
    'nearPoison', (select count(*) from public.tasks where state in ('queued', 'running', 'parked') and expirations >= lp.poison_limit() - 1),
    'failures', (select coalesce(jsonb_agg(jsonb_build_object('projectId', f.project_id, 'project', p.name, 'code', f.code, 'count', f.n) order by p.name, f.code), '[]')
      from (select project_id, code, count(*) as n from lp.failures(null) where code like 'X\_%' group by project_id, code) f
      join public.projects p on p.id = f.project_id))
$$;

do $$
declare
  f regprocedure;
begin
  -- Dropped and made anew, they have lost what was granted.
  foreach f in array array['public.release_task', 'public.reconcile', 'public.reprocess', 'public.reprocessable_documents']::regproc[]::regprocedure[] loop
    execute format('revoke all on function %s from public, anon, authenticated, service_role', f);
    execute format('grant execute on function %s to service_role', f);
  end loop;
end
$$;

insert into public.schema_version (version) values (7);
