-- Vectors, where the extension can be had (hosted Supabase; not the embedded Postgres). Model and dimensions are recorded
-- with each embedding, so the column takes any.
do $$
begin
  if exists (select 1 from pg_available_extensions where name = 'vector') then
    create extension if not exists vector with schema extensions;
    alter table public.chunks add column embedding extensions.vector;
    alter table public.chunks add column embedding_model text;
  end if;
end
$$;
