-- The figures of the pipeline as a whole that every ingest-service shows to Prometheus (0026).

-- By the clock of the database, in one statement and so of one moment; counts, ages in seconds and words of ours, nothing of documents or
-- projects. All but `documents` come from partial indexes over what is open (tasks_due, tasks_leased, tasks_parked); `documents` is read
-- from an index alone. `backlog`: what a worker could take now, by stage, and for how long the oldest has been waiting; what is parked or put
-- off is not among it. `delayed`: put off, to be tried again. `late`: for longer than p_late_ms with a lease that ran out and was not
-- taken back, published and not looked at again, or due and not published. `away`: engines that are down or paused for all.
-- `paused`: projects for which one is paused.
create function public.queue_figures(p_late_ms int default 60000) returns jsonb
language sql stable security definer set search_path = '' as $$
  with late as (select now() - make_interval(secs => p_late_ms / 1000.0) as since),
  due as (
    select stage, (not_before is null or not_before <= now()) as now, published, deliver_at, greatest(created_at, started_at, not_before) as waits_since
    from public.tasks where state = 'queued' and deliver_at is not null
  )
  select jsonb_build_object(
    'backlog', (select coalesce(jsonb_agg(jsonb_build_object('stage', stage, 'count', n, 'seconds', seconds) order by stage), '[]') from (
      select stage, count(*) as n, floor(extract(epoch from now() - min(waits_since))) as seconds from due where due.now group by stage) b),
    'delayed', (select coalesce(jsonb_object_agg(stage, n), '{}') from (select stage, count(*) as n from due where not due.now group by stage) d),
    'running', (select coalesce(jsonb_object_agg(stage, n), '{}') from (select stage, count(*) as n from public.tasks where state = 'running' group by stage) r),
    'parked', (select coalesce(jsonb_object_agg(parked_for, n), '{}') from (select parked_for, count(*) as n from public.tasks where state = 'parked' group by parked_for) p),
    'late', jsonb_build_object(
      'lease', (select count(*) from public.tasks, late where state = 'running' and lease_until < since),
      'claim', (select count(*) from due, late where published and deliver_at < since),
      'publish', (select count(*) from due, late where not published and deliver_at < since)),
    -- Half a minute more: until then the reconciler may just be about to do it.
    'stuck', (select count(*) from lp.stuck_documents(make_interval(secs => p_late_ms / 1000.0 + 30))),
    'documents', (select coalesce(jsonb_object_agg(state, n), '{}') from (select state, count(*) as n from public.documents group by state) s),
    'away', (select coalesce(jsonb_agg(jsonb_build_object('engine', engine, 'reason', reason) order by engine), '[]')
      from public.engine_state where state <> 'up' and project_id is null),
    'paused', (select coalesce(jsonb_agg(jsonb_build_object('engine', engine, 'reason', reason, 'count', n) order by engine, reason), '[]') from (
      select engine, reason, count(*) as n from public.engine_state where state <> 'up' and project_id is not null group by engine, reason) e))
$$;

revoke all on function public.queue_figures(int) from public, anon, authenticated, service_role;
grant execute on function public.queue_figures(int) to service_role;

insert into public.schema_version (version) values (11);
