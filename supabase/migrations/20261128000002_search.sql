-- Search of a project by words and by meaning: vectors of chunks, and one function that finds with both.

-- The vector of a chunk, of unit length, with the model that made it: written by llm, over chunks that ner made. As an array,
-- so that it is there whatever extensions are. Vectors of different models, or dimensions, are never compared.
create table public.chunk_embeddings (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  ordinal int not null,
  chunk_id uuid not null,
  model text not null,
  dimensions int not null check (dimensions > 0),
  embedding real[] not null,
  created_at timestamptz not null default now(),
  unique (document_id, generation, ordinal),
  check (cardinality(embedding) = dimensions)
);
create index on public.chunk_embeddings (project_id, model, dimensions);
select lp.close_table('chunk_embeddings');
select lp.members_read_current('chunk_embeddings', '{llm}');

-- Were never written: a chunk is made before anybody embeds it.
alter table public.chunks drop column if exists embedding, drop column if exists embedding_model;

-- Deletes what a task wrote, but for what it wrote under p_keep.
create or replace function lp.drop_rows(t public.tasks, p_keep uuid default null) returns void
language plpgsql as $$
declare
  name text;
begin
  foreach name in array array['segments', 'segment_words', 'chunks', 'chunk_embeddings', 'entity_mentions', 'facts', 'relationship_staging', 'task_drafts'] loop
    execute format('delete from public.%I where document_id = $1 and generation = $2 and task_id = $3 and lease_token is distinct from $4', name)
    using t.document_id, t.generation, t.id, p_keep;
  end loop;
end
$$;

-- Writes rows of a task that is ours: `{ table: [row, ...] }`. The same rows twice are there once; a row whose id another task
-- holds is an error.
create or replace function lp.write_rows(t public.tasks, p_rows jsonb) returns void
language plpgsql as $$
declare
  name text;
  rows jsonb;
  mine bigint;
begin
  -- A repeat starts clean: what an earlier claim wrote goes.
  if t.claims > 1 then perform lp.drop_rows(t, t.lease_token); end if;
  for name, rows in select key, value from jsonb_each(p_rows) loop
    if jsonb_array_length(rows) > 1000 then raise exception 'write_rows: more than 1000 rows of %', name; end if;
    case name
      when 'segments' then
        insert into public.segments (id, project_id, document_id, generation, task_id, lease_token, ordinal, kind, text, char_start, char_end,
          page_number, page_label, width_pt, height_pt, turn, start_ms, end_ms, engine, model, confidence, error_code, properties)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.kind, r.text, r.char_start, r.char_end,
          r.page_number, r.page_label, r.width_pt, r.height_pt, r.turn, r.start_ms, r.end_ms, r.engine, r.model, r.confidence, r.error_code, coalesce(r.properties, '{}')
        from jsonb_populate_recordset(null::public.segments, rows) r on conflict (id) do nothing;
      when 'segment_words' then
        insert into public.segment_words (id, project_id, document_id, generation, task_id, lease_token, ordinal, starts, ends, boxes, confidences)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.starts, r.ends, r.boxes, r.confidences
        from jsonb_populate_recordset(null::public.segment_words, rows) r on conflict (id) do nothing;
      when 'chunks' then
        insert into public.chunks (id, project_id, document_id, generation, task_id, lease_token, ordinal, text, char_start, char_end, heading_path,
          token_count, token_encoding, context_line, language, page_first, page_last, kind)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.text, r.char_start, r.char_end, r.heading_path,
          r.token_count, r.token_encoding, r.context_line, r.language, r.page_first, r.page_last, coalesce(r.kind, 'text')
        from jsonb_populate_recordset(null::public.chunks, rows) r on conflict (id) do nothing;
      when 'chunk_embeddings' then
        insert into public.chunk_embeddings (id, project_id, document_id, generation, task_id, lease_token, ordinal, chunk_id, model, dimensions, embedding)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.chunk_id, r.model, r.dimensions, r.embedding
        from jsonb_populate_recordset(null::public.chunk_embeddings, rows) r on conflict (id) do nothing;
      when 'entity_mentions' then
        insert into public.entity_mentions (id, project_id, document_id, generation, task_id, lease_token, ordinal, chunk_id, type, text, char_start,
          char_end, value, properties, score, engine, model)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.chunk_id, r.type, r.text, r.char_start,
          r.char_end, r.value, coalesce(r.properties, '{}'), r.score, r.engine, r.model
        from jsonb_populate_recordset(null::public.entity_mentions, rows) r on conflict (id) do nothing;
      when 'facts' then
        insert into public.facts (id, project_id, document_id, generation, task_id, lease_token, ordinal, chunk_id, kind, value, properties, quote,
          char_start, char_end, verified, engine, model)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.chunk_id, r.kind, r.value, coalesce(r.properties, '{}'), r.quote,
          r.char_start, r.char_end, r.verified, r.engine, r.model
        from jsonb_populate_recordset(null::public.facts, rows) r on conflict (id) do nothing;
      when 'relationship_staging' then
        insert into public.relationship_staging (id, project_id, document_id, generation, task_id, lease_token, ordinal, from_label, from_id, type,
          to_label, to_id, properties, char_start, char_end)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.from_label, r.from_id, r.type,
          r.to_label, r.to_id, coalesce(r.properties, '{}'), r.char_start, r.char_end
        from jsonb_populate_recordset(null::public.relationship_staging, rows) r on conflict (id) do nothing;
      when 'task_drafts' then
        insert into public.task_drafts (id, project_id, document_id, generation, task_id, lease_token, stage, part_ordinal, ordinal, data)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, t.stage, t.ordinal, r.ordinal, r.data
        from jsonb_populate_recordset(null::public.task_drafts, rows) r on conflict (id) do nothing;
      else raise exception 'write_rows: no table %', name;
    end case;
    get diagnostics mine = row_count;
    if mine < jsonb_array_length(rows) then
      execute format('select count(*) from public.%I where id in (select (e ->> ''id'')::uuid from jsonb_array_elements($1) e) and task_id = $2 and lease_token = $3', name)
      into mine using rows, t.id, t.lease_token;
      if mine <> jsonb_array_length(rows) then raise exception 'write_rows: % rows of % given, % are of this task', jsonb_array_length(rows), name, mine; end if;
    end if;
  end loop;
end
$$;

-- Chunks of a project as they are read: of the current generation, of documents that are not deleted; of these documents,
-- categories and kinds only, where a list is given.
create function lp.current_chunks(p_project uuid, p_documents uuid[], p_categories text[], p_kinds text[]) returns setof public.chunks
language sql stable as $$
  select c.* from public.chunks c
  join public.document_stages ds on ds.document_id = c.document_id and ds.stage = 'ner' and ds.current_generation = c.generation
  join public.documents d on d.id = c.document_id
  where c.project_id = p_project and d.project_id = p_project and d.state <> 'deleted'
    and (p_documents is null or c.document_id = any (p_documents))
    and (p_categories is null or d.category = any (p_categories))
    and (p_kinds is null or c.kind = any (p_kinds))
$$;

-- The vectors of those chunks that a model made, in the current generation.
create function lp.current_embeddings(p_project uuid, p_model text, p_dimensions int) returns setof public.chunk_embeddings
language sql stable as $$
  select e.* from public.chunk_embeddings e
  join public.document_stages ds on ds.document_id = e.document_id and ds.stage = 'llm' and ds.current_generation = e.generation
  where e.project_id = p_project and e.model = p_model and e.dimensions = p_dimensions
$$;

-- Unnested in the select list: in the from list both arrays are written out first, which takes five times as long.
create function lp.dot(a real[], b real[]) returns float8
language sql immutable parallel safe as $$ select sum(x::float8 * y) from (select unnest(a) as x, unnest(b) as y) pairs $$;

-- The vector at unit length; null for one without a direction.
create function lp.unit_vector(v real[]) returns real[]
language sql immutable parallel safe as $$
  with size as materialized (select nullif(sqrt(lp.dot(v, v)), 0) as length)
  select array_agg((x / length)::real order by n) from size, unnest(v) with ordinality as parts(x, n) where length is not null
$$;

-- The cosine of two vectors of unit length and the same dimensions.
create function lp.similarity(e public.chunk_embeddings, p_unit real[]) returns float8
language sql immutable parallel safe as $$ select lp.dot(e.embedding, p_unit) $$;

-- How many numbers of vectors one search may look at: some seconds of work, less than the API role is given for a statement.
create function lp.most_components() returns bigint language sql immutable as $$ select 20000000::bigint $$;

-- Where the extension can be had it does that some hundred times as fast. The column is for indexes and queries of your own.
do $$
declare
  home text;
begin
  if not exists (select 1 from pg_available_extensions where name = 'vector') then return; end if;
  create extension if not exists vector with schema extensions;
  select n.nspname into home from pg_extension x join pg_namespace n on n.oid = x.extnamespace where x.extname = 'vector';
  execute format('alter table public.chunk_embeddings add column vector %1$I.vector generated always as (embedding::%1$I.vector) stored', home);
  execute format('create or replace function lp.similarity(e public.chunk_embeddings, p_unit real[]) returns float8 '
    'language sql immutable parallel safe as %2$L', home, format('select 1 - %1$I.cosine_distance(e.vector, p_unit::%1$I.vector)', home));
  create or replace function lp.most_components() returns bigint language sql immutable as 'select 2000000000::bigint';
end
$$;

-- How deep each method is looked at before the two lists are fused.
create function lp.search_depth() returns int language sql immutable as $$ select 200 $$;

-- The chunks in which a query is found word by word, best first: full text by the rules of English or, for all other languages,
-- of none. Rank by how near to one another the words stand (ts_rank_cd), in relation to the length of the chunk.
create function lp.chunks_by_words(p_project uuid, p_query text, p_documents uuid[], p_categories text[], p_kinds text[])
returns table (id uuid, rank bigint, score float8)
language sql stable as $$
  with query as (
    select pg_catalog.websearch_to_tsquery('pg_catalog.english', p_query) as english, pg_catalog.websearch_to_tsquery('pg_catalog.simple', p_query) as plain
  ), best as (
    select c.id, c.document_id, c.ordinal, ts_rank_cd(c.search, case c.language when 'en' then q.english else q.plain end, 1)::float8 as score
    from query q, lp.current_chunks(p_project, p_documents, p_categories, p_kinds) c
    where (c.language = 'en' and c.search @@ q.english) or (c.language <> 'en' and c.search @@ q.plain)
    order by score desc, c.document_id, c.ordinal limit lp.search_depth()
  )
  select b.id, row_number() over (order by b.score desc, b.document_id, b.ordinal), b.score from best b
$$;

-- The chunks whose vectors of a model point in the direction of this one, nearest first: all are looked at, none is missed.
create function lp.chunks_by_vector(p_project uuid, p_unit real[], p_model text, p_documents uuid[], p_categories text[], p_kinds text[])
returns table (id uuid, rank bigint, score float8)
language sql stable as $$
  with best as (
    select c.id, c.document_id, c.ordinal, lp.similarity(e, p_unit) as score
    from lp.current_embeddings(p_project, p_model, cardinality(p_unit)) e
    join lp.current_chunks(p_project, p_documents, p_categories, p_kinds) c on c.id = e.chunk_id
    order by score desc, c.document_id, c.ordinal limit lp.search_depth()
  )
  select b.id, row_number() over (order by b.score desc, b.document_id, b.ordinal), b.score from best b
$$;

-- Where a chunk stands in its document: labels of its first and last page, times of a recording.
create function lp.place_of(c public.chunks) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'pageLabelFirst', (array_agg(g.page_label order by g.ordinal))[1], 'pageLabelLast', (array_agg(g.page_label order by g.ordinal desc))[1],
    'startMs', min(g.start_ms), 'endMs', max(g.end_ms))
  from public.segments g
  join public.document_stages ds on ds.document_id = g.document_id and ds.stage in ('ocr', 'asr') and ds.current_generation = g.generation
  where g.document_id = c.document_id and g.char_start < c.char_end and g.char_end > c.char_start
$$;

-- Finds chunks of a project by the words of a query, as people type them ("a phrase", or, -not), and, with the vector of the
-- query and the model that made it, by meaning. The two lists are fused by reciprocal rank: each adds 1 / (60 + rank) (Cormack,
-- Clarke and Buettcher, SIGIR 2009, with their constant). What is found is the exact text of the chunk, to be cited by its span.
-- Answers `{ methods, noVectors, withoutVector, hits }`. `noVectors` says why not by meaning: `no_query_vector`, `none_stored` of this model
-- and these dimensions, or `too_many` to look at (narrow the search, or install pgvector); `withoutVector` counts chunks that have none
-- and so are found by words alone. Members may ask for their own projects; null for others.
create function public.search_chunks(p_project uuid, p_query text default '', p_embedding real[] default null, p_model text default null,
  p_limit int default 20, p_documents uuid[] default null, p_categories text[] default null, p_kinds text[] default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  query text := coalesce(p_query, '');
  unit real[] := lp.unit_vector(p_embedding);
  no_vectors text;
  by_vector boolean;
  chunks bigint;
  vectors bigint := 0;
  hits jsonb;
begin
  if current_setting('role') <> 'service_role' and not p_project = any (lp.my_projects()) then return null; end if;
  if not exists (select 1 from public.projects where id = p_project) then return null; end if;
  if unit is null or p_model is null then
    no_vectors := 'no_query_vector';
  else
    select count(*), count(e.id) into chunks, vectors from lp.current_chunks(p_project, p_documents, p_categories, p_kinds) c
    left join lp.current_embeddings(p_project, p_model, cardinality(unit)) e on e.chunk_id = c.id;
    no_vectors := case when vectors = 0 then 'none_stored' when vectors * cardinality(unit) > lp.most_components() then 'too_many' end;
  end if;
  by_vector := no_vectors is null;
  with found as (
    select w.id, w.rank as text_rank, w.score as text_score, null::bigint as vector_rank, null::float8 as similarity
    from lp.chunks_by_words(p_project, query, p_documents, p_categories, p_kinds) w
    union all
    select v.id, null, null, v.rank, v.score from lp.chunks_by_vector(p_project, unit, p_model, p_documents, p_categories, p_kinds) v where by_vector
  ), fused as (
    select f.id, sum(1.0::float8 / (60 + coalesce(f.text_rank, f.vector_rank))) as score, max(f.text_rank) as text_rank, max(f.text_score) as text_score,
      max(f.vector_rank) as vector_rank, max(f.similarity) as similarity
    from found f group by f.id
    order by score desc, text_rank, vector_rank limit least(greatest(coalesce(p_limit, 20), 1), 100)
  )
  select coalesce(jsonb_agg(jsonb_build_object('chunkId', c.id, 'documentId', c.document_id, 'fileName', d.file_name, 'ordinal', c.ordinal, 'kind', c.kind,
    'text', c.text, 'charStart', c.char_start, 'charEnd', c.char_end, 'headingPath', c.heading_path, 'contextLine', c.context_line,
    'pageFirst', c.page_first, 'pageLast', c.page_last,
    'score', f.score,
    'byText', case when f.text_rank is not null then jsonb_build_object('rank', f.text_rank, 'score', f.text_score) end,
    'byVector', case when f.vector_rank is not null then jsonb_build_object('rank', f.vector_rank, 'similarity', f.similarity) end)
    || lp.place_of(c) order by f.score desc, f.text_rank, f.vector_rank), '[]') into hits
  from fused f join public.chunks c on c.id = f.id join public.documents d on d.id = c.document_id;
  return jsonb_build_object(
    'methods', case when by_vector then '["text", "vectors"]'::jsonb else '["text"]' end,
    'noVectors', no_vectors,
    'withoutVector', case when by_vector then chunks - vectors end,
    'hits', hits);
end
$$;

revoke all on function public.search_chunks(uuid, text, real[], text, int, uuid[], text[], text[]) from public, anon, authenticated, service_role;
grant execute on function public.search_chunks(uuid, text, real[], text, int, uuid[], text[], text[]) to service_role, authenticated;
do $$
declare
  f regprocedure;
begin
  foreach f in array array['lp.current_chunks', 'lp.current_embeddings', 'lp.dot', 'lp.unit_vector', 'lp.similarity', 'lp.most_components', 'lp.search_depth',
    'lp.chunks_by_words', 'lp.chunks_by_vector', 'lp.place_of']::regproc[]::regprocedure[] loop
    execute format('revoke all on function %s from public, anon, authenticated, service_role', f);
  end loop;
end
$$;

insert into public.schema_version (version) values (9);
