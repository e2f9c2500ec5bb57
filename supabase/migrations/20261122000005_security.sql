-- Row-level security on every table. Members read their projects, rows of current generations only; anon reads nothing;
-- nobody writes but through functions, which only service_role may call.

-- The projects of the caller. In a schema that is not exposed; stable, so that a policy calls it once a query.
create function lp.my_projects() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(project_id), '{}') from public.project_members
  where user_id = (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;

alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
revoke all on all tables in schema public from anon, authenticated, service_role;
revoke all on all functions in schema public from public, anon, authenticated, service_role;
revoke all on all functions in schema lp from public, anon, authenticated, service_role;

grant usage on schema public to anon, authenticated, service_role;
grant usage on schema lp to authenticated;
grant execute on function lp.my_projects() to authenticated;
grant select on all tables in schema public to service_role;
grant execute on all functions in schema public to service_role;
grant execute on function public.report(uuid), public.utf16_slice(text, int, int) to authenticated;

do $$
declare
  name text;
begin
  for name in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table public.%I enable row level security', name);
  end loop;

  -- Tables a member reads by project alone.
  foreach name in array array['project_members', 'documents', 'intake_refusals', 'runs', 'document_stages', 'tasks', 'canonical_entities', 'events'] loop
    execute format('grant select on public.%I to authenticated', name);
    execute format('create policy members_read on public.%I for select to authenticated using (project_id = any ((select lp.my_projects())::uuid[]))', name);
  end loop;
  grant select on public.projects to authenticated;
  create policy members_read on public.projects for select to authenticated using (id = any ((select lp.my_projects())::uuid[]));
end
$$;

-- Rows of the stages: of the current generation of their stage.
create function lp.members_read_current(p_table text, p_stages text) returns void
language plpgsql as $$
begin
  execute format('grant select on public.%I to authenticated', p_table);
  execute format($policy$
    create policy members_read_current on public.%1$I for select to authenticated using (
      project_id = any ((select lp.my_projects())::uuid[]) and exists (
        select 1 from public.document_stages ds
        where ds.document_id = %1$I.document_id and ds.stage = any (%2$L::text[]) and ds.current_generation = %1$I.generation))
  $policy$, p_table, p_stages);
end
$$;
select lp.members_read_current('segments', '{ocr,asr}');
select lp.members_read_current('segment_words', '{ocr,asr}');
select lp.members_read_current('chunks', '{ner}');
select lp.members_read_current('entity_mentions', '{ner}');
select lp.members_read_current('facts', '{llm}');
select lp.members_read_current('relationship_staging', '{relationship}');
revoke all on all functions in schema lp from public, anon, authenticated, service_role;
grant execute on function lp.my_projects() to authenticated;

insert into public.schema_version (version) values (1);
