-- What the sweeper of the file store asks; and claims that say how often their task's lease ran out.

-- Of these keys those that a document names. A key begins with the ids of its project and document (0017), so that the document
-- is found by its primary key; one that does not is answered as known, since nobody can say that it is not. While a lease has run
-- out and was not taken back yet, its claim may still commit, however long ago it stored its files: then all are known.
create function public.known_files(p_keys text[]) returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(k.key), '{}') from (
    select key, substring(key from '^[0-9a-f-]{36}/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:-\d+\.\d+)?$')::uuid as id
    from unnest(p_keys) as given(key)
  ) k
  where k.id is null or exists (select 1 from public.tasks where state = 'running' and lease_until < now()) or exists (select 1 from public.documents d where d.id = k.id and d.storage_key = k.key)
$$;

revoke all on function public.known_files(text[]) from public, anon, authenticated, service_role;
grant execute on function public.known_files(text[]) to service_role;

-- Claims up to 20 tasks, in order of id so that two callers cannot deadlock; answers in the order asked, with the number of leases
-- of each claimed task that ran out (0018). A claim lost in a crash of Postgres only means that the task is claimed again.
create or replace function public.claim_tasks(p_claims jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  c record;
  answer jsonb;
  answers jsonb[] := array_fill(null::jsonb, array[jsonb_array_length(p_claims)]);
begin
  perform set_config('synchronous_commit', 'off', true);
  for c in select value, ordinality from jsonb_array_elements(p_claims) with ordinality order by value ->> 'taskId', ordinality loop
    answer := lp.claim_task(c.value);
    if answer ->> 'status' = 'claimed' then
      answer := answer || jsonb_build_object('expirations', (select expirations from public.tasks where id = (c.value ->> 'taskId')::uuid));
    end if;
    answers[c.ordinality] := answer;
  end loop;
  return to_jsonb(answers);
end
$$;

insert into public.schema_version (version) values (6);
