-- Calls of engines that cost something (0020): what they answered is kept for the document, what they used up is booked, how many
-- may go out is agreed among all replicas, and tasks of an engine that is away are parked until it is back.

-- parked_for: the engine a parked task waits for, `<stage>/<engine>`.
alter table public.tasks add column parked_for text;
create index tasks_parked on public.tasks (parked_for) where state = 'parked';

-- What an engine answered to one question about a document. Holds text of documents.
create table public.engine_answers (
  document_id uuid not null references public.documents (id) on delete cascade,
  project_id uuid not null,
  -- SHA-256 of engine, model, version, prompt, parameters and input.
  key text not null check (key ~ '^[0-9a-f]{64}$'),
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (document_id, key)
);

-- The ledger: what each call used up, also one whose answer was no good. Append-only, without any text; it outlives the document.
create table public.engine_usage (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null,
  task_id uuid not null,
  stage text not null,
  engine text not null,
  model text not null,
  requests int not null,
  -- Answers that were kept from before.
  cached int not null,
  pages int not null,
  audio_ms bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  -- Null: the price is not known.
  amount numeric,
  currency text not null,
  -- Date of the price file.
  prices_of text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index on public.engine_usage (project_id, document_id);
create index on public.engine_usage (stage, engine, created_at);

-- When the next request, and the next token, of an engine may go out. An engine without limits has no row.
create table public.engine_rates (
  engine text primary key,
  requests_at timestamptz not null default now(),
  tokens_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);

-- `engine` is `<stage>/<engine>`. failed_claims: leases that met nothing but its failure, since it last answered. until: when it is
-- tried next. probe_task: the one task that is let through to try it.
alter table public.engine_state add column failed_claims uuid[] not null default '{}', add column probe_task uuid, add column since timestamptz not null default now();

select lp.close_table(name) from unnest(array['engine_answers', 'engine_usage', 'engine_rates']) name;
select lp.members_read('engine_usage');

-- So many claims in a row, with no answer to anybody between them, make an engine `down`.
create function lp.most_engine_failures() returns int language sql immutable as $$ select 5 $$;

-- How often an engine that is away is tried.
create function lp.probe_every() returns interval language sql immutable as $$ select interval '30 seconds' $$;

-- Why a task may not call an engine now: that it is down or paused, for all or for the project of the task. Nothing for the task
-- that is to try it.
create function lp.engine_away(t public.tasks, p_engine text) returns setof public.engine_state
language sql stable as $$
  select s.* from public.engine_state s
  where s.engine = p_engine and s.state <> 'up' and (s.project_id is null or s.project_id = t.project_id) and s.probe_task is distinct from t.id
  order by s.project_id limit 1
$$;

-- True if a project has spent its budget.
create function lp.is_spent(p_project uuid) returns boolean
language sql stable as $$
  select coalesce((
    select (select coalesce(sum(u.amount), 0) from public.engine_usage u where u.project_id = p.id and u.currency = p.settings #>> '{budget,currency}')
      >= (p.settings #>> '{budget,amount}')::numeric
    from public.projects p where p.id = p_project), false)
$$;

-- Takes requests and tokens from what an engine may be sent in a minute, spread evenly, and answers how long to wait for one's turn. One
-- that would have to wait for longer than p_most has taken nothing.
create function lp.take_rate(p_engine text, p_requests int, p_tokens bigint, p_requests_per_minute float8, p_tokens_per_minute float8, p_most interval) returns interval
language plpgsql as $$
declare
  r public.engine_rates;
  moment timestamptz;
  wait interval;
begin
  if coalesce(p_requests_per_minute, p_tokens_per_minute) is null then return interval '0'; end if;
  insert into public.engine_rates (engine) values (p_engine) on conflict do nothing;
  select * into r from public.engine_rates where engine = p_engine for no key update;
  moment := clock_timestamp();
  wait := greatest(interval '0', case when p_requests_per_minute is not null then r.requests_at - moment end, case when p_tokens_per_minute is not null then r.tokens_at - moment end);
  if wait > p_most then return wait; end if;
  update public.engine_rates set
    requests_at = case when p_requests_per_minute is null then requests_at else greatest(requests_at, moment) + make_interval(secs => 60 * p_requests / p_requests_per_minute) end,
    tokens_at = case when p_tokens_per_minute is null then tokens_at else greatest(tokens_at, moment) + make_interval(secs => 60 * p_tokens / p_tokens_per_minute) end
  where engine = p_engine;
  return wait;
end
$$;

-- Puts tasks back into the queue that are parked for an engine, of all projects or of one. Waits for no lock: what is locked now is
-- found by lp.look_after_engines.
create function lp.unpark(p_engine text) returns void
language sql as $$
  update public.tasks set state = 'queued', parked_for = null, published = false, deliver_at = now()
  where id in (select id from public.tasks where state = 'parked' and parked_for = p_engine order by id for no key update skip locked)
$$;

-- What the reconciler does for engines: lifts the pause of projects whose budget is no longer spent; lets, for each engine that is away
-- and due to be tried, one task through, and no other until that has ended; puts back what is parked although nothing is away.
create function lp.look_after_engines() returns void
language plpgsql as $$
declare
  s public.engine_state;
  probe uuid;
begin
  delete from public.engine_state where reason = 'budget' and not lp.is_spent(project_id);

  for s in
    select * from public.engine_state e where e.state <> 'up' and e.project_id is null and e.until <= now()
      and not exists (select 1 from public.tasks where id = e.probe_task and state in ('queued', 'running'))
    order by e.engine for no key update skip locked
  loop
    -- The one that waits longest since it last tried; of a project that is paused itself, none.
    select t.id into probe from public.tasks t
    where t.state = 'parked' and t.parked_for = s.engine
      and not exists (select 1 from public.engine_state o where o.engine = s.engine and o.project_id = t.project_id and o.state <> 'up')
    order by t.started_at nulls first, t.id limit 1 for no key update skip locked;
    if found then
      update public.engine_state set probe_task = probe, until = now() + lp.probe_every(), updated_at = now() where engine = s.engine and project_id is null;
      update public.tasks set state = 'queued', parked_for = null, published = false, deliver_at = now() where id = probe;
    end if;
  end loop;

  update public.tasks set state = 'queued', parked_for = null, published = false, deliver_at = now()
  where id in (
    select t.id from public.tasks t
    where t.state = 'parked' and not exists (
      select 1 from public.engine_state e where e.engine = t.parked_for and e.state <> 'up' and (e.project_id is null or e.project_id = t.project_id))
    order by t.id for no key update skip locked);
end
$$;

-- Asks, under a task's token, for one call of an engine. Answers `kept` with the answer to the same question, unless `fresh`; `open` and
-- how long to wait before sending; `busy`, when that is longer than `mostWaitMs`, and how long; `away`: it is down or
-- paused, or the budget of the project is spent and the call `isPaid`; or `fenced`.
create function public.open_engine_call(p_task uuid, p_token uuid, p_call jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
  s public.engine_state;
  kept jsonb;
  name text;
  wait interval;
  most interval := make_interval(secs => (p_call ->> 'mostWaitMs')::float8 / 1000);
begin
  t := lp.writing_task(p_task, p_token);
  if t.id is null then return jsonb_build_object('status', 'fenced'); end if;
  if not (p_call ->> 'fresh')::boolean then
    select answer into kept from public.engine_answers where document_id = t.document_id and key = p_call ->> 'key';
    if found then return jsonb_build_object('status', 'kept', 'answer', kept); end if;
  end if;
  name := concat_ws('/', t.stage, p_call ->> 'engine');
  if (p_call ->> 'isPaid')::boolean and lp.is_spent(t.project_id) then
    insert into public.engine_state (engine, project_id, state, reason) values (name, t.project_id, 'paused', 'budget') on conflict (engine, project_id) do nothing;
  end if;
  select * into s from lp.engine_away(t, name);
  if found then return jsonb_build_object('status', 'away', 'reason', s.reason); end if;
  wait := lp.take_rate(name, (p_call ->> 'requests')::int, (p_call ->> 'tokens')::bigint, (p_call ->> 'requestsPerMinute')::float8, (p_call ->> 'tokensPerMinute')::float8, most);
  return jsonb_build_object('status', case when wait > most then 'busy' else 'open' end, 'waitMs', ceil(extract(epoch from wait) * 1000));
end
$$;

-- Books how a call ended. What it used up is booked in any case, once; the answer is kept under the token only. `end`: `answered`, also if
-- the answer was no good; `failed`; `credit`, when there is none left; or `other`, which says nothing of the engine. Answers `ok`,
-- or `fenced`; after a failure `away`, `free` - nobody can tell yet whether it is the engine or this task, so it costs no attempt - or
-- `counts`: others were answered meanwhile. `over`: what was used up beyond what was taken from the rate.
create function public.close_engine_call(p_task uuid, p_token uuid, p_call jsonb) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
  s public.engine_state;
  name text;
  used jsonb := p_call -> 'usage';
  held boolean := (lp.writing_task(p_task, p_token)).id is not null;
begin
  select * into t from public.tasks where id = p_task;
  if not found then return 'fenced'; end if;
  name := concat_ws('/', t.stage, p_call ->> 'engine');
  if used is not null then
    insert into public.engine_usage (id, project_id, document_id, task_id, stage, engine, model, requests, cached, pages, audio_ms, input_tokens, output_tokens, amount, currency, prices_of)
    values ((p_call ->> 'usageId')::uuid, t.project_id, t.document_id, t.id, t.stage, p_call ->> 'engine', p_call ->> 'model',
      (used ->> 'requests')::int, coalesce((used ->> 'cached')::int, 0), coalesce((used ->> 'pages')::int, 0), coalesce((used ->> 'audioMs')::bigint, 0),
      coalesce((used ->> 'inputTokens')::bigint, 0), coalesce((used ->> 'outputTokens')::bigint, 0), (p_call ->> 'amount')::numeric, p_call ->> 'currency', p_call ->> 'pricesOf')
    on conflict (id) do nothing;
  end if;
  if held and p_call ? 'answer' then
    insert into public.engine_answers (document_id, project_id, key, answer) values (t.document_id, t.project_id, p_call ->> 'key', p_call -> 'answer')
    on conflict (document_id, key) do update set answer = excluded.answer, created_at = now();
  end if;
  if p_call ? 'over' then
    perform lp.take_rate(name, (p_call #>> '{over,requests}')::int, (p_call #>> '{over,tokens}')::bigint, (p_call ->> 'requestsPerMinute')::float8, (p_call ->> 'tokensPerMinute')::float8, interval '1 day');
  end if;

  if p_call ->> 'end' = 'answered' then
    delete from public.engine_state where engine = name and project_id is null returning * into s;
    if s.state <> 'up' then perform lp.unpark(name); end if;
  elsif p_call ->> 'end' = 'credit' then
    insert into public.engine_state as e (engine, project_id, state, reason, until)
    values (name, null, 'paused', 'credit', now() + least(lp.probe_every(), make_interval(secs => (p_call ->> 'retryAfterMs')::float8 / 1000)))
    on conflict (engine, project_id) do update set state = excluded.state, reason = excluded.reason, until = greatest(e.until, excluded.until), updated_at = now(),
      since = case when e.state = 'up' then now() else e.since end;
    return 'away';
  elsif p_call ->> 'end' = 'failed' then
    insert into public.engine_state as e (engine, project_id, state, failed_claims) values (name, null, 'up', array[p_token])
    on conflict (engine, project_id) do update set updated_at = now(),
      failed_claims = case when e.state <> 'up' or p_token = any (e.failed_claims) then e.failed_claims else e.failed_claims || p_token end
    returning * into s;
    if s.state = 'up' and cardinality(s.failed_claims) >= lp.most_engine_failures() then
      update public.engine_state set state = 'down', reason = 'failures', until = now() + lp.probe_every(), since = now(), probe_task = null
      where engine = name and project_id is null returning * into s;
    end if;
    if s.state <> 'up' then return 'away'; end if;
    return case when exists (select 1 from public.engine_usage u
      where u.stage = t.stage and u.engine = p_call ->> 'engine' and u.requests > 0 and u.created_at > t.waits_since) then 'counts' else 'free' end;
  end if;
  return case when held then 'ok' else 'fenced' end;
end
$$;

-- Gives a claim back without a failed attempt: shutdown, or an outage or 429, which p_code names. A task that waits for an engine that is away is
-- parked until it is back. Answers `released`, `parked` or `fenced`.
drop function public.release_task(uuid, uuid, int, text);
create function public.release_task(p_task uuid, p_token uuid, p_pause_ms int default 0, p_code text default null, p_engine text default null) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
  away boolean;
begin
  select * into t from public.tasks where id = p_task and state = 'running' and lease_token = p_token for no key update;
  if not found then return 'fenced'; end if;
  -- Also the task that was let through to try it.
  away := exists (select 1 from public.engine_state s
    where s.engine = concat_ws('/', t.stage, p_engine) and s.state <> 'up' and (s.project_id is null or s.project_id = t.project_id));
  update public.tasks set state = case when away then 'parked' else 'queued' end, parked_for = case when away then concat_ws('/', t.stage, p_engine) end,
    lease_token = null, lease_until = null, published = false,
    waits_for = coalesce(p_code, waits_for), waits_since = coalesce(waits_since, case when p_code is not null then now() end),
    not_before = case when not away then now() + make_interval(secs => p_pause_ms / 1000.0) end,
    deliver_at = case when not away then now() + make_interval(secs => p_pause_ms / 1000.0) end
  where id = t.id;
  return case when away then 'parked' else 'released' end;
end
$$;

-- What calls of engines cost, of a project or of one of its documents: amounts by currency, requests, answers that were kept from before, and
-- requests whose price is not known.
create function lp.cost_of(p_project uuid, p_document uuid default null) returns jsonb
language sql stable as $$
  with booked as (
    select currency, sum(amount) as amount, sum(requests) as requests, sum(cached) as cached, sum(requests) filter (where amount is null) as unpriced
    from public.engine_usage where project_id = p_project and (p_document is null or document_id = p_document) group by currency)
  select jsonb_build_object('amounts', coalesce(jsonb_object_agg(currency, amount) filter (where amount is not null), '{}'),
    'requests', coalesce(sum(requests), 0), 'cached', coalesce(sum(cached), 0), 'unpriced', coalesce(sum(unpriced), 0)) from booked
$$;

-- The costs of a project: in all, by engine and model, and by document, in order of id and after one.
create function public.project_costs(p_project uuid, p_after uuid, p_limit int) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('cost', lp.cost_of(p_project),
    'engines', (select coalesce(jsonb_agg(to_jsonb(e) order by e.stage, e.engine, e.model, e.currency), '[]') from (
      select stage, engine, model, currency, sum(requests) as requests, sum(cached) as cached, sum(pages) as pages, sum(audio_ms) as "audioMs",
        sum(input_tokens) as "inputTokens", sum(output_tokens) as "outputTokens", sum(amount) as amount, coalesce(sum(requests) filter (where amount is null), 0) as unpriced
      from public.engine_usage where project_id = p_project group by stage, engine, model, currency) e),
    'items', (select coalesce(jsonb_agg(lp.cost_of(p_project, d.document_id) || jsonb_build_object('documentId', d.document_id) order by d.document_id), '[]') from (
      select distinct document_id from public.engine_usage where project_id = p_project and (p_after is null or document_id > p_after) order by document_id limit p_limit) d))
$$;

-- Merges into the settings of a project; null takes one out. Answers the project.
create function public.set_project_settings(p_project uuid, p_settings jsonb) returns public.projects
language sql security definer set search_path = '' as $$
  update public.projects set settings = jsonb_strip_nulls(settings || p_settings), updated_at = now() where id = p_project returning *
$$;

-- Ends a document and its run, in the same state unless another is given for the run. What engines said of one that is deleted goes with it.
create or replace function lp.end_document(p_document uuid, p_state text, p_code text default null, p_message text default null, p_stage text default null, p_attempt int default null, p_run_state text default null) returns void
language plpgsql as $$
begin
  update public.documents set
    state = p_state, error_code = p_code, error_message = p_message, error_stage = p_stage, error_attempt = p_attempt, finished_at = now(),
    warnings = coalesce((
      select jsonb_agg(w || jsonb_build_object('stage', s.stage))
      from public.document_stages s, jsonb_array_elements(s.warnings) w where s.document_id = p_document), '[]')
  where id = p_document;
  update public.runs set state = coalesce(p_run_state, p_state), finished_at = now() where document_id = p_document and state = 'running';
  if p_state = 'deleted' then delete from public.engine_answers where document_id = p_document; end if;
  perform lp.record_event(p_document, 'document.' || p_state, jsonb_strip_nulls(jsonb_build_object('code', p_code, 'stage', p_stage, 'attempt', p_attempt)));
end
$$;

-- Claims one task. Answers `claimed` with the lease and all inputs - of a small document also the rows of the tables named in
-- `inputs` - or why not: `unknown`, `done`, `stale`, `parked`,
-- `held`, `not_due`. Without the `engines` named in the claim the task gets nowhere: while one of them is away it is parked, and no
-- claim is spent. Locks the task only.
create or replace function lp.claim_task(p jsonb) returns jsonb
language plpgsql as $$
declare
  t public.tasks;
  d public.documents;
  pr public.projects;
  building int;
  generations jsonb;
  away text;
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
  if t.state = 'queued' and p ? 'engines' then
    select s.engine into away from jsonb_array_elements_text(p -> 'engines') as named(engine), lp.engine_away(t, named.engine) s limit 1;
    if found then
      update public.tasks set state = 'parked', parked_for = away, published = false, deliver_at = null, not_before = null where id = t.id;
      return jsonb_build_object('status', 'parked');
    end if;
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

create or replace function public.reconcile(p_stuck_ms int default 60000, p_expire boolean default true) returns jsonb
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

  perform lp.look_after_engines();

  with late as (
    select id from public.tasks where state = 'queued' and published and deliver_at < now() order by deliver_at limit 1000 for no key update skip locked
  ), seen as (
    update public.tasks x set deliver_at = now() + interval '15 seconds' from late where x.id = late.id returning x.*
  )
  select coalesce(jsonb_agg(lp.delivery(seen::public.tasks)), '[]') into overdue from seen;

  return jsonb_build_object('expired', to_jsonb(expired), 'poisoned', to_jsonb(poisoned), 'advanced', to_jsonb(advanced), 'deliveries', deliveries, 'overdue', overdue);
end
$$;

-- How the record is: its clock, and what waits for longer than it should. Counts, ages in seconds, names of projects; nothing of documents.
-- `leases`: ran out and not taken back. `overdue`: published, claimed by nobody and not looked at again. `undelivered`: due and
-- not published. `stuck`: in progress with nothing open. `outages`: have met nothing else for so long, by the code of the last.
-- `engines`: those that are down or paused, with the tasks that are parked for them. `nearPoison`: one lost lease, or none, before they are given up.
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
    'engines', (select coalesce(jsonb_agg(jsonb_build_object('engine', s.engine, 'project', p.name, 'state', s.state, 'reason', s.reason,
        'seconds', floor(extract(epoch from now() - s.since)), 'parked', (select count(*) from public.tasks t where t.state = 'parked' and t.parked_for = s.engine
          and (s.project_id is null or t.project_id = s.project_id))) order by s.engine, p.name), '[]')
      from public.engine_state s left join public.projects p on p.id = s.project_id where s.state <> 'up'),
    'nearPoison', (select count(*) from public.tasks where state in ('queued', 'running', 'parked') and expirations >= lp.poison_limit() - 1),
    'failures', (select coalesce(jsonb_agg(jsonb_build_object('projectId', f.project_id, 'project', p.name, 'code', f.code, 'count', f.n) order by p.name, f.code), '[]')
      from (select project_id, code, count(*) as n from lp.failures(null) where code like 'X\_%' group by project_id, code) f
      join public.projects p on p.id = f.project_id))
$$;

-- The proof that nothing was dropped: documents by state (they add up to `received`), how many of them were handed over and how
-- many found inside those, pages, failures by code, what engines cost, refusals at
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
    'cost', lp.cost_of(p_project),
    'refusals', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'fileName', file_name, 'bytes', bytes, 'code', code, 'createdAt', created_at) order by created_at, id), '[]')
      from public.intake_refusals where project_id = p_project));
end
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['public.open_engine_call', 'public.close_engine_call', 'public.release_task', 'public.project_costs',
    'public.set_project_settings']::regproc[]::regprocedure[] loop
    execute format('revoke all on function %s from public, anon, authenticated, service_role', f);
    execute format('grant execute on function %s to service_role', f);
  end loop;
end
$$;
revoke all on all functions in schema lp from public, anon, authenticated, service_role;
grant execute on function lp.my_projects() to authenticated;

insert into public.schema_version (version) values (8);
