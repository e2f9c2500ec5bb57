-- Row-level security on every table. Members read their projects, rows of current generations only; anon reads nothing;
-- nobody writes but through functions, which only service_role may call.

-- The projects of the caller. In a schema that is not exposed; stable, so that a policy calls it once a query.
create function lp.my_projects() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(project_id), '{}') from public.project_members
  where user_id = (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;

-- What is added to schema public later by the same role is closed until somebody opens it: one of the two alone would leave
-- new functions open to anon. What was there before us is not touched.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;

grant usage on schema public to anon, authenticated, service_role;
revoke all on all functions in schema lp from public, anon, authenticated, service_role;
grant usage on schema lp to authenticated;

-- Closes a table of ours to everybody but the service, which may read it.
create function lp.close_table(p_table text) returns void
language plpgsql as $$
begin
  execute format('alter table public.%I enable row level security', p_table);
  execute format('revoke all on public.%I from public, anon, authenticated, service_role', p_table);
  execute format('grant select on public.%I to service_role', p_table);
end
$$;

-- Opens a table to members: their projects' rows.
create function lp.members_read(p_table text, p_project_column text default 'project_id') returns void
language plpgsql as $$
begin
  execute format('grant select on public.%I to authenticated', p_table);
  execute format('create policy members_read on public.%I for select to authenticated using (%I = any ((select lp.my_projects())::uuid[]))', p_table, p_project_column);
end
$$;

select lp.close_table(name) from unnest(array['schema_version', 'pipeline_stages', 'projects', 'project_members', 'api_keys', 'documents', 'intake_refusals',
  'runs', 'document_stages', 'tasks', 'segments', 'segment_words', 'chunks', 'canonical_entities', 'entity_mentions', 'facts', 'relationship_staging',
  'task_drafts', 'events', 'engine_state']) name;
select lp.members_read('projects', 'id');
select lp.members_read(name) from unnest(array['project_members', 'documents', 'intake_refusals', 'runs', 'document_stages', 'tasks', 'canonical_entities', 'events']) name;

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

-- Functions: for the service; the two that only read, for members too.
do $$
declare
  f regprocedure;
begin
  foreach f in array array['public.create_project', 'public.add_member', 'public.remove_member', 'public.create_api_key', 'public.revoke_api_key', 'public.authenticate_api_key', 'public.accept_document',
    'public.refuse_file', 'public.reprocess', 'public.retry', 'public.cancel', 'public.report', 'public.utf16_slice', 'public.claim_tasks', 'public.renew_leases',
    'public.put_rows', 'public.put_resolution', 'public.commit_tasks', 'public.fail_task', 'public.release_task', 'public.take_unpublished',
    'public.redeliver_all', 'public.reconcile', 'public.advance']::regproc[]::regprocedure[] loop
    execute format('revoke all on function %s from public, anon, authenticated, service_role', f);
    execute format('grant execute on function %s to service_role', f);
  end loop;
end
$$;
grant execute on function public.report(uuid), public.utf16_slice(text, int, int) to authenticated;
revoke all on all functions in schema lp from public, anon, authenticated, service_role;
grant execute on function lp.my_projects() to authenticated;

insert into public.schema_version (version) values (1);
