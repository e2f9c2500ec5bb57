-- Files found inside a document - attachments, nested messages, members of archives - become documents in the commit that found them.

-- The first document of a project with these bytes that was, or is being, read; locks the content until the end of the transaction.
create function lp.first_copy(p_project uuid, p_sha256 text) returns uuid
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'content', p_project, p_sha256), 0));
  return (
    select id from public.documents
    where project_id = p_project and sha256 = p_sha256 and duplicate_of is null and state not in ('failed', 'cancelled', 'deleted') order by created_at, id limit 1);
end
$$;

-- Starts a child over that could not be had when it was found first - too large, too deep, encrypted - and can be had now.
create function lp.accept_anew(d public.documents, p jsonb) returns jsonb
language plpgsql as $$
declare
  first_copy uuid;
  deliveries jsonb := '[]';
begin
  perform from public.documents where id = d.id for no key update;
  first_copy := lp.first_copy(d.project_id, p ->> 'sha256');
  update public.documents set sha256 = p ->> 'sha256', bytes = (p ->> 'bytes')::bigint, media_type = p ->> 'mediaType', storage_key = p ->> 'storageKey',
    duplicate_of = first_copy, properties = coalesce(p -> 'properties', '{}'), error_stage = null, error_attempt = null,
    state = case when first_copy is not null then 'duplicate' when p ->> 'stage' is null then 'excluded' else 'processing' end,
    error_code = case when first_copy is null then p ->> 'excludedCode' end, error_message = case when first_copy is null then p ->> 'excludedMessage' end,
    finished_at = case when first_copy is not null or p ->> 'stage' is null then now() end
  where id = d.id returning * into d;
  perform lp.record_event(d.id, 'document.accepted', jsonb_strip_nulls(jsonb_build_object('state', d.state, 'sha256', d.sha256, 'bytes', d.bytes,
    'mediaType', d.media_type, 'duplicateOf', d.duplicate_of, 'parentId', d.parent_id, 'code', d.error_code)));
  if d.state = 'processing' then
    perform lp.start_run(d, 1, p ->> 'stage', 'accepted');
    deliveries := lp.settle(d.id);
  end if;
  return jsonb_build_object('documentId', d.id, 'state', d.state, 'duplicateOf', d.duplicate_of, 'replayed', false, 'deliveries', deliveries);
end
$$;

-- Accepts one stored file: document, stages, first task and event in one transaction. `p.stage` is where it starts, or
-- absent with `p.excludedCode` for a kind we do not read, or with `p.failedCode` for a file whose bytes cannot be had, such as an
-- encrypted member of an archive. Answers `{ documentId, state, duplicateOf, replayed, deliveries }`;
-- the same idempotency key with the same bytes gives the same answer, with other bytes `{ mismatch: true }`.
create or replace function lp.accept(p jsonb) returns jsonb
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
    if d.parent_id is not null and d.state = 'failed' and d.bytes = 0 and p ->> 'failedCode' is null
      and not exists (select 1 from public.runs where document_id = d.id) then
      return lp.accept_anew(d, p);
    end if;
    if d.sha256 <> p ->> 'sha256' then return jsonb_build_object('mismatch', true, 'documentId', d.id); end if;
    return jsonb_build_object('documentId', d.id, 'state', d.state, 'duplicateOf', d.duplicate_of, 'replayed', true, 'deliveries', '[]'::jsonb);
  end if;
  if p ->> 'failedCode' is null then first_copy := lp.first_copy(project, p ->> 'sha256'); end if;
  if p ->> 'parentId' is not null then
    select * into strict parent from public.documents where id = (p ->> 'parentId')::uuid;
  end if;

  insert into public.documents (id, project_id, parent_id, root_id, depth, part_path, duplicate_of, sha256, bytes, media_type, file_name, source_path,
    storage_key, state, error_code, error_message, error_stage, error_attempt, properties, metadata, api_key_id, idempotency_key, idempotency_ordinal,
    priority, finished_at)
  values ((p ->> 'id')::uuid, project, parent.id, coalesce(parent.root_id, (p ->> 'id')::uuid), coalesce(parent.depth + 1, 0), p ->> 'partPath', first_copy,
    p ->> 'sha256', (p ->> 'bytes')::bigint, p ->> 'mediaType', p ->> 'fileName',
    -- The place of a file found inside another: `mail.eml > letter.pdf`, `production.zip > box 3/letter.pdf`.
    case when parent.id is null then p ->> 'sourcePath' else concat_ws(' > ', coalesce(parent.source_path, parent.file_name),
      case when right(p ->> 'partPath', length(p ->> 'fileName') + 1) = '/' || (p ->> 'fileName') then p ->> 'partPath' else p ->> 'fileName' end) end,
    p ->> 'storageKey',
    case when first_copy is not null then 'duplicate' when p ->> 'failedCode' is not null then 'failed' when p ->> 'stage' is null then 'excluded' else 'processing' end,
    case when first_copy is null then coalesce(p ->> 'failedCode', p ->> 'excludedCode') end,
    case when first_copy is null then coalesce(p ->> 'failedMessage', p ->> 'excludedMessage') end,
    p ->> 'failedStage', case when p ->> 'failedCode' is not null then 1 end,
    coalesce(p -> 'properties', '{}'), coalesce(p -> 'metadata', '{}'), (p ->> 'apiKeyId')::uuid, p ->> 'idempotencyKey', (p ->> 'idempotencyOrdinal')::int,
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
    error_code = null, error_message = null, error_engine = null
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

-- Claims one task. Answers `claimed` with the lease and all inputs - of a small document also the rows of the tables named in
-- `inputs` - or why not: `unknown`, `done`, `stale`, `parked`,
-- `held`, `not_due`. Locks the task only.
create or replace function lp.claim_task(p jsonb) returns jsonb
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
    'document', jsonb_build_object('id', d.id, 'projectId', d.project_id, 'projectName', pr.name, 'parentId', d.parent_id, 'depth', d.depth, 'fileName', d.file_name,
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

-- The proof that nothing was dropped: documents by state (they add up to `received`), how many of them were handed over and how
-- many found inside those, pages, failures by code, refusals at
-- the door, copies whose first was not read. Members may ask for their own projects; null for others.
create or replace function public.report(p_project uuid) returns jsonb
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
    'families', (select jsonb_build_object('handedOver', count(*) filter (where depth = 0), 'foundInside', count(*) filter (where depth > 0))
      from public.documents where project_id = p_project),
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

-- Seals up to 20 tasks; answers in the order asked. The contents of all their children are locked first, in one order.
create or replace function public.commit_tasks(p_commits jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  c record;
  answers jsonb[] := array_fill(null::jsonb, array[jsonb_array_length(p_commits)]);
begin
  perform lp.lock_documents_of(p_commits);
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'content', inside.project_id, inside.sha256), 0)) from (
    select distinct t.project_id, child ->> 'sha256' as sha256
    from jsonb_array_elements(p_commits) commit
    join public.tasks t on t.id = (commit ->> 'taskId')::uuid, jsonb_array_elements(coalesce(commit -> 'children', '[]')) child
    where child ->> 'failedCode' is null order by 1, 2) inside;
  for c in select value, ordinality from jsonb_array_elements(p_commits) with ordinality order by value ->> 'taskId', ordinality loop
    answers[c.ordinality] := lp.commit_task(c.value);
  end loop;
  return to_jsonb(answers);
end
$$;

insert into public.schema_version (version) values (3);
