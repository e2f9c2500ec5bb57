-- The second layer of resolution: which canonical entities are one, decided block by block; pairs nobody is sure of; and
-- what the graph asks of other documents.

-- Entities of one block are compared with one another; null for those that never are. merged_into points at a root.
alter table public.canonical_entities add column block text;
create index canonical_entities_block on public.canonical_entities (project_id, block) where block is not null;
create index on public.canonical_entities (merged_into) where merged_into is not null;

-- Pairs of entities that may be one. `open`: to be looked at. `verdict`: what an engine said of it, who is in decided_by; it
-- is kept when the pair is no longer open, so that nobody is asked twice.
create table public.entity_reviews (
  id uuid primary key,
  project_id uuid not null references public.projects (id),
  entity_a uuid not null references public.canonical_entities (id) on delete cascade,
  entity_b uuid not null references public.canonical_entities (id) on delete cascade,
  score real not null,
  reason text not null,
  open boolean not null default true,
  verdict text check (verdict in ('same', 'different', 'unsure')),
  decided_by jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (entity_a, entity_b),
  check (entity_a < entity_b)
);
create index on public.entity_reviews (project_id, created_at, id);
create index on public.entity_reviews (entity_b);
select lp.close_table('entity_reviews');
select lp.members_read('entity_reviews');

-- Mails are found by their Message-ID, and by the one they answer.
create index documents_message on public.documents (project_id, (properties #>> '{mail,messageId}')) where properties ? 'mail';
create index documents_reply on public.documents (project_id, (coalesce(properties #>> '{mail,inReplyTo}', properties #>> '{mail,references,-1}')))
  where properties ? 'mail';

-- Writes canonical entities and mention links of a running task, under the lock of the project's entities. Answers `ok` or
-- `fenced`. Repeating it changes nothing. As put_rows, it does not wait for the disk.
create or replace function public.put_resolution(p_task uuid, p_token uuid, p_entities jsonb, p_links jsonb) returns text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  t public.tasks;
begin
  perform set_config('synchronous_commit', 'off', true);
  t := lp.writing_task(p_task, p_token);
  if t.id is null then return 'fenced'; end if;
  perform pg_advisory_xact_lock(hashtextextended('entities/' || t.project_id, 0));
  insert into public.canonical_entities as e (id, project_id, type, key, name, aliases, decided_by, block)
  select r.id, t.project_id, r.type, r.key, lp.display_name(r.aliases), array(select distinct a from unnest(r.aliases) a order by a), r.decided_by, r.block
  from jsonb_populate_recordset(null::public.canonical_entities, p_entities) r
  on conflict (id) do update set
    aliases = array(select distinct a from unnest(e.aliases || excluded.aliases) a order by a),
    -- A worker of the version before knows of no blocks.
    name = lp.display_name(e.aliases || excluded.aliases), block = coalesce(excluded.block, e.block),
    -- What was decided in another block holds no longer.
    merged_into = case when e.block = coalesce(excluded.block, e.block) then e.merged_into end, updated_at = now()
  where not e.aliases @> excluded.aliases or e.block is distinct from coalesce(excluded.block, e.block);
  update public.entity_mentions m set canonical_entity_id = l.canonical_entity_id
  from jsonb_to_recordset(p_links) as l(mention_id uuid, canonical_entity_id uuid)
  where m.id = l.mention_id and m.document_id = t.document_id and m.generation = (
    select coalesce(case when state = 'done' then building_generation end, current_generation) from public.document_stages where document_id = t.document_id and stage = 'ner')
    and m.canonical_entity_id is distinct from l.canonical_entity_id;
  return 'ok';
end
$$;

-- The name an entity is shown by, as `displayName` of llm-service has it: the one in the most ordinary capitals, legal forms aside,
-- then the longest, then code point order.
create or replace function lp.display_name(p_aliases text[]) returns text
language sql immutable as $$
  select a from unnest(p_aliases) a
  order by regexp_count(regexp_replace(a collate "C", '(?<= )(?:LLC|LLLP|LLP|LP|PLLC|PLC|PC|PA|NA|AG|SA|NV)(?=[ ,.]|$)', '', 'g'),
    '(?<=[A-Z])[A-Z]|(?<= )(?:Of|And|For|The)(?= )'), length(a) desc, a collate "C" limit 1
$$;

-- One block: its entities that a mention names which is read, or is being made; the opinions on their pairs; a stamp of both. `idle`
-- if there is at most one entity and nothing to undo. Null if the block has never had any.
create function lp.entity_block(p_project uuid, p_block text) returns jsonb
language plpgsql stable as $$
declare
  members jsonb;
  opinions jsonb;
  idle boolean := false;
begin
  if not exists (select 1 from public.canonical_entities where project_id = p_project and block = p_block) then return null; end if;
  select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'type', e.type, 'key', e.key) order by e.id), '[]') into members
  from public.canonical_entities e
  where e.project_id = p_project and e.block = p_block and exists (
    select 1 from public.entity_mentions m join public.document_stages ds on ds.document_id = m.document_id and ds.stage = 'ner'
    where m.canonical_entity_id = e.id and m.generation in (ds.current_generation, ds.building_generation));
  if jsonb_array_length(members) <= 1 then
    idle := not exists (
      select 1 from public.canonical_entities e where e.project_id = p_project and e.block = p_block and (e.merged_into is not null
        or exists (select 1 from public.entity_reviews r where r.entity_a = e.id and r.open)));
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('a', r.entity_a, 'b', r.entity_b, 'verdict', r.verdict) order by r.id), '[]') into opinions
  from public.entity_reviews r
  join public.canonical_entities a on a.id = r.entity_a join public.canonical_entities b on b.id = r.entity_b
  where a.project_id = p_project and a.block = p_block and b.block = p_block and r.verdict is not null;
  return jsonb_build_object('block', p_block, 'stamp', md5(members::text || opinions::text), 'members', members, 'opinions', opinions, 'idle', idle);
end
$$;

-- The blocks of these names, in order of name.
create function public.entity_blocks(p_project uuid, p_blocks text[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(found.block order by name), '[]')
  from (select name, lp.entity_block(p_project, name) as block from (select distinct unnest(p_blocks) as name) names) found where found.block is not null
$$;

-- Names of the blocks of a project, after one, in order.
create function public.entity_block_names(p_project uuid, p_after text, p_limit int) returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(block order by block collate "C"), '{}') from (
    select block from public.canonical_entities where project_id = p_project and block collate "C" > p_after group by block order by block collate "C" limit p_limit) names
$$;

-- Takes over what was decided about one block: who is merged into whom, and which pairs are open. What is not said is undone.
create function lp.decide_block(p_project uuid, p_decision jsonb) returns void
language plpgsql as $$
begin
  update public.canonical_entities e set merged_into = d.into_id, updated_at = now(),
    decided_by = (e.decided_by - 'merge') || case when d.why is null then '{}' else jsonb_build_object('merge', d.why) end
  from (
    select c.id, (m.value ->> 'into')::uuid as into_id, m.value -> 'decidedBy' as why
    from public.canonical_entities c left join jsonb_array_elements(p_decision -> 'merges') m on (m.value ->> 'id')::uuid = c.id
    where c.project_id = p_project and c.block = p_decision ->> 'block'
  ) d
  where e.id = d.id and (e.merged_into is distinct from d.into_id or e.decided_by -> 'merge' is distinct from d.why);

  insert into public.entity_reviews as r (id, project_id, entity_a, entity_b, score, reason)
  select (v ->> 'id')::uuid, p_project, (v ->> 'a')::uuid, (v ->> 'b')::uuid, (v ->> 'score')::real, v ->> 'reason'
  from jsonb_array_elements(p_decision -> 'reviews') v
  on conflict (id) do update set score = excluded.score, reason = excluded.reason, open = true, updated_at = now()
  where (r.score, r.reason, r.open) is distinct from (excluded.score, excluded.reason, true);
  with gone as (
    select r.id, r.verdict from public.entity_reviews r
    join public.canonical_entities a on a.id = r.entity_a
    where a.project_id = p_project and a.block = p_decision ->> 'block' and r.open
      and not exists (select 1 from jsonb_array_elements(p_decision -> 'reviews') v where (v ->> 'id')::uuid = r.id)
  ), closed as (
    update public.entity_reviews r set open = false, updated_at = now() from gone where gone.id = r.id and gone.verdict is not null
  )
  delete from public.entity_reviews r using gone where gone.id = r.id and gone.verdict is null;
end
$$;

-- Takes over decisions about blocks, each only if the block is still what it was when its stamp was made, under the lock of
-- the project's entities. Answers `{ status: ok, changed: [block, ...] }`, or `fenced` for a task that is not running any more.
-- Without a task it is the final pass over a project.
create function public.decide_blocks(p_project uuid, p_task uuid, p_token uuid, p_decisions jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  d jsonb;
  changed text[] := '{}';
  t public.tasks;
begin
  if p_task is not null then
    t := lp.writing_task(p_task, p_token);
    if t.id is null or t.project_id <> p_project then return jsonb_build_object('status', 'fenced'); end if;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('entities/' || p_project, 0));
  for d in select value from jsonb_array_elements(p_decisions) order by value ->> 'block' loop
    if lp.entity_block(p_project, d ->> 'block') ->> 'stamp' is distinct from d ->> 'stamp' then
      changed := changed || (d ->> 'block');
    else
      perform lp.decide_block(p_project, d);
    end if;
  end loop;
  return jsonb_build_object('status', 'ok', 'changed', to_jsonb(changed));
end
$$;

-- Keeps what an engine said about pairs. Answers `ok` or `fenced`.
create function public.judge_pairs(p_task uuid, p_token uuid, p_opinions jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  t public.tasks;
begin
  t := lp.writing_task(p_task, p_token);
  if t.id is null then return 'fenced'; end if;
  perform pg_advisory_xact_lock(hashtextextended('entities/' || t.project_id, 0));
  update public.entity_reviews r set verdict = o ->> 'verdict', decided_by = o -> 'decidedBy', updated_at = now()
  from jsonb_array_elements(p_opinions) o where r.id = (o ->> 'id')::uuid and r.project_id = t.project_id;
  return 'ok';
end
$$;

-- The chunk around one mention of each of these entities: `text`, and the mention in it as `mention`.
create function public.entity_contexts(p_project uuid, p_entities uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'type', e.type, 'name', e.name, 'aliases', to_jsonb(e.aliases[1:10]), 'mention', m.text, 'text', m.chunk) order by e.id), '[]')
  from public.canonical_entities e
  cross join lateral (
    select em.text, c.text as chunk from public.entity_mentions em join public.chunks c on c.id = em.chunk_id
    where em.canonical_entity_id = e.id order by em.document_id, em.generation desc, em.ordinal limit 1
  ) m
  where e.project_id = p_project and e.id = any (p_entities)
$$;

-- Entities of a project by time, then id, after one: roots, each with all members and their aliases, or with p_merged every
-- entity by itself. Mentions are counted in what is current.
create function public.list_entities(p_project uuid, p_limit int, p_after_time timestamptz default null, p_after_id uuid default null,
  p_type text default null, p_merged boolean default false) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select * from public.canonical_entities
    where project_id = p_project and (p_merged or merged_into is null) and (p_type is null or type = p_type)
      and (p_after_time is null or (created_at, id) > (p_after_time, p_after_id))
    order by created_at, id limit p_limit
  ), family as (
    select id as root, id, aliases from page
    union all
    select m.merged_into, m.id, m.aliases from public.canonical_entities m where not p_merged and m.merged_into in (select id from page)
  ), named as (
    select f.root, count(*) as mentions, count(distinct em.document_id) as documents
    from family f join public.entity_mentions em on em.canonical_entity_id = f.id
    join public.document_stages ds on ds.document_id = em.document_id and ds.stage = 'ner' and ds.current_generation = em.generation
    group by f.root
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'type', p.type, 'name', p.name,
    'aliases', (select jsonb_agg(distinct a order by a) from family f, unnest(f.aliases) a where f.root = p.id),
    'members', (select jsonb_agg(f.id order by f.id) from family f where f.root = p.id),
    'mentionCount', coalesce(n.mentions, 0), 'documentCount', coalesce(n.documents, 0), 'decidedBy', p.decided_by, 'mergedInto', p.merged_into,
    'createdAt', p.created_at, 'updatedAt', p.updated_at) order by p.created_at, p.id), '[]')
  from page p left join named n on n.root = p.id
$$;

-- What a document has to do with others of its project: the kind of its parent, the mails it answers and those that answer it.
create function public.document_thread(p_document uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'parentMediaType', (select media_type from public.documents where id = d.parent_id),
    'repliesTo', coalesce((
      select jsonb_agg(o.id order by o.created_at, o.id) from public.documents o
      where o.project_id = d.project_id and o.id <> d.id and o.properties ? 'mail'
        and o.properties #>> '{mail,messageId}' = coalesce(d.properties #>> '{mail,inReplyTo}', d.properties #>> '{mail,references,-1}')), '[]'),
    'repliedBy', coalesce((
      select jsonb_agg(o.id order by o.created_at, o.id) from public.documents o
      where o.project_id = d.project_id and o.id <> d.id and o.properties ? 'mail'
        and coalesce(o.properties #>> '{mail,inReplyTo}', o.properties #>> '{mail,references,-1}') = d.properties #>> '{mail,messageId}'), '[]'))
  from public.documents d where d.id = p_document
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['public.entity_blocks', 'public.entity_block_names', 'public.decide_blocks', 'public.judge_pairs', 'public.entity_contexts',
    'public.list_entities', 'public.document_thread']::regproc[]::regprocedure[] loop
    execute format('revoke all on function %s from public, anon, authenticated, service_role', f);
    execute format('grant execute on function %s to service_role', f);
  end loop;
end
$$;
revoke all on function lp.entity_block(uuid, text), lp.decide_block(uuid, jsonb) from public, anon, authenticated, service_role;

insert into public.schema_version (version) values (4);
