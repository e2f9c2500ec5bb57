-- Projects, keys, accepting documents, and what people ask for: reprocess, retry, cancel, report.

-- Makes a project, or answers the one of that name.
create function public.create_project(p_id uuid, p_name text, p_settings jsonb default '{}', p_limits jsonb default '{}') returns public.projects
language plpgsql security definer set search_path = '' as $$
declare
  result public.projects;
begin
  insert into public.projects (id, name, settings, limits) values (p_id, p_name, p_settings, p_limits)
  on conflict (name) do nothing returning * into result;
  if not found then select * into strict result from public.projects where name = p_name; end if;
  return result;
end
$$;

-- Makes somebody a member of a project, or changes their role. False if there is no such project.
create function public.add_member(p_project uuid, p_user uuid, p_role text default 'viewer') returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.projects where id = p_project) then return false; end if;
  insert into public.project_members (project_id, user_id, role) values (p_project, p_user, p_role)
  on conflict (project_id, user_id) do update set role = excluded.role;
  return true;
end
$$;

-- Ends a membership; true if there was one.
create function public.remove_member(p_project uuid, p_user uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.project_members where project_id = p_project and user_id = p_user;
  return found;
end
$$;

-- Records a new API key by its hash. The key itself is never stored.
create function public.create_api_key(p_id uuid, p_name text, p_prefix text, p_key_sha256 text, p_scopes text[], p_project uuid default null) returns void
language sql security definer set search_path = '' as $$
  insert into public.api_keys (id, name, prefix, key_sha256, scopes, project_id) values (p_id, p_name, p_prefix, p_key_sha256, p_scopes, p_project)
$$;

-- Revokes a key; true if there was one to revoke.
create function public.revoke_api_key(p_id uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.api_keys set revoked_at = now() where id = p_id and revoked_at is null;
  return found;
end
$$;

-- The key behind a hash, or null. Its last use is noted once a minute at most.
create function public.authenticate_api_key(p_key_sha256 text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  k public.api_keys;
begin
  select * into k from public.api_keys where key_sha256 = p_key_sha256 and revoked_at is null;
  if not found then return null; end if;
  if k.last_used_at is null or k.last_used_at < now() - interval '1 minute' then
    update public.api_keys set last_used_at = now() where id = k.id;
  end if;
  return jsonb_build_object('id', k.id, 'projectId', k.project_id, 'scopes', k.scopes);
end
$$;

-- Ten-minute units since 2026 plus up to three units for the size of the document and up to three for what its project
-- already has in progress: small documents overtake, old ones age forward, projects take turns. BullMQ allows 2097151.
create function lp.priority(p_project uuid, p_bytes bigint) returns int
language plpgsql stable as $$
begin
  return floor(extract(epoch from now() - timestamptz '2026-01-01 00:00:00+00') / 600)::int
    + least(3, floor(log(2.0, 1 + p_bytes / 1048576.0)))::int
    + (select count(*) / 200 from (select 1 from public.documents where project_id = p_project and state = 'processing' limit 600) busy)::int;
end
$$;

-- Opens a run from a stage on: a new generation for that stage and all after it.
create function lp.start_run(d public.documents, p_generation int, p_from text, p_reason text) returns void
language plpgsql as $$
begin
  insert into public.runs (id, project_id, document_id, generation, from_stage, reason, state)
  values (lp.derived_id(d.id, 'run/' || p_generation), d.project_id, d.id, p_generation, p_from, p_reason, 'running');
  with recursive later as (
    select stage, next_stage from public.pipeline_stages where stage = p_from
    union all select ps.stage, ps.next_stage from public.pipeline_stages ps join later on ps.stage = later.next_stage
  )
  insert into public.document_stages (document_id, project_id, stage, building_generation, state)
  select d.id, d.project_id, stage, p_generation, 'waiting' from later
  on conflict (document_id, stage) do update set building_generation = excluded.building_generation, state = 'waiting', started_at = null, finished_at = null,
    error_code = null, error_message = null, error_attempt = null;
end
$$;

-- Accepts one stored file: document, stages, first task and event in one transaction. `p.stage` is where it starts, or
-- absent with `p.excludedCode` for a kind we do not read. Answers `{ documentId, state, duplicateOf, replayed, deliveries }`;
-- the same idempotency key with the same bytes gives the same answer, with other bytes `{ mismatch: true }`.
create function lp.accept(p jsonb) returns jsonb
language plpgsql as $$
declare
  d public.documents;
  first_copy uuid;
  project uuid := (p ->> 'projectId')::uuid;
  parent public.documents;
  deliveries jsonb := '[]';
begin
  -- One at a time per content, and per idempotency key, so that of two equal uploads one is the first.
  if p ->> 'idempotencyKey' is not null then
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'key', project, p ->> 'apiKeyId', p ->> 'idempotencyKey', p ->> 'idempotencyOrdinal'), 0));
    select * into d from public.documents where project_id = project and api_key_id is not distinct from (p ->> 'apiKeyId')::uuid
      and idempotency_key = p ->> 'idempotencyKey' and idempotency_ordinal = (p ->> 'idempotencyOrdinal')::int;
  else
    select * into d from public.documents where id = (p ->> 'id')::uuid;
  end if;
  if d.id is not null then
    if d.sha256 <> p ->> 'sha256' then return jsonb_build_object('mismatch', true, 'documentId', d.id); end if;
    return jsonb_build_object('documentId', d.id, 'state', d.state, 'duplicateOf', d.duplicate_of, 'replayed', true, 'deliveries', '[]'::jsonb);
  end if;
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'content', project, p ->> 'sha256'), 0));
  select id into first_copy from public.documents
  where project_id = project and sha256 = p ->> 'sha256' and duplicate_of is null and state not in ('failed', 'cancelled', 'deleted') order by created_at, id limit 1;
  if p ->> 'parentId' is not null then
    select * into strict parent from public.documents where id = (p ->> 'parentId')::uuid;
  end if;

  insert into public.documents (id, project_id, parent_id, root_id, depth, part_path, duplicate_of, sha256, bytes, media_type, file_name, source_path,
    storage_key, state, error_code, error_message, metadata, api_key_id, idempotency_key, idempotency_ordinal, priority, finished_at)
  values ((p ->> 'id')::uuid, project, parent.id, coalesce(parent.root_id, (p ->> 'id')::uuid), coalesce(parent.depth + 1, 0), p ->> 'partPath', first_copy,
    p ->> 'sha256', (p ->> 'bytes')::bigint, p ->> 'mediaType', p ->> 'fileName', p ->> 'sourcePath', p ->> 'storageKey',
    case when first_copy is not null then 'duplicate' when p ->> 'stage' is null then 'excluded' else 'processing' end,
    case when first_copy is null then p ->> 'excludedCode' end, case when first_copy is null then p ->> 'excludedMessage' end,
    coalesce(p -> 'metadata', '{}'), (p ->> 'apiKeyId')::uuid, p ->> 'idempotencyKey', (p ->> 'idempotencyOrdinal')::int,
    lp.priority(project, (p ->> 'bytes')::bigint), case when first_copy is not null or p ->> 'stage' is null then now() end)
  returning * into d;
  perform lp.record_event(d.id, 'document.accepted', jsonb_strip_nulls(jsonb_build_object('state', d.state, 'sha256', d.sha256, 'bytes', d.bytes,
    'mediaType', d.media_type, 'duplicateOf', d.duplicate_of, 'parentId', d.parent_id, 'apiKeyId', d.api_key_id, 'code', d.error_code)));
  if d.state = 'processing' then
    perform lp.start_run(d, 1, p ->> 'stage', 'accepted');
    deliveries := lp.settle(d.id);
  end if;
  return jsonb_build_object('documentId', d.id, 'state', d.state, 'duplicateOf', d.duplicate_of, 'replayed', false, 'deliveries', deliveries);
end
$$;

-- Accepts one stored file; see lp.accept.
create function public.accept_document(p_document jsonb) returns jsonb
language sql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$ select lp.accept(p_document) $$;

-- Notes a file that was refused at the door.
create function public.refuse_file(p_id uuid, p_project uuid, p_file_name text, p_bytes bigint, p_code text, p_message text, p_idempotency_key text default null) returns void
language sql security definer set search_path = '' as $$
  insert into public.intake_refusals (id, project_id, file_name, bytes, code, message, idempotency_key)
  values (p_id, p_project, p_file_name, p_bytes, p_code, p_message, p_idempotency_key) on conflict (id) do nothing
$$;

-- Lets go of what a run was building: what was current before it stays.
create function lp.drop_building(p_document uuid) returns void
language plpgsql as $$
begin
  update public.document_stages set state = case when current_generation is null then 'cancelled' else 'done' end, building_generation = null
  where document_id = p_document and building_generation is not null;
end
$$;

-- Starts a new generation from a stage on; the rows of the old one stay current until the run has ended. Answers
-- `{ generation, deliveries }` or `{ error }`: `not_found`, or `state` for a document that is not ours to process or has
-- not got what the stage reads.
create function public.reprocess(p_document uuid, p_from text, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  d public.documents;
  next_generation int;
begin
  select * into d from public.documents where id = p_document for no key update;
  if not found then return jsonb_build_object('error', 'not_found'); end if;
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
  update public.documents set state = 'processing', error_code = null, error_message = null, error_stage = null, error_attempt = null, finished_at = null where id = d.id;
  perform lp.record_event(d.id, 'document.reprocess', jsonb_build_object('from', p_from, 'generation', next_generation, 'reason', p_reason));
  return jsonb_build_object('generation', next_generation, 'deliveries', lp.settle(d.id));
end
$$;

-- Tries again what failed. A failed stage with nothing sealed after it is resumed in the same generation: its failed tasks
-- are reopened and what was done is kept. Otherwise (pages missing, an optional stage failed) a new generation starts at
-- the first stage that is not whole. Answers as reprocess does; `state` if nothing failed.
create function public.retry(p_document uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  d public.documents;
  s public.document_stages;
  run public.runs;
  reopened int;
begin
  select * into d from public.documents where id = p_document for no key update;
  if not found then return jsonb_build_object('error', 'not_found'); end if;
  if d.state not in ('failed', 'completed_partial', 'cancelled') then return jsonb_build_object('error', 'state', 'state', d.state); end if;
  select ds.* into s from public.document_stages ds join public.pipeline_stages ps using (stage)
  where ds.document_id = d.id and (ds.state in ('failed', 'cancelled') or ds.missing) order by ps.position limit 1;
  if not found then return jsonb_build_object('error', 'state', 'state', d.state); end if;
  select * into strict run from public.runs where document_id = d.id order by generation desc limit 1;
  if d.state <> 'failed' or s.state <> 'failed' or s.stage is distinct from d.error_stage then return public.reprocess(p_document, s.stage, 'retry'); end if;

  update public.tasks set state = 'queued', failures = 0, expirations = 0, not_before = null, published = false, finished_at = null,
    deliver_at = null -- settle publishes them: the plan, or parts within their window and finish after them
  where id in (select id from public.tasks where document_id = d.id and generation = run.generation and stage = s.stage and state = 'failed' order by id for no key update);
  get diagnostics reopened = row_count;
  update public.document_stages set state = 'running', building_generation = run.generation, error_code = null, error_message = null, error_attempt = null, finished_at = null
  where document_id = d.id and stage = s.stage;
  update public.runs set state = 'running', finished_at = null where id = run.id;
  update public.documents set state = 'processing', error_code = null, error_message = null, error_stage = null, error_attempt = null, finished_at = null where id = d.id;
  perform lp.record_event(d.id, 'document.retry', jsonb_build_object('stage', s.stage, 'generation', run.generation, 'tasks', reopened));
  return jsonb_build_object('generation', run.generation, 'deliveries', lp.settle(d.id));
end
$$;

-- The oldest copy of a document that will not be read takes its place, and the other copies point at it.
create function lp.promote_copy(p_document uuid) returns void
language plpgsql as $$
declare
  heir public.documents;
begin
  -- A copy that is being accepted at this moment waits, or is waited for: see lp.accept.
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'content', project_id, sha256), 0)) from public.documents where id = p_document;
  select * into heir from public.documents where duplicate_of = p_document and state = 'duplicate' order by created_at, id limit 1 for no key update;
  if not found then return; end if;
  update public.documents set state = 'processing', duplicate_of = null, finished_at = null where id = heir.id returning * into heir;
  update public.documents set duplicate_of = heir.id where duplicate_of = p_document and state = 'duplicate';
  perform lp.record_event(heir.id, 'document.promoted', jsonb_build_object('instead', p_document));
  perform lp.start_run(heir, 1, (select from_stage from public.runs where document_id = p_document order by generation limit 1), 'promoted');
  perform lp.settle(heir.id);
  -- Nobody hears of its delivery here: the relay is to give it out.
  update public.tasks set published = false, deliver_at = now() where document_id = heir.id and state = 'queued';
end
$$;

-- Cancels a document in progress and everything below it; a copy of it is read instead. Of one that
-- was read before, only the rerun is cancelled. Answers how many documents were cancelled, or an error.
create function public.cancel(p_document uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  doc uuid;
  n int := 0;
  family uuid[];
begin
  if not exists (select 1 from public.documents where id = p_document) then return jsonb_build_object('error', 'not_found'); end if;
  with recursive below as (
    select id from public.documents where id = p_document union all select c.id from public.documents c join below on c.parent_id = below.id
  ) select array_agg(id order by id) into family from below;
  perform from public.documents where id = any (family) order by id for no key update;
  foreach doc in array family loop
    if (select state from public.documents where id = doc) = 'processing' then
      perform lp.close_tasks(doc, 'cancelled');
      perform lp.drop_building(doc);
      if exists (select 1 from public.document_stages where document_id = doc and state = 'cancelled') then
        perform lp.end_document(doc, 'cancelled');
        perform lp.promote_copy(doc);
      else
        -- Only a rerun was under way: the document is what it was before.
        perform lp.record_event(doc, 'run.cancelled');
        perform lp.end_document(doc, lp.completed_state(doc), p_run_state => 'cancelled');
      end if;
      n := n + 1;
    end if;
  end loop;
  if n = 0 then return jsonb_build_object('error', 'state', 'state', (select state from public.documents where id = p_document)); end if;
  return jsonb_build_object('cancelled', n);
end
$$;

-- The proof that nothing was dropped: documents by state (they add up to `received`), pages, failures by code, refusals at
-- the door, copies whose first was not read. Members may ask for their own projects; null for others.
create function public.report(p_project uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  states jsonb;
begin
  if current_setting('role') <> 'service_role' and not p_project = any (lp.my_projects()) then return null; end if;
  if not exists (select 1 from public.projects where id = p_project) then return null; end if;
  select jsonb_object_agg(state, n) into states from (select state, count(*) as n from public.documents where project_id = p_project group by state) s;
  return jsonb_build_object(
    'projectId', p_project,
    'received', (select count(*) from public.documents where project_id = p_project),
    'states', jsonb_build_object('completed', 0, 'completed_partial', 0, 'failed', 0, 'duplicate', 0, 'excluded', 0, 'cancelled', 0, 'deleted', 0, 'processing', 0) || coalesce(states, '{}'),
    'pages', (
      select jsonb_build_object('declared', coalesce(sum(page_count), 0), 'read', (
          select count(*) from public.segments g join public.document_stages ds on ds.document_id = g.document_id and ds.stage in ('ocr', 'asr') and ds.current_generation = g.generation
          where g.project_id = p_project and g.page_number is not null and g.kind <> 'missing'), 'missing', (
          select count(*) from public.segments g join public.document_stages ds on ds.document_id = g.document_id and ds.stage in ('ocr', 'asr') and ds.current_generation = g.generation
          where g.project_id = p_project and g.kind = 'missing'))
      from public.documents where project_id = p_project),
    'duplicatesOfUnread', (select count(*) from public.documents d join public.documents first on first.id = d.duplicate_of
      where d.project_id = p_project and d.state = 'duplicate' and first.state not in ('completed', 'completed_partial', 'processing')),
    'failures', (select coalesce(jsonb_object_agg(code, n), '{}') from (
      select error_code as code, count(*) as n from public.documents where project_id = p_project and error_code is not null group by error_code) f),
    'refusals', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'fileName', file_name, 'bytes', bytes, 'code', code, 'createdAt', created_at) order by created_at, id), '[]')
      from public.intake_refusals where project_id = p_project));
end
$$;

-- The part of a text between two UTF-16 offsets, which is how every span of the record counts. Each character beyond the
-- basic plane is given a sentinel after it, so that positions agree, and the sentinels are taken out again.
create function public.utf16_slice(p_text text, p_start int, p_end int) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  sentinel text;
begin
  if p_text !~ '[\U00010000-\U0010FFFF]' then return substring(p_text from p_start + 1 for greatest(0, p_end - p_start)); end if;
  foreach sentinel in array array[U&'\FDD0', U&'\FDD1', U&'\FDD2', U&'\FDD3', U&'\FDD4', U&'\FDD5', U&'\FDD6', U&'\FDD7'] loop
    if strpos(p_text, sentinel) = 0 then
      return replace(substring(regexp_replace(p_text, '([\U00010000-\U0010FFFF])', '\1' || sentinel, 'g') from p_start + 1 for greatest(0, p_end - p_start)), sentinel, '');
    end if;
  end loop;
  raise exception 'utf16_slice: the text holds every sentinel';
end
$$;
