-- What the sweeper of the file store asks.

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

insert into public.schema_version (version) values (6);
