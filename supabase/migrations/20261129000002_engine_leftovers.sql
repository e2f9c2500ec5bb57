-- Opinions of engines that stand, once given (0011); a ledger that knows calls under way, and searches (0020).

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

-- Searches ask an engine, too: what they cost is the project's, of no document and no task. is_open: the call is under way, and has used up at
-- least what stands here; still so when nobody was left to say how it ended.
alter table public.engine_usage alter column document_id drop not null, alter column task_id drop not null, add column is_open boolean not null default false;

-- Writes a call into the ledger: when it is about to be made, with what it uses up at least, so that the budget knows of it and no death of a
-- process takes it out of the ledger; and when it has ended, with what it did use up, or nothing.
create function lp.book_call(p_project uuid, p_document uuid, p_task uuid, p_stage text, p_call jsonb, p_open boolean) returns void
language plpgsql as $$
declare
  used jsonb := p_call -> 'usage';
begin
  if used is null then
    delete from public.engine_usage where id = (p_call ->> 'usageId')::uuid and is_open and not p_open;
    return;
  end if;
  insert into public.engine_usage as u (id, project_id, document_id, task_id, stage, engine, model, requests, cached, pages, audio_ms, input_tokens, output_tokens, amount, currency, prices_of, is_open)
  values ((p_call ->> 'usageId')::uuid, p_project, p_document, p_task, p_stage, p_call ->> 'engine', p_call ->> 'model',
    (used ->> 'requests')::int, coalesce((used ->> 'cached')::int, 0), coalesce((used ->> 'pages')::int, 0), coalesce((used ->> 'audioMs')::bigint, 0),
    coalesce((used ->> 'inputTokens')::bigint, 0), coalesce((used ->> 'outputTokens')::bigint, 0), (p_call ->> 'amount')::numeric, p_call ->> 'currency', p_call ->> 'pricesOf', p_open)
  on conflict (id) do update set requests = excluded.requests, pages = excluded.pages, audio_ms = excluded.audio_ms, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, amount = excluded.amount, is_open = false, created_at = excluded.created_at
  where u.is_open and not p_open;
end
$$;

-- True if a project has spent its budget. Those who ask take turns, so that each sees what the one before is about to spend.
create function lp.is_spent_in_turn(p_project uuid) returns boolean
language plpgsql as $$
begin
  if not exists (select 1 from public.projects where id = p_project and settings ? 'budget') then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended('budget/' || p_project, 0));
  return lp.is_spent(p_project);
end
$$;

-- As before; what is about to be used up is booked (`usageId`, `usage`, `amount` and so on, as in close_engine_call), calls of one project
-- that has a budget are let through one after the other, and a call that costs nothing lifts the pause of a budget.
create or replace function public.open_engine_call(p_task uuid, p_token uuid, p_call jsonb) returns jsonb
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
  if not (p_call ->> 'isPaid')::boolean then
    delete from public.engine_state where engine = name and project_id = t.project_id and reason = 'budget';
  elsif lp.is_spent_in_turn(t.project_id) then
    insert into public.engine_state (engine, project_id, state, reason) values (name, t.project_id, 'paused', 'budget') on conflict (engine, project_id) do nothing;
    -- Also for the task that is let through to see whether it costs still.
    return jsonb_build_object('status', 'away', 'reason', 'budget');
  end if;
  select * into s from lp.engine_away(t, name);
  if found then return jsonb_build_object('status', 'away', 'reason', s.reason); end if;
  wait := lp.take_rate(name, (p_call ->> 'requests')::int, (p_call ->> 'tokens')::bigint, (p_call ->> 'requestsPerMinute')::float8, (p_call ->> 'tokensPerMinute')::float8, most);
  if wait > most then return jsonb_build_object('status', 'busy', 'waitMs', ceil(extract(epoch from wait) * 1000)); end if;
  if p_call ? 'usageId' then perform lp.book_call(t.project_id, t.document_id, t.id, t.stage, p_call, true); end if;
  return jsonb_build_object('status', 'open', 'waitMs', ceil(extract(epoch from wait) * 1000));
end
$$;

-- An engine answered: nothing of it is away any more, and what waits for it goes on.
create function lp.engine_answered(p_name text) returns void
language plpgsql as $$
declare
  s public.engine_state;
begin
  delete from public.engine_state where engine = p_name and project_id is null returning * into s;
  if s.state <> 'up' then perform lp.unpark(p_name); end if;
end
$$;

-- As before; replaces what was booked when the call was opened.
create or replace function public.close_engine_call(p_task uuid, p_token uuid, p_call jsonb) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
  s public.engine_state;
  name text;
  held boolean := (lp.writing_task(p_task, p_token)).id is not null;
begin
  select * into t from public.tasks where id = p_task;
  if not found then return 'fenced'; end if;
  name := concat_ws('/', t.stage, p_call ->> 'engine');
  perform lp.book_call(t.project_id, t.document_id, t.id, t.stage, p_call, false);
  if held and p_call ? 'answer' then
    insert into public.engine_answers (document_id, project_id, key, answer) values (t.document_id, t.project_id, p_call ->> 'key', p_call -> 'answer')
    on conflict (document_id, key) do update set answer = excluded.answer, created_at = now();
  end if;
  if p_call ? 'over' then
    perform lp.take_rate(name, (p_call #>> '{over,requests}')::int, (p_call #>> '{over,tokens}')::bigint, (p_call ->> 'requestsPerMinute')::float8, (p_call ->> 'tokensPerMinute')::float8, interval '1 day');
  end if;

  if p_call ->> 'end' = 'answered' then
    perform lp.engine_answered(name);
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
      where u.stage = t.stage and u.engine = p_call ->> 'engine' and u.requests > 0 and not u.is_open and u.created_at > t.waits_since) then 'counts' else 'free' end;
  end if;
  return case when held then 'ok' else 'fenced' end;
end
$$;

-- As before. Besides: a task that was let through and is done did without the engine - another is configured -, so that all others may try,
-- too; the first that meets it again finds it as it was. And a project whose budget is spent has a task let through now and
-- then: the engine may be one of its own by now, which costs nothing.
create or replace function lp.look_after_engines() returns void
language plpgsql as $$
declare
  s public.engine_state;
  probe uuid;
begin
  delete from public.engine_state where reason = 'budget' and not lp.is_spent(project_id);
  update public.engine_state e set state = 'up', reason = null, until = null, probe_task = null, updated_at = now()
  where e.state <> 'up' and e.project_id is null and exists (select 1 from public.tasks where id = e.probe_task and state = 'done');

  for s in
    select * from public.engine_state e
    where e.state <> 'up' and case when e.project_id is null then e.until else coalesce(e.until, e.since + 10 * lp.probe_every()) end <= now()
      and not exists (select 1 from public.tasks where id = e.probe_task and state in ('queued', 'running'))
    order by e.engine, e.project_id for no key update skip locked
  loop
    -- The one that waits longest since it last tried, and waits for nothing else.
    select t.id into probe from public.tasks t
    where t.state = 'parked' and t.parked_for = s.engine and (s.project_id is null or t.project_id = s.project_id)
      and not exists (select 1 from public.engine_state o where o.engine = s.engine and o.state <> 'up'
        and o.project_id is distinct from s.project_id and (o.project_id is null or o.project_id = t.project_id))
    order by t.started_at nulls first, t.id limit 1 for no key update skip locked;
    if found then
      update public.engine_state set probe_task = probe, updated_at = now(),
        until = now() + case when s.project_id is null then 1 else 10 end * lp.probe_every()
      where engine = s.engine and project_id is not distinct from s.project_id;
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

-- Asks for one call of the engine that embeds, for a search: of a project, and of no task. It shares rate and state with the calls of
-- llm-service; while the engine is away, a search is as good as a task to try it. Answers `open`, `busy` or `away`, as open_engine_call.
create function public.open_search_call(p_project uuid, p_call jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  s public.engine_state;
  name text := concat_ws('/', 'llm', p_call ->> 'engine');
  wait interval;
  most interval := make_interval(secs => (p_call ->> 'mostWaitMs')::float8 / 1000);
begin
  if (p_call ->> 'isPaid')::boolean and lp.is_spent_in_turn(p_project) then return jsonb_build_object('status', 'away', 'reason', 'budget'); end if;
  update public.engine_state set until = now() + lp.probe_every() where engine = name and project_id is null and state <> 'up' and until <= now();
  if not found then
    select * into s from public.engine_state where engine = name and project_id is null and state <> 'up';
    if found then return jsonb_build_object('status', 'away', 'reason', s.reason); end if;
  end if;
  wait := lp.take_rate(name, (p_call ->> 'requests')::int, (p_call ->> 'tokens')::bigint, (p_call ->> 'requestsPerMinute')::float8, (p_call ->> 'tokensPerMinute')::float8, most);
  if wait > most then return jsonb_build_object('status', 'busy', 'waitMs', ceil(extract(epoch from wait) * 1000)); end if;
  perform lp.book_call(p_project, null, null, 'search', p_call, true);
  return jsonb_build_object('status', 'open', 'waitMs', ceil(extract(epoch from wait) * 1000));
end
$$;

-- Books how it ended. What fails says nothing of the engine: tasks find out.
create function public.close_search_call(p_project uuid, p_call jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  name text := concat_ws('/', 'llm', p_call ->> 'engine');
begin
  perform lp.book_call(p_project, null, null, 'search', p_call, false);
  if p_call ? 'over' then
    perform lp.take_rate(name, (p_call #>> '{over,requests}')::int, (p_call #>> '{over,tokens}')::bigint, (p_call ->> 'requestsPerMinute')::float8, (p_call ->> 'tokensPerMinute')::float8, interval '1 day');
  end if;
  if p_call ->> 'end' = 'answered' then perform lp.engine_answered(name); end if;
  return 'ok';
end
$$;

-- As before; what is of no document stands in the sums alone.
create or replace function public.project_costs(p_project uuid, p_after uuid, p_limit int) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('cost', lp.cost_of(p_project),
    'engines', (select coalesce(jsonb_agg(to_jsonb(e) order by e.stage, e.engine, e.model, e.currency), '[]') from (
      select stage, engine, model, currency, sum(requests) as requests, sum(cached) as cached, sum(pages) as pages, sum(audio_ms) as "audioMs",
        sum(input_tokens) as "inputTokens", sum(output_tokens) as "outputTokens", sum(amount) as amount, coalesce(sum(requests) filter (where amount is null), 0) as unpriced
      from public.engine_usage where project_id = p_project group by stage, engine, model, currency) e),
    'items', (select coalesce(jsonb_agg(lp.cost_of(p_project, d.document_id) || jsonb_build_object('documentId', d.document_id) order by d.document_id), '[]') from (
      select distinct document_id from public.engine_usage where project_id = p_project and document_id is not null and (p_after is null or document_id > p_after)
      order by document_id limit p_limit) d))
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['public.open_search_call', 'public.close_search_call']::regproc[]::regprocedure[] loop
    execute format('revoke all on function %s from public, anon, authenticated, service_role', f);
    execute format('grant execute on function %s to service_role', f);
  end loop;
end
$$;
revoke all on function lp.book_call(uuid, uuid, uuid, text, jsonb, boolean), lp.is_spent_in_turn(uuid), lp.engine_answered(text) from public, anon, authenticated, service_role;

insert into public.schema_version (version) values (10);
