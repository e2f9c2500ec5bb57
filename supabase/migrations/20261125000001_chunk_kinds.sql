-- What a chunk holds: prose, a table, a signature block, the head of a mail, or words of an earlier mail that it quotes.
alter table public.chunks add column kind text not null default 'text' check (kind in ('text', 'table', 'signature', 'headers', 'quoted'));

-- Rows of a small document, as the readers of `shared/record/rows.ts` see them: what a task needs comes with its claim.
create or replace function lp.rows_of(p_table text, p_document uuid, p_generation int) returns jsonb
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
        select id, ordinal, text, char_start, char_end, heading_path, token_count, token_encoding, context_line, language, page_first, page_last, kind
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

insert into public.schema_version (version) values (2);
