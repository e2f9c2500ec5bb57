-- The tables of the record. UUID keys, project_id on every row, no business logic in triggers: state changes only in the
-- functions of the later migrations.

create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;

-- Not exposed by PostgREST: what the functions use inside.
create schema lp;

-- What this schema can do; services refuse to start on an older one.
create table public.schema_version (
  version int primary key,
  applied_at timestamptz not null default now()
);

-- The pipeline as the functions know it. Services compare it with queues/pipeline.ts when they start.
create table public.pipeline_stages (
  stage text primary key,
  position int not null unique,
  next_stage text,
  required boolean not null,
  attempts int not null,
  plan_ms int not null,
  part_ms int not null,
  finish_ms int not null
);

-- A legal matter.
create table public.projects (
  id uuid primary key,
  name text not null unique check (length(name) between 1 and 200),
  settings jsonb not null default '{}',
  limits jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Who may read a project. user_id is auth.uid() of the Supabase project; no foreign key, auth.users may be absent.
create table public.project_members (
  project_id uuid not null references public.projects (id) on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (project_id, user_id)
);
create index on public.project_members (user_id);

-- Keys of the HTTP API: only their SHA-256 is kept. Without a project the key is good for all of them.
create table public.api_keys (
  id uuid primary key,
  project_id uuid references public.projects (id) on delete cascade,
  name text not null,
  prefix text not null,
  key_sha256 text not null unique check (key_sha256 ~ '^[0-9a-f]{64}$'),
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- One row for every file that was accepted, copies included.
create table public.documents (
  id uuid primary key,
  project_id uuid not null references public.projects (id),
  parent_id uuid references public.documents (id),
  root_id uuid not null,
  depth int not null default 0,
  part_path text,
  duplicate_of uuid references public.documents (id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  media_type text not null,
  file_name text not null,
  source_path text,
  storage_key text not null,
  state text not null check (state in ('processing', 'completed', 'completed_partial', 'failed', 'duplicate', 'excluded', 'cancelled', 'deleted')),
  error_code text,
  error_message text,
  error_stage text,
  error_attempt int,
  language text,
  category text,
  page_count int,
  duration_ms bigint,
  text_length int,
  text_sha256 text,
  warnings jsonb not null default '[]',
  properties jsonb not null default '{}',
  metadata jsonb not null default '{}',
  api_key_id uuid references public.api_keys (id) on delete set null,
  idempotency_key text check (length(idempotency_key) <= 255),
  idempotency_ordinal int,
  priority int not null,
  event_sequence int not null default 0,
  event_hash text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz
) with (fillfactor = 70); -- updated often: room in the page keeps an update from touching every index
create index on public.documents (project_id, created_at, id);
create index on public.documents (project_id, state);
create index on public.documents (project_id, sha256);
create index on public.documents (parent_id) where parent_id is not null;
create index on public.documents (root_id) where parent_id is not null;
-- Not on updated_at: a change of an indexed column would make every update of a document in progress a costly one.
create index documents_in_progress on public.documents (created_at) where state = 'processing';
create unique index documents_idempotency on public.documents (project_id, api_key_id, idempotency_key, idempotency_ordinal)
  nulls not distinct where idempotency_key is not null;

-- Files refused at the door: nothing that was sent goes unmentioned.
create table public.intake_refusals (
  id uuid primary key,
  project_id uuid not null references public.projects (id) on delete cascade,
  file_name text not null,
  bytes bigint,
  code text not null,
  message text not null,
  idempotency_key text,
  created_at timestamptz not null default clock_timestamp()
);
create index on public.intake_refusals (project_id, created_at, id);

-- One row per generation of a document: the first processing and every rerun.
create table public.runs (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  from_stage text not null,
  reason text not null,
  state text not null check (state in ('running', 'completed', 'completed_partial', 'failed', 'superseded', 'cancelled')),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (document_id, generation)
);

-- Where each stage of a document stands. Rows of current_generation are what readers see.
create table public.document_stages (
  document_id uuid not null references public.documents (id) on delete cascade,
  project_id uuid not null,
  stage text not null,
  current_generation int,
  building_generation int,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  missing boolean not null default false,
  warnings jsonb not null default '[]',
  error_code text,
  error_message text,
  error_attempt int,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (document_id, stage)
) with (fillfactor = 70);

-- The outbox and the lease book: one row per phase, or per part, of a stage of a generation.
create table public.tasks (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  stage text not null,
  phase text not null check (phase in ('plan', 'part', 'finish')),
  ordinal int not null default 0,
  input jsonb not null default '{}',
  state text not null default 'queued' check (state in ('queued', 'running', 'parked', 'done', 'failed', 'superseded', 'cancelled')),
  priority int not null,
  -- Part of the job id, never reset: a kept finished job with the same id would swallow a new publish.
  publishes int not null default 0,
  claims int not null default 0,
  -- Failed attempts; decides about giving up. Reset by retry.
  failures int not null default 0,
  -- Leases that ran out without commit, fail or release; decides about poison. Reset by retry.
  expirations int not null default 0,
  not_before timestamptz,
  -- published: a job was, or is being, given to Redis. deliver_at: when to publish, or to look whether it is still there.
  published boolean not null default false,
  deliver_at timestamptz,
  lease_token uuid,
  lease_until timestamptz,
  deadline_at timestamptz,
  worker text,
  outcome jsonb,
  findings jsonb,
  error_code text,
  error_message text,
  error_engine text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  unique (document_id, generation, stage, phase, ordinal)
);
create index tasks_due on public.tasks (deliver_at) where state = 'queued' and deliver_at is not null;
create index tasks_leased on public.tasks (lease_until) where state = 'running';

-- Rows of the stages. All carry the generation and the task and token that wrote them; only rows of the current
-- generation of their stage are read. The foreign key is to the document alone: one to the project would have every
-- writer of a project lock the same row.
create table public.segments (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  ordinal int not null,
  kind text not null check (kind in ('page', 'section', 'utterance', 'missing')),
  text text not null,
  char_start int not null,
  char_end int not null,
  page_number int,
  page_label text,
  width_pt real,
  height_pt real,
  turn int check (turn in (0, 90, 180, 270)),
  start_ms int,
  end_ms int,
  engine text not null,
  model text,
  confidence real,
  error_code text,
  properties jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique (document_id, generation, ordinal)
);

create table public.segment_words (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  ordinal int not null,
  starts int[] not null,
  ends int[] not null,
  boxes real[] not null,
  confidences smallint[] not null,
  created_at timestamptz not null default now(),
  unique (document_id, generation, ordinal),
  check (cardinality(starts) = cardinality(ends) and cardinality(boxes) = 4 * cardinality(starts))
);

create table public.chunks (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  ordinal int not null,
  text text not null,
  char_start int not null,
  char_end int not null,
  heading_path text[] not null default '{}',
  token_count int not null,
  token_encoding text not null,
  context_line text not null default '',
  language text not null,
  page_first int,
  page_last int,
  search tsvector generated always as (
    case language when 'en' then to_tsvector('pg_catalog.english', text) else to_tsvector('pg_catalog.simple', text) end
  ) stored,
  created_at timestamptz not null default now(),
  unique (document_id, generation, ordinal)
);
create index chunks_search on public.chunks using gin (search);

-- Entities of a project, as resolution decided them.
create table public.canonical_entities (
  id uuid primary key,
  project_id uuid not null references public.projects (id),
  type text not null,
  key text not null,
  name text not null,
  aliases text[] not null,
  decided_by jsonb not null,
  merged_into uuid references public.canonical_entities (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index canonical_entities_key on public.canonical_entities (project_id, type, extensions.digest(key, 'sha256'));
create index on public.canonical_entities (project_id, created_at, id);

create table public.entity_mentions (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  ordinal int not null,
  chunk_id uuid not null,
  type text not null,
  text text not null,
  char_start int not null,
  char_end int not null,
  value text not null,
  properties jsonb not null default '{}',
  score real not null,
  engine text not null,
  model text,
  canonical_entity_id uuid references public.canonical_entities (id) on delete set null,
  created_at timestamptz not null default now(),
  unique (document_id, generation, ordinal)
);
create index on public.entity_mentions (canonical_entity_id) where canonical_entity_id is not null;

create table public.facts (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  ordinal int not null,
  chunk_id uuid,
  kind text not null,
  value text not null,
  properties jsonb not null default '{}',
  quote text not null,
  char_start int,
  char_end int,
  verified text not null check (verified in ('verified', 'repaired', 'unverified')),
  engine text not null,
  model text,
  created_at timestamptz not null default now(),
  unique (document_id, generation, ordinal)
);

create table public.relationship_staging (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  ordinal int not null,
  from_label text not null,
  from_id uuid not null,
  type text not null,
  to_label text not null,
  to_id uuid not null,
  properties jsonb not null default '{}',
  char_start int,
  char_end int,
  created_at timestamptz not null default now(),
  unique (document_id, generation, ordinal),
  unique (document_id, generation, from_id, type, to_id, from_label, to_label)
);

-- What the parts of a stage found and its finish will join; deleted when the stage seals.
create table public.task_drafts (
  id uuid primary key,
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation int not null,
  task_id uuid not null,
  lease_token uuid not null,
  stage text not null,
  part_ordinal int not null,
  ordinal int not null,
  data jsonb not null,
  created_at timestamptz not null default now()
);
create index on public.task_drafts (document_id, generation, stage, part_ordinal, ordinal);

-- Append-only history of each document, hash-chained.
create table public.events (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null,
  document_id uuid not null references public.documents (id) on delete cascade,
  sequence int not null,
  kind text not null,
  data jsonb not null default '{}',
  previous_hash text not null,
  hash text not null,
  created_at timestamptz not null,
  unique (document_id, sequence)
);

-- Engines that are down or out of quota; a project of null means the engine as a whole.
create table public.engine_state (
  engine text not null,
  project_id uuid references public.projects (id) on delete cascade,
  state text not null check (state in ('up', 'down', 'paused')),
  until timestamptz,
  reason text,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (engine, project_id)
);

insert into public.pipeline_stages (stage, position, next_stage, required, attempts, plan_ms, part_ms, finish_ms) values
  ('ocr',          1, 'ner',          true,  4, 600000, 900000, 600000),
  ('asr',          2, 'ner',          true,  4, 600000, 900000, 600000),
  ('ner',          3, 'llm',          true,  4, 600000, 600000, 600000),
  ('llm',          4, 'relationship', false, 4, 600000, 600000, 600000),
  ('relationship', 5, null,           false, 4, 600000, 600000, 600000);
