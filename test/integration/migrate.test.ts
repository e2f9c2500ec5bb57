/** Migrations on a real database: order, ledger, failure, repetition, two at once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type pg from 'pg';
import { migrate, migrateDatabase, readMigrations } from '../../stack/migrate.ts';
import { connect } from '../../stack/postgres.ts';
import { createTestEnvironment, type TestEnvironment } from '../support/stack.ts';

describe('migrate', function () {
  this.timeout(60_000);
  let test: TestEnvironment;
  let client: pg.Client;

  before(async () => {
    test = await createTestEnvironment();
    client = await connect(test.environment.DATABASE_URL);
    await client.query('create table public.seen (what text, at timestamptz default clock_timestamp())');
  });
  after(async () => {
    await client.end();
    await test.stop();
  });

  let folders = 0;
  const folderOf = (files: Record<string, string>): string => {
    folders += 1;
    const folder = join(test.folder, `migrations-${folders}`);
    mkdirSync(folder);
    for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
    return folder;
  };
  const seen = async () => (await client.query('select what from public.seen order by at')).rows.map(row => row.what);
  const insert = (what: string) => `insert into public.seen values ('${what}');`;

  it('applies what is missing, oldest first, once, and notes it as the Supabase command line does', async () => {
    const folder = folderOf({ '21000101000002_b.sql': insert('b'), '21000101000001_a.sql': insert('a') });
    expect(await migrate(client, folder)).to.deep.equal(['21000101000001', '21000101000002']);
    expect(await migrate(client, folder)).to.deep.equal([]);
    expect(await seen()).to.deep.equal(['a', 'b']);
    const { rows } = await client.query(
      `select * from supabase_migrations.schema_migrations where version like '21000101%' order by version`,
    );
    expect(rows[0]).to.deep.equal({ version: '21000101000001', statements: [insert('a')], name: 'a' });
  });

  it('leaves no trace of a migration that fails, and names its line', async () => {
    const folder = folderOf({ '21000102000001_bad.sql': `${insert('half')}\n\nselect * from nowhere;` });
    const error = await migrate(client, folder).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'X_SCHEMA' });
    expect(String(error)).to.match(/21000102000001_bad failed in line 3: .*nowhere/);
    expect(await seen()).to.not.include('half');
    expect(await migrate(client, folderOf({ '21000102000001_bad.sql': insert('mended') }))).to.have.length(1);
  });

  it('applies each once when two run at the same time', async () => {
    const folder = folderOf({ '21000103000001_slow.sql': `select pg_sleep(0.2); ${insert('slow')}` });
    const url = test.environment.DATABASE_URL;
    const applied = await Promise.all([migrateDatabase(url, folder), migrateDatabase(url, folder)]);
    expect(applied.flat()).to.deep.equal(['21000103000001']);
    expect((await seen()).filter(what => what === 'slow')).to.have.length(1);
  });

  it('refuses names it cannot order, and two files of one version', () => {
    expect(() => readMigrations(folderOf({ 'init.sql': '' }))).to.throw(/init\.sql .* is not named/);
    const twice = { '21000104000001_a.sql': '', '21000104000001_b.sql': '' };
    expect(() => readMigrations(folderOf(twice))).to.throw(/two migrations/);
  });
});
