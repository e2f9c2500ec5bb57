import { expect } from 'chai';
import { newId } from '../../shared/ids.ts';
import { migrateDatabase } from '../../stack/migrate.ts';
import { applySupabaseBase, connect } from '../../stack/postgres.ts';
import { createTestRecord, only, type TestRecord } from '../support/record.ts';

/** Who may do what, by kind of table; a table that is in no list fails the test. */
const memberTables = [
  'projects',
  'project_members',
  'documents',
  'intake_refusals',
  'runs',
  'document_stages',
  'tasks',
  'canonical_entities',
  'entity_reviews',
  'events',
  'segments',
  'segment_words',
  'chunks',
  'chunk_embeddings',
  'entity_mentions',
  'facts',
  'relationship_staging',
  'engine_usage',
];
const serviceTables = [
  'api_keys',
  'engine_answers',
  'engine_rates',
  'engine_state',
  'pipeline_stages',
  'schema_version',
  'task_drafts',
];
const memberFunctions = ['report', 'search_chunks', 'utf16_slice'];
const rowsOfGenerations = [
  'segments',
  'segment_words',
  'chunks',
  'chunk_embeddings',
  'entity_mentions',
  'facts',
  'relationship_staging',
];

type Identity = 'anon' | 'member' | 'other' | 'service';
const identities: Identity[] = ['anon', 'member', 'other', 'service'];

describe('security of the record', function () {
  this.timeout(60_000);
  let record: TestRecord;
  let tables: string[];
  let functions: { name: string; args: string; signature: string }[];
  let documentId: string;
  let projectId: string;
  const [member, stranger] = [newId(), newId()];

  before(async () => {
    record = await createTestRecord();
    tables = (
      await record.query<{ t: string }>(`select tablename as t from pg_tables where schemaname = 'public' order by 1`)
    ).map(r => r.t);
    functions = await record.query(
      `select p.proname as name, pg_get_function_identity_arguments(p.oid) as args, p.oid::regprocedure::text as signature
       from pg_proc p where pronamespace = 'public'::regnamespace order by 1`,
    );
    const document = await record.accept();
    ({ id: documentId, projectId } = document);
    const elsewhere = await record.projects.create('Elsewhere');
    expect(await record.projects.addMember(projectId, member, 'viewer')).to.equal(true);
    expect(await record.projects.addMember(elsewhere.id, stranger, 'owner')).to.equal(true);
    expect(await record.projects.addMember(newId(), stranger, 'owner')).to.equal(false);
    await record.documents.refuse({
      id: newId(),
      projectId,
      fileName: 'x',
      bytes: 1,
      code: 'I_EMPTY_FILE',
      message: 'test',
    });
    await fillRows();
    await record.query(
      `insert into engine_usage (id, project_id, document_id, task_id, stage, engine, model, requests, cached, pages, audio_ms, input_tokens, output_tokens, currency, prices_of)
       values ('${newId()}', '${projectId}', '${documentId}', '${newId()}', 'llm', 'e', 'm', 1, 0, 0, 0, 0, 0, 'USD', '2026-01-01')`,
    );
    await record.finishAll([only(document.deliveries)]);
    await fillRows(2);
  });
  after(() => record.stop());

  /** One row in each table of rows, of a generation; written as the owner, who stands above all rules. */
  async function fillRows(generation = 1): Promise<void> {
    const common = `'${newId()}', '${projectId}', '${documentId}', ${generation}, '${newId()}', '${newId()}', 1`;
    const head = 'id, project_id, document_id, generation, task_id, lease_token, ordinal';
    const entity = newId();
    await record.query(
      `insert into canonical_entities (id, project_id, type, key, name, aliases, decided_by) values ('${entity}', '${projectId}', 'PERSON', '${entity}', 'n', '{n}', '{}')`,
    );
    await record.query(
      `insert into entity_reviews (id, project_id, entity_a, entity_b, score, reason)
       select '${newId()}', '${projectId}', least(id, '${entity}'), greatest(id, '${entity}'), 0.5, 'r' from canonical_entities where id <> '${entity}'`,
    );
    for (const statement of [
      `segments (${head}, kind, text, char_start, char_end, engine) values (${common}, 'section', 't', 0, 1, 'e')`,
      `segment_words (${head}, starts, ends, boxes, confidences) values (${common}, '{}', '{}', '{}', '{}')`,
      `chunks (${head}, text, char_start, char_end, token_count, token_encoding, language) values (${common}, 't', 0, 1, 1, 'e', 'en')`,
      `chunk_embeddings (${head}, chunk_id, model, dimensions, embedding) values (${common}, '${newId()}', 'm', 1, '{1}')`,
      `entity_mentions (${head}, chunk_id, type, text, char_start, char_end, value, score, engine) values (${common}, '${newId()}', 'PERSON', 't', 0, 1, 't', 1, 'e')`,
      `facts (${head}, kind, value, quote, verified, engine) values (${common}, 'title', 't', 't', 'verified', 'e')`,
      `relationship_staging (${head}, from_label, from_id, type, to_label, to_id) values (${common}, 'Document', '${newId()}', 'BELONGS_TO', 'Project', '${newId()}')`,
    ])
      await record.query(`insert into ${statement}`);
  }

  const call = async (
    identity: Identity,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; rows: unknown[] }> => {
    const { SUPABASE_URL, SUPABASE_ANON_KEY, SUPABASE_SERVICE_ROLE_KEY } = record.environment.environment;
    const token = {
      anon: SUPABASE_ANON_KEY,
      service: SUPABASE_SERVICE_ROLE_KEY,
      member: record.environment.userToken(member),
      other: record.environment.userToken(stranger),
    }[identity];
    const answer = await fetch(`${SUPABASE_URL}/rest/v1/${path}`, {
      method,
      headers: { apikey: SUPABASE_ANON_KEY, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const parsed: unknown = JSON.parse((await answer.text()) || '[]');
    return { status: answer.status, rows: Array.isArray(parsed) ? parsed : [parsed] };
  };

  it('knows every table: a new one must be put in a list', () => {
    expect(tables).to.deep.equal([...memberTables, ...serviceTables].sort());
  });

  it('has row-level security on every table', async () => {
    const off = await record.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`,
    );
    expect(off).to.deep.equal([]);
  });

  it('reads: a member their project, nobody else anything, the service all', async () => {
    for (const table of tables) {
      for (const identity of identities) {
        const { status, rows } = await call(
          identity,
          'GET',
          `${table}?select=*${table === 'projects' ? `&id=eq.${projectId}` : memberTables.includes(table) ? `&project_id=eq.${projectId}` : ''}`,
        );
        const what = `${identity} reads ${table}`;
        if (identity === 'service') expect(status, what).to.equal(200);
        else if (identity === 'anon' || serviceTables.includes(table)) expect(status, what).to.be.oneOf([401, 403]);
        else if (identity === 'other') expect(rows, what).to.deep.equal([]);
        else expect(rows.length, what).to.be.greaterThan(0);
      }
    }
  });

  it('shows a member rows of the current generation only', async () => {
    for (const table of rowsOfGenerations) {
      const { rows } = await call('member', 'GET', `${table}?select=generation`);
      expect(rows, table).to.deep.equal([{ generation: 1 }]);
      expect((await call('service', 'GET', `${table}?select=generation&order=generation`)).rows, table).to.deep.equal([
        { generation: 1 },
        { generation: 2 },
      ]);
    }
  });

  it('writes: nobody, not even the service key, into any table', async () => {
    for (const table of tables) {
      for (const identity of identities) {
        for (const [method, body] of [
          ['POST', {}],
          ['PATCH', { created_at: '2020-01-01' }],
          ['DELETE', undefined],
        ] as const) {
          const path =
            method === 'POST'
              ? table
              : `${table}?${table === 'schema_version' ? 'version=gt.0' : table === 'pipeline_stages' ? 'position=gt.0' : 'created_at=gt.2000-01-01'}`;
          const { status } = await call(identity, method, path, body);
          // 400: PostgREST does not know the column; the verb is refused before that wherever it does.
          expect(status, `${identity} ${method} ${table}`).to.be.oneOf(
            method === 'PATCH' || method === 'DELETE' ? [400, 401, 403] : [401, 403],
          );
        }
      }
    }
    const grants = await record.query(
      `select table_name, grantee, privilege_type from information_schema.role_table_grants
       where table_schema in ('public', 'lp') and grantee in ('anon', 'authenticated', 'service_role', 'PUBLIC') and privilege_type <> 'SELECT'`,
    );
    expect(grants).to.deep.equal([]);
  });

  it('functions: for the service; the named ones for members; none for anon', async () => {
    for (const { name, signature } of functions) {
      for (const [identity, role] of [
        ['anon', 'anon'],
        ['member', 'authenticated'],
        ['service', 'service_role'],
      ] as const) {
        const [row] = await record.query<{ may: boolean }>(
          'select has_function_privilege($1, $2::regprocedure, $$execute$$) as may',
          [role, signature],
        );
        const expected = identity === 'service' || (identity === 'member' && memberFunctions.includes(name));
        expect(row?.may, `${identity} calls ${name}`).to.equal(expected);
      }
    }
    expect(functions.map(f => f.name)).to.include.members([
      'accept_document',
      'claim_tasks',
      'put_rows',
      'commit_tasks',
    ]);
  });

  it('functions that can be called run with a fixed empty search path, and their owner sees past row-level security', async () => {
    const loose = await record.query(
      `select proname from pg_proc where (pronamespace = 'public'::regnamespace or proname = 'my_projects') and not coalesce(proconfig, '{}') @> array['search_path=""']`,
    );
    expect(loose).to.deep.equal([]);
    const blind = await record.query(
      `select proname from pg_proc join pg_roles r on r.oid = proowner where pronamespace = 'public'::regnamespace and prosecdef and not (r.rolbypassrls or r.rolsuper)`,
    );
    expect(blind).to.deep.equal([]);
  });

  it('inner functions are nobody’s but my_projects, which policies call', async () => {
    const open = await record.query(
      `select p.proname, r.rolname from pg_proc p, (values ('anon'), ('authenticated'), ('service_role')) r(rolname)
       where pronamespace = 'lp'::regnamespace and has_function_privilege(r.rolname, p.oid, 'execute')`,
    );
    expect(open).to.deep.equal([{ proname: 'my_projects', rolname: 'authenticated' }]);
  });

  it('a member that is removed reads nothing any more', async () => {
    const guest = newId();
    await record.projects.addMember(projectId, guest, 'viewer');
    expect((await record.projects.listMembers(projectId)).map(m => m.userId)).to.include(guest);
    expect(await record.projects.removeMember(projectId, guest)).to.equal(true);
    expect(await record.projects.removeMember(projectId, guest)).to.equal(false);
    expect((await record.projects.listMembers(projectId)).map(m => m.userId)).to.deep.equal([member]);
  });

  it('a function or table made later is not open to anyone by default', async () => {
    await record.query('create function public.made_later() returns int language sql as $$ select 1 $$');
    await record.query('create table public.made_later_too (id int)');
    const [row] = await record.query<{ f: boolean; t: boolean }>(
      `select has_function_privilege('anon', 'public.made_later()', 'execute') as f, has_table_privilege('anon', 'public.made_later_too', 'select') as t`,
    );
    await record.query('drop function public.made_later(); drop table public.made_later_too');
    expect(row).to.deep.equal({ f: false, t: false });
  });

  it('leaves what was in schema public before it as it was', async () => {
    const name = 'occupied';
    const url = new URL(record.environment.environment.DATABASE_URL);
    await record.query(`create database ${name}`);
    url.pathname = name;
    const client = await connect(url.href);
    try {
      await applySupabaseBase(client);
      await client.query(`create table public.customers (id int); grant all on public.customers to anon, service_role;
        create function public.greet() returns int language sql as 'select 1'; grant execute on function public.greet() to anon;`);
      await migrateDatabase(url.href);
      const { rows } = await client.query(
        `select has_table_privilege('anon', 'public.customers', 'insert') as t, has_function_privilege('anon', 'public.greet()', 'execute') as f,
           has_table_privilege('service_role', 'public.customers', 'delete') as s, relrowsecurity as r from pg_class where oid = 'public.customers'::regclass`,
      );
      expect(rows).to.deep.equal([{ t: true, f: true, s: true, r: false }]);
    } finally {
      await client.end();
      await record.query(`drop database ${name}`);
    }
  });

  it('report answers a member for their own project only', async () => {
    expect((await call('member', 'POST', 'rpc/report', { p_project: projectId })).rows[0]).to.have.property(
      'received',
      1,
    );
    expect((await call('other', 'POST', 'rpc/report', { p_project: projectId })).rows).to.deep.equal([null]);
  });
});
