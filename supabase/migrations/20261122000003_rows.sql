-- How rows get in and out under a task: put_rows is the only way in, and what a task wrote is its token's.

-- Rows of a small document, as the readers of `shared/record/rows.ts` see them: what a task needs comes with its claim.
create function lp.rows_of(p_table text, p_document uuid, p_generation int) returns jsonb
language plpgsql as $$
declare
  result jsonb;
begin
  case p_table
    when 'segments' then
      select jsonb_agg(to_jsonb(r) order by r.ordinal) into result from (
        select id, ordinal, kind, text, char_start, char_end, page_number, page_label, width_pt, height_pt, turn, start_ms, end_ms, engine, model,
          confidence, error_code, properties from public.segments where document_id = p_document and generation = p_generation) r;
    when 'chunks' then
      select jsonb_agg(to_jsonb(r) order by r.ordinal) into result from (
        select id, ordinal, text, char_start, char_end, heading_path, token_count, token_encoding, context_line, language, page_first, page_last
        from public.chunks where document_id = p_document and generation = p_generation) r;
    when 'entity_mentions' then
      select jsonb_agg(to_jsonb(r) order by r.ordinal) into result from (
        select id, ordinal, chunk_id, type, text, char_start, char_end, value, properties, score, engine, model, canonical_entity_id
        from public.entity_mentions where document_id = p_document and generation = p_generation) r;
    else raise exception 'rows_of: no table %', p_table;
  end case;
  return coalesce(result, '[]');
end
$$;

-- Documents of at most this many characters come with the rows their task reads.
create function lp.small_document() returns int language sql immutable as $$ select 32768 $$;

-- Takes the task under its token, shared: a new claim waits for the writer, a second writer does not. Null if fenced.
create function lp.writing_task(p_task uuid, p_token uuid) returns public.tasks
language plpgsql as $$
declare
  t public.tasks;
begin
  select * into t from public.tasks where id = p_task and state = 'running' and lease_token = p_token for share;
  return t;
end
$$;

-- Deletes what a task wrote, but for what it wrote under p_keep.
create function lp.drop_rows(t public.tasks, p_keep uuid default null) returns void
language plpgsql as $$
declare
  name text;
begin
  foreach name in array array['segments', 'segment_words', 'chunks', 'entity_mentions', 'facts', 'relationship_staging', 'task_drafts'] loop
    execute format('delete from public.%I where document_id = $1 and generation = $2 and task_id = $3 and lease_token is distinct from $4', name)
    using t.document_id, t.generation, t.id, p_keep;
  end loop;
end
$$;

-- Writes rows of a task that is ours: `{ table: [row, ...] }`. The same rows twice are there once; a row whose id another task
-- holds is an error.
create function lp.write_rows(t public.tasks, p_rows jsonb) returns void
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
          token_count, token_encoding, context_line, language, page_first, page_last)
        select r.id, t.project_id, t.document_id, t.generation, t.id, t.lease_token, r.ordinal, r.text, r.char_start, r.char_end, r.heading_path,
          r.token_count, r.token_encoding, r.context_line, r.language, r.page_first, r.page_last
        from jsonb_populate_recordset(null::public.chunks, rows) r on conflict (id) do nothing;
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

-- Writes rows of a running task, at most 1,000 of a table or 1 MB a call. Answers `ok` or `fenced`. Does not wait for the disk:
-- the commit of the task comes after it in the log and does.
create function public.put_rows(p_task uuid, p_token uuid, p_rows jsonb) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
begin
  perform set_config('synchronous_commit', 'off', true);
  t := lp.writing_task(p_task, p_token);
  if t.id is null then return 'fenced'; end if;
  perform lp.write_rows(t, p_rows);
  return 'ok';
end
$$;

-- The name an entity is shown by: the one in the most ordinary capitals, then the longest, then code point order, as
-- `displayName` of llm-service has it. Depends on the set of aliases only, not on their order of arrival.
create function lp.display_name(p_aliases text[]) returns text
language sql immutable as $$
  select a from unnest(p_aliases) a
  order by regexp_count(a collate "C", '(?<=[A-Z])[A-Z]|(?<= )(?:Of|And|For|The)(?= )'), length(a) desc, a collate "C" limit 1
$$;

-- Writes canonical entities and mention links of a running task, under the lock of the project's entities. Answers `ok` or
-- `fenced`. Repeating it changes nothing. As put_rows, it does not wait for the disk.
create function public.put_resolution(p_task uuid, p_token uuid, p_entities jsonb, p_links jsonb) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
begin
  perform set_config('synchronous_commit', 'off', true);
  t := lp.writing_task(p_task, p_token);
  if t.id is null then return 'fenced'; end if;
  perform pg_advisory_xact_lock(hashtextextended('entities/' || t.project_id, 0));
  insert into public.canonical_entities as e (id, project_id, type, key, name, aliases, decided_by)
  select r.id, t.project_id, r.type, r.key, lp.display_name(r.aliases), array(select distinct a from unnest(r.aliases) a order by a), r.decided_by
  from jsonb_populate_recordset(null::public.canonical_entities, p_entities) r
  on conflict (id) do update set
    aliases = array(select distinct a from unnest(e.aliases || excluded.aliases) a order by a),
    name = lp.display_name(e.aliases || excluded.aliases), updated_at = now()
  where not e.aliases @> excluded.aliases;
  update public.entity_mentions m set canonical_entity_id = l.canonical_entity_id
  from jsonb_to_recordset(p_links) as l(mention_id uuid, canonical_entity_id uuid)
  where m.id = l.mention_id and m.document_id = t.document_id and m.generation = (
    select coalesce(case when state = 'done' then building_generation end, current_generation) from public.document_stages where document_id = t.document_id and stage = 'ner')
    and m.canonical_entity_id is distinct from l.canonical_entity_id;
  return 'ok';
end
$$;
