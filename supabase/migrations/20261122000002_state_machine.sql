-- The one state machine: events, deliveries, and `lp.settle`, which decides what a document needs next. Every function
-- here expects its caller to hold the lock of the document (`for no key update`), taken before any lock on tasks.
--
-- Functions of schema lp are called by those of schema public only, and run with their empty search path: everything is
-- named with its schema. They carry no search path of their own, which would cost at every call and forbid inlining. Those
-- that are called often and cannot be inlined are plpgsql, whose plans are kept.

-- RFC 9562 UUIDv5, as `derivedId` in shared/ids.ts.
create function lp.derived_id(p_namespace uuid, p_name text) returns uuid
language plpgsql immutable strict parallel safe as $$
declare
  h bytea := substring(extensions.digest(uuid_send(p_namespace) || convert_to(p_name, 'UTF8'), 'sha1') from 1 for 16);
begin
  return encode(set_byte(set_byte(h, 6, (get_byte(h, 6) & 15) | 80), 8, (get_byte(h, 8) & 63) | 128), 'hex')::uuid;
end
$$;

-- The hash of one event: over the hash before it and everything it says.
create function lp.event_hash(p_previous text, p_document uuid, p_sequence int, p_kind text, p_data jsonb, p_at timestamptz) returns text
language sql stable parallel safe as $$
  select encode(sha256(convert_to(concat_ws('|', p_previous, p_document, p_sequence, p_kind, p_data, extract(epoch from p_at)::text), 'UTF8')), 'hex')
$$;

-- Appends to the history of a document.
create function lp.record_event(p_document uuid, p_kind text, p_data jsonb default '{}') returns void
language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
begin
  with chained as (
    update public.documents d set event_sequence = d.event_sequence + 1, updated_at = now(),
      event_hash = lp.event_hash(d.event_hash, p_document, d.event_sequence + 1, p_kind, p_data, at)
    from (select event_hash from public.documents where id = p_document) before
    where d.id = p_document
    returning d.project_id, d.event_sequence, before.event_hash as previous_hash, d.event_hash as hash
  )
  insert into public.events (project_id, document_id, sequence, kind, data, previous_hash, hash, created_at)
  select project_id, p_document, event_sequence, p_kind, p_data, previous_hash, hash, at from chained;
end
$$;

-- What a publisher needs to know of a task: the payload of its job, its job id's counter and its priority.
create function lp.delivery(t public.tasks) returns jsonb
language sql immutable as $$
  select jsonb_build_object('taskId', t.id, 'documentId', t.document_id, 'generation', t.generation, 'stage', t.stage,
    'phase', t.phase, 'publishes', t.publishes, 'priority', t.priority)
$$;

-- Adds a task; with p_publish it is marked published, to be looked at again in 15 seconds. Answers its delivery, or null
-- if it was not to be published or was there before.
create function lp.add_task(d public.documents, p_generation int, p_stage text, p_phase text, p_ordinal int, p_input jsonb, p_publish boolean) returns jsonb
language plpgsql as $$
declare
  t public.tasks;
begin
  insert into public.tasks (id, project_id, document_id, generation, stage, phase, ordinal, input, priority, publishes, published, deliver_at)
  values (lp.derived_id(d.id, concat_ws('/', 'task', p_generation, p_stage, p_phase, p_ordinal)), d.project_id, d.id, p_generation, p_stage,
    p_phase, p_ordinal, p_input, d.priority, p_publish::int, p_publish, case when p_publish then now() + interval '15 seconds' end)
  on conflict do nothing
  returning * into t;
  return case when t.id is not null and p_publish then lp.delivery(t) end;
end
$$;

-- At most this many parts of one document are published at a time.
create function lp.part_window() returns int language sql immutable as $$ select 64 $$;

-- Publishes parts of a stage up to the window. Answers their deliveries.
create function lp.open_parts(p_document uuid, p_generation int, p_stage text) returns jsonb
language sql as $$
  with open as (
    select count(*) filter (where deliver_at is not null or state <> 'queued') as n from public.tasks
    where document_id = p_document and generation = p_generation and stage = p_stage and phase = 'part' and state in ('queued', 'running', 'parked')
  ), chosen as (
    select id from public.tasks
    where document_id = p_document and generation = p_generation and stage = p_stage and phase = 'part' and state = 'queued' and deliver_at is null
    order by ordinal limit greatest(0, lp.part_window() - (select n from open))
  ), opened as (
    update public.tasks t set published = true, publishes = publishes + 1, deliver_at = now() + interval '15 seconds'
    from chosen where t.id = chosen.id returning t.*
  )
  select coalesce(jsonb_agg(lp.delivery(opened::public.tasks) order by ordinal), '[]') from opened
$$;

-- Publishes a task that retry reopened and whose turn has come. Answers its delivery, or nothing.
create function lp.publish_reopened(t public.tasks) returns jsonb
language plpgsql as $$
begin
  if t.state <> 'queued' or t.deliver_at is not null then return '[]'; end if;
  update public.tasks set published = true, publishes = publishes + 1, deliver_at = now() + interval '15 seconds' where id = t.id returning * into t;
  return jsonb_build_array(lp.delivery(t));
end
$$;

-- Makes what a stage built current: its rows are read from now on, and what it found out is written to the document.
create function lp.publish_stage(s public.document_stages) returns void
language plpgsql as $$
declare
  planned jsonb;
  finished jsonb;
  f jsonb;
  found_warnings jsonb;
  failed_parts int;
begin
  select coalesce(findings, '{}') into planned from public.tasks
  where document_id = s.document_id and generation = s.building_generation and stage = s.stage and phase = 'plan' and ordinal = 0;
  select coalesce(findings, '{}') into finished from public.tasks
  where document_id = s.document_id and generation = s.building_generation and stage = s.stage and phase = 'finish' and ordinal = 0;
  finished := coalesce(finished, '{}');
  -- What the plan found out, and over it what finish did.
  f := planned || finished || jsonb_build_object('properties', coalesce(planned -> 'properties', '{}') || coalesce(finished -> 'properties', '{}'));
  select coalesce(jsonb_agg(w order by t.phase, t.ordinal), '[]') into found_warnings
  from public.tasks t, jsonb_array_elements(t.outcome -> 'warnings') w
  where t.document_id = s.document_id and t.generation = s.building_generation and t.stage = s.stage and t.state = 'done';
  select count(*) into failed_parts from public.tasks
  where document_id = s.document_id and generation = s.building_generation and stage = s.stage and phase = 'part' and state = 'failed';

  update public.document_stages set current_generation = s.building_generation, building_generation = null, warnings = found_warnings,
    missing = failed_parts > 0 or exists (select 1 from jsonb_array_elements(found_warnings) w where (w ->> 'missing')::boolean)
  where document_id = s.document_id and stage = s.stage;
  update public.documents set
    page_count = coalesce((f ->> 'pageCount')::int, page_count),
    duration_ms = coalesce((f ->> 'durationMs')::bigint, duration_ms),
    text_length = coalesce((f ->> 'textLength')::int, text_length),
    text_sha256 = coalesce(f ->> 'textSha256', text_sha256),
    language = coalesce(f ->> 'language', language),
    category = coalesce(f ->> 'category', category),
    properties = properties || coalesce(f -> 'properties', '{}')
  where id = s.document_id;
end
$$;

-- Makes all that a run built current, at its end. A stage that failed after an earlier one of the run was replaced has
-- nothing that is current: its old rows speak of a text that is no longer read.
create function lp.publish_run(p_document uuid) returns void
language plpgsql as $$
declare
  s public.document_stages;
  replaced boolean := false;
begin
  for s in select ds.* from public.document_stages ds join public.pipeline_stages ps using (stage) where ds.document_id = p_document order by ps.position loop
    if s.state = 'done' and s.building_generation is not null then
      perform lp.publish_stage(s);
      replaced := true;
    elsif s.state = 'failed' and replaced then
      update public.document_stages set current_generation = null where document_id = p_document and stage = s.stage;
    end if;
  end loop;
end
$$;

-- Ends a document and its run, in the same state unless another is given for the run.
create function lp.end_document(p_document uuid, p_state text, p_code text default null, p_message text default null, p_stage text default null, p_attempt int default null, p_run_state text default null) returns void
language plpgsql as $$
begin
  update public.documents set
    state = p_state, error_code = p_code, error_message = p_message, error_stage = p_stage, error_attempt = p_attempt, finished_at = now(),
    warnings = coalesce((
      select jsonb_agg(w || jsonb_build_object('stage', s.stage))
      from public.document_stages s, jsonb_array_elements(s.warnings) w where s.document_id = p_document), '[]')
  where id = p_document;
  update public.runs set state = coalesce(p_run_state, p_state), finished_at = now() where document_id = p_document and state = 'running';
  perform lp.record_event(p_document, 'document.' || p_state, jsonb_strip_nulls(jsonb_build_object('code', p_code, 'stage', p_stage, 'attempt', p_attempt)));
end
$$;

-- What a document is whose stages have all ended: whole, or with something known to be missing.
create function lp.completed_state(p_document uuid) returns text
language sql stable as $$
  select case when exists (select 1 from public.document_stages where document_id = p_document and (missing or state = 'failed')) then 'completed_partial' else 'completed' end
$$;

-- Seals a stage: nothing can be added to its rows. A document that is processed for the first time shows them at once; those
-- of a rerun wait for the end of the run, so that text and offsets, chunks and facts never are of different generations.
create function lp.seal_stage(p_document uuid, p_stage text, p_generation int, p_last public.tasks) returns void
language plpgsql as $$
declare
  s public.document_stages;
begin
  update public.document_stages set state = 'done', finished_at = now(), error_code = null, error_message = null, error_attempt = null
  where document_id = p_document and stage = p_stage returning * into s;
  if not exists (select 1 from public.document_stages ds join public.pipeline_stages ps using (stage) where ds.document_id = p_document and (
    (ds.current_generation is not null and ps.position >= (select position from public.pipeline_stages where stage = p_stage))
    or (ds.stage <> p_stage and ds.state = 'done' and ds.building_generation is not null))) then
    perform lp.publish_stage(s);
  end if;
  delete from public.task_drafts where document_id = p_document and generation = p_generation and stage = p_stage;
  perform lp.record_event(p_document, 'stage.done', jsonb_build_object('stage', p_stage, 'generation', p_generation,
    'engine', p_last.outcome ->> 'engine', 'model', p_last.outcome ->> 'model', 'version', p_last.outcome ->> 'version', 'counts', p_last.outcome -> 'counts'));
end
$$;

-- Fails a stage. A required one fails the document; after an optional one the next stage runs on what exists.
create function lp.fail_stage(p_document uuid, p_stage text, p_generation int, p_failed public.tasks) returns void
language plpgsql as $$
declare
  attempt int := greatest(p_failed.failures, 1);
begin
  update public.document_stages set state = 'failed', building_generation = null, finished_at = now(),
    error_code = p_failed.error_code, error_message = p_failed.error_message, error_attempt = attempt
  where document_id = p_document and stage = p_stage;
  perform lp.record_event(p_document, 'stage.failed', jsonb_build_object('stage', p_stage, 'generation', p_generation,
    'phase', p_failed.phase, 'ordinal', p_failed.ordinal, 'code', p_failed.error_code, 'attempt', attempt));
  if (select required from public.pipeline_stages where stage = p_stage) then
    perform lp.end_document(p_document, 'failed', p_failed.error_code, p_failed.error_message, p_stage, attempt);
  end if;
end
$$;

-- Decides what a document in progress needs next and does it, from the tasks alone: safe to call at any time, as often
-- as one likes. Answers the deliveries of the tasks it published.
create function lp.settle(p_document uuid) returns jsonb
language plpgsql as $$
declare
  d public.documents;
  s public.document_stages;
  plan public.tasks;
  finish public.tasks;
  worst public.tasks;
  parts record;
  deliveries jsonb := '[]';
  delivery jsonb;
begin
  loop
    select * into strict d from public.documents where id = p_document;
    exit when d.state <> 'processing';

    select ds.* into s from public.document_stages ds join public.pipeline_stages ps using (stage)
    where ds.document_id = p_document and ds.state in ('waiting', 'running') order by ps.position limit 1;
    if not found then
      perform lp.publish_run(p_document);
      perform lp.end_document(p_document, lp.completed_state(p_document));
      exit;
    end if;

    select * into plan from public.tasks
    where document_id = p_document and generation = s.building_generation and stage = s.stage and phase = 'plan' and ordinal = 0;
    if not found then
      delivery := lp.add_task(d, s.building_generation, s.stage, 'plan', 0, '{}', true);
      update public.document_stages set state = 'running', started_at = now() where document_id = p_document and stage = s.stage;
      deliveries := deliveries || delivery;
      exit;
    end if;
    deliveries := deliveries || lp.publish_reopened(plan);
    exit when plan.state in ('queued', 'running', 'parked');
    if plan.state <> 'done' then
      perform lp.fail_stage(p_document, s.stage, s.building_generation, plan);
      continue;
    end if;

    select count(*) as total, count(*) filter (where state in ('queued', 'running', 'parked')) as open, count(*) filter (where state = 'failed') as failed
    into parts from public.tasks
    where document_id = p_document and generation = s.building_generation and stage = s.stage and phase = 'part';
    if parts.total = 0 then
      perform lp.seal_stage(p_document, s.stage, s.building_generation, plan);
      continue;
    end if;
    if parts.open > 0 then
      deliveries := deliveries || lp.open_parts(p_document, s.building_generation, s.stage);
      exit;
    end if;
    if parts.failed = parts.total then
      select * into worst from public.tasks
      where document_id = p_document and generation = s.building_generation and stage = s.stage and phase = 'part' order by ordinal limit 1;
      perform lp.fail_stage(p_document, s.stage, s.building_generation, worst);
      continue;
    end if;

    select * into finish from public.tasks
    where document_id = p_document and generation = s.building_generation and stage = s.stage and phase = 'finish' and ordinal = 0;
    if not found then
      delivery := lp.add_task(d, s.building_generation, s.stage, 'finish', 0, '{}', true);
      deliveries := deliveries || delivery;
      exit;
    end if;
    deliveries := deliveries || lp.publish_reopened(finish);
    exit when finish.state in ('queued', 'running', 'parked');
    if finish.state = 'done' then
      perform lp.seal_stage(p_document, s.stage, s.building_generation, finish);
    else
      perform lp.fail_stage(p_document, s.stage, s.building_generation, finish);
    end if;
  end loop;
  return deliveries;
end
$$;

-- Closes all open tasks of a document; what their parts had found is not needed any more.
create function lp.close_tasks(p_document uuid, p_state text) returns void
language sql as $$
  update public.tasks set state = p_state, lease_token = null, lease_until = null, deliver_at = null, finished_at = now()
  where id in (select id from public.tasks where document_id = p_document and state in ('queued', 'running', 'parked') order by id for no key update);
  delete from public.task_drafts where document_id = p_document
$$;
