-- What workers, the relay and the reconciler call. Each is one transaction, uses the database's clock and is safe to repeat.

-- Claims one task. Answers `claimed` with the lease and all inputs - of a small document also the rows of the tables named in
-- `inputs` - or why not: `unknown`, `done`, `stale`, `parked`,
-- `held`, `not_due`. Locks the task only.
create function lp.claim_task(p jsonb) returns jsonb
language plpgsql as $$
declare
  t public.tasks;
  d public.documents;
  pr public.projects;
  building int;
  generations jsonb;
begin
  select * into t from public.tasks where id = (p ->> 'taskId')::uuid for no key update;
  if not found then return jsonb_build_object('status', 'unknown'); end if;
  if t.state = 'done' then return jsonb_build_object('status', 'done'); end if;
  if t.state in ('failed', 'superseded', 'cancelled') then return jsonb_build_object('status', 'stale'); end if;
  if t.state = 'parked' then return jsonb_build_object('status', 'parked'); end if;
  -- The same claim once more, because its answer was lost, is answered once more.
  if t.state = 'running' and t.lease_token is distinct from (p ->> 'token')::uuid then return jsonb_build_object('status', 'held'); end if;
  if t.not_before > now() then return jsonb_build_object('status', 'not_due'); end if;
  select building_generation into building from public.document_stages where document_id = t.document_id and stage = t.stage;
  if building is distinct from t.generation then return jsonb_build_object('status', 'stale'); end if;
  if t.phase = 'finish' and exists (select 1 from public.tasks o where o.document_id = t.document_id and o.generation = t.generation
    and o.stage = t.stage and o.phase = 'part' and o.state in ('queued', 'running', 'parked')) then
    return jsonb_build_object('status', 'not_due');
  end if;

  update public.tasks set
    state = 'running', claims = claims + (t.state = 'queued')::int, lease_token = coalesce((p ->> 'token')::uuid, gen_random_uuid()),
    lease_until = now() + make_interval(secs => (p ->> 'leaseMs')::float8 / 1000),
    deadline_at = now() + make_interval(secs => (
      select case t.phase when 'plan' then plan_ms when 'part' then part_ms else finish_ms end from public.pipeline_stages where stage = t.stage) / 1000.0),
    worker = p ->> 'worker', started_at = now(), deliver_at = null, not_before = null
  where id = t.id returning * into t;
  select * into strict d from public.documents where id = t.document_id;
  select * into strict pr from public.projects where id = t.project_id;
  -- What earlier stages of this run have sealed, else what is current. A stage that failed in it has nothing that fits.
  select jsonb_object_agg(ds.stage, case
    when ds.state = 'done' and ds.building_generation is not null then ds.building_generation
    when ds.state = 'failed' and exists (
      select 1 from public.document_stages e where e.document_id = d.id and e.state = 'done' and e.building_generation is not null) then 0
    else coalesce(ds.current_generation, 0) end) into generations
  from public.document_stages ds where ds.document_id = d.id;
  return jsonb_build_object(
    'status', 'claimed', 'token', t.lease_token, 'claim', t.claims,
    'task', jsonb_build_object('id', t.id, 'stage', t.stage, 'phase', t.phase, 'ordinal', t.ordinal, 'generation', t.generation,
      'attempt', t.failures + 1, 'input', t.input),
    'document', jsonb_build_object('id', d.id, 'projectId', d.project_id, 'projectName', pr.name, 'parentId', d.parent_id, 'fileName', d.file_name,
      'mediaType', d.media_type, 'bytes', d.bytes, 'sha256', d.sha256, 'storageKey', d.storage_key, 'category', d.category,
      'language', d.language, 'textLength', d.text_length),
    'limits', pr.limits, 'settings', pr.settings, 'generations', generations,
    'inputs', case when t.phase = 'plan' and t.generation = 1 and d.text_length <= lp.small_document() then (
      select jsonb_object_agg(wanted.name, lp.rows_of(wanted.name, d.id, case when wanted.name = 'segments'
        then greatest((generations ->> 'ocr')::int, (generations ->> 'asr')::int) else (generations ->> 'ner')::int end))
      from jsonb_array_elements_text(p -> 'inputs') as wanted(name)) end,
    'parts', case when t.phase = 'finish' then (
      select jsonb_build_object('total', count(*), 'failed', coalesce(jsonb_agg(jsonb_build_object('ordinal', ordinal, 'input', input, 'code', error_code) order by ordinal)
        filter (where state = 'failed'), '[]'))
      from public.tasks where document_id = d.id and generation = t.generation and stage = t.stage and phase = 'part')
      else jsonb_build_object('total', 0, 'failed', '[]'::jsonb) end);
end
$$;

-- Claims up to 20 tasks, in order of id so that two callers cannot deadlock; answers in the order asked. A claim lost in
-- a crash of Postgres only means that the task is claimed again.
create function public.claim_tasks(p_claims jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  c record;
  answers jsonb[] := array_fill(null::jsonb, array[jsonb_array_length(p_claims)]);
begin
  perform set_config('synchronous_commit', 'off', true);
  for c in select value, ordinality from jsonb_array_elements(p_claims) with ordinality order by value ->> 'taskId', ordinality loop
    answers[c.ordinality] := lp.claim_task(c.value);
  end loop;
  return to_jsonb(answers);
end
$$;

-- Renews leases: `ok`, `lost` (another claim, cancel, rerun) or `timeout` (the phase ran out of time), in the order asked.
create function public.renew_leases(p_leases jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  l record;
  t public.tasks;
  answers jsonb[] := array_fill(null::jsonb, array[jsonb_array_length(p_leases)]);
begin
  perform set_config('synchronous_commit', 'off', true);
  for l in select value, ordinality from jsonb_array_elements(p_leases) with ordinality order by value ->> 'taskId' loop
    select * into t from public.tasks
    where id = (l.value ->> 'taskId')::uuid and state = 'running' and lease_token = (l.value ->> 'token')::uuid for no key update;
    if not found then
      answers[l.ordinality] := '"lost"';
    elsif t.deadline_at <= now() then
      answers[l.ordinality] := '"timeout"';
    else
      update public.tasks set lease_until = now() + make_interval(secs => (l.value ->> 'leaseMs')::float8 / 1000) where id = t.id;
      answers[l.ordinality] := '"ok"';
    end if;
  end loop;
  return to_jsonb(answers);
end
$$;

-- Seals one task, with the last of its rows if they are few. Answers `committed` or `already` (this token sealed it before),
-- each with deliveries, or `fenced`.
create function lp.commit_task(p jsonb) returns jsonb
language plpgsql as $$
declare
  t public.tasks;
  d public.documents;
  part record;
begin
  select d0.* into d from public.documents d0 join public.tasks t0 on t0.document_id = d0.id where t0.id = (p ->> 'taskId')::uuid for no key update of d0;
  if not found then return jsonb_build_object('status', 'fenced'); end if;
  select * into strict t from public.tasks where id = (p ->> 'taskId')::uuid for no key update;
  if t.lease_token is distinct from (p ->> 'token')::uuid then return jsonb_build_object('status', 'fenced'); end if;
  if t.state = 'done' then return jsonb_build_object('status', 'already', 'deliveries', '[]'::jsonb); end if;
  if t.state <> 'running' then return jsonb_build_object('status', 'fenced'); end if;

  perform lp.write_rows(t, coalesce(p -> 'rows', '{}'));
  update public.tasks set state = 'done', finished_at = now(), lease_until = null, outcome = p -> 'outcome', findings = p -> 'document',
    error_code = null, error_message = null, error_engine = null
  where id = t.id;
  if t.phase = 'plan' then
    for part in select value, ordinality - 1 as ordinal from jsonb_array_elements(coalesce(p -> 'parts', '[]')) with ordinality loop
      perform lp.add_task(d, t.generation, t.stage, 'part', part.ordinal::int, part.value, false);
    end loop;
  end if;
  return jsonb_build_object('status', 'committed', 'deliveries', lp.settle(d.id));
end
$$;

-- Locks the documents of these tasks in order of id.
create function lp.lock_documents_of(p_tasks jsonb) returns void
language plpgsql as $$
declare
  ids uuid[] := array(select (value ->> 'taskId')::uuid from jsonb_array_elements(p_tasks));
begin
  perform from public.documents where id = any (array(select document_id from public.tasks where id = any (ids))) order by id for no key update;
end
$$;

-- Seals up to 20 tasks; answers in the order asked.
create function public.commit_tasks(p_commits jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  c record;
  answers jsonb[] := array_fill(null::jsonb, array[jsonb_array_length(p_commits)]);
begin
  perform lp.lock_documents_of(p_commits);
  for c in select value, ordinality from jsonb_array_elements(p_commits) with ordinality order by value ->> 'taskId', ordinality loop
    answers[c.ordinality] := lp.commit_task(c.value);
  end loop;
  return to_jsonb(answers);
end
$$;

-- Records a failed attempt: retried after a growing pause while attempts are left and the code allows it, else final, and
-- then it takes part in the fan-in. Answers `retrying`, `failed` (with deliveries) or `fenced`.
create function public.fail_task(p_task uuid, p_token uuid, p_code text, p_message text, p_retryable boolean, p_engine text default null, p_retry_after_ms int default 0) returns jsonb
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

-- Gives a claim back without a failed attempt: shutdown, outage, 429. Answers `released` or `fenced`.
create function public.release_task(p_task uuid, p_token uuid, p_pause_ms int default 0) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  update public.tasks set state = 'queued', lease_token = null, lease_until = null, published = false,
    not_before = now() + make_interval(secs => p_pause_ms / 1000.0), deliver_at = now() + make_interval(secs => p_pause_ms / 1000.0)
  where id = p_task and state = 'running' and lease_token = p_token;
  return case when found then 'released' else 'fenced' end;
end
$$;

-- Marks these tasks published and answers their deliveries. Publishing itself happens after, without a lock.
create function lp.take(p_tasks uuid[]) returns jsonb
language plpgsql as $$
declare
  deliveries jsonb;
begin
  with chosen as (
    select id from public.tasks where id = any (p_tasks) and state = 'queued' order by id for no key update skip locked
  ), taken as (
    update public.tasks t set published = true, publishes = publishes + 1, deliver_at = now() + interval '15 seconds'
    from chosen where t.id = chosen.id returning t.*
  )
  select coalesce(jsonb_agg(lp.delivery(taken::public.tasks)), '[]') into deliveries from taken;
  return deliveries;
end
$$;

-- Takes the tasks named; else those that are due and not published yet, projects taking turns.
create function public.take_unpublished(p_limit int, p_tasks uuid[] default null) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  if p_tasks is not null then return lp.take(p_tasks); end if;
  return lp.take(array(
    select id from (
      select id, deliver_at, row_number() over (partition by project_id order by priority, deliver_at, id) as turn
      from (select id, project_id, priority, deliver_at from public.tasks
        where state = 'queued' and not published and deliver_at <= now() order by deliver_at limit p_limit * 4) due
    ) turns order by turn, deliver_at limit p_limit));
end
$$;

-- Redis was emptied: everything queued becomes due at once. Answers how many tasks.
create function public.redeliver_all() returns int
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  n int;
begin
  update public.tasks set published = false, deliver_at = coalesce(not_before, now())
  where id in (select id from public.tasks where state = 'queued' and published order by id for no key update);
  get diagnostics n = row_count;
  return n;
end
$$;

-- More leases than this that ran out without commit, fail or release make a task poison.
create function lp.poison_limit() returns int language sql immutable as $$ select 5 $$;

-- Takes a lease that ran out back: to the queue, or, after too many, for good. Answers true if the task became poison.
create function lp.expire_lease(t public.tasks) returns boolean
language plpgsql as $$
declare
  poison boolean := t.expirations + 1 > lp.poison_limit();
begin
  update public.tasks set expirations = expirations + 1, lease_token = null, lease_until = null, published = false,
    state = case when poison then 'failed' else 'queued' end,
    deliver_at = case when poison then null else now() end, finished_at = case when poison then now() end,
    error_code = case when poison then 'X_POISON' end,
    error_message = case when poison then 'workers died on this task ' || (t.expirations + 1) || ' times' end
  where id = t.id;
  if poison then perform lp.drop_rows(t); end if;
  perform lp.record_event(t.document_id, 'lease.expired', jsonb_build_object('taskId', t.id, 'stage', t.stage, 'phase', t.phase, 'ordinal', t.ordinal,
    'generation', t.generation, 'expirations', t.expirations + 1, 'poison', poison));
  return poison;
end
$$;

-- One round of setting the record straight; a round that finds another at work answers `busy`. Expired leases go back to
-- the queue or become poison; documents in progress that nothing is open for are settled again (`advanced`: a reason for
-- an alarm). `overdue` are published tasks nobody claimed in time: ask Redis whether their jobs are still there. It waits
-- for no lock, so it cannot be part of a deadlock: what is locked now is there in the next round.
create function public.reconcile(p_stuck_ms int default 60000) returns jsonb
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
    select id from public.documents where id = any (array(select document_id from public.tasks where state = 'running' and lease_until < now() limit 200))
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

-- Settles one document: does whatever its tasks say comes next. Answers deliveries. Does nothing to a terminal one.
create function public.advance(p_document uuid) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  perform from public.documents where id = p_document for no key update;
  if not found then return '[]'; end if;
  update public.documents set updated_at = now() where id = p_document;
  return lp.settle(p_document);
end
$$;
